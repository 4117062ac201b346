"""Random row expressions over a random row: the workbook and the reference evaluator give the same.

Each expression is a measure over one row, so that the total is its value. The expressions are those of the SQL tests.
"""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from rbm_spec.expr.catalogue import CATALOGUE
from rbm_spec.kernel.release import Observation
from rbm_spec.reference.compute import compute as reference
from rbm_spec.targets.excel.live.spellings import SPELLINGS
from rbm_spec.targets.excel.running import compute, formualizer
from rbm_spec.targets.unsupported import Unsupported
from tests.conformance.cases import Case
from tests.conformance.test_reference import compiled
from tests.targets.sql.test_agreement import CELLS, EXPRESSIONS, case_of, close

DAYS = {"d": [day for day in CELLS["d"] if day[:4] not in ("0001", "9999")], "e": CELLS["e"]}
"""Spreadsheets know dates from 1900 on."""
ROW = st.fixed_dictionaries(
    {name: st.one_of(st.just(""), st.sampled_from(DAYS.get(name, cells))) for name, cells in CELLS.items()}
)


def total_of(case: Case) -> Case:
    """The case without its breakdown."""
    indicator = json.loads(case.files["indicators/tested.yaml"])
    del indicator["disaggregate"]
    files = {**case.files, "indicators/tested.yaml": json.dumps(indicator).encode()}
    return Case(case.topic, case.title, case.period, files, case.data, case.expect)


@given(st.lists(EXPRESSIONS, min_size=6, max_size=12), ROW)
@settings(max_examples=60, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
def test_rows_agree(expressions: list[str], row: dict[str, str]) -> None:
    case = total_of(case_of(expressions, [row]))
    plan, _ = compiled(case)
    assume(plan is not None)
    assert plan is not None
    found = compute(plan, case.data, "2028", formualizer, 3)["tested"]
    assert not isinstance(found, Unsupported), found
    wanted = reference(plan, case.data, "2028").releases["tested"].observations
    if not found:
        assert abs(float(row["m"] or 0)) > 10**12, "only amounts this large are left to the centre"
        return
    wrong = [
        (expressions[int(each.component[1:])], each.value, each.reason, got.value, got.reason)
        for each, got in zip(wanted, found, strict=True)
        if not alike(each, got)
    ]
    assert wrong == []


@pytest.mark.parametrize("moved", ["add_days(d, 0 - 50000)", "add_months(d, 0 - 1700)", "add_days(d, i)"])
def test_days_before_1900_are_left_to_the_centre(moved: str) -> None:
    row = dict.fromkeys(CELLS, "") | {"d": "2028-02-29", "i": "-46783"}
    case = total_of(case_of([f"year({moved})"], [row]))
    plan, _ = compiled(case)
    assert plan is not None
    assert reference(plan, case.data, "2028").releases["tested"].observations[0].value is not None
    assert compute(plan, case.data, "2028", formualizer, 3)["tested"] == []


@pytest.mark.parametrize(
    ("aggregate", "of", "amount", "left"),
    [
        ("sum", "m", "9999999999999.99", False),
        ("sum", "m", "10000000000001.00", True),
        ("sum", "m", "-10000000000001.00", True),
        ("max", "m", "9999999999999.99", False),
        ("max", "m", "10000000000001.00", True),
        ("min", "m", "-10000000000001.00", True),
        ("mean", "m", "999999999999.99", False),
        ("mean", "m", "1000000000001.00", True),
        ("median", "m", "1000000000001.00", True),
        ("sum", "if(m + m > m, 1, 0)", "4999999999999.99", False),
        ("sum", "if(m + m > m, 1, 0)", "5000000000001.00", True),
        ("sum", "if(m - (-m) > m, 1, 0)", "5000000000001.00", True),
        ("sum", "m - m", "9999999999999.99", False),
        ("sum", "m - m", "10000000000001.00", True),
    ],
)
def test_amounts_beyond_what_cells_hold_are_left_to_the_centre(
    aggregate: str, of: str, amount: str, left: bool
) -> None:
    case = total_of(case_of([of], [dict.fromkeys(CELLS, "") | {"m": amount}]))
    indicator = json.loads(case.files["indicators/tested.yaml"])
    indicator["measures"]["m0"]["aggregate"] = aggregate
    files = {**case.files, "indicators/tested.yaml": json.dumps(indicator).encode()}
    case = Case(case.topic, case.title, case.period, files, case.data, case.expect)
    plan, problems = compiled(case)
    assert plan is not None, problems
    found = compute(plan, case.data, "2028", formualizer, 3)["tested"]
    assert not isinstance(found, Unsupported), found
    assert (found == []) == left
    wanted = reference(plan, case.data, "2028").releases["tested"].observations
    assert left or alike(wanted[0], found[0])


def sums(count: int) -> Case:
    """An indicator that adds up so many sums of 1 099 999 999 999.99."""
    case = total_of(case_of(["m"] * count, [dict.fromkeys(CELLS, "") | {"m": "1099999999999.99"}]))
    indicator = json.loads(case.files["indicators/tested.yaml"])
    for measure in indicator["measures"].values():
        measure["aggregate"] = "sum"
    indicator["components"] = {"all": {"label": "All", "formula": " + ".join(indicator["measures"]), "decimals": 2}}
    files = {**case.files, "indicators/tested.yaml": json.dumps(indicator).encode()}
    return Case(case.topic, case.title, case.period, files, case.data, case.expect)


@pytest.mark.parametrize(("count", "left"), [(1, False), (2, False), (9, False), (10, True), (20, True)])
def test_sums_of_many_amounts_are_exact_or_left_to_the_centre(count: int, left: bool) -> None:
    """Nine sums of 1 099 999 999 999.99 are 9 899 999 999 999.91; ten are beyond 10^13."""
    case = sums(count)
    plan, problems = compiled(case)
    assert plan is not None, problems
    found = compute(plan, case.data, "2028", formualizer, 3)["tested"]
    assert not isinstance(found, Unsupported), found
    exact = count * Fraction("1099999999999.99")
    assert [each.value and round(each.value, 2) for each in found] == ([] if left else [exact])


@pytest.mark.parametrize(("count", "left"), [(9, False), (10, True)])
def test_what_reads_a_figure_left_to_the_centre_is_left_too(count: int, left: bool) -> None:
    case = sums(count)
    reader = json.loads(case.files["indicators/tested.yaml"]) | {"id": "reader", "unit": "ratio"}
    reader["components"] = {"one": {"label": "One", "formula": "indicator.tested.all / indicator.tested.all"}}
    files = {**case.files, "indicators/reader.yaml": json.dumps(reader).encode()}
    plan, problems = compiled(Case(case.topic, case.title, case.period, files, case.data, case.expect))
    assert plan is not None, problems
    found = compute(plan, case.data, "2028", formualizer, 3)["reader"]
    assert not isinstance(found, Unsupported), found
    assert [each.value for each in found] == ([] if left else [1])


def alike(wanted: Observation, got: Observation) -> bool:
    return wanted.reason == got.reason and close(wanted.value, got.value)


def test_the_whole_catalogue_is_spelled() -> None:
    assert set(SPELLINGS) == set(CATALOGUE)
