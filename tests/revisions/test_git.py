"""States of a plan are read from git without a checkout, and no name and no repository can make anything run."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from rbm_spec.load.folder import read_folder
from rbm_spec.revisions import Unusable, read_revision
from tests.revisions.repositories import PLAN, commit, git, repository

# Kinds of names that make some command of git write a file, run a program, or answer with something else.
HOSTILE = [
    "--output=written", "--upload-pack=touch written", "--exec=touch written", "-Otouch written", "-c", "--", "-",
    "--help", "^main", "main..other", "main...other", "main^!", "", " main", "main\n", "main\0", "HEAD\x1b[31m",
    "nowhere", "main^{tree}", ":/start", ":0:plan.yaml", "main:../..", "main:/etc", "main:nowhere", "a" * 1000,
    "ext::touch% written", "main@{upstream}", "refs/heads/*", "$(touch written)", "`touch written`",
    "main;touch written", "--git-dir=elsewhere", "@{push}", "HEAD~99",
]  # fmt: skip


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository in the current folder."""
    folder = repository(tmp_path / "repository")
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize("name", ["main", "HEAD", "main:", f"main:{PLAN}", f"HEAD:{PLAN}/plan.yaml", f"main:./{PLAN}/"])
def test_a_name_gives_the_files_of_the_folder(name: str, here: Path) -> None:
    expected = read_folder(here / PLAN)
    found = read_revision(name)
    assert (dict(found.files), list(found.findings)) == expected


def test_catalogues_are_read_with_the_specs(here: Path) -> None:
    po = 'msgid ""\nmsgstr ""\n' + "# " + "x" * 300_000 + "\n"
    commit(here, {"translations/fr.po": po, "translations/notes.txt": "x"})
    for name in ("main", PLAN):
        found = read_revision(name)
        assert found.files["translations/fr.po"] == po.encode()
        assert [(each.rule.code, each.where.file) for each in found.findings] == [("RBM141", "translations/notes.txt")]
    (here / PLAN / "translations/fr.po").unlink()
    (here / PLAN / "translations/fr.po").symlink_to("/etc/passwd")
    assert "RBM140" in [each.rule.code for each in read_revision(PLAN).findings]


def test_an_earlier_state_is_read_beside_the_one_checked_out(here: Path) -> None:
    before = (here / PLAN / "plan.yaml").read_bytes()
    commit(here, {"plan.yaml": before.decode().replace("2028-2031", "2028 to 2031")})
    (here / PLAN / "plan.yaml").write_text("not committed")
    assert read_revision("HEAD~1").files["plan.yaml"] == before
    assert b"2028 to 2031" in read_revision("main").files["plan.yaml"]
    assert read_revision(PLAN).files["plan.yaml"] == b"not committed"


@pytest.mark.parametrize("name", HOSTILE)
def test_strange_names_are_refused_in_words_and_do_nothing(name: str, here: Path) -> None:
    before = sorted(here.glob("**/*"))
    with pytest.raises(Unusable) as refused:
        read_revision(name)
    assert sorted(here.glob("**/*")) == before
    said = str(refused.value)
    assert said.isprintable()
    assert len(said) < 400
    assert said.endswith(".")


def test_a_repository_cannot_make_anything_run(here: Path, tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\ncat\n")
    program.chmod(0o755)
    for setting in (
        "core.fsmonitor", "core.pager", "core.sshCommand", "core.askPass", "core.editor", "diff.external",
        "diff.evil.textconv", "diff.evil.command", "filter.evil.smudge", "filter.evil.process", "alias.rev-parse",
        "alias.cat-file", "alias.ls-tree", "credential.helper", "gpg.program", "core.gitProxy", "pager.cat-file",
    ):  # fmt: skip
        git(here, "config", setting, f"!{program}" if setting.startswith("alias") else str(program))
    git(here, "config", "core.hooksPath", str(tmp_path))
    (here / ".git" / "info" / "attributes").write_text("* diff=evil filter=evil\n")
    assert len(read_revision("main").files) == 8
    assert not (tmp_path / "ran").exists()


def test_objects_that_are_not_here_are_not_fetched(here: Path, tmp_path: Path) -> None:
    git(here, "config", "uploadpack.allowFilter", "true")
    partial = tmp_path / "partial"
    git(tmp_path, "clone", "-q", "--no-checkout", "--filter=blob:none", f"file://{here}", str(partial))
    git(partial, "config", "remote.origin.url", f"ext::touch {tmp_path}/ran")
    os.chdir(partial)
    with pytest.raises(Unusable, match="not all here"):
        read_revision("HEAD")
    assert not (tmp_path / "ran").exists()


def test_variables_of_git_do_not_lead_elsewhere(here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = repository(tmp_path / "other")
    commit(other, {"codelists/channels.yaml": None})
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_TRACE", str(tmp_path / "trace"))
    assert "codelists/channels.yaml" in read_revision("main").files
    assert not (tmp_path / "trace").exists()


def test_a_shallow_clone_says_how_to_get_the_rest(here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(here, {})
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{here}", str(shallow))
    monkeypatch.chdir(shallow)
    assert read_revision("HEAD").files
    with pytest.raises(Unusable, match=r"shallow clone.*--unshallow.*fetch-depth: 0"):
        read_revision("HEAD~1")


def test_outside_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Unusable, match="no git repository"):
        read_revision("main")


def test_without_git(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.environ", {**os.environ, "PATH": ""})
    with pytest.raises(Unusable, match="git is not installed"):
        read_revision("main")


def test_a_git_that_does_not_answer_is_given_up(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def late(*arguments: object, **options: object) -> None:
        raise subprocess.TimeoutExpired("git", 30)

    monkeypatch.setattr(subprocess, "run", late)
    with pytest.raises(Unusable, match="did not answer"):
        read_revision("main")


def test_links_in_a_commit_are_not_followed(here: Path) -> None:
    (here / PLAN / "codelists" / "channels.yaml").unlink()
    (here / PLAN / "codelists" / "channels.yaml").symlink_to("/etc/passwd")
    commit(here, {})
    found = read_revision("HEAD")
    assert [(one.rule.code, one.where.file) for one in found.findings] == [("RBM134", "codelists/channels.yaml")]
    (here / "linked").symlink_to(PLAN)
    commit(here, {})
    with pytest.raises(Unusable, match="no folder linked"):
        read_revision("HEAD:linked")


def test_several_plans_must_be_told_apart(here: Path) -> None:
    text = (here / PLAN / "plan.yaml").read_text()
    commit(here, {"../other_plan/plan.yaml": text.replace("id: starter_plan", "id: other_plan")})
    with pytest.raises(Unusable, match=r"specs/other_plan, specs/starter_plan"):
        read_revision("HEAD")
    assert len(read_revision("HEAD", PLAN).files) == 8
    assert len(read_revision("HEAD:specs/other_plan").files) == 1
    with pytest.raises(Unusable, match="no plan in specs/gone"):
        read_revision("HEAD", "specs/gone")
