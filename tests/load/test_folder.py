"""Only regular files in the folders of a plan are read, and all else is said."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from rbm_spec.load import load_folder, read_folder
from rbm_spec.load.gate import MOST_BYTES
from rbm_spec.pipeline import check
from tests.load.specs import ROOT

ITU = ROOT / "specs" / "itu_2028_2031"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    folder = tmp_path / "plan"
    for name in ("plan.yaml", "codelists/b.yaml", "codelists/a.yaml", "indicators/z.yaml"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"kind: {name}\n")
    return folder


def seen(folder: Path) -> list[tuple[str, str]]:
    return [(finding.rule.code, finding.where.file) for finding in read_folder(folder)[1]]


def test_files_come_sorted(plan: Path) -> None:
    files, findings = read_folder(plan)
    assert list(files) == ["codelists/a.yaml", "codelists/b.yaml", "indicators/z.yaml", "plan.yaml"]
    assert files["plan.yaml"] == b"kind: plan.yaml\n"
    assert findings == []


def test_notes_hidden_files_and_translations_may_lie_anywhere(plan: Path) -> None:
    (plan / "README.md").write_text("notes")
    (plan / "codelists" / "README.md").write_text("notes")
    (plan / ".vscode").mkdir()
    (plan / ".rbm-spec").mkdir()
    (plan / "codelists" / ".a.yaml.swp").write_bytes(b"\x00")
    (plan / "codelists" / "a.yaml~").write_text("kind: codelist")
    (plan / "codelists" / "#a.yaml#").write_text("kind: codelist")
    (plan / "translations").mkdir()
    (plan / "translations" / "fr.po").write_text("")
    assert seen(plan) == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("indicator.yaml", "RBM131"),
        ("notes.txt", "RBM131"),
        ("plan.yml", "RBM131"),
        ("codelists/c.yml", "RBM131"),
        ("codelists/c.YAML", "RBM131"),
        ("codelists/data.csv", "RBM131"),
    ],
)
def test_stray_files(plan: Path, name: str, code: str) -> None:
    (plan / name).write_text("x: 1")
    assert seen(plan) == [(code, name)]


def test_unknown_folders_name_the_nearest(plan: Path) -> None:
    (plan / "indicator").mkdir()
    (plan / "codelists" / "old").mkdir()
    (plan / "archive").mkdir()
    assert seen(plan) == [("RBM130", "archive"), ("RBM130", "codelists/old"), ("RBM130", "indicator")]
    assert read_folder(plan)[1][2].hint == "Rename it to indicators/."


def test_specs_in_a_folder_with_a_wrong_name_are_not_missing(tmp_path: Path) -> None:
    """One finding for one mistake; beside the right folder the other one may hold anything, and is left alone."""
    plan = tmp_path / "plan"
    shutil.copytree(ITU, plan)
    (plan / "datasets").rename(plan / "dataset")
    (plan / "dataset" / "notes.txt").write_text("notes")
    (plan / "indicators_old").mkdir()
    (plan / "indicators_old" / "x.yaml").write_text("x: 1")
    found = check(plan).answerable.findings
    assert [(finding.rule.code, finding.where.file, finding.hint) for finding in found] == [
        ("RBM130", "dataset", "Rename it to datasets/."),
        ("RBM130", "indicators_old", "Rename it to indicators/."),
    ]


def test_a_folder_named_like_a_file(plan: Path) -> None:
    (plan / "codelists" / "c.yaml").mkdir()
    (plan / "plan.yaml").unlink()
    (plan / "plan.yaml").mkdir()
    assert seen(plan) == [("RBM134", "codelists/c.yaml"), ("RBM134", "plan.yaml")]


def test_links_are_not_followed(plan: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("kind: secret")
    (plan / "codelists" / "c.yaml").symlink_to(secret)
    (plan / "codelists" / "loop.yaml").symlink_to("loop.yaml")
    (plan / "datasets").symlink_to(tmp_path)
    files, findings = read_folder(plan)
    assert b"kind: secret" not in files.values()
    assert [(finding.rule.code, finding.where.file) for finding in findings] == [
        ("RBM134", "codelists/c.yaml"),
        ("RBM134", "codelists/loop.yaml"),
        ("RBM134", "datasets"),
    ]
    assert secret.read_text() == "kind: secret"


def test_pipes_and_devices_block_nothing(plan: Path) -> None:
    os.mkfifo(plan / "codelists" / "pipe.yaml")
    assert seen(plan) == [("RBM134", "codelists/pipe.yaml")]


def test_unreadable(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For root every file is readable, so the system's answer is given in its place."""
    real = os.open

    def refuse(path: Any, *given: Any, **named: Any) -> int:
        if str(path).endswith("a.yaml"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return real(path, *given, **named)

    monkeypatch.setattr(os, "open", refuse)
    assert seen(plan) == [("RBM135", "codelists/a.yaml")]


def test_a_file_that_is_too_large_is_not_read(plan: Path) -> None:
    (plan / "codelists" / "a.yaml").write_bytes(b"#" * (MOST_BYTES + 1))
    files, findings = read_folder(plan)
    assert "codelists/a.yaml" not in files
    assert [finding.rule.code for finding in findings] == ["RBM121"]


def test_a_folder_without_a_plan(tmp_path: Path) -> None:
    assert seen(tmp_path) == [("RBM139", "plan.yaml")]


def test_no_such_folder(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        load_folder(tmp_path / "nowhere")


def test_names_that_are_not_utf8_can_be_printed(plan: Path) -> None:
    os.close(os.open(os.fsencode(plan / "codelists") + b"/\xff\xfe.txt", os.O_CREAT | os.O_WRONLY))
    ((code, name),) = seen(plan)
    assert code == "RBM131"
    assert name.encode("utf-8")
