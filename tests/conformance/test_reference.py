"""Every conformance case on the reference evaluator, and every error where it should be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rbm_spec.diagnostics import Finding
from rbm_spec.load import load_files
from rbm_spec.model.build import build_spec
from rbm_spec.plan.compile import compile_plan
from rbm_spec.plan.model import Plan
from rbm_spec.reference.compute import compute
from tests.conformance.cases import Case, all_cases
from tests.conformance.outcomes import Computed, differences, error_differences
from tests.verdicts import Record, gave

CASES = list(all_cases())
SHARED = Path(__file__).parents[3] / "shared" / "conformance"


def compiled(case: Case) -> tuple[Plan | None, list[Finding]]:
    trees, findings = load_files(case.files)
    if any(finding.is_error for finding in findings):
        return None, findings
    spec = build_spec({file: (tree.kind, tree.data) for file, tree in trees.items()})
    return compile_plan(spec)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case, record_property: Record) -> None:
    plan, findings = compiled(case)
    if "error" in case.expect:
        assert error_differences(case.expect["error"], findings, _text(case)) == []
        return
    assert plan is not None, findings
    results = compute(plan, case.data, case.period)
    assert differences(case.expect, Computed(results.releases["tested"].observations, results.faults)) == []
    gave(record_property, "reference", case.name)


def _text(case: Case) -> str | None:
    """The text of the key at which the error is expected."""
    value = json.loads(case.files["indicators/tested.yaml"])
    for part in case.expect["error"]["in"].split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value if isinstance(value, str) else None


def test_there_are_328_cases_of_the_language() -> None:
    assert sum("ours" not in case.topic for case in CASES) == 328


@pytest.mark.skipif(not SHARED.is_dir(), reason="only where the original cases lie beside the checkout")
def test_copy_is_unchanged() -> None:
    for original in SHARED.iterdir():
        assert (Path(__file__).parent / original.name).read_bytes() == original.read_bytes()
