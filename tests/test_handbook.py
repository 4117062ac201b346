"""The reference pages in docs/ are what the catalogue and the rules say."""

from __future__ import annotations

from pathlib import Path

import pytest

from rbm_spec.handbook import functions_page, rules_page

DOCS = Path(__file__).parents[1] / "docs"


@pytest.mark.parametrize(("name", "page"), [("functions.md", functions_page), ("rules.md", rules_page)])
def test_page_is_fresh(name, page, update) -> None:
    if update:
        (DOCS / name).write_text(page(), encoding="utf-8")
    assert (DOCS / name).read_text(encoding="utf-8") == page()
