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


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> tuple[set[str], set[str]]:
    """The names in the wheel and in the sdist that it is built from, without a network."""
    out = tmp_path_factory.mktemp("dist")
    run = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", out],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    with zipfile.ZipFile(next(out.glob("*.whl"))) as wheel:
        in_wheel = set(wheel.namelist())
    with tarfile.open(next(out.glob("*.tar.gz"))) as sdist:
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
