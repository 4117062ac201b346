"""`rbm-spec build`: whole or not at all, the same bytes everywhere, and honest about whether it is up to date."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rbm_spec import pipeline
from rbm_spec.cli.main import run
from rbm_spec.writers import NAME, compare, digest, publish, read_manifest
from tests.cli.commands import ITU, PROGRAM, ROOT, Done, here, rbm_spec
from tests.writers.test_publish import at_call

UNCOMMITTED = re.compile(r".*\.(xlsx|docx)|document/.*\.html")
"""Outputs that .gitignore names."""


def read(folder: Path) -> dict[str, bytes]:
    """All files below `folder`."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def change(plan: Path, old: str = "title: Starter", new: str = "title: Other") -> None:
    """Change a word of the plan."""
    text = (plan / "plan.yaml").read_text()
    assert old in text
    (plan / "plan.yaml").write_text(text.replace(old, new, 1))


def test_outputs_lie_beside_specs(capsys: pytest.CaptureFixture[str], starter: Path, tmp_path: Path) -> None:
    done = here(capsys, "build", starter)
    assert (done.code, done.err) == (0, "")
    target = tmp_path / "outputs" / "starter_plan"
    assert compare(target).whole
    assert [path.name for path in target.parent.iterdir()] == ["starter_plan"]
    manifest = read_manifest((target / NAME).read_bytes())
    assert manifest is not None
    assert (manifest.plan, manifest.version) == ("starter_plan", "0.1.0")
    assert manifest.inputs.keys() == {f"{p.relative_to(starter).as_posix()}" for p in starter.rglob("*.yaml")}
    assert {path.partition("/")[0] for path in manifest.outputs} == {
        "datapackage",
        "document",
        "equation",
        "excel",
        "pandas",
        "sql",
        "xlsform",
    }


def test_a_plan_with_errors_leaves_the_old_build(capsys: pytest.CaptureFixture[str], starter: Path) -> None:
    target = starter.parents[1] / "outputs" / "starter_plan"
    assert here(capsys, "build", starter).code == 0
    before = read(target)
    change(starter, "currency:", "curency:")
    done = here(capsys, "build", starter)
    assert (done.code, done.out) == (1, "")
    assert "Did you mean `currency`?" in done.err
    assert done.err.endswith("Nothing was written: the plan has errors.\n")
    assert read(target) == before


