"""A store that is killed, fails, is full or is shared while it is written is what it was, or what it should become."""

from __future__ import annotations

import errno
import os
import resource
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from rbm_spec.store.folder import FILES, Store, read_store, writing
from rbm_spec.store.ledger import Ledger
from rbm_spec.writers import lock
from tests.store.test_ledger import SPEC, ledger, sent
from tests.writers.test_publish import at_call

FIRST, BOTH = ledger(sent(1, "A", "2028")), ledger(sent(1, "A", "2028"), sent(2, "B", "2028"))


def add(folder: Path, new: Ledger) -> None:
    """Puts the files of the last submission into a store, then the ledger."""
    with writing(folder, "plan", lambda: None) as store:
        store.keep(FILES, new.submissions[-1].sha256, b"as it came")
        store.keep_plan(SPEC, {"plan.yaml": b"kind: plan\n"})
        store.commit(new)


def counted(tmp_path: Path) -> int:
    """How many calls an addition makes."""
    add(tmp_path / "counted", FIRST)
    calls: list[str] = []
    with at_call(0, calls.append) as seen:
        add(tmp_path / "counted", BOTH)
    return len(seen)


def test_what_is_kept_is_read(tmp_path: Path) -> None:
    add(tmp_path / "kept", FIRST)
    add(tmp_path / "kept", BOTH)
    store = read_store(tmp_path / "kept")
    assert store.ledger == BOTH
    assert store.plan_files(SPEC) == {"plan.yaml": b"kind: plan\n"}
    assert sorted(path.name for path in (tmp_path / "kept").iterdir()) == ["files", "ledger.sqlite", "specs"]


def test_it_can_be_killed_at_any_call(tmp_path: Path) -> None:
    total, outcomes = counted(tmp_path), set()
    for number in range(1, total + 1):
        folder = tmp_path / str(number)
        add(folder, FIRST)
        child = os.fork()
        if child == 0:
            with at_call(number, lambda name: os.kill(os.getpid(), signal.SIGKILL)):
                add(folder, BOTH)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), f"call {number} was never made"
        found = read_store(folder).ledger
        assert found in (FIRST, BOTH)
        outcomes.add(found == BOTH)
        add(folder, BOTH)
        assert read_store(folder).ledger == BOTH
        assert not list(folder.rglob(".staging*")), f"left behind after call {number}"
    assert outcomes == {True, False}


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC, errno.EROFS])
def test_any_call_can_fail(tmp_path: Path, code: int) -> None:
    def fail(name: str) -> None:
        raise OSError(code, os.strerror(code))

    for number in range(1, counted(tmp_path) + 1):
        folder = tmp_path / str(number)
        add(folder, FIRST)
        failed = False
        with at_call(number, fail):
            try:
                add(folder, BOTH)
            except OSError as error:
                failed = error.errno == code
        found = read_store(folder).ledger
        assert found in (FIRST, BOTH)
        assert failed or found == BOTH, f"call {number} failed in silence"


def test_a_full_disk(tmp_path: Path) -> None:
    add(tmp_path / "kept", FIRST)
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))
        try:
            add(tmp_path / "kept", BOTH)
        except OSError as error:
            os._exit(error.errno or 0)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == errno.EFBIG
    assert read_store(tmp_path / "kept").ledger == FIRST


def test_only_one_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0.0)
    told: list[int] = []
    add(tmp_path / "kept", FIRST)
    with (
        writing(tmp_path / "kept", "plan", lambda: None),
        pytest.raises(OSError, match="Another rbm-spec is still writing into this folder"),
        writing(tmp_path / "kept", "plan", lambda: told.append(1)),
    ):
        pass
    assert read_store(tmp_path / "kept").ledger == FIRST


def test_other_folders_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear all")
    with pytest.raises(OSError, match="There are other files here"), writing(tmp_path, "plan", lambda: None):
        pass
    (tmp_path / "link").symlink_to(tmp_path / "kept")
    with pytest.raises(OSError, match="This is a link"), writing(tmp_path / "link", "plan", lambda: None):
        pass


def test_a_ledger_that_is_a_link_is_not_read(tmp_path: Path) -> None:
    add(tmp_path / "kept", FIRST)
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / "ledger.sqlite").symlink_to(tmp_path / "kept" / "ledger.sqlite")
    with pytest.raises(OSError, match=os.strerror(errno.ELOOP)):
        read_store(tmp_path / "linked")


def test_a_plan_that_is_no_archive(tmp_path: Path) -> None:
    add(tmp_path / "kept", FIRST)
    (tmp_path / "kept" / "specs" / f"{SPEC}.zip").write_bytes(b"PK")
    with pytest.raises(OSError, match="The store is damaged: it holds a plan that cannot be read"):
        Store(tmp_path / "kept", replace(FIRST)).plan_files(SPEC)
