"""Every worked example comes out on every target as it is written, published alike and for the same reasons.

The examples are those of the plan of the proposal, of the starter plan, and of plans made up for tests. A target is one
line in TARGETS; printed SQL, which publishes nothing, gives values and reasons; what takes long to start (a session of
Spark, LibreOffice) runs all examples in one test. What a target does not express would be listed in UNEXPRESSED.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from rbm_spec.kernel.faults import Fault
from rbm_spec.kernel.release import Observation, Release
from rbm_spec.kernel.reporting import Publication
from rbm_spec.model.spec import ExampleSpec
from rbm_spec.plan.model import Indicator, Plan
from rbm_spec.proof.answers import Target
from rbm_spec.proof.compare import differences
from rbm_spec.proof.data import from_csv
from rbm_spec.proof.engines import TARGETS as VERIFIED
from rbm_spec.proof.printed import POSTGRES_SERVER
from rbm_spec.proof.verify import narrowed
from rbm_spec.reference.compute import compute as reference
from rbm_spec.reference.examples import worked
from rbm_spec.targets.excel.live.reading import observations
from rbm_spec.targets.excel.running import blank, filled, formualizer
from rbm_spec.targets.excel.running import compute as workbook
from rbm_spec.targets.sql.engine import compute as duckdb
from rbm_spec.targets.unsupported import Unsupported
from tests.targets.excel.live.office import computed, typed
from tests.targets.pandas.generated import frames, package
from tests.targets.pandas.test_agreement import same
from tests.targets.plans import composite, itu, starter
from tests.targets.sql.engines import postgres_server, spark_session
from tests.targets.words.little import A, little_plan

Found = tuple[Mapping[str, Observation], tuple[Fault, ...]]

ROWS = """number,opened_on,filled_on,station,permanent,score,rounds
1,2028-01-01,2028-01-31,here,true,7,1
2,2028-02-01,2028-03-15,there,false,-2.5,2
3,2028-02-28,2028-12-31,,true,,3
4,2027-12-01,2028-01-01,here,,12.25,4
5,2028-05-01,2029-01-01,here,true,100,5
"""


@cache
def made_up() -> Plan:
    """Each kind of figure that a step can show: negative, unending, absent, chosen, and of another quantity."""
    days = {"label": "Days", "from": "posts", "of": "days(opened_on, filled_on)", "unit": "day"}
    count = {"label": "Count", "from": "posts", "aggregate": "count", "unit": "post"}
    return little_plan(
        measures={
            "total": {**A, "label": "Total"},
            "average": {**A, "label": "Average", "aggregate": "mean"},
            "least": {**A, "label": "Least", "aggregate": "min"},
            "late": {**days, "aggregate": "percentile", "percentile": 90},
            "permanent": {**count, "label": "Permanent", "where": "permanent"},
            "temporary": {**count, "label": "Temporary", "where": "not permanent"},
            "far": {**count, "label": "Far", "where": 'station = "far"'},
        },
        components={
            "spread": {"label": "Spread", "formula": "average - least"},
            "twice": {"label": "Twice", "formula": "2 * spread ^ 2 / total"},
            "share": {"label": "Share", "formula": "100 * permanent / (permanent + temporary)", "unit": "percent"},
            "either": {"label": "Either", "formula": "permanent / temporary", "unit": "ratio", "display": "ratio"},
            "of_far": {"label": "Of far", "formula": "far / permanent", "unit": "ratio", "display": "k_of_n"},
            "per_far": {"label": "Per far", "formula": "permanent / far", "unit": "ratio"},
            "enough": {"label": "Enough", "formula": "permanent >= 2 and total > 0", "unit": "ratio",
                       "display": "yes_no"},
            "slow": {"label": "Slow", "formula": "if(late > 100, round(late, 0), floor(late))", "unit": "day"},
        },
        examples=[
            {
                "title": "Four posts filled in 2028", "period": "2028", "data": {"posts": ROWS},
                # scores 7, -2.5 and 12.25: 16.75 in total; days 30, 43, 307 and 31, so the 90th percentile lies
                # seven tenths of the way from 43 to 307
                "expect": {
                    "spread": "97/12", "twice": "9409/1206", "share": "200/3", "either": 2, "of_far": 0,
                    "per_far": None, "enough": True, "slow": 228,
                },
            },
            {
                "title": "No post filled in 2030", "period": "2030", "data": {"posts": ROWS},
                "expect": {"spread": None, "share": None, "enough": False, "of_far": None},
            },
        ],
    )  # fmt: skip


PLANS = {"proposal": itu, "starter": cache(starter), "made up": made_up, "composite": composite}
EXAMPLES = [
    pytest.param(name, indicator, example, id=f"{name}: {example.title}")
    for name, plan in PLANS.items()
    for indicator in plan().indicators.values()
    if name != "composite" or indicator.id == "training_index"
    for example in indicator.spec.examples
]


def plan_named(name: str) -> Plan:
    return PLANS[name]()


@pytest.fixture(scope="module")
def packages() -> Iterator[Callable[[str], ModuleType]]:
    """The generated package of each plan, imported once."""
    with ExitStack() as stack:
        yield cache(lambda name: stack.enter_context(package(plan_named(name))))


@pytest.fixture
def targets(packages: Callable[[str], ModuleType], tmp_path: Path) -> Mapping[str, Callable[..., Any]]:
    """How each target computes the example of a plan."""

    def with_pandas(name: str, example: ExampleSpec) -> Any:
        tables, faults = frames(example.data)
        return packages(name).calculate(tables, example.period, faults=faults)

    def with_duckdb(name: str, example: ExampleSpec) -> Any:
        sources = {dataset: tmp_path / f"{dataset}.csv" for dataset in example.data}
        for dataset, path in sources.items():
            path.write_bytes(example.data[dataset].encode())
        return duckdb(plan_named(name), sources, example.period)

    def with_excel(name: str, example: ExampleSpec) -> Any:
        found = workbook(plan_named(name), example.data, example.period, formualizer, 20)
        releases = {each: Release(tuple(said)) for each, said in found.items() if not isinstance(said, Unsupported)}
        return Publication(releases, ())

    return {
        "reference": lambda name, example: reference(plan_named(name), example.data, example.period),
        "pandas": with_pandas,
        "duckdb": with_duckdb,
        "excel": with_excel,
    }


TARGETS = ("reference", "pandas", "duckdb", "excel")
UNEXPRESSED: dict[tuple[str, str], str] = {}
"""By target and indicator, why its examples are not run."""


def test_every_target_is_asked(targets: Mapping[str, object]) -> None:
    assert tuple(targets) == TARGETS


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize(("name", "indicator", "example"), EXAMPLES)
def test_example_comes_out(
    target: str, name: str, indicator: Indicator, example: ExampleSpec, targets: Mapping[str, Callable[..., Any]]
) -> None:
    results = targets[target](name, example)
    assert results.faults == ()
    compare_totals(name, indicator, example, results.releases[indicator.id].observations)


def compare_totals(name: str, indicator: Indicator, example: ExampleSpec, said: Sequence[Observation]) -> None:
    """The totals are those that are written, published as the reference evaluator does."""
    found = {each.component: each for each in said if not each.by}
    wanted = worked(plan_named(name), indicator, example)
    assert wanted is not None
    for component, expected in example.expect.items():
        assert agrees(expected, found[component].value, found[component].reason), component
        assert same(found[component], wanted.totals[component]), component


def each_example() -> Iterator[tuple[str, Indicator, ExampleSpec]]:
    yield from (each.values for each in EXAMPLES)  # type: ignore[misc]


def sql_said(target: Target, name: str, indicator: Indicator, example: ExampleSpec) -> list[str]:
    """What a database says of an example otherwise than it is written, and than the reference has it in any cell."""
    plan = narrowed(plan_named(name), [indicator.id])
    reason = target.gaps(plan).get(indicator.id, "")
    assert reason == UNEXPRESSED.get((target.name, indicator.id), "")
    tables = {dataset: from_csv(text) for dataset, text in example.data.items()}
    with target.open(plan) as run:
        got = run(tables, example.period)[indicator.id]
    wrong = [got.failed] if got.failed else []
    wrong += map(str, differences(target.expected(plan)(tables, example.period)[indicator.id], got))
    for component, expected in example.expect.items():
        said = got.facts.get(((), component), {})
        if not agrees(expected, said.get("value"), said.get("reason")):
            wrong.append(f"{component}: {said}, written is {expected}")
    return wrong


def printed_target(name: str) -> Target:
    return next(each for each in VERIFIED if each.name == name)


@pytest.mark.parametrize(("name", "indicator", "example"), EXAMPLES)
def test_example_comes_out_of_printed_sql(name: str, indicator: Indicator, example: ExampleSpec) -> None:
    assert sql_said(printed_target("sql"), name, indicator, example) == []


def test_examples_come_out_of_postgres(monkeypatch: pytest.MonkeyPatch) -> None:
    with postgres_server() as address:
        monkeypatch.setenv(POSTGRES_SERVER, address)
        wrong = {each[2].title: sql_said(printed_target("postgres"), *each) for each in each_example()}
    assert {title: said for title, said in wrong.items() if said} == {}
    assert len(wrong) == len(EXAMPLES)


def test_examples_come_out_of_spark() -> None:
    session = spark_session()
    try:
        wrong = {each[2].title: sql_said(printed_target("spark"), *each) for each in each_example()}
    finally:
        session.stop()
    assert {title: said for title, said in wrong.items() if said} == {}
    assert len(wrong) == len(EXAMPLES)


def test_examples_come_out_of_libreoffice(tmp_path: Path) -> None:
    """The workbook as somebody would send it, with every formula computed anew."""
    books = {name: blank(plan(), 20) for name, plan in PLANS.items()}
    made = [filled(books[name], example.data, example.period) for name, _, example in each_example()]
    cells = computed({f"example-{at}": typed(each) for at, each in enumerate(made)}, tmp_path)
    for at, (name, indicator, example) in enumerate(each_example()):
        said = observations(made[at].calculation, indicator.id, cells[f"example-{at}"])
        compare_totals(name, indicator, example, said)


def agrees(expected: str | bool | None, value: object, reason: object) -> bool:
    """Numbers within 1e-9, relative; a value that is absent has a reason."""
    if expected is None:
        return value is None and reason is not None
    if isinstance(expected, bool):
        return value is expected
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | Fraction):
        return False
    wanted = Fraction(expected)
    return abs(Fraction(value) - wanted) <= abs(wanted) / 10**9
