"""Workbooks of an earlier form: what changed since, what is taken over, and what is not and why."""

from __future__ import annotations

import shutil

import pytest

from rbm_spec.ingest.earlier import UNKNOWN_FORM
from tests.collect.books import ITEMS, filled
from tests.ingest.test_ingest import HEAD, B, Office, findings, states
from tests.ingest.test_ingest import office as office
from tests.ingest.test_ingest import starter as starter

BOOK = filled([["A", "north", 1.5, 2, 3.5], ["C", "south", 2]])
THIS = "items: this is the form of version 0.1.0. Since then: "


def change(office: Office, *pairs: tuple[str, str]) -> None:
    """Edits the dataset after the store has learnt how it was."""
    office.send({"items.csv": HEAD + B}, sender="Others")
    text = ITEMS
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    (office.plan / "datasets" / "items.yaml").write_text(text)


def test_an_unknown_form_is_refused(office: Office) -> None:
    (office.plan / "datasets" / "items.yaml").write_text(ITEMS.replace("  pieces:", "  weight:"))
    said = office.send({"book.xlsx": BOOK})
    assert findings(said) == [
        (
            "sheet Items (made up)",
            "Fields, codes or rules have changed since this template was made. Copy the values into a new template.",
        )
    ]
    assert said["files"][0]["notes"] == [f"items: {UNKNOWN_FORM}"]


def test_words_may_change(office: Office) -> None:
    change(office, ("label: Amount", "label: The amount"), ("title: Items", "title: All items"))
    said = office.send({"book.xlsx": BOOK})
    assert (states(said), said["files"][0]["notes"]) == (["accepted"], [])


def test_a_new_column_that_may_stay_empty(office: Office) -> None:
    change(office, ("  good:", "  colour: {type: string, label: Colour}\n  good:"))
    said = office.send({"book.xlsx": BOOK})
    assert (states(said), said["files"][0]["rows"]) == (["accepted"], {"items": 2})
    assert said["files"][0]["notes"] == [
        f"{THIS}The table `items` has a new column, `colour` (Colour), which may stay empty.",
        "All 2 rows fit today's form as they are.",
    ]
    again = office.send({"book.xlsx": BOOK})
    assert (states(again), again["files"][0]["notes"]) == (
        ["known"],
        ["In the store already, from Store on 2029-02-01: nothing changes."],
    )


def test_a_new_column_that_is_required(office: Office) -> None:
    change(office, ("  good:", "  colour: {type: string, required: true, label: Colour}\n  good:"))
    said = office.send({"book.xlsx": BOOK})
    assert states(said) == ["refused"]
    assert "There is no column colour. Colour is required." in [message for _, message in findings(said)]


def test_a_column_that_is_gone_or_renamed(office: Office) -> None:
    change(office, ("  pieces: {type: integer, label: Pieces}\n", ""), ("  amount:", "  quantity:"))
    said = office.send({"book.xlsx": BOOK})
    assert states(said) == ["accepted"]
    notes = said["files"][0]["notes"]
    assert notes[1:] == [
        "items: amount is called quantity now; 2 cells taken over.",
        "items: pieces is asked for no longer; what is entered in 1 cell is left out.",
        "All 2 rows fit today's form as they are.",
    ]


def test_rows_that_fit_no_longer(office: Office) -> None:
    change(office, ("{type: number, label: Amount}", "{type: number, maximum: 1.7, label: Amount}"))
    said = office.send({"book.xlsx": BOOK})
    assert states(said) == ["refused"]
    assert findings(said) == [("sheet Items (made up), cell C9", "Amount is above 1.7.")]
    assert said["files"][0]["notes"][-1] == (
        "1 of 2 rows fit today's form; what keeps the others from it is said of each."
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("currency: CHF", "currency: EUR", "Price means something else now (currency CHF before, EUR now)."),
        ("type: number, label: A", "type: integer, label: A", "(type number before, integer now)."),
        ("type: number, label: A", "type: number, unit: day, label: A", "(unit none before, day now)."),
    ],
)
def test_what_means_something_else_is_not_taken_over(office: Office, old: str, new: str, said: str) -> None:
    change(office, (old, new))
    messages = [message for _, message in findings(office.send({"book.xlsx": BOOK}))]
    assert any(said in message and message.endswith("Enter it in a new template.") for message in messages), messages


def test_the_state_may_be_named(office: Office) -> None:
    before = office.folder / "before" / "specs" / "starter_plan"
    shutil.copytree(office.plan, before)
    (office.plan / "datasets" / "items.yaml").write_text(ITEMS.replace("  pieces:", "  weight:"))
    said = office.send({"book.xlsx": BOOK}, "--specs", before)
    assert states(said) == ["accepted"]