def test_fresh_stale_and_damaged(capsys: pytest.CaptureFixture[str], starter: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"

    def checked() -> tuple[int, list[str]]:
        done = here(capsys, "build", starter, "--check", "--out", out)
        assert done.err == ""
        return done.code, [line.split() for line in done.out.splitlines()[1:-1]]

    assert checked()[0] == 1
    assert not out.exists()
    assert here(capsys, "build", starter, "--out", out).code == 0
    assert checked() == (0, [])
    (out / "datapackage" / "requests.csv").write_text("changed")
    (out / "excel" / "service-desk.xlsx").unlink()
    assert checked() == (
        1,
        [["damaged", "datapackage/requests.csv"], ["gone", "excel/service-desk.xlsx"], ["stale", NAME]],
    )
    assert here(capsys, "build", starter, "--out", out).code == 0
    before = read(out)
    change(starter)
    code, lines = checked()
    assert code == 1
    assert ["stale", "document/en/contribution.md"] in lines
    assert ["stale", "plan.yaml"] in lines
    assert read(out) == before
    assert here(capsys, "build", starter, "--out", out).code == 0
    assert checked() == (0, [])


def test_a_second_build_does_nothing(
    capsys: pytest.CaptureFixture[str], starter: Path, tmp_path: Path, cache: Path
) -> None:
    out = tmp_path / "out"
    assert "Wrote" in here(capsys, "build", starter, "--out", out).out
    stamp = out.stat().st_ino
    for _ in range(2):  # from memory, then without it
        assert "is up to date" in here(capsys, "build", starter, "--out", out).out
        assert out.stat().st_ino == stamp
        shutil.rmtree(cache)


def test_files_of_the_user_stop_a_build(capsys: pytest.CaptureFixture[str], starter: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert here(capsys, "build", starter, "--out", out).code == 0
    (out / "excel" / "filled in.xlsx").write_text("mine")
    change(starter)
    done = here(capsys, "build", starter, "--out", out)
    assert (done.code, done.out) == (74, "")
    assert "  excel/filled in.xlsx\n" in done.err
    assert (out / "excel" / "filled in.xlsx").read_text() == "mine"


def test_a_build_after_a_switch_of_branches(
    capsys: pytest.CaptureFixture[str], starter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Text outputs and their manifest belong to git; workbooks and documents are ignored, and stay where they are."""
    for variable in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(variable, os.devnull)
    target = tmp_path / "outputs" / "starter_plan"

    def git(*arguments: str) -> None:
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *who, *arguments], cwd=tmp_path, check=True, capture_output=True)

    def build(*more: str) -> Done:
        return here(capsys, "build", starter, *more)

    def books() -> list[str]:
        return sorted(path.name for path in (target / "excel").glob("*.xlsx"))

    git("init", "-b", "main")
    (tmp_path / ".gitignore").write_text("/outputs/**/*.xlsx\n/outputs/**/*.docx\n")
    assert (build().code, books()) == (0, ["service-desk.xlsx"])
    git("add", "--all")
    git("commit", "-m", "main")
    git("switch", "-c", "other")
    dataset = starter / "datasets" / "requests.yaml"
    dataset.write_text(dataset.read_text().replace("owner: Service desk", "owner: Front office"))
    assert (build().code, books()) == (0, ["front-office.xlsx"])
    git("add", "--all")
    git("commit", "-m", "other")
    for _ in range(2):
        git("switch", "main")
        assert books() == ["front-office.xlsx"]
        checked = build("--check")
        assert (checked.code, "left     excel/front-office.xlsx" in checked.out) == (1, True)
        assert (build().code, books()) == (0, ["service-desk.xlsx"])
        git("switch", "other")
        assert (build().code, books()) == (0, ["front-office.xlsx"])
    git("switch", "main")
    (target / "excel" / "front-office.xlsx").write_bytes(b"filled in by somebody")
    done = build()
    assert (done.code, "excel/front-office.xlsx" in done.err) == (74, True)
    assert (target / "excel" / "front-office.xlsx").read_bytes() == b"filled in by somebody"


def test_outputs_that_lead_elsewhere_are_refused(
    capsys: pytest.CaptureFixture[str], starter: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "outputs").symlink_to(elsewhere)
    done = here(capsys, "build", starter)
    assert (done.code, "link to another place" in done.err) == (74, True)
    (tmp_path / "outputs").unlink()
    (tmp_path / "outputs").mkdir()
    (tmp_path / "outputs" / "starter_plan").symlink_to(elsewhere)
    done = here(capsys, "build", starter)
    assert (done.code, "link to another place" in done.err) == (74, True)
    assert list(elsewhere.iterdir()) == []


def test_the_same_bytes_everywhere(tmp_path: Path) -> None:
    """Whatever hash seed, time zone, locale, umask, folder and order of files: the trees are identical."""
    first = tmp_path / "a" / "specs" / "itu_2028_2031"
    second = tmp_path / "elsewhere" / "b" / "specs" / "itu_2028_2031"
    files = [path for path in ITU.rglob("*") if path.is_file()]
    for folder, order in ((first, files), (second, files[::-1])):
        for path in order:
            place = folder / path.relative_to(ITU)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, place)
    one = rbm_spec("build", first, cwd=tmp_path, PYTHONHASHSEED="0", TZ="UTC", LC_ALL="C")
    before = os.umask(0o077)
    try:
        two = rbm_spec(
            "build", cwd=second, PYTHONHASHSEED="7", TZ="Asia/Kathmandu", LC_ALL="tr_TR.UTF-8", HOME="/nowhere"
        )
    finally:
        os.umask(before)
    assert (one.code, two.code) == (0, 0), one.err + two.err
    trees = [read(folder.parents[1] / "outputs" / "itu_2028_2031") for folder in (first, second)]
    assert trees[0].keys() == trees[1].keys()
    assert [path for path in trees[0] if trees[0][path] != trees[1][path]] == []
    said = b"".join(trees[0].values())
    assert str(tmp_path).encode() not in said


def killed_at(number: int) -> Callable[..., None]:
    """`publish`, which is killed at its call `number` to the file system, from 1."""

    def publish_and_die(*given: Any) -> None:
        with at_call(number, lambda name: os.kill(os.getpid(), signal.SIGKILL)):
            publish(*given)

    return publish_and_die


def test_a_killed_build_leaves_old_or_new(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, starter: Path, tmp_path: Path
) -> None:
    """At the first call of each kind, and at the last of all; the writers' own test kills at every call."""
    out, seen = tmp_path / "out", []

    def counting(*given: Any) -> None:
        with at_call(0, lambda name: None) as calls:
            publish(*given)
        seen.extend(calls)

    assert here(capsys, "build", starter, "--out", out).code == 0
    change(starter, "title: ", "title: Again ")
    monkeypatch.setattr("rbm_spec.cli.building.publish", counting)
    assert here(capsys, "build", starter, "--out", out).code == 0
    points = sorted({seen.index(name) + 1 for name in seen} | {len(seen)})
    assert {"open", "write", "close", "mkdir", "exchange", "unlink", "rmdir"} <= {seen[at - 1] for at in points}
    outcomes = []
    for number in points:
        old = read(out)
        change(starter, "title: ", "title: Again ")
        monkeypatch.setattr("rbm_spec.cli.building.publish", killed_at(number))
        child = os.fork()
        if child == 0:
            try:
                run(["build", str(starter), "--out", str(out)])
            finally:
                os._exit(0)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), f"call {number} was never made"
        assert compare(out).whole
        outcomes.append(read(out) != old)
    monkeypatch.undo()
    assert (outcomes[0], outcomes[-1]) == (False, True)
    assert outcomes == sorted(outcomes), "old up to one call, new from it on"
    assert here(capsys, "build", starter, "--out", out).code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "specs"]


def test_two_builds_at_once(starter: Path, tmp_path: Path) -> None:
    command = [*PROGRAM, "build", str(starter), "--out", str(tmp_path / "out")]
    children = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [child.wait() for child in children] == [0, 0]
    assert compare(tmp_path / "out").whole
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "specs"]


