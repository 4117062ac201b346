"""Tables -> what is wrong with their data: one counting query a dataset, and the first rows of what it found.

Types, required cells, codes and their validity, bounds, patterns, keys, references, rules, ties among newest rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlglot import exp

from rbm_spec.expr.types import Kind
from rbm_spec.kernel.faults import Fault
from rbm_spec.plan.model import Dataset, Field
from rbm_spec.targets.sql.derive import ties
from rbm_spec.targets.sql.intake import misread
from rbm_spec.targets.sql.rows import Query, Rows
from rbm_spec.targets.sql.store import Store, cell, raw_name
from rbm_spec.targets.sql.trees import (
    Tree,
    column,
    count_rows,
    day,
    every,
    infix,
    is_null,
    is_present,
    name,
    named,
    opposite,
    some,
    table,
    text,
    where,
)

SHOWN = 20
"""Faults of one kind that are shown with their row; the rest are counted."""
ROW = "row number"
WANTED = {
    "integer": "a whole number of at most 15 digits",
    "number": "a number such as 1234.5, of at most 15 digits",
    "money": "an amount such as 1234.50, of at most 15 digits",
    "date": "a date such as 2028-01-31",
    "datetime": "a date and time such as 2028-01-31T09:30:00, without time zone",
    "boolean": "true or false",
}


@dataclass(frozen=True)
class Check:
    """Rows for which `broken` is true are wrong; `value` is shown of them, in the message before `after`."""

    column: str
    broken: Tree
    value: Tree
    said: str
    after: str | None = None

    def message(self, shown: str) -> str:
        """The sentence about one row."""
        return self.said if self.after is None else f"{self.said}{shown}{self.after}"


def check_cells(store: Store, dataset: Dataset) -> list[Fault]:
    """What is wrong with single cells of a collected dataset, whatever the period."""
    if dataset.id not in store.raw:
        return []
    checks = [*_raw_checks(store, dataset)]
    return _found(store, dataset, table(raw_name(dataset.id)), [], checks) + _patterns(store, dataset)


def check_rows(store: Store, dataset: Dataset, query: Query) -> list[Fault]:
    """What is wrong with typed or derived rows: values, rules, references and keys."""
    rows = Rows(query, dataset.id)
    checks = [] if dataset.derivation else list(_value_checks(store, dataset, rows))
    for rule in dataset.rules:
        condition = rows.condition(rule.condition)
        assert condition is not None
        checks.append(Check("", opposite(condition), exp.Null(), rule.message))
    return _found(store, dataset, rows.source(), rows.joins, checks, query) + _keys(store, dataset, query)


def check_ties(store: Store, dataset: Dataset, query: Query) -> list[Fault]:
    """Groups of a derived dataset with several newest rows."""
    derivation = dataset.derivation
    if derivation is None or not derivation.latest_by:
        return []
    faults = []
    for *key, newest, how_many in store.rows(ties(query, dataset.id).limit(SHOWN)):
        shown = ", ".join(map(str, key))
        message = f"{shown} has {how_many} newest rows, all of {newest}."
        faults.append(Fault(dataset.id, 0, str(derivation.on), shown, message))
    return faults


def _raw_checks(store: Store, dataset: Dataset) -> Iterator[Check]:
    """Cells that cannot be read, and cells that are required and absent."""
    for each in dataset.fields.values():
        raw = store.raw[dataset.id].get(each.id)
        if each.required:
            absent = exp.true() if raw is None else is_null(raw.content)
            yield Check(each.id, absent, exp.Null(), f"{each.label} is required.")
        kind = each.spec.type if each.spec else ""
        if raw is not None and kind in WANTED:
            result = cell(store, dataset, each, store.raw[dataset.id])
            if result != raw.content:
                yield Check(each.id, misread(raw, result), raw.content, '"', f'" is not {WANTED[kind]}.')


def _value_checks(store: Store, dataset: Dataset, rows: Rows) -> Iterator[Check]:
    for each in dataset.fields.values():
        value = column(each.id, rows.alias)
        if each.type.kind is Kind.CODE:
            yield from _codes(store, dataset, each, rows)
        if each.type.kind is Kind.REFERENCE and each.type.dataset in store.submitted:
            yield _reference(store, each, value)
        for bound, kind, words in (
            (each.spec.minimum if each.spec else None, exp.LT, "below"),
            (each.spec.maximum if each.spec else None, exp.GT, "above"),
        ):
            limit = _limit(each, bound)
            if limit is not None:
                at = exp.cast(value.copy(), "date") if each.type.kind is Kind.DATETIME else value.copy()
                yield Check(each.id, infix(kind, at, limit), value, f"{each.label} is {words} {bound}.")


def _limit(each: Field, bound: Decimal | str | None) -> Tree | None:
    if isinstance(bound, Decimal) and each.type.kind is Kind.NUMBER:
        size = exp.Literal.number(format(abs(bound), "f"))
        return exp.Neg(this=size) if bound < 0 else size
    if isinstance(bound, str) and each.type.kind in (Kind.DATE, Kind.DATETIME):
        return day(date.fromisoformat(bound))
    return None


def _codes(store: Store, dataset: Dataset, each: Field, rows: Rows) -> Iterator[Check]:
    codelist = store.plan.codelists[each.type.codelist]
    value = column(each.id, rows.alias)
    listed = exp.In(this=value.copy(), expressions=[text(code) for code in codelist.codes])
    yield Check(each.id, opposite(listed), value, f'The list {codelist.id} has no code "', '".')
    if dataset.time is None:
        return
    moment = exp.cast(column(dataset.time, rows.alias), "date")
    outside = []
    for code, entry in codelist.codes.items():
        limits: list[Tree] = []
        if entry.valid_from:
            limits.append(infix(exp.LT, moment.copy(), day(date.fromisoformat(entry.valid_from))))
        if entry.valid_to:
            limits.append(infix(exp.GT, moment.copy(), day(date.fromisoformat(entry.valid_to))))
        beyond = some(limits)
        if beyond is not None:
            outside.append(infix(exp.And, infix(exp.EQ, value.copy(), text(code)), beyond))
    broken = some(outside)
    if broken is not None:
        both = exp.DPipe(
            this=exp.DPipe(this=value.copy(), expression=text('" is not valid on ')),
            expression=exp.cast(moment.copy(), "text"),
        )
        yield Check(each.id, broken, both, 'The code "', f" ({codelist.id}).")


def _reference(store: Store, each: Field, value: Tree) -> Check:
    target = each.type.dataset
    key = column(store.plan.datasets[target].spec.key[0])
    keys = exp.select(exp.cast(key, "text")).from_(table(target)).where(is_present(key.copy()))
    unknown = opposite(exp.In(this=value.copy(), query=exp.Subquery(this=keys)))
    broken = every([is_present(value.copy()), unknown])
    assert broken is not None
    return Check(each.id, broken, value, f'{target} has no row with the key "', '".')


def _found(
    store: Store, dataset: Dataset, source: Tree, joins: list[Tree], checks: list[Check], query: Query | None = None
) -> list[Fault]:
    """Counts what is broken; for each check that is, the first rows and how many more there are."""
    if not checks:
        return []
    counting = exp.select(*(where(count_rows(), check.broken.copy()) for check in checks)).from_(source.copy())
    counts = store.rows(_joined(counting, joins, query))[0]
    faults = []
    for check, count in zip(checks, counts, strict=True):
        if count:
            faults += _first(store, dataset, source, joins, check, query)
        if count > SHOWN:
            message = f"{count - SHOWN} further rows have the same fault."
            faults.append(Fault(dataset.id, 0, check.column, "", message))
    return faults


def _joined(selected: exp.Select, joins: list[Tree], query: Query | None) -> exp.Select:
    for join in joins:
        selected = selected.join(join.copy())
    for each, codes in query.code_queries() if query else ():
        selected = selected.with_(name(each), as_=codes)
    return selected


def _first(
    store: Store, dataset: Dataset, source: Tree, joins: list[Tree], check: Check, query: Query | None
) -> list[Fault]:
    alias = source.alias_or_name
    numbered = exp.select("*", named(_row_number(), ROW)).from_(exp.Table(this=name(source.name)))
    inside = exp.Subquery(this=numbered, alias=exp.TableAlias(this=name(alias)))
    shown = exp.cast(check.value.copy(), "text")
    selected = exp.select(column(ROW, alias), shown).from_(inside).where(check.broken.copy())
    found = store.rows(_joined(selected, joins, query).order_by(column(ROW, alias)).limit(SHOWN))
    return [Fault(dataset.id, row, check.column, value or "", check.message(value or "")) for row, value in found]


def _row_number() -> Tree:
    return exp.Window(this=exp.RowNumber())


def _patterns(store: Store, dataset: Dataset) -> list[Fault]:
    """Patterns are Python's, so each distinct value is held against them here."""
    faults: list[Fault] = []
    for each in dataset.fields.values():
        pattern = each.spec.pattern if each.spec else None
        if not pattern or each.type.kind is not Kind.TEXT or each.id not in store.raw[dataset.id]:
            continue
        values = exp.select(column(each.id)).distinct().from_(table(dataset.id)).where(is_present(column(each.id)))
        wrong = sorted(value for (value,) in store.rows(values) if not re.fullmatch(pattern, value))
        if wrong:
            broken = exp.In(this=column(each.id, dataset.id), expressions=[text(value) for value in wrong[:SHOWN]])
            check = Check(
                each.id, broken, column(each.id, dataset.id), f"{each.label} does not have the form {pattern}."
            )
            faults += _first(store, dataset, table(dataset.id), [], check, None)
    return faults


