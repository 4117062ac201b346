"""Random plans and data: the generated package and the reference evaluator say the same."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import HealthCheck, assume, event, given, settings

from rbm_spec.kernel.release import Observation
from rbm_spec.load import load_files
from rbm_spec.model.build import build_spec
from rbm_spec.plan.compile import compile_plan
from rbm_spec.plan.model import Plan
from rbm_spec.reference.compute import compute
from tests.targets.pandas.generated import frames, package
from tests.targets.pandas.random_plans import Sample, samples


def compiled(sample: Sample) -> Plan | None:
    """None where units do not fit; those texts are not what is tested here."""
    trees, findings = load_files(sample.files)
    assert findings == []
    plan, _ = compile_plan(build_spec({file: (tree.kind, tree.data) for file, tree in trees.items()}))
    return plan


def same(first: Observation, second: Observation) -> bool:
    """Numbers agree within 1e-9, relative; all else exactly."""
    one, two = first.value, second.value
    if isinstance(one, Fraction) and isinstance(two, Fraction):
        numbers = abs(one - two) <= max(abs(one), abs(two)) / 10**9 or abs(one - two) < Fraction(1, 10**12)
    else:
        numbers = one == two
    facts = ("by", "reason", "status", "confidentiality", "n", "assessment", "published")
    return numbers and all(getattr(first, fact) == getattr(second, fact) for fact in facts)


@settings(max_examples=300, suppress_health_check=list(HealthCheck))
@given(samples())
def test_agrees_with_the_reference(sample: Sample) -> None:
    plan = compiled(sample)
    event(f"compiles: {plan is not None}")
    assume(plan is not None)
    assert plan is not None
    wanted = compute(plan, sample.data, "2028").releases["tested"]
    tables, faults = frames(sample.data)
    with package(plan) as module:
        results = module.calculate(tables, "2028", faults=faults)
    got = results.releases["tested"]
    assert results.faults == ()
    assert got.withheld == wanted.withheld
    assert [each.by for each in got.observations] == [each.by for each in wanted.observations]
    for first, second in zip(got.observations, wanted.observations, strict=True):
        assert same(first, second), (first, second)
