"""What others take from here: hooks for pre-commit, run by pre-commit itself, and the recipe of a container."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.revisions.repositories import PLAN, git, repository

ROOT = Path(__file__).parents[2]
HOOKS = ROOT / ".pre-commit-hooks.yaml"
INDICATOR = f"{PLAN}/indicators/answer_time.yaml"


def ran(program: str, *arguments: object, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """A program that stands beside this Python, as it ended."""
    command = [Path(sys.executable).with_name(program), *map(str, arguments)]
    return subprocess.run(
        command, cwd=folder, env=os.environ | more, capture_output=True, text=True, check=False, timeout=120
    )


def test_pre_commit_takes_the_list_of_hooks() -> None:
    done = ran("pre-commit", "validate-manifest", HOOKS, folder=ROOT)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A repository with the hooks. Their program is this one instead of one that pre-commit would install."""
    folder = repository(tmp_path / "repository")
    programs = tmp_path / "programs"
    programs.mkdir()
    program = programs / "rbm-spec"
    call = [sys.executable, "-c", "from rbm_spec.cli.main import main; main()"]
    program.write_text(f'#!/bin/sh\nexec {shlex.join(call)} "$@"\n')
    program.chmod(0o755)
    hooks = [{**hook, "language": "system"} for hook in yaml.safe_load(HOOKS.read_text("utf-8"))]
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [{"repo": "local", "hooks": hooks}]}))
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "hooks")
    return folder


def hooked(house: Path, *arguments: str) -> tuple[int, str]:
    done = ran(
        "pre-commit", "run", "--color=never", *arguments, folder=house, PRE_COMMIT_HOME=str(house.parent / "home"),
        PATH=f"{house.parent / 'programs'}{os.pathsep}{os.environ['PATH']}",
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def test_the_hooks_pass_on_a_plan_that_is_in_order(house: Path) -> None:
    code, said = hooked(house, "--all-files")
    assert code == 0, said
    assert re.findall(r"^rbm-spec (\w+)\.+(\w+)$", said, re.MULTILINE) == [("check", "Passed"), ("fmt", "Passed")]


def test_the_hooks_stop_a_mistake_and_lay_out(house: Path) -> None:
    file = house / INDICATOR
    text = file.read_text("utf-8")
    file.write_text(text.replace("direction: decrease", "direction: sideways"), "utf-8")
    git(house, "add", "-A")
    code, said = hooked(house)
    assert code == 1
    assert "rbm-spec check" in said
    assert "sideways" in said
    file.write_text(
        text.replace("direction: decrease\n", "").replace("unit: day\n", "direction: decrease\nunit: day\n", 1)
    )
    git(house, "add", "-A")
    code, said = hooked(house)
    assert code == 1
    assert "files were modified by this hook" in said
    assert file.read_text("utf-8") == text


def test_the_hooks_leave_other_files_alone(house: Path) -> None:
    (house / "other.yaml").write_text("a: [")
    git(house, "add", "-A")
    code, said = hooked(house)
    assert (code, said.count("Skipped")) == (0, 2), said


def test_the_container_is_pinned_and_nobody_is_root_in_it() -> None:
    """Read only: whether it can be built, a machine with a container engine has to say."""
    text = (ROOT / "Containerfile").read_text("utf-8")
    froms = re.findall(r"^FROM (\S+)", text, re.MULTILINE)
    assert set(froms) == {"${PYTHON}"}
    assert "ARG PYTHON\n" in text
    assert "--require-hashes" in text
    assert text.index("USER 10001") > text.rindex("RUN ")
    done = ran("hadolint", "--no-color", ROOT / "Containerfile", folder=ROOT)
    assert (done.returncode, done.stdout) == (0, "")
