"""The printed statements of the conformance cases, what the reference evaluator says of them, and how to compare.

Printed SQL is not protected and not rounded: it gives values, reasons and n. So the reference computes without a
disclosure limit.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from sqlglot import exp

from rbm_spec.kernel.definitions import By
from rbm_spec.kernel.periods import containing
from rbm_spec.plan.model import Plan
from rbm_spec.reference import compute as reference
from rbm_spec.targets.sql.artifacts import NO_CHECKS, unsupported
from rbm_spec.targets.sql.columns import Columns
from rbm_spec.targets.sql.dialects import Dialect
from rbm_spec.targets.sql.statement import Statement, statement
from rbm_spec.targets.sql.store import Settings, Store, open_store
from rbm_spec.targets.sql.trees import column, table
from rbm_spec.targets.unsupported import Unsupported
from tests.conformance.cases import Case
from tests.targets.sql.test_engine import files, plan_of

Cells = Mapping[tuple[By, str], tuple[object, str | None, int | None]]


@dataclass(frozen=True)
class Printed:
    """A case with its plan, its typed rows by dataset, and what must come out."""

    case: Case
    plan: Plan
    columns: Columns
    rows: Mapping[str, Sequence[tuple[Any, ...]]]
    submitted: frozenset[str]
    expected: Cells

    def statement(self, dialect: Dialect) -> Statement:
        indicator = self.plan.indicators["tested"]
        period = containing(self.case.period, indicator.spec.frequency, self.plan.start)
        assert period is not None
        columns = Columns(self.plan, dialect, dict(self.columns.widths))
        return statement(columns, indicator, reference.method_in(indicator, period), period, self.submitted)


def refused(case: Case, plan: Plan, dialect: Dialect) -> Unsupported | None:
    """Why a case is not run as printed SQL."""
    return NO_CHECKS if "data_error" in case.expect else unsupported(plan, [dialect]).get((dialect.id, "tested"))


def printed(case: Case, folder: Path) -> Printed:
    plan = plan_of(case)
    open_plan = dataclasses.replace(plan, spec=dataclasses.replace(plan.spec, minimum_cell=0))
    release = reference.compute(open_plan, case.data, case.period).releases["tested"]
    expected = {(each.by, each.component): (each.value, each.reason, each.n) for each in release.observations}
    store = open_store(plan, files(case, folder), Settings())
    rows = {name: typed_rows(store, name) for name, each in plan.datasets.items() if each.derivation is None}
    store.connection.close()
    return Printed(case, plan, store.columns, rows, frozenset(store.submitted), expected)


def typed_rows(store: Store, dataset: str) -> list[tuple[Any, ...]]:
    fields = store.plan.datasets[dataset].fields
    return store.rows(exp.select(*(column(each) for each in fields)).from_(table(dataset)))


def differences(each: Printed, made: Statement, rows: Sequence[Sequence[Any]]) -> list[str]:
    """What the rows of a statement say that the reference does not."""
    found: dict[tuple[By, str], tuple[object, str | None, int | None]] = {}
    paths = list(made.codes)
    breakdowns = [tuple(d.path for d in dims) for dims in each.plan.indicators["tested"].breakdowns]
    readable = [dims for dims in breakdowns if set(dims) <= set(paths)]
    for row in rows:
        number, codes, n, rest = row[0], row[1 : 1 + len(paths)], row[1 + len(paths)], row[2 + len(paths) :]
        split = readable[number - 1] if number else ()
        by = tuple((path, _code(codes[paths.index(path)])) for path in split)
        for at, component in enumerate(made.components):
            found[by, component] = (rest[2 * at], rest[2 * at + 1], n)
    wrong = [] if found.keys() == each.expected.keys() else [f"cells {list(found)}, expected {list(each.expected)}"]
    for key, (value, reason, n) in each.expected.items():
        got = found.get(key)
        if got is None:
            continue
        if not same(value, got[0]) or reason != got[1]:
            wrong.append(f"{key}: {got[0]!r} {got[1]}, expected {value!r} {reason}")
        if n != got[2]:
            wrong.append(f"{key} n: {got[2]}, expected {n}")
    return wrong


def _code(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)


def same(expected: object, got: object) -> bool:
    """Within 1e-9, relative; within 1e-12 of zero."""
    if not isinstance(expected, Fraction):
        return expected is got or (isinstance(expected, bool) and expected == bool(got) and got is not None)
    if got is None or isinstance(got, bool) or not isinstance(got, int | float | Decimal):
        return False
    found = Fraction(got)
    return abs(found - expected) <= (abs(expected) / 10**9 if expected else Fraction(1, 10**12))


Run = Callable[[Printed, Statement], Sequence[Sequence[Any]]]
