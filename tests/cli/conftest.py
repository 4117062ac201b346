"""Plans to run commands on, and a cache that belongs to the test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rbm_spec import resources


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What builds remember, apart from the user's."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder


@pytest.fixture
def starter(tmp_path: Path) -> Path:
    """A copy of the starter plan in specs/starter_plan."""
    folder = tmp_path / "specs" / "starter_plan"
    shutil.copytree(resources.generators() / "init", folder)
    return folder
