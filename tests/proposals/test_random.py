"""Edits at random in every kind of document: each is taken over or listed, and what is taken over is printed so."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterable, Set
from functools import cache
from itertools import pairwise

import pytest

from rbm_spec.pipeline import check_files
from rbm_spec.proposals.aligned import Edit, aligned
from rbm_spec.proposals.pieces import OBJECT
from rbm_spec.proposals.printed import Printed
from rbm_spec.proposals.proposed import proposal
from rbm_spec.proposals.proved import proved, sent
from rbm_spec.proposals.returned import returned
from rbm_spec.source import Where
from rbm_spec.targets.document import generate
from tests.proposals.test_import import files
from tests.proposals.tracking import accepted, body_of, edit, packed
from tests.targets.document.papers import KINDS, SECTIONS
from tests.targets.document.plans import CONTRIBUTION, DOCUMENT, ENGLISH

NAMES = (CONTRIBUTION, *KINDS, "annex")
SEEDS = 6 * len(NAMES)


@cache
def plan_files() -> dict[str, bytes]:
    """The proposal's plan in English, with one document of each kind."""
    made = {**files(), "plan.yaml": files()["plan.yaml"].replace(b"[en, fr, es, ru, ar, zh]", b"[en]")}
    for kind in KINDS:
        own = {**DOCUMENT, "id": kind, "template": kind, "organ": "itu-council", "sections": SECTIONS, "annexes": []}
        made[f"documents/{kind}.yaml"] = json.dumps(own).encode()
    return made


@cache
def documents() -> dict[str, bytes]:
    plan = check_files(plan_files()).plan
    assert plan is not None
    return {artifact.path: artifact.content for artifact in generate(plan)}


@cache
def printed(name: str) -> Printed:
    found = sent(plan_files(), name, ENGLISH)
    assert found is not None
    return found


def with_edits(text: str, found: Iterable[Edit]) -> str:
    """The text with edits."""
    new, at = "", 0
    for each in found:
        new += text[at : each.first] + each.new
        at = each.last
    return new + text[at:]


def around(document: Printed, changed: Set[Where]) -> list[str]:
    """The lines of a document without those texts that have changed, and without blanks."""
    texts = [(span.first, span.last, f"<{span.where.dotted}>") for span in document.spans if span.where in changed]
    text = with_edits(document.text, (Edit(first, last, name, "") for first, last, name in texts))
    return ["".join(line.split()) for line in text.split("\n") if line.strip()]


def ends_of(text: str, found: Edit) -> int:
    """1 for a paragraph that goes: one of several of a text goes with the line end before it instead of its own."""
    return int(not found.new and text[found.first : found.last].endswith("\n"))


@pytest.mark.parametrize("seed", range(SEEDS))
def test_nothing_is_lost_and_nothing_becomes_something_else(seed: int) -> None:
    choose, name = random.Random(seed), NAMES[seed % len(NAMES)]
    before, document = printed(name), documents()[f"document/en/{name}.docx"]
    body = body_of(document)
    for _ in range(choose.randrange(1, 7)):
        edit(body, choose)
    back = returned(packed(document, body))
    found, _ = aligned(before.text, back)
    asked = proposal(before, back)
    if all(sooner.last <= later.first for sooner, later in pairwise(found)):
        assert "".join(with_edits(before.text, found).replace(OBJECT, "").split()) == accepted(body)

    left = Counter(("".join(each.old.split()), each.new, each.by) for each in asked.left)
    taken = {change.where for change in asked.changes}
    edited = [(each, ("".join(before.text[each.first : each.last].split()), each.new, each.by)) for each in found]
    spans = [(span.first, span.last) for span in before.spans if span.where in taken]
    inside = [
        any(first <= e.first and e.last - ends_of(before.text, e) <= last for first, last in spans) for e in found
    ]
    lost = Counter(what for (_, what), is_inside in zip(edited, inside, strict=True) if not is_inside) - left
    assert not [what for what in lost if what[0] != what[1]], "neither in a change nor listed"
    assert not left - Counter(what for _, what in edited), "listed and never made"

    made = proved(plan_files(), asked, name, ENGLISH)
    again = sent(made.files, name, ENGLISH)
    if again is None:  # a mark that leads nowhere, or the like: the command then writes nothing
        pytest.fail("the plan cannot be printed any more")
    written = taken - {change.where for change, _ in made.refused}
    assert around(again, written) == around(before, written)
    for change in asked.changes:
        if change.where in written:
            said = ["".join(again.text[s.first : s.last].split()) for s in again.spans if s.where == change.where]
            assert "".join(change.printed.split()) in said
    errors = [finding for finding in check_files(made.files).findings if finding.is_error]
    assert errors == []
