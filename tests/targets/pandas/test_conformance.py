"""Every conformance case that compiles, on the generated package."""

from __future__ import annotations

import pytest

from rbm_spec.load import load_files
from rbm_spec.model.build import build_spec
from rbm_spec.plan.compile import compile_plan
from rbm_spec.plan.model import Plan
from tests.conformance.cases import Case, all_cases
from tests.conformance.outcomes import Computed, differences
from tests.targets.pandas.generated import frames, package
from tests.verdicts import Record, gave

CASES = [case for case in all_cases() if "error" not in case.expect]


def compiled(case: Case) -> Plan:
    trees, _ = load_files(case.files)
    plan, findings = compile_plan(build_spec({file: (tree.kind, tree.data) for file, tree in trees.items()}))
    assert not plan.holes, findings
    return plan


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case, record_property: Record) -> None:
    tables, faults = frames(case.data)
    with package(compiled(case)) as module:
        results = module.calculate(tables, case.period, faults=faults)
    observations = results.releases["tested"].observations
    assert differences(case.expect, Computed(observations, results.faults)) == []
    gave(record_property, "pandas", case.name)
