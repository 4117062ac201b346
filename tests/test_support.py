"""Every target spells the whole catalogue, and docs/support.md says what each of them gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from rbm_spec.expr import catalogue
from tests import support

PAGE = Path(__file__).parents[1] / "docs" / "support.md"
UNSPELLED: dict[str, list[str]] = {}
"""What a target lacks, by its name, and is meant to lack."""


def test_every_target_spells_every_operator_and_function() -> None:
    assert support.lacking() == UNSPELLED


def test_a_new_entry_names_the_targets_that_lack_it(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = catalogue.CATALOGUE["abs"]
    monkeypatch.setitem(catalogue.CATALOGUE, "sign", entry)  # type: ignore[index]
    assert support.lacking() == {target.title: ["sign"] for target in support.TARGETS if target.title != "reference"}


def test_page_is_fresh(update: bool) -> None:
    page = support.support_page()
    if update:
        PAGE.write_text(page, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page


def test_every_feature_has_a_case() -> None:
    """A row of the table without any case would say nothing."""
    without = {
        row.title
        for _, rows in support.SECTIONS
        for row in rows
        if not any(support.uses(given, row) for given in support.every_case())
    }
    assert without == set()
