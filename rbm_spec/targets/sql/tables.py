"""The tables of one period: the collected ones, and the derived ones as they are in that period."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlglot import exp

from rbm_spec.kernel.faults import Fault
from rbm_spec.kernel.periods import Period
from rbm_spec.plan.model import Dataset
from rbm_spec.targets.sql.checks import check_keys, check_rules, check_ties
from rbm_spec.targets.sql.derive import derived
from rbm_spec.targets.sql.listing import ROW, row_number
from rbm_spec.targets.sql.rows import Query, by_key
from rbm_spec.targets.sql.store import Store
from rbm_spec.targets.sql.trees import column, day, infix, name, named, table, whole


@dataclass
class PeriodTables:
    """`number` tells the derived tables of periods apart; `checked` asks for the faults of derived data."""

    store: Store
    period: Period
    number: int
    checked: bool
    query: Query = field(init=False)
    submitted: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        plan = self.store.plan
        self.submitted = set(self.store.submitted)
        ends = {
            "period.start": self.period.start,
            "period.end": self.period.end,
            "plan.start": plan.start,
            "plan.end": plan.end,
        }
        parameters = {each: day(moment) for each, moment in ends.items()}
        self.query = Query(self.store.columns, parameters, {each: each for each in self.store.once})
        for dataset in plan.datasets.values():
            if dataset.derivation is not None:
                self._derive(dataset)

    def fresh(self) -> Query:
        """A query over these tables."""
        return Query(self.store.columns, self.query.parameters, self.query.tables)

    def _derive(self, dataset: Dataset) -> None:
        assert dataset.derivation is not None
        query = self.fresh()
        made = f"{dataset.id} in {self.number}"
        statement = derived(query, dataset.id)
        self.store.run(
            exp.Create(this=exp.Table(this=name(made)), kind="TABLE", expression=with_codes(statement, query))
        )
        self.query.tables = {**self.query.tables, dataset.id: made}
        if dataset.derivation.source in self.submitted:
            self.submitted.add(dataset.id)
            if self.checked:
                self.faults += check_ties(self.store, dataset, self.fresh())
                self.faults += check_keys(self.store, dataset, self.fresh())
                self.faults += check_rules(self.store, dataset, self.fresh())


def with_codes(selected: Any, query: Query) -> Any:
    """The statement with the code lists that it joins."""
    for each, codes in reversed(query.code_queries()):
        selected = selected.with_(name(each), as_=codes)
    return selected


def take_first(store: Store, dataset: Dataset) -> None:
    """Lets references lead to the first row of a key that is there twice, so that no row becomes several."""
    made, nth = by_key(dataset.id), "nth of its key"
    if made in store.once:
        return
    numbered = exp.select("*", named(row_number(), ROW)).from_(table(dataset.id)).subquery("numbered")
    rank = exp.Window(
        this=exp.RowNumber(), partition_by=[column(each) for each in dataset.spec.key],
        order=exp.Order(expressions=[exp.Ordered(this=column(ROW))]),
    )  # fmt: skip
    ranked = exp.select("*", named(rank, nth)).from_(numbered).subquery("ranked")
    first = exp.select(*(column(each) for each in dataset.fields)).from_(ranked)
    first = first.where(infix(exp.EQ, column(nth), whole(1)))
    store.run(exp.Create(this=exp.Table(this=name(made)), kind="TABLE", expression=first))
    store.once.add(made)