def _keys(store: Store, dataset: Dataset, query: Query) -> list[Fault]:
    """Rows without a complete key, and keys that are there twice."""
    key = dataset.spec.key
    if not key:
        return []
    source = query.table_of(dataset.id)
    columns = [column(each) for each in key]
    absent = some(is_null(each.copy()) for each in columns)
    assert absent is not None
    incomplete = f"The key ({', '.join(key)}) of a row of {dataset.id} is not complete."
    check = Check(key[0], absent, exp.Null(), incomplete)
    faults = _found(store, dataset, table(source), [], [check])
    complete = opposite(exp.Paren(this=absent.copy()))
    twice = exp.select(*columns).from_(table(source)).where(complete).group_by(*(each.copy() for each in columns))
    twice = twice.having(infix(exp.GT, count_rows(), exp.Literal.number(1)))
    for values in store.rows(twice.limit(SHOWN)):
        faults.append(_twice(store, dataset, source, values))
    return faults


def _twice(store: Store, dataset: Dataset, source: str, values: tuple[Any, ...]) -> Fault:
    """The second row that has the key."""
    shown = ", ".join(map(str, values))
    numbered = exp.select("*", named(_row_number(), ROW)).from_(table(source)).subquery("numbered")
    same = every(
        infix(exp.EQ, column(each), exp.convert(value)) for each, value in zip(dataset.spec.key, values, strict=True)
    )
    assert same is not None
    rows = store.rows(exp.select(column(ROW)).from_(numbered).where(same).order_by(column(ROW)).limit(2))
    message = f"The key {shown} is there twice in {dataset.id}."
    return Fault(dataset.id, rows[-1][0], dataset.spec.key[0], shown, message)
