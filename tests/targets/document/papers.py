"""One document of each kind, made up for tests, beside the proposal's own plan in all its languages."""

from __future__ import annotations

import json
from functools import cache

from rbm_spec import pipeline
from rbm_spec.targets.document import generate
from tests.targets.document.plans import DOCUMENT, ITU

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
KINDS = ("contribution", "council_report", "implementation_report", "methodology_compendium", "resolution_annex")
SECTIONS = [
    {
        "heading": "Made up",
        "content": [
            {"text": "For a test.{note:Made up, page 1.}\n\nOf all that is printed."},
            {"items": ["first item;", "second item."]},
            {"alternatives": [{"text": "One.", "proposed_by": "A"}, {"text": "Two.", "proposed_by": "B"}]},
        ],
    },
    {"heading": "More", "content": [{"indicators_of": "efficiently_managed_itu"}]},
]


@cache
def papers() -> dict[str, bytes]:
    """Every document by path; those of the kinds are called after them. What is made up is translated nowhere."""
    files = {path.relative_to(ITU).as_posix(): path.read_bytes() for path in ITU.rglob("*") if path.is_file()}
    for kind in KINDS:
        annexes = ["results_table", "methodology"] if kind == "council_report" else []
        own = {"id": kind, "template": kind, "organ": "itu-council", "sections": SECTIONS, "annexes": annexes}
        files[f"documents/{kind}.yaml"] = json.dumps({**DOCUMENT, **own}).encode()
    checked = pipeline.check_files(files)
    assert checked.plan is not None, checked.findings
    return {artifact.path: artifact.content for artifact in generate(checked.plan)}
