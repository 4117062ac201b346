"""Edits at random: every one is taken over or listed, and what is taken over is printed as it was written."""

from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise

import pytest

from rbm_spec.load import load_files
from rbm_spec.proposals.aligned import Edit, aligned
from rbm_spec.proposals.printed import printed
from rbm_spec.proposals.proposed import proposal
from rbm_spec.proposals.proved import proved
from rbm_spec.proposals.returned import returned
from tests.proposals.test_import import files, sent
from tests.proposals.tracking import accepted, body_of, edit, packed
from tests.targets.document.plans import CONTRIBUTION, ENGLISH, itu_documents


def with_edits(found: list[Edit]) -> str:
    """The printed text with edits."""
    text, new, at = sent().text, "", 0
    for each in found:
        new += text[at : each.first] + each.new
        at = each.last
    return new + text[at:]


def lines(text: str) -> list[str]:
    return ["".join(line.split()) for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize("seed", range(40))
def test_nothing_is_lost_and_nothing_becomes_something_else(seed: int) -> None:
    choose = random.Random(seed)
    document = itu_documents()[f"document/en/{CONTRIBUTION}.docx"]
    body = body_of(document)
    for _ in range(choose.randrange(1, 7)):
        edit(body, choose)
    back = returned(packed(document, body))
    found, _ = aligned(sent().text, back)
    asked = proposal(sent(), back)
    if all(sooner.last <= later.first for sooner, later in pairwise(found)):
        assert "".join(with_edits(found).split()) == accepted(body)

    left = Counter((each.old, each.new, each.by) for each in asked.left)
    made = proved(files(), asked, CONTRIBUTION, ENGLISH)
    refused = {change.where for change, _ in made.refused}
    by_hand = [span for span in sent().spans if span.where in refused]
    taken = []
    for each in found:
        what = (sent().text[each.first : each.last], each.new, each.by)
        if left[what]:
            left[what] -= 1
        elif not any(span.first <= each.first and each.last <= span.last for span in by_hand):
            taken.append(each)
    assert not +left
    again = printed(load_files(made.files)[0], CONTRIBUTION, ENGLISH)
    if again is None:  # a mark that leads nowhere, or the like: the command then writes nothing
        pytest.fail("the plan cannot be printed any more")
    assert lines(again.text) == lines(with_edits(taken))
