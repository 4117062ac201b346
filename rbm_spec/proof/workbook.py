"""The entry workbook of all datasets, typed into and computed in this process, and what it is expected to say.

It hides nothing, and leaves to the centre what it names: indicators, breakdowns, judgements, and rows or days beyond
those that it computes. Faulty data is not compared: it is told when a workbook is read back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from rbm_spec.expr.types import Kind
from rbm_spec.kernel.release import Observation
from rbm_spec.plan.model import Dataset, Plan
from rbm_spec.proof.answers import Answer, Answers, Facts, Key, Run, unprotected
from rbm_spec.proof.data import Table, Tables, as_csv

SAID = ("value", "published", "reason", "status", "n", "assessment", "series_break")
ROWS = 64
"""Of a dataset, that the formulas of the workbook compute; where there are more, the centre does."""


@contextmanager
def opened(plan: Plan) -> Iterator[Run]:
    """The workbook is made once; the tables of every run are typed into a copy."""
    from rbm_spec.targets.excel.live.reading import is_beyond, observations
    from rbm_spec.targets.excel.running import blank, filled, formualizer

    book, judged_elsewhere = blank(plan, ROWS), {name: left.components for name, left in _left(plan).items()}

    def run(tables: Tables, period: str) -> Answers:
        cell = formualizer(filled(book, as_csv(tables), period))
        refused = {name for name, table in tables.items() if table and _has_early_days(plan.datasets[name], table)}
        return {
            name: Answer({}, left=True)
            if is_beyond(book.calculation, name, cell) or refused.intersection(plan.indicators[name].reads)
            else _answer(observations(book.calculation, name, cell), judged_elsewhere[name])
            for name in book.calculation.results
        }

    yield run


def _has_early_days(dataset: Dataset, table: Table) -> bool:
    """Whether there are days of which a workbook says that it cannot hold them, as RBM804 does."""
    from rbm_spec.targets.excel.entries import FIRST_DAY

    days = [
        at
        for at, name in enumerate(table.columns)
        if name in dataset.fields and dataset.fields[name].type.kind in (Kind.DATE, Kind.DATETIME)
    ]
    return any(row[at] and row[at][:10] < FIRST_DAY.isoformat() for row in table.rows for at in days)


def _answer(said: list[Observation], judged_elsewhere: frozenset[str]) -> Answer:
    facts = {
        (each.by, each.component): _kept({fact: getattr(each, fact) for fact in SAID}, each.component, judged_elsewhere)
        for each in said
    }
    return Answer(facts, frozenset(facts))


def expected(plan: Plan) -> Run:
    """The reference evaluator, less what the workbook leaves to the centre; in periods that can be chosen in it."""
    from rbm_spec.targets.excel.live.periods import labels

    bare, left = unprotected(plan, SAID), _left(plan)
    offered = labels(plan, [each.spec.frequency for each in plan.indicators.values()])

    def run(tables: Tables, period: str) -> Answers:
        found: dict[str, Answer] = {}
        for name, answer in bare(tables, period).items() if period in offered else ():
            facts: dict[Key, Facts] = {
                (by, component): _kept(said, component, left[name].components)
                for (by, component), said in answer.facts.items()
                if tuple(path for path, _ in by) not in left[name].breakdowns
            }
            found[name] = Answer(facts)
        return found

    return run


def _kept(said: Facts, component: str, judged_elsewhere: frozenset[str]) -> Facts:
    return {fact: each for fact, each in said.items() if fact != "assessment" or component not in judged_elsewhere}


@dataclass(frozen=True, slots=True)
class _Left:
    """`reason` where it is the whole indicator; paths of breakdowns, and components that are judged elsewhere."""

    reason: str
    breakdowns: frozenset[tuple[str, ...]]
    components: frozenset[str]


def _left(plan: Plan) -> Mapping[str, _Left]:
    from rbm_spec.targets.excel.live.support import unsupported

    found = {}
    for name, several in unsupported(plan, together=True).items():
        dims = [tuple(each.path for each in dimensions) for dimensions in plan.indicators[name].breakdowns]
        found[name] = _Left(
            next((each.reason for each in several if each.breakdown is None and each.component is None), ""),
            frozenset(dims[each.breakdown] for each in several if each.breakdown is not None),
            frozenset(each.component for each in several if each.component is not None),
        )
    return found


def gaps(plan: Plan) -> Mapping[str, str]:
    """The indicators that no workbook computes, even where one office enters everything."""
    return {name: left.reason for name, left in _left(plan).items() if left.reason}
