"""A build stands whole or not at all: killed at any step, with any step failing, on a full or read-only disk."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from rbm_spec.artifacts import Artifact
from rbm_spec.writers import NAME, NotOurs, compare, manifest_of, publish, replace_file, swap
from tests.without import not_run

CALLS = ("open", "write", "fsync", "close", "mkdir", "rename", "unlink", "rmdir")


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the disk take its time: whether it has synced matters to a power cut, not to these tests."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)


def tree(word: str, files: int = 40) -> dict[str, bytes]:
    """A build whose every file says `word`, so that a mixture shows."""
    artifacts = [Artifact(f"part_{n % 3}/file_{n}.txt", f"{word} {n}\n".encode() * 50) for n in range(files)]
    artifacts.append(Artifact(f"only_{word}.txt", word.encode()))
    manifest = manifest_of("plan", "1.0.0", {"plan.yaml": word.encode()}, artifacts)
    return {artifact.path: artifact.content for artifact in artifacts} | {NAME: manifest.to_bytes()}


def read(folder: Path) -> dict[str, bytes]:
    """All files below `folder`, hidden ones too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def whole(target: Path, *builds: Mapping[str, bytes]) -> bool:
    """Whether `target` is exactly one of `builds`, and its manifest agrees."""
    return read(target) in builds and compare(target).whole


@contextmanager
def at_call(number: int, act: Callable[[str], None]) -> Iterator[list[str]]:
    """Within this block, `act` takes the place of call `number` (from 1) to the file system; yields the calls seen."""
    seen: list[str] = []
    real = {name: getattr(os, name) for name in CALLS}
    exchange = swap.exchange

    def wrap(name: str, original: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **kwargs: object) -> object:
            seen.append(name)
            if len(seen) == number:
                if name == "close":
                    original(*args, **kwargs)
                act(name)
            return original(*args, **kwargs) if not (len(seen) == number and name == "close") else None

        return call

    module = sys.modules["rbm_spec.writers.publish"]
    try:
        for name, original in real.items():
            setattr(os, name, wrap(name, original))
        module.exchange = wrap("exchange", exchange)  # type: ignore[attr-defined]
        yield seen
    finally:
        for name, original in real.items():
            setattr(os, name, original)
        module.exchange = exchange  # type: ignore[attr-defined]


def calls_of_a_build(folder: Path) -> int:
    """How many calls to the file system one build over an old one makes."""
    target = folder / "counted" / "plan"
    publish(target, tree("old"))
    with at_call(0, lambda name: None) as seen:
        publish(target, tree("new"))
    return len(seen)


@pytest.mark.usefixtures("no_waiting")
def test_a_build_can_be_killed_at_any_call(tmp_path: Path) -> None:
    total = calls_of_a_build(tmp_path)
    assert total >= 200
    old, new, newest = tree("old"), tree("new"), tree("newest", files=3)
    outcomes = set()
    for number in range(1, total + 1):
        target = tmp_path / "outputs" / "plan"
        publish(target, old)
        child = os.fork()
        if child == 0:
            with at_call(number, lambda name: os.kill(os.getpid(), signal.SIGKILL)):
                publish(target, new)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), f"call {number} was never made"
        assert whole(target, old, new), f"neither old nor new after call {number}"
        outcomes.add(read(target) == new)
        publish(target, newest)
        assert whole(target, newest)
        assert [path.name for path in target.parent.iterdir()] == ["plan"], f"left behind after call {number}"
    assert outcomes == {True, False}


@pytest.mark.usefixtures("no_waiting")
def test_any_call_can_fail(tmp_path: Path) -> None:
    total = calls_of_a_build(tmp_path)
    old, new = tree("old"), tree("new")
    for number in range(1, total + 1):
        target = tmp_path / "outputs" / "plan"
        publish(target, old)

        failures = []

        def fail(name: str) -> None:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

        with at_call(number, fail):
            try:
                publish(target, new)
            except OSError as error:
                failures.append(error.errno)
        assert whole(target, old, new), f"neither old nor new after call {number} failed"
        assert failures == [errno.EIO] or read(target) == new, f"call {number} failed in silence"
        publish(target, new)
        assert [path.name for path in target.parent.iterdir()] == ["plan"]