def test_a_full_disk_leaves_the_old_build(starter: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert rbm_spec("build", starter, "--out", out).code == 0
    before = read(out)
    change(starter)
    code = (
        "import resource, signal; from rbm_spec.cli.main import main; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)); main()"
    )
    command = [sys.executable, "-c", code, "build", str(starter), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 74
    assert done.stderr.startswith("rbm-spec: File too large")
    assert read(out) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "specs"]


def test_committed_outputs_are_those_of_a_fresh_build(update: bool) -> None:
    """Text outputs of each plan are under version control, so that a review shows what a change does."""
    for plan in sorted(path.parent for path in (ROOT / "specs").glob("*/plan.yaml")):
        if update:
            assert rbm_spec("build", plan).code == 0
        checked = pipeline.check(plan)
        assert checked.plan is not None
        fresh = {artifact.path: artifact.content for artifact in pipeline.build(checked.plan).artifacts}
        committed = ROOT / "outputs" / plan.name
        manifest = read_manifest((committed / NAME).read_bytes())
        assert manifest is not None
        assert manifest.outputs.keys() == fresh.keys(), f"run: rbm-spec build {plan}"
        text = {path: content for path, content in fresh.items() if not UNCOMMITTED.fullmatch(path)}
        assert [path for path in text if (committed / path).read_bytes() != text[path]] == [], (
            f"run: rbm-spec build {plan}"
        )
        assert {path: manifest.outputs[path] for path in text} == {path: digest(text[path]) for path in text}
