"""Tables -> what is wrong with their data: one counting query a dataset, and the first rows of what it found.

Types, required cells, codes and their validity, bounds, patterns, keys, references, rules, ties among newest rows. SQL
finds the rows; what is said of them is said by the kernel.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial
from typing import Any

from sqlglot import exp

from rbm_spec.expr.types import Kind
from rbm_spec.kernel import reading
from rbm_spec.kernel.faults import Fault
from rbm_spec.kernel.reading import LONGEST_TEXT, MOST_FAULTS, Allowed
from rbm_spec.plan.model import Dataset, Field
from rbm_spec.targets.sql.derive import ties
from rbm_spec.targets.sql.intake import Column, fits, matches
from rbm_spec.targets.sql.listing import (
    ROW,
    Check,
    Said,
    always,
    content,
    found_by,
    group_names,
    joined,
    listed,
    row_number,
)
from rbm_spec.targets.sql.rows import Query, Rows
from rbm_spec.targets.sql.store import Store, guarded_cell, raw_name
from rbm_spec.targets.sql.trees import (
    Tree,
    call,
    cast,
    column,
    count_rows,
    day,
    every,
    infix,
    is_null,
    is_present,
    named,
    opposite,
    some,
    table,
    text,
    whole,
)


def check_cells(store: Store, dataset: Dataset) -> list[Fault]:
    """What is wrong with single cells of a collected dataset, whatever the period."""
    if dataset.id not in store.raw:
        return []
    source = table(raw_name(dataset.id))
    (rows,) = store.rows(exp.select(count_rows()).from_(source.copy()))[0]
    faults: list[Fault] = []
    checks: list[Check] = []
    for each in dataset.fields.values():
        raw = store.raw[dataset.id].get(each.id)
        if raw is not None:
            checks += _cell_checks(store, dataset, each, raw)
        elif each.required and rows:
            faults.append(Fault(dataset.id, 0, each.id, "", reading.no_column(each.id, each.label)))
    return faults + found_by(store, dataset, source, [], checks)


def check_relations(store: Store, dataset: Dataset, query: Query, told: Iterable[Fault]) -> list[Fault]:
    """What is wrong with keys, references and the validity of codes; `told` are the faults of cells.

    A part of a key that is required, or cannot be read, has been told already.
    """
    known = {(fault.row, fault.column) for fault in told if fault.dataset == dataset.id}
    keys = [
        fault
        for fault in check_keys(store, dataset, query)
        if fault.value or not {(fault.row, fault.column), (0, fault.column)} & known
    ]
    rows = Rows(query, dataset.id)
    checks = [check for each in dataset.fields.values() for check in _relations(store, dataset, each, rows)]
    return keys + found_by(store, dataset, rows.source(), rows.joins, checks, query)


def check_rules(store: Store, dataset: Dataset, query: Query) -> list[Fault]:
    """Rows, collected or derived, that break a rule."""
    rows = Rows(query, dataset.id)
    checks = []
    for rule in dataset.rules:
        condition = rows.condition(rule.condition)
        assert condition is not None
        checks.append(Check("", opposite(condition), always(reading.rule_broken(rule.message))))
    return found_by(store, dataset, rows.source(), rows.joins, checks, query)


def check_ties(store: Store, dataset: Dataset, query: Query) -> list[Fault]:
    """Groups of a derived dataset with several newest rows."""
    derivation = dataset.derivation
    if derivation is None or not derivation.latest_by:
        return []
    faults = []
    for *key, newest, how_many in store.rows(joined(ties(query, dataset.id), [], query)):
        shown = reading.group_of(map(content, key))
        wrong = reading.several_newest(shown, how_many, content(newest))
        faults.append(Fault(dataset.id, 0, str(derivation.on), shown, wrong))
    return faults


def _cell_checks(store: Store, dataset: Dataset, each: Field, raw: Column) -> Iterator[Check]:
    """Cells that are required and absent, and cells that hold what they may not."""
    if each.required:
        yield Check(each.id, is_null(raw.content), always(reading.required(each.label)))
    spec = each.spec
    assert spec is not None
    wrong = [is_null(result := guarded_cell(store, dataset, each))]
    for bound, kind in ((spec.minimum, exp.LT), (spec.maximum, exp.GT)):
        limit = _limit(each, bound)
        if limit is not None:
            at = cast(result.copy(), "date") if each.type.kind is Kind.DATETIME else result.copy()
            wrong.append(infix(kind, at, limit))
    if spec.pattern and each.type.kind is Kind.TEXT:
        wrong.append(opposite(matches(result.copy(), spec.pattern)))
        wrong.append(infix(exp.GT, call("LENGTH", result.copy()), whole(LONGEST_TEXT)))
    if len(wrong) == 1 and result == raw.content:
        return
    broken = infix(exp.And, is_present(raw.content), exp.Paren(this=some(wrong)))
    moment = raw.kind in ("day", "moment")
    shown = cast(raw.content, "text") if moment else raw.content
    may_lack = not fits(each, raw) and raw.kind == "whole" and _lacks(store, dataset, raw)
    yield Check(each.id, broken, partial(_wrong, _allowed(store, each), moment, may_lack), [shown])


def _allowed(store: Store, each: Field) -> Allowed:
    spec = each.spec
    assert spec is not None
    codes = store.plan.codelists[each.type.codelist].codes if each.type.codelist else ()
    least, most = (date.fromisoformat(end) if isinstance(end, str) else end for end in (spec.minimum, spec.maximum))
    return Allowed(spec.type, each.label, each.type.codelist, codes, least, most, spec.pattern or "")


def _lacks(store: Store, dataset: Dataset, raw: Column) -> bool:
    """Whether a column has missing values: whole numbers are then read as binary ones."""
    (found,) = store.rows(exp.select(call("BOOL_OR", is_null(raw.tree.copy()))).from_(table(raw_name(dataset.id))))[0]
    return bool(found)


def _wrong(allowed: Allowed, moment: bool, may_lack: bool, value: Any) -> Said | None:
    """What to say of a cell; None when there is nothing wrong with it after all."""
    if moment:
        value = _moment(value, allowed.type)
    shown = reading.as_text(float(value) if may_lack else value, allowed.type)
    if shown is None:
        shown = str(float(value) if may_lack else value)
        return shown, reading.misread(allowed.type, shown)
    content = reading.parse(allowed.type, shown)
    wrong = reading.misread(allowed.type, shown) if content is None else reading.unsuitable(allowed, content)
    return None if wrong is None else (shown, wrong)


def _moment(shown: str, type_: str) -> datetime | str:
    """A day or moment as DuckDB writes it; text where it is in no calendar, or no day in a field for days."""
    try:
        found = datetime.fromisoformat(shown)
    except ValueError:
        return shown.replace(" ", "T")
    return found.isoformat() if type_ == "date" and found.time() != time() else found


def _limit(each: Field, bound: Decimal | str | None) -> Tree | None:
    if isinstance(bound, Decimal) and each.type.kind is Kind.NUMBER:
        size = exp.Literal.number(format(abs(bound), "f"))
        return exp.Neg(this=size) if bound < 0 else size
    if isinstance(bound, str) and each.type.kind in (Kind.DATE, Kind.DATETIME):
        return day(date.fromisoformat(bound))
    return None


def _relations(store: Store, dataset: Dataset, each: Field, rows: Rows) -> Iterator[Check]:
    if each.type.kind is Kind.CODE and dataset.time is not None:
        yield from _validity(store, dataset, each, rows)
    if each.type.kind is Kind.REFERENCE and each.type.dataset in store.submitted:
        yield _reference(store, each, column(each.id, rows.alias))


def _validity(store: Store, dataset: Dataset, each: Field, rows: Rows) -> Iterator[Check]:
    codelist = store.plan.codelists[each.type.codelist]
    value, moment = column(each.id, rows.alias), cast(column(str(dataset.time), rows.alias), "date")
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
        yield Check(
            each.id, broken, lambda code, at: (code, reading.out_of_time(code, codelist.id, at)), [value, moment]
        )


def _reference(store: Store, each: Field, value: Tree) -> Check:
    target = each.type.dataset
    key = column(store.plan.datasets[target].spec.key[0])
    keys = exp.select(cast(key, "text")).from_(table(target)).where(is_present(key.copy()))
    unknown = opposite(exp.In(this=value.copy(), query=exp.Subquery(this=keys)))
    broken = every([is_present(value.copy()), unknown])
    assert broken is not None
    return Check(each.id, broken, lambda found: (found, reading.unknown_reference(target, found)), [value])


def check_keys(store: Store, dataset: Dataset, query: Query) -> list[Fault]:
    """Rows without a complete key, and rows whose key an earlier one has."""
    key = dataset.spec.key
    if not key:
        return []
    source = table(query.table_of(dataset.id))
    columns = [column(each) for each in key]
    wrong = reading.incomplete_key(dataset.id, list(key))
    checks = []
    for number, each in enumerate(columns):
        first = [is_present(before.copy()) for before in columns[:number]]
        broken = every([*first, is_null(each.copy())])
        assert broken is not None
        checks.append(Check(key[number], broken, always(wrong)))
    return found_by(store, dataset, source, [], checks) + list(_twice(store, dataset, source, columns))


def _twice(store: Store, dataset: Dataset, source: Tree, columns: list[Tree]) -> Iterator[Fault]:
    complete = every(is_present(each.copy()) for each in columns)
    assert complete is not None
    groups = exp.select(named(count_rows(), "rows")).from_(source.copy()).where(complete.copy())
    groups = groups.group_by(*(each.copy() for each in columns)).having(infix(exp.GT, count_rows(), whole(1)))
    several = infix(exp.Sub, exp.Sum(this=column("rows")), count_rows())
    (count,) = store.rows(exp.select(several).from_(groups.subquery("groups")))[0]
    if not count:
        return
    numbered = exp.select("*", named(row_number(), ROW)).from_(source.copy()).subquery("numbered")
    nth = exp.Window(
        this=exp.RowNumber(), partition_by=[each.copy() for each in columns],
        order=exp.Order(expressions=[exp.Ordered(this=column(ROW))]),
    )  # fmt: skip
    ranked = exp.select("*", named(nth, "nth")).from_(numbered).where(complete).subquery("ranked")
    first = [column(each) for each in group_names(dataset) or (ROW,)]
    again = exp.select(*first, *(each.copy() for each in columns)).from_(ranked)
    again = again.where(infix(exp.GT, column("nth"), whole(1)))
    again = again.order_by(*(each.copy() for each in first)).limit(MOST_FAULTS + 1)

    def said(*values: Any) -> Said:
        shown = ", ".join(str(content(value)) for value in values)
        return shown, reading.key_twice(dataset.id, shown)

    yield from listed(dataset, dataset.spec.key[0], store.rows(again), count, said)
