"""Results for tests of the report: a little plan with targets, and results.json as calc would write them."""

from __future__ import annotations

import json
from typing import Any

from rbm_spec.plan.model import Plan
from rbm_spec.results.report.compose import SECTIONS, Languages, report
from rbm_spec.results.report.page import page
from rbm_spec.results.report.reading import read_result
from rbm_spec.results.report.view import Report
from rbm_spec.targets.words.phrases import Phrases, phrases, phrases_of
from tests.targets.words.little import little_plan

SPEC, DATA, FILE = "a" * 64, "b" * 64, "c" * 64


def plan(**indicator: Any) -> Plan:
    """The little plan with a score that should reach 80, from 50 before; broken down by station."""
    quantity = {
        "label": "Score", "formula": "a", "direction": "increase", "baseline": {"year": 2027, "value": 50},
        "targets": {"2028": {"at_least": 60}, "2031": {"at_least": 80}}, "trajectory": "linear",
    }  # fmt: skip
    known: dict[str, Any] = {"components": {"score": quantity}, "disaggregate": [["station"]], "direction": "increase"}
    return little_plan(**{**known, **indicator})


def figure(published: str | None = "66.6", **changes: Any) -> dict[str, Any]:
    """One entry of results."""
    known: dict[str, Any] = {
        "indicator": "tested", "component": "score", "period": "2028", "value": None, "published": published,
        "reason": None if published else "no_data", "status": "A" if published else "O", "confidentiality": "F",
        "n": 12, "assessment": "met" if published else "not_assessed", "cell": {}, "target": None,
    }  # fmt: skip
    return {**known, **changes}


HIDDEN: dict[str, Any] = {"reason": "suppressed", "status": "Q", "confidentiality": "C", "n": None, "assessment": None}


def document(*figures: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A whole results.json of 2028."""
    known: dict[str, Any] = {
        "plan": {"id": "little", "version": "1.0.0"}, "period": "2028", "spec_hash": SPEC, "data_hash": DATA,
        "synthetic": False, "notes": [], "faults": 0, "withheld": {},
        "datasets": [{"dataset": "posts", "submitted": True, "rows": 12, "faults": 0, "files": {"posts.csv": FILE}}],
        "results": list(figures) or [figure()],
    }  # fmt: skip
    return {**known, **changes}


def words(language: str) -> Phrases:
    found = phrases(language) if language == "en" else phrases_of(language, SECTIONS)
    assert found is not None
    return found


def view(documents: list[dict[str, Any]], language: str = "en", of: Plan | None = None) -> Report:
    """The report of these documents."""
    of = of or plan()
    results = [read_result(of, f"r{each['period']}.json", json.dumps(each).encode()) for each in documents]
    return report(of, SPEC, results, Languages(words(language), words("en")))


def html(*documents: dict[str, Any], language: str = "en", of: Plan | None = None) -> str:
    """The page of these documents."""
    return page(view(list(documents) or [document()], language, of), words(language))