@pytest.mark.parametrize("kill", [True, False])
def test_without_an_exchange_the_next_build_repairs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kill: bool
) -> None:
    """Where folders cannot trade places, a kill between two renames leaves the old build set aside."""
    monkeypatch.setattr(sys.modules["rbm_spec.writers.publish"], "exchange", lambda one, other: False)
    old, new = tree("old", 2), tree("new", 2)
    target = tmp_path / "plan"
    publish(target, old)
    publish(target, new)
    assert whole(target, new)
    publish(target, old)
    renames = []
    real = os.rename

    def rename(one: Path, other: Path) -> None:
        renames.append(other)
        if len(renames) == 2:
            if kill:
                os.kill(os.getpid(), signal.SIGKILL)
            raise OSError(errno.EIO, "no")
        real(one, other)

    child = os.fork()
    if child == 0:
        monkeypatch.setattr(os, "rename", rename)
        try:
            publish(target, new)
        except OSError:
            os._exit(0)
        os._exit(1)
    _, status = os.waitpid(child, 0)
    if kill:
        assert os.WIFSIGNALED(status)
        assert whole(tmp_path / ".replaced-plan", old)
    else:
        assert status == 0
        assert whole(target, old)
    publish(target, tree("newest", 2))
    assert whole(target, tree("newest", 2))
    assert [path.name for path in tmp_path.iterdir()] == ["plan"]


def in_child(code: str, *args: object, disk: str = "") -> str:
    """What `code` prints, run with this module's names; `disk` is a folder to mount a disk of 700 KB on first."""
    root = str(Path(__file__).parents[2])
    lines = f"import sys\nsys.path.insert(0, {root!r})\nfrom tests.writers.test_publish import *\n"
    command = [sys.executable, "-c", lines + textwrap.dedent(code), *map(str, args)]
    if disk:
        user = ["--map-root-user"] if os.geteuid() else []
        mount = 'mount -t tmpfs -o size=700k tmpfs "$1" && shift && exec "$@"'
        command = ["unshare", "--mount", *user, "sh", "-c", mount, "sh", disk, *command]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if disk and run.stderr.startswith(("unshare:", "mount:")):
        not_run("mount", f"this machine lets nobody mount a disk: {run.stderr.strip()}")
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_a_file_too_large_for_the_disk(tmp_path: Path) -> None:
    target = tmp_path / "plan"
    publish(target, tree("old"))
    printed = in_child(
        """
        import resource
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))
        try:
            publish(Path(sys.argv[1]), tree("new"))
        except OSError as error:
            print(errno.errorcode[error.errno], Path(error.filename).suffix)
        """,
        target,
    )
    assert printed == "EFBIG .txt\n"
    assert whole(target, tree("old"))
    assert [path.name for path in tmp_path.iterdir()] == ["plan"]


def test_a_full_disk(tmp_path: Path) -> None:
    printed = in_child(
        """
        target = Path(sys.argv[1])
        publish(target, tree("old"))
        try:
            publish(target, tree("new") | {"large.txt": bytes(2_000_000)})
        except OSError as error:
            print(errno.errorcode[error.errno], whole(target, tree("old")), [p.name for p in target.parent.iterdir()])
        """,
        tmp_path / "plan",
        disk=str(tmp_path),
    )
    assert printed == "ENOSPC True ['plan']\n"


def test_a_read_only_disk(tmp_path: Path) -> None:
    printed = in_child(
        """
        target = Path(sys.argv[1])
        publish(target, tree("old"))
        subprocess.run(["mount", "-o", "remount,ro", target.parent], check=True)
        try:
            publish(target, tree("new"))
        except OSError as error:
            print(errno.errorcode[error.errno], whole(target, tree("old")))
        """,
        tmp_path / "plan",
        disk=str(tmp_path),
    )
    assert printed == "EROFS True\n"


def test_two_builds_at_once(tmp_path: Path) -> None:
    """Each waits for the other, and what stands at any time is one of the two."""
    target = tmp_path / "plan"
    builds = {word: tree(word) for word in ("one", "two")}
    publish(target, builds["one"])
    children = []
    for word in builds:
        child = os.fork()
        if child == 0:
            for _ in range(10):
                publish(target, builds[word])
            os._exit(0)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
    assert whole(target, *builds.values())
    assert [path.name for path in tmp_path.iterdir()] == ["plan"]


def test_waiting_is_told_and_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = sys.modules["rbm_spec.writers.lock"]
    monkeypatch.setattr(lock, "PATIENCE", 0.0)
    told = []
    with lock.locked(tmp_path, lambda: None), pytest.raises(OSError, match="still writing"):
        publish(tmp_path / "plan", tree("new", 1), lambda: told.append("waiting"))
    assert list(tmp_path.iterdir()) == []
    publish(tmp_path / "plan", tree("new", 1))


