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
        numbers = close(one, two, 10**9) or abs(one - two) < Fraction(1, 10**12)
    else:
        numbers = one == two
    facts = ("by", "reason", "status", "confidentiality", "n", "assessment")
    return numbers and printed_alike(first, second) and all(getattr(first, x) == getattr(second, x) for x in facts)


def close(one: Fraction, two: Fraction, share: int) -> bool:
    return abs(one - two) <= max(abs(one), abs(two)) / share


def printed_alike(first: Observation, second: Observation) -> bool:
    """The same text; of binary numbers with more than twelve digits the first twelve are known."""
    one, two = first.published, second.published
    return one == two or bool(one and two and not first.exact and close(Fraction(one), Fraction(two), 10**11))


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(samples())
def test_agrees_with_the_reference(sample: Sample) -> None:
    plan = compiled(sample)
    event(f"compiles: {plan is not None}")
    assume(plan is not None)
    assert plan is not None
    wanted = compute(plan, sample.data, "2028")
    tables, faults = frames(sample.data)
    with package(plan) as module:
        got = module.calculate(tables, "2028", faults=faults)
    event(f"faults: {bool(got.faults)}")
    assert set(got.faults) == set(wanted.faults)
    for name, release in wanted.releases.items():
        found = got.releases[name]
        assert found.withheld == release.withheld
        assert [each.by for each in found.observations] == [each.by for each in release.observations]
        for first, second in zip(found.observations, release.observations, strict=True):
            assert same(first, second), (first, second)
