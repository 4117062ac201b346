"""A delegate's office edits our documents in LibreOffice, tracked or not, and what it saves comes back whole."""

from __future__ import annotations

import json
from functools import cache

import pytest

from rbm_spec.pipeline import check_files
from rbm_spec.proposals.beside import NOTE
from rbm_spec.proposals.proposed import proposal
from rbm_spec.proposals.proved import proved, sent
from rbm_spec.proposals.returned import Returned, returned
from rbm_spec.source import Where
from rbm_spec.targets.document import generate
from tests.proposals.office import Act, edited
from tests.proposals.test_import import files
from tests.targets.document.papers import SECTIONS
from tests.targets.document.plans import DOCUMENT, ENGLISH

PAPER = "documents/paper.yaml"
SECTION = ("sections", 0)
RECRUITMENT = "indicators/average_recruitment_time.yaml"
ACTS: dict[str, tuple[Act, ...]] = {
    "paper": (
        ("Replace_", "take note", "decide"),
        ("Replace_", "second item", "last of two items"),
        ("Replace_", "Made up", "Drawn up"),
        ("Replace_", "Two.", "Two or three."),
        ("Replace_", "Made up, page 1", "Drawn up, page 2"),
        ("Before", "Of all that is", "One more paragraph."),
        ("Remove", "Second paragraph", ""),
        ("Comment", "Of all that is", "All of it?"),
    ),
    "annex": (
        ("Replace_", ", section 3", ", section 4"),
        ("Replace_", "Status, version", "State"),
    ),
}
"""The same words are replaced in a box, an item, a heading, a cell, a footnote, and cells of a sheet."""
CHANGES = {
    Where(PAPER, ("action_required",)): "The Council is invited to decide.",
    Where(PAPER, ("purpose",)): "First paragraph.",
    Where(PAPER, (*SECTION, "heading")): "Drawn up",
    Where(PAPER, (*SECTION, "content", 0, "text")): (
        "For a test.{note:Drawn up, page 2.}\n\nOne more paragraph.\n\nOf all that is printed."
    ),
    Where(PAPER, (*SECTION, "content", 1, "items", 1)): "last of two items.",
    Where(PAPER, (*SECTION, "content", 2, "alternatives", 1, "text")): "Two or three.",
    Where(RECRUITMENT, ("source",)): (
        "Proposal to the Council Working Group for strategic and financial plans 2028-2031, section 4"
    ),
}
REMOVED: Act = ("Remove", "first item", "")
"""What is not tracked is found beside the print alone, where an item that goes and one that changes are one change."""
LISTED = {("first item;", ""), ("Status, version", "State")}


@cache
def plan_files() -> dict[str, bytes]:
    """The proposal's plan in English, with one more paper that is made up for this test."""
    own = {**DOCUMENT, "id": "paper", "sections": SECTIONS, "annexes": []}
    english = {file: raw for file, raw in files().items() if not file.startswith("translations/")}
    own_plan = english["plan.yaml"].replace(b"[en, fr, es, ru, ar, zh]", b"[en]")
    return {**english, "plan.yaml": own_plan, PAPER: json.dumps(own, indent=2).encode()}


def documents(made: dict[str, bytes]) -> dict[str, bytes]:
    plan = check_files(made).plan
    assert plan is not None
    return {artifact.path: artifact.content for artifact in generate(plan)}


def acts_of(name: str, tracked: bool) -> tuple[Act, ...]:
    return (*ACTS[name], REMOVED) if tracked and name == "paper" else ACTS[name]


@pytest.fixture(scope="module")
def back(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, bool], Returned]:
    """Both documents as they come back, with changes that are tracked and with the same that are not."""
    ours = documents(plan_files())
    jobs = {
        f"{name}-{tracked}": (ours[f"document/en/{name}.docx"], tracked, acts_of(name, tracked))
        for name in ACTS for tracked in (True, False)
    }  # fmt: skip
    saved = edited(jobs, tmp_path_factory.mktemp("office"))
    return {(name, tracked): returned(saved[f"{name}-{tracked}"]) for name in ACTS for tracked in (True, False)}


@pytest.mark.parametrize("tracked", [True, False])
def test_every_edit_is_a_change_of_its_text_or_listed(back: dict[tuple[str, bool], Returned], tracked: bool) -> None:
    changes, left = {}, set()
    for name in ACTS:
        before = sent(plan_files(), name, ENGLISH)
        assert before is not None
        asked = proposal(before, back[name, tracked])
        changes |= {each.where: each.new for each in asked.changes}
        left |= {(each.old.strip(), each.new.strip()) for each in asked.left}
        assert {each.by for each in asked.changes} == {("Ann",) if tracked else ()}
        assert asked.elsewhere == ()
        said = [(each.where, each.by, each.text) for each in asked.said]
        assert said == ([(Where(PAPER, (*SECTION, "content", 0, "text")), "Ann", "All of it?")] * (name == "paper"))
    assert changes == CHANGES
    assert left == (LISTED if tracked else {each for each in LISTED if each[1]})


@pytest.mark.parametrize("tracked", [True, False])
def test_the_changed_plan_prints_what_the_office_wrote(back: dict[tuple[str, bool], Returned], tracked: bool) -> None:
    """Apart from the item and the row that are listed: those are put back into the document by hand here."""
    made = plan_files()
    for name in ACTS:
        before = sent(made, name, ENGLISH)
        assert before is not None
        result = proved(made, proposal(before, back[name, tracked]), name, ENGLISH)
        assert (result.refused, result.unsaid) == ((), ())
        made = result.files
    assert {each.rule.code for each in check_files(made).findings} <= {
        each.rule.code for each in check_files(plan_files()).findings
    }
    for name in ACTS:
        again = returned(documents(made)[f"document/en/{name}.docx"])
        wanted = lines(back[name, tracked].after)
        if name == "paper" and tracked:
            wanted.insert(wanted.index("last of two items."), "first item;")
        assert lines(again.after) == ["Status, version" if line == "State" else line for line in wanted]
        assert {note.after for note in again.notes} == {note.after for note in back[name, tracked].notes}
        assert again.beside.get(NOTE, ()) == tuple(note.after for note in again.notes)


def lines(text: str) -> list[str]:
    return [line for each in text.split("\n") if (line := " ".join(each.split()))]