def test_a_linked_target_is_refused(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    publish(elsewhere, tree("old", 1))
    (tmp_path / "plan").symlink_to(elsewhere)
    with pytest.raises(OSError, match="link"):
        publish(tmp_path / "plan", tree("new", 1))
    assert whole(elsewhere, tree("old", 1))


@pytest.mark.parametrize("place", ["only_old.txt", "part_0", NAME])
def test_links_inside_the_target_lead_nowhere(tmp_path: Path, place: str) -> None:
    """What they point to stays as it is; a link in the place of a file of the build is replaced by the file."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "file_0.txt").write_text("mine")
    (outside / "secret").write_text("mine")
    target = tmp_path / "plan"
    publish(target, tree("old", 1))
    victim = target / place
    if place == "part_0":
        (victim / "file_0.txt").unlink()
        victim.rmdir()
        victim.symlink_to(outside)
    else:
        victim.unlink()
        victim.symlink_to(outside / "secret")
    try:
        publish(target, tree("new", 1))
    except (OSError, NotOurs):
        assert place != "only_old.txt"
    else:
        assert whole(target, tree("new", 1))
    assert read(outside) == {"file_0.txt": b"mine", "secret": b"mine"}


def test_planted_staging_links_are_removed_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_text("mine")
    out = tmp_path / "outputs"
    out.mkdir()
    for name in (".staging-plan", ".replaced-plan"):
        (out / name).symlink_to(outside)
    publish(out / "plan", tree("new", 1))
    assert whole(out / "plan", tree("new", 1))
    assert read(outside) == {"secret": b"mine"}


def test_files_of_the_user_are_not_replaced(tmp_path: Path) -> None:
    target = tmp_path / "plan"
    publish(target, tree("old", 1))
    (target / "my notes.txt").write_text("mine")
    with pytest.raises(NotOurs) as caught:
        publish(target, tree("new", 1))
    assert caught.value.files == ("my notes.txt",)
    assert (target / "my notes.txt").read_text() == "mine"
    with pytest.raises(NotOurs):
        publish(tmp_path, tree("new", 1))


def test_what_programs_leave_behind_is_replaced(tmp_path: Path) -> None:
    target = tmp_path / "plan"
    publish(target, tree("old", 1))
    (target / "part_0" / "__pycache__").mkdir()
    (target / "part_0" / "__pycache__" / "x.pyc").write_bytes(b"")
    (target / ".~lock.book.xlsx#").write_bytes(b"")
    assert compare(target).whole
    publish(target, tree("new", 1))
    assert whole(target, tree("new", 1))


def test_a_manifest_with_a_merge_conflict_is_no_obstacle(tmp_path: Path) -> None:
    target = tmp_path / "plan"
    publish(target, tree("old", 1))
    ours, theirs = (tree(word, 1)[NAME].decode() for word in ("old", "new"))
    (target / NAME).write_text(f"<<<<<<< ours\n{ours}=======\n{theirs}>>>>>>> theirs\n")
    (target / "only_new.txt").write_text("came with the merge")
    assert compare(target).manifest is None
    publish(target, tree("new", 1))
    assert whole(target, tree("new", 1))


@pytest.mark.parametrize("path", ["../x", "/x", "a//b", "", ".hidden", "a/../b", "a\\b", "a\nb", "é", "C:x", "x" * 101])
def test_paths_stay_inside(tmp_path: Path, path: str) -> None:
    with pytest.raises(ValueError, match="not a path"):
        publish(tmp_path / "plan", tree("new", 1) | {path: b""})
    assert list(tmp_path.iterdir()) == []


def test_compare_names_files(tmp_path: Path) -> None:
    target = tmp_path / "plan"
    publish(target, tree("old", 3))
    (target / "only_old.txt").write_text("changed")
    (target / "part_0" / "file_0.txt").unlink()
    (target / "part_1" / "new.txt").touch()
    found = compare(target)
    assert (found.changed, found.missing) == (("only_old.txt",), ("part_0/file_0.txt",))
    assert (found.strangers, found.whole) == (("part_1/new.txt",), False)
    assert compare(tmp_path / "nothing").manifest is None


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b"\xff", b'{"format": 1}', b"[" * 100_000, b"null", b'{"plan": 3}']
)
def test_any_bytes_may_stand_in_a_manifest(tmp_path: Path, content: bytes) -> None:
    target = tmp_path / "plan"
    publish(target, tree("old", 1))
    (target / NAME).write_bytes(content)
    assert compare(target).manifest is None


def test_replacing_one_file(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("mine")
    link = tmp_path / "link.txt"
    link.symlink_to(outside)
    replace_file(link, b"new")
    assert link.read_bytes() == b"new"
    assert not link.is_symlink()
    assert outside.read_text() == "mine"
    with pytest.raises(OSError, match="There is no such folder") as caught:
        replace_file(tmp_path / "nowhere" / "x", b"")
    assert caught.value.filename
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.txt", "outside.txt"]
