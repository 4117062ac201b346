"""The tables of files -> what is wrong with their rows, found by the engine that will compute from them.

All files of a period are checked at once, beside the rows of the store that they point to. Of what is found, that
counts which lies in a row of these files.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rbm_spec.collect import rules
from rbm_spec.collect.tables import Collected, Table, Trouble, joined
from rbm_spec.expr.types import Kind
from rbm_spec.ingest.intake import Received
from rbm_spec.kernel.faults import KEY_TWICE, Fault
from rbm_spec.kernel.periods import Period
from rbm_spec.kernel.reading import key_twice
from rbm_spec.plan.model import Plan
from rbm_spec.suggest import hint

LARGE = 200_000
"""From so many rows on the database checks them."""


def prepare() -> None:
    """Import what checks and the store need, while other processes read files."""
    for name in ("pyarrow.parquet", "rbm_spec.targets.pandas.imported", "pandas"):
        importlib.import_module(name)


def check(plan: Plan, files: Sequence[Received], standing: Mapping[str, Table]) -> None:
    """Tell each file what is wrong with its rows; `standing` are rows of the store that will still count."""
    able: dict[Period, list[Received]] = {}
    for each in files:
        if each.tables:
            able.setdefault(each.period or _whole(plan), []).append(each)
    for period in sorted(able, key=lambda each: (each.start, each.end)):
        _check_period(plan, period, able[period], standing)


def _whole(plan: Plan) -> Period:
    """For files whose period nobody knows: what is wrong with their rows is told all the same."""
    return Period("", plan.start, plan.end)


def _check_period(plan: Plan, period: Period, files: Sequence[Received], standing: Mapping[str, Table]) -> None:
    by_name = {each.name: each for each in files}
    tables = {
        dataset: joined([each.tables[dataset] for each in files if dataset in each.tables])
        for dataset in plan.datasets
        if any(dataset in each.tables for each in files)
    }
    given = dict(tables)
    for target in _targets(plan, tables):
        beside = [each for each in (tables.get(target), standing.get(target)) if each is not None]
        if beside:
            given[target] = joined(beside)
    collected = Collected(tables, (), frozenset(), "")
    twice: dict[str, list[Fault]] = {}
    for fault in _faults(plan, given, period):
        if fault.dataset not in tables or fault.row > tables[fault.dataset].rows:
            continue
        if fault.row == 0:
            for each in files:
                if fault.dataset in each.tables and fault.column not in each.tables[fault.dataset].columns:
                    each.troubles.append(replace(collected.place(fault), file=each.name, place=""))
            continue
        if fault.code == KEY_TWICE and fault.message == key_twice(fault.dataset, fault.value).message:
            twice.setdefault(fault.dataset, []).append(fault)
            continue
        trouble = collected.place(fault)
        received = by_name[trouble.file]
        if (fault.dataset, trouble.order, fault.column) not in received.told:
            received.troubles.append(_with_hint(plan, trouble))
    for dataset, faults in twice.items():
        _share_out(files, collected, plan.datasets[dataset].spec.key, faults)


def _with_hint(plan: Plan, trouble: Trouble) -> Trouble:
    """With the code that was meant, where the code of a list is wrong: many type its label."""
    if trouble.code != rules.UNKNOWN_CODE.code:
        return trouble
    codes = plan.codelists[plan.datasets[trouble.dataset].fields[trouble.column].type.codelist].codes
    typed = " ".join(trouble.value.split()).casefold()
    labelled = next((code for code, each in codes.items() if each.label.casefold() == typed), None)
    meant = f"Did you mean `{labelled}`?" if labelled else hint(trouble.value.strip(), codes)
    return replace(trouble, message=f"{trouble.message} {meant}") if meant else trouble


def _share_out(files: Sequence[Received], collected: Collected, key: Sequence[str], faults: Sequence[Fault]) -> None:
    """Rows that are there twice: in one file that is its fault; else they belong to the first file without fault."""
    dataset = faults[0].dataset
    keys = list(zip(*(_texts(collected.tables[dataset], name) for name in key), strict=True))
    shown = {keys[fault.row - 1]: fault for fault in faults}
    rows: dict[str, list[tuple[Fault, Trouble]]] = {}
    for row, each in enumerate(keys, start=1):
        if each in shown:
            fault = replace(shown[each], row=row)
            trouble = collected.place(fault)
            rows.setdefault(trouble.file, []).append((fault, trouble))
    owners: dict[str, Received] = {}
    places: dict[str, Trouble] = {}
    for received in files:
        own: dict[str, Trouble] = {}
        for fault, trouble in rows.get(received.name, ()):
            if fault.value in own:
                received.troubles.append(trouble)
            own.setdefault(fault.value, trouble)
        if not received.troubles or any(value in owners for value in own):
            received.troubles += [
                replace(
                    trouble,
                    message=twice_from_one(value, places[value].file, places[value].place)
                    if owners[value].sender == received.sender
                    else claimed(value, places[value].file, places[value].place, owners[value].sender),
                    code=rules.CLAIMED_TWICE.code,
                )
                for value, trouble in own.items()
                if value in owners
            ]
        if not received.troubles:
            owners |= dict.fromkeys(own, received)
            places |= own


def _targets(plan: Plan, tables: Mapping[str, Table]) -> Iterator[str]:
    """The datasets to which references of these lead, also by way of others."""
    pending, seen = list(tables), set[str]()
    while pending:
        for each in plan.datasets[pending.pop()].fields.values():
            if each.type.kind is Kind.REFERENCE and each.type.dataset not in seen:
                seen.add(each.type.dataset)
                pending.append(each.type.dataset)
                yield each.type.dataset


def _faults(plan: Plan, tables: Mapping[str, Table], period: Period) -> Iterable[Fault]:
    if sum(table.rows for table in tables.values()) > LARGE:
        return _by_database(plan, tables, period)
    return _by_pandas(plan, tables, period)


def _by_pandas(plan: Plan, tables: Mapping[str, Table], period: Period) -> list[Fault]:
    import numpy as np

    from rbm_spec.targets.pandas.imported import calculation

    frames = {name: table.frame() for name, table in tables.items()}
    with calculation(plan) as package, np.errstate(all="ignore"):
        loading: Any = importlib.import_module(f"{package.__name__}.runtime.loading")
        return list(loading.derive(package.PLAN, loading.collect(package.PLAN, frames), period).faults)


def _by_database(plan: Plan, tables: Mapping[str, Table], period: Period) -> list[Fault]:
    from rbm_spec.targets.sql.engine import Engine
    from rbm_spec.targets.sql.sources import source_of
    from rbm_spec.targets.sql.store import Settings

    sources = {name: source_of(table) for name, table in tables.items()}
    with (
        TemporaryDirectory(prefix="rbm-spec-") as folder,
        Engine(plan, sources, Settings(spill=Path(folder))) as engine,
    ):
        engine.check([period])
        return list(engine.faults)


def twice_from_one(key: str, file: str, place: str) -> str:
    """That a row is in another file of the same sender that came with this one."""
    at = f"{file}, {place}" if place else file
    return (
        f"The row {key} is in {at} too, from the same sender. Files that are taken in together add up: leave the row"
        " out of one, or, if one file takes the place of the other, take in the newer one alone."
    )


def claimed(key: str, file: str, place: str, sender: str) -> str:
    """That a row is somebody else's already."""
    at = f"{file}, {place}" if place else file
    return f"The row {key} is in {at} too, from {sender}. Agree who reports it, and leave it out of the other file."


def _texts(table: Table, name: str) -> list[object]:
    if table.parts:
        return [each for part in table.parts for each in _texts(part, name)]
    column = table.columns.get(name)
    if column is None:
        return [None] * table.rows
    return list(column) if isinstance(column, list) else list(column.to_pylist())
