"""Derived datasets -> queries over their source: groups with aggregates, or the newest row of each group."""

from __future__ import annotations

from sqlglot import exp

from rbm_spec.expr.types import Kind
from rbm_spec.plan.model import Derivation
from rbm_spec.targets.sql.aggregates import additive, fitting, holistic, measured
from rbm_spec.targets.sql.rows import Query, Rows
from rbm_spec.targets.sql.trees import Tree, column, every, infix, is_present, named, whole

RANK = "rank in group"
"""No field can have this name: ids hold no spaces."""


def derived(query: Query, dataset: str) -> exp.Select:
    """The rows of a derived dataset. Numbers it computes are added to what is known of columns."""
    derivation = query.plan.datasets[dataset].derivation
    assert derivation is not None
    for name in query.plan.datasets[dataset].fields:
        carried = query.plan.datasets[derivation.source].fields.get(name)
        if carried is not None and name not in derivation.fields and carried.type.kind is Kind.NUMBER:
            query.columns.widths[dataset, name] = query.columns.number(derivation.source, name)
    return _newest(query, dataset, derivation) if derivation.latest_by else _grouped(query, dataset, derivation)


def _grouped(query: Query, dataset: str, derivation: Derivation) -> exp.Select:
    rows = Rows(query, derivation.source)
    condition = rows.condition(derivation.condition)
    groups = [column(name, rows.alias) for name in derivation.group_by]
    chosen: list[Tree] = [named(group, name) for group, name in zip(groups, derivation.group_by, strict=True)]
    for name, aggregate in derivation.fields.items():
        kept = rows.condition(aggregate.condition)
        value = None if aggregate.of is None else fitting(rows.term(aggregate.of), query.setting())
        parts = [
            *additive(aggregate, value, kept, query.setting()),
            *holistic(aggregate, value, kept, query.setting()),
        ]
        found = measured(
            aggregate, {part.suffix: part.tree for part in parts}, value.number if value else None, query.setting()
        )
        if found.number is not None:
            query.columns.widths[dataset, name] = found.number
        chosen.append(named(found.tree, name))
    selected = exp.select(*chosen).from_(rows.source())
    return _finished(selected, rows, condition).group_by(*(group.copy() for group in groups))


def _newest(query: Query, dataset: str, derivation: Derivation) -> exp.Select:
    """Ties are found by the checks; here any of them may stand."""
    rows = Rows(query, derivation.source)
    condition = every(each for each in (rows.condition(derivation.condition), _dated(rows, derivation)) if each)
    fields = [named(column(name, rows.alias), name) for name in query.plan.datasets[dataset].fields]
    ranked = exp.select(*fields, named(ranking(rows, derivation), RANK)).from_(rows.source())
    inner = _finished(ranked, rows, condition).subquery("ranked")
    outer = exp.select(*(column(name) for name in query.plan.datasets[dataset].fields)).from_(inner)
    return outer.where(infix(exp.EQ, column(RANK), whole(1)))


def _dated(rows: Rows, derivation: Derivation) -> Tree:
    return is_present(column(str(derivation.on), rows.alias))


def ranking(rows: Rows, derivation: Derivation) -> Tree:
    """1 for the newest row of each group."""
    newest_first = exp.Ordered(this=column(str(derivation.on), rows.alias), desc=True, nulls_first=False)
    return exp.Window(
        this=exp.RowNumber(),
        partition_by=[column(name, rows.alias) for name in derivation.latest_by],
        order=exp.Order(expressions=[newest_first]),
    )


def ties(query: Query, dataset: str) -> exp.Select:
    """The groups with several newest rows: their key fields, the date and how many."""
    derivation = query.plan.datasets[dataset].derivation
    assert derivation is not None
    rows = Rows(query, derivation.source)
    on = str(derivation.on)
    condition = every(each for each in (rows.condition(derivation.condition), _dated(rows, derivation)) if each)
    groups = [column(name, rows.alias) for name in derivation.latest_by]
    newest_first = exp.Ordered(this=column(on, rows.alias), desc=True, nulls_first=False)
    rank = exp.Window(
        this=exp.Anonymous(this="RANK"), partition_by=[group.copy() for group in groups],
        order=exp.Order(expressions=[newest_first]),
    )  # fmt: skip
    names = [f"key_{number}" for number in range(len(groups))]
    keyed = [named(group, name) for group, name in zip(groups, names, strict=True)]
    ranked = exp.select(*keyed, named(column(on, rows.alias), "newest"), named(rank, RANK)).from_(rows.source())
    inner = _finished(ranked, rows, condition).subquery("ranked")
    keys = [column(name) for name in [*names, "newest"]]
    counted = exp.select(*keys, named(exp.Count(this=exp.Star()), "how_many")).from_(inner)
    counted = counted.where(infix(exp.EQ, column(RANK), whole(1))).group_by(*(key.copy() for key in keys))
    return counted.having(infix(exp.GT, exp.Count(this=exp.Star()), whole(1)))


def _finished(selected: exp.Select, rows: Rows, condition: Tree | None) -> exp.Select:
    """With joins and condition."""
    for join in rows.joins:
        selected = selected.join(join)
    return selected if condition is None else selected.where(condition)
