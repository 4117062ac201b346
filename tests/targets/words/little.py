"""A little plan around one formula or one condition, for tests of single expressions."""

from __future__ import annotations

import json
from typing import Any

from rbm_spec.load import load_files
from rbm_spec.model.build import build_spec
from rbm_spec.plan.compile import compile_plan
from rbm_spec.plan.model import Plan

PLAN = {
    "kind": "plan", "id": "little", "version": "1.0.0", "title": "Little plan", "source": "Invented for a test",
    "period": {"start": "2028-01-01", "end": "2031-12-31"}, "languages": ["en"], "authoring_language": "en",
    "currency": "CHF", "disclosure": {"minimum_cell": 5}, "units": {"post": {"label": "posts"}},
}  # fmt: skip
REGIONS = {"kind": "codelist", "id": "regions", "title": "Regions", "codes": {"north": {"label": "The North"}}}
STATIONS = {
    "kind": "codelist", "id": "stations", "title": "Stations",
    "attributes": {"region": {"type": "code", "codelist": "regions", "label": "Region"}},
    "codes": {"here": {"label": "Here", "region": "north"}, "there": {"label": "There"}, "far": {"label": "Far"}},
}  # fmt: skip
POSTS = {
    "kind": "dataset", "id": "posts", "title": "Posts", "owner": "Office", "grain": "One row for each post.",
    "personal": False, "key": ["number"], "time": "filled_on",
    "fields": {
        "number": {"type": "string", "label": "Number", "required": True},
        "opened_on": {"type": "date", "label": "Opened on"},
        "filled_on": {"type": "date", "label": "Filled on"},
        "station": {"type": "code", "codelist": "stations", "label": "Station"},
        "permanent": {"type": "boolean", "label": "Permanent"},
        "score": {"type": "number", "label": "Score"},
        "rounds": {"type": "integer", "label": "Rounds"},
    },
}  # fmt: skip
OUTCOME = {
    "kind": "outcome", "id": "better", "statement": "It is better.", "status": "agreed", "source": "Test",
    "enablers": "all", "indicators": ["tested"],
}  # fmt: skip
ENABLER = {
    "kind": "enabler", "id": "ways", "name": "Ways", "statement": "Ways of working.", "outcomes": ["better"],
    "status": "agreed", "source": "Test",
}  # fmt: skip
A = {"label": "A", "from": "posts", "aggregate": "sum", "of": "score", "unit": "score"}
INDICATOR: dict[str, Any] = {
    "kind": "indicator", "id": "tested", "version": "1.0.0", "status": "agreed", "title": "Tested", "source": "Test",
    "definition": "What is tested.", "outcome": "better", "responsible": "Office", "unit": "score", "direction": "none",
    "decimals": 1, "frequency": "annual", "formula": "a",
    "measures": {"a": A, "b": {**A, "label": "B"}, "c": {**A, "label": "C"}},
}  # fmt: skip


def little_plan(**indicator: Any) -> Plan:
    """The little plan with these keys of its indicator; it must compile."""
    whole = {**INDICATOR, **indicator}
    if "components" in indicator:
        del whole["formula"]
    files = [PLAN, REGIONS, STATIONS, POSTS, OUTCOME, ENABLER, whole]
    named = {_file(each): json.dumps(each).encode() for each in files}
    trees, findings = load_files(named)
    plan, more = compile_plan(build_spec({name: (tree.kind, tree.data) for name, tree in trees.items()}))
    assert [each for each in (*findings, *more) if each.is_error] == []
    return plan


def _file(data: dict[str, Any]) -> str:
    folder = {"codelist": "codelists/", "dataset": "datasets/", "outcome": "outcomes/", "enabler": "enablers/"}
    name = f"{data['id']}.yaml"
    return "plan.yaml" if data["kind"] == "plan" else folder.get(data["kind"], "indicators/") + name


def with_formula(formula: str) -> Plan:
    """The little plan with this formula over the measures a, b and c."""
    return little_plan(formula=formula)


def with_condition(where: str) -> Plan:
    """The little plan with one measure that counts the rows for which `where` is true."""
    measure = {"label": "A", "from": "posts", "aggregate": "count", "where": where, "unit": "post"}
    return little_plan(unit="post", measures={"a": measure})
