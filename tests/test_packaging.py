"""What people install is whole: archives carry schemas and generators, locks carry every pin."""

import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

OURS = "ci|editorconfig|gitattributes|gitignore|pre-commit-hooks"
MADE = re.compile(rf"(^|/)(__pycache__|node_modules|dist|build|\.(?!{OURS})[^/]*)(/|$)")
"""What tasks make on the spot, and what tools leave behind."""


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the sdist and of the wheel that is built from it, without a network."""
    out = tmp_path_factory.mktemp("dist")
    run = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", out],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return out


@pytest.fixture(scope="module")
def archives(dist: Path) -> tuple[set[str], set[str]]:
    """The names in the wheel and in the sdist."""
    with zipfile.ZipFile(next(dist.glob("*.whl"))) as wheel:
        in_wheel = set(wheel.namelist())
    with tarfile.open(next(dist.glob("*.tar.gz"))) as sdist:
        in_sdist = {name.partition("/")[2] for name in sdist.getnames()}
    return in_wheel, in_sdist


@pytest.mark.parametrize("folder", ["schemas", "generators"])
def test_both_archives_carry_the_data(archives: tuple[set[str], set[str]], folder: str) -> None:
    in_wheel, in_sdist = archives
    files = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }
    assert files, f"{folder}/ is empty"
    assert files <= in_sdist
    assert {f"rbm_spec/{file}" for file in files} <= in_wheel


def test_wheel_carries_nothing_else(archives: tuple[set[str], set[str]]) -> None:
    in_wheel, _ = archives
    tops = {re.sub(r"-[^/]*", "", name).partition("/")[0] for name in in_wheel}
    assert tops == {"rbm_spec"}
    assert "rbm_spec/py.typed" in in_wheel


@pytest.fixture(scope="module")
def unpacked(dist: Path) -> Path:
    """The sdist as somebody has unpacked it."""
    with tarfile.open(next(dist.glob("*.tar.gz"))) as sdist:
        sdist.extractall(dist / "unpacked", filter="data")
    (folder,) = (dist / "unpacked").iterdir()
    return folder


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "Makefile", "Containerfile", ".ci/run"])
def test_what_a_page_names_is_in_the_sdist(unpacked: Path, page: str) -> None:
    """`.venv` and the like are made on the spot; everything else that stands here and is named comes along."""
    words = {word.strip("./") for word in re.findall(r"[\w./-]+", (ROOT / page).read_text())}
    words |= {f".{word}" for word in words}
    kept = {word for word in words if word and (ROOT / word).exists()}
    assert kept
    assert [word for word in sorted(kept) if not MADE.search(word) and not (unpacked / word).exists()] == []


def test_the_sdist_is_the_project(unpacked: Path) -> None:
    """Folder by folder, but for what is made or tells of the work on it."""
    for folder in (ROOT, *(ROOT / name for name in ("docs", "outputs", "bench", "tests", ".ci"))):
        names = {path.relative_to(ROOT).as_posix() for path in folder.iterdir()}
        assert {name for name in names if not MADE.search(name) and not (unpacked / name).exists()} == set()


@pytest.mark.parametrize("task", ["build", "test", "bench", "lint"])
def test_the_unpacked_sdist_knows_its_tasks(unpacked: Path, task: str) -> None:
    run = subprocess.run(["make", "-n", task], cwd=unpacked, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_the_unpacked_sdist_gives_numbers(unpacked: Path) -> None:
    line = re.search(r"\$ \.venv/bin/rbm-spec (calc .*)", (ROOT / "README.md").read_text())
    assert line is not None
    run = subprocess.run(
        [sys.executable, "-c", "from rbm_spec.cli.main import main; main()", *line[1].split()],
        cwd=unpacked, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (run.returncode, "average recruitment timelines" in run.stdout) == (0, True), run.stderr


def pins(lock: str) -> dict[str, str]:
    """Each package that a lock names, and its one version."""
    text = (ROOT / lock).read_text()
    return {canonicalize_name(name): v for name, v in re.findall(r"^(\S+)==(\S+)", text, re.M)}


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("requirements.lock", PROJECT["dependencies"]),
        (
            "requirements-dev.lock",
            PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"],
        ),
    ],
)
def test_lock_is_up_to_date(lock: str, wanted: list[str]) -> None:
    pinned = pins(lock)
    for requirement in map(Requirement, wanted):
        version = pinned.get(canonicalize_name(requirement.name))
        assert version, f"{lock} lacks {requirement.name}: run make lock"
        assert version in requirement.specifier, f"{requirement} in {lock}: run make lock"


def test_locks_agree() -> None:
    assert pins("requirements.lock").items() <= pins("requirements-dev.lock").items()


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_lock_names_no_place(lock: str) -> None:
    for line in (ROOT / lock).read_text().splitlines():
        assert not re.search(r"://|^\s*-(?!-hash=)|^\s*--(?!hash=)|(^|\s)/", line), line


@pytest.mark.parametrize("wanted", PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"])
def test_dependency_has_floor_and_ceiling(wanted: str) -> None:
    operators = {spec.operator for spec in Requirement(wanted).specifier}
    assert operators == {">=", "<"}, wanted
