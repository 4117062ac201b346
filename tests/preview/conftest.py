"""One browser for all tests of the preview, and a plan for each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.commands import ITU
from tests.visiting import Chromium


@pytest.fixture(scope="package")
def chromium() -> Iterator[Chromium]:
    browser = Chromium()
    yield browser
    browser.close()


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    shutil.copytree(ITU, tmp_path / "plan")
    return tmp_path / "plan"
