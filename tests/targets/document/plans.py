"""Plans for the tests of documents."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from rbm_spec.targets.document import generate
from rbm_spec.targets.words.phrases import MODEL, Phrases, phrases
from tests.targets.plans import ROOT, compiled, itu

ITU = ROOT / "specs" / "itu_2028_2031"
CONTRIBUTION = "enabler_indicators_contribution"
ENGLISH = phrases(MODEL) or Phrases({})

DOCUMENT = {
    "kind": "document", "id": "full_head", "status": "proposed", "template": "contribution", "body": "Council 2030",
    "meeting": "Geneva, 4-14 June 2030", "number": "C30/99-E", "date": "2030-03-09", "agenda_item": "PL 9.9",
    "original_language": "ru", "presented_by": "Report by the Secretary-General", "title": "Invented for a test",
    "purpose": "First paragraph.\n\nSecond paragraph.", "action_required": "The Council is invited to take note.",
    "references": ["Document X", "Document Y"],
    "sections": [
        {"heading": "Lists", "content": [{"items": ["first item;", "second item", "last item."]}]},
        {"heading": "Wording", "content": [{"outcome": "efficiently_managed_itu"}]},
    ],
    "annexes": ["results_table"],
}  # fmt: skip


@cache
def itu_documents() -> dict[str, bytes]:
    """The documents of the proposal, by path."""
    return {artifact.path: artifact.content for artifact in generate(itu())}


@cache
def invented_documents() -> dict[str, bytes]:
    """A document whose head is complete, with the table of results as its annex, over the proposal's plan."""
    plan = compiled(Path(ITU), {"documents/full_head.yaml": json.dumps(DOCUMENT)})
    return {artifact.path: artifact.content for artifact in generate(plan)}
