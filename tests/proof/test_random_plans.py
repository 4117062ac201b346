"""Random plans and data on every target that runs in this process: each says what the reference evaluator says."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, event, given, settings

from rbm_spec.plan.model import Plan
from rbm_spec.proof.answers import Target
from rbm_spec.proof.compare import differences
from rbm_spec.proof.data import Tables, from_csv
from rbm_spec.proof.engines import TARGETS
from tests.targets.pandas.random_plans import Sample, samples
from tests.targets.pandas.test_agreement import compiled

LOCAL = [each for each in TARGETS if not each.only_asked]


def said(target: Target, plan: Plan, tables: Tables) -> list[str]:
    """What a target says otherwise, indicator by indicator."""
    gaps, wanted = target.gaps(plan), target.expected(plan)(tables, "2028")
    with target.open(plan) as run:
        got = run(tables, "2028")
    wrong = []
    for name in (each for each in wanted if each not in gaps):
        answer = got[name]
        event(f"{target.name}: {'left' if answer.left else 'compared'}")
        wrong += [answer.failed] if answer.failed else []
        wrong += [] if answer.left or answer.failed else map(str, differences(wanted[name], answer))
    return wrong


@pytest.mark.parametrize("target", LOCAL, ids=lambda each: each.name)
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(sample=samples())
def test_agrees(target: Target, sample: Sample) -> None:
    plan = compiled(sample)
    assume(plan is not None)
    assert plan is not None
    tables = {name: None if text is None else from_csv(text) for name, text in sample.data.items()}
    assert said(target, plan, tables) == []
