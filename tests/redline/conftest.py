"""Two plans, the redlines between them, and their documents."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from rbm_spec.cli.main import run
from tests.cli.commands import ITU
from tests.redline.plans import OPINIONS, OUTCOME, RECOMMENDATIONS, amend, documents


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Otherwise in the new plan: words, equations, labels in rows of tables, a target; and one indicator is gone."""
    folder = tmp_path_factory.mktemp("redline")
    for side in ("old", "new"):
        shutil.copytree(ITU, folder / side)
    new = folder / "new"
    amend(
        new / RECOMMENDATIONS,
        ("100 * accepted / all_decided", "accepted / all_decided * 100"),
        ("label: Of these, accepted", "label: Of these, agreed to"),
    )
    amend(new / OUTCOME, ("strong and", "robust and"), (f"  - {OPINIONS}\n", ""))
    amend(new / "indicators/mandatory_training.yaml", ("targets: {2031: tbd}", "targets: {2031: {at_least: 97.5}}"))
    (new / f"indicators/{OPINIONS}.yaml").unlink()
    return folder


@pytest.fixture(scope="module")
def made(plans: Path) -> Callable[..., bytes]:
    """The bytes of a redline from one plan to another."""
    known: dict[tuple[str, ...], bytes] = {}

    def make(old: str, new: str, name: str = "annex", *more: str) -> bytes:
        asked = (old, new, name, *more)
        if asked not in known:
            file = plans / "redline.docx"
            sides = [str(plans / side) for side in (old, new)]
            assert run(["redline", *sides, "--document", name, "--output", str(file), *more]) == 0
            known[asked] = file.read_bytes()
        return known[asked]

    return make


@pytest.fixture(scope="module")
def plain(plans: Path) -> dict[tuple[str, str], bytes]:
    """The documents of both plans, by side and name."""
    return documents(plans, ("old", "new"))
