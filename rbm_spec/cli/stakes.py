"""Two versions, a folder of data and a period -> the numbers at stake."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from rbm_spec.changes.model import Version
from rbm_spec.changes.report import Report
from rbm_spec.changes.stakes import Stakes
from rbm_spec.changes.wording import listed
from rbm_spec.cli.engines import Engine
from rbm_spec.collect.folder import collect, dataset_of
from rbm_spec.collect.tables import Trouble
from rbm_spec.expr.types import TEXT
from rbm_spec.kernel.periods import containing
from rbm_spec.kernel.release import Observation
from rbm_spec.kernel.together import Earlier
from rbm_spec.plan.model import Field, Plan
from rbm_spec.results.facts import facts, words_of
from rbm_spec.results.stakes import stakes
from rbm_spec.sample.files import NOTE

PROTECTED = (
    "Totals about people are shown, also where the two differ by few of them. Whoever owns the data decides whether "
    "these figures may be shown to others."
)


def at_stake(report: Report, data: Path, period: str) -> Stakes:
    """The figures of both versions over the same rows; what the old one shows counts as published before."""
    plans = report.old.plan, report.new.plan
    for plan in plans:
        if not any(containing(period, each.spec.frequency, plan.start) for each in plan.indicators.values()):
            raise click.UsageError(f'"{period}" is no period of these indicators. Write one such as 2028.')
    names = _names(report)
    old = _observed(_readable(plans[0], plans[1], data), data, period, ())
    new = _observed(_readable(plans[1], plans[0], data), data, period, _as_published(old.observations, names))
    notes = [words_of(plans[1]).say("results.synthetic")] if os.path.lexists(data / NOTE) else []
    notes += [note for version, side in ((report.old, old), (report.new, new)) for note in _faults(version, side)]
    notes += [PROTECTED] if any(each.personal for plan in plans for each in plan.indicators.values()) else []
    told = list(facts(plans[0], old.observations)), list(facts(plans[1], new.observations))
    return stakes(plans, told, names, period, notes, _unread(plans, (old, new), names))


@dataclass(frozen=True, slots=True)
class _Side:
    """What was computed under one version, and what is wrong with the data under it: of files, then of rows."""

    observations: list[Observation]
    troubles: tuple[Trouble, ...]
    faulty: frozenset[str]


def _observed(plan: Plan, data: Path, period: str, earlier: Sequence[Earlier]) -> _Side:
    collected = collect(plan, data, period, False)
    with Engine().compute(plan, collected, period, set(plan.indicators), earlier) as computed:
        troubles = *collected.troubles, *map(collected.place, computed.faults)
        faulty = collected.faulty | {fault.dataset for fault in computed.faults}
        return _Side(list(computed.observations), troubles, faulty)


def _readable(plan: Plan, other: Plan, data: Path) -> Plan:
    """The plan with its tables as they may lie here: a column that only one of both has may be there, or not.

    Workbooks carry the mark of their version, which has to stay as it is.
    """
    here = {dataset_of(plan, each.stem) for each in data.iterdir() if each.suffix.lower() in (".csv", ".parquet")}
    datasets = dict(plan.datasets)
    for id_ in here & plan.datasets.keys() & other.datasets.keys():
        known, others = plan.datasets[id_].fields, other.datasets[id_].fields
        fields = {name: each if name in others else _optional(each) for name, each in known.items()}
        more = {name: _as_text(each) for name, each in others.items() if name not in known}
        if plan.datasets[id_].derivation is None:
            datasets[id_] = replace(plan.datasets[id_], fields=fields | more)
    return replace(plan, datasets=datasets)


def _optional(field: Field) -> Field:
    return replace(field, spec=replace(field.spec, required=False)) if field.spec else field


def _as_text(field: Field) -> Field:
    """A column that this version does not know: whatever stands there will do."""
    assert field.spec is not None
    spec = replace(
        field.spec, type="string", required=False, codelist=None, dataset=None, currency=None, unit=None,
        minimum=None, maximum=None, pattern=None,
    )  # fmt: skip
    return replace(field, type=TEXT, spec=spec)


def _faults(version: Version, side: _Side) -> Iterator[str]:
    """How many faults the data has when it is read as this version, and the first of them."""
    if side.troubles:
        first, count = side.troubles[0], len(side.troubles)
        said = "a fault" if count == 1 else f"{count:,} faults, first"
        where = " ".join(filter(None, (first.file, first.place)))
        lost = [f"`{id_}`" for id_, each in version.plan.indicators.items() if side.faulty & set(each.reads)]
        so = f" So there is no figure of {listed(lost)} under it." if lost else ""
        yield f"Read as {version.name}, the data has {said} in {where or first.dataset}: {first.message}{so}"


def _unread(
    plans: tuple[Plan, Plan], sides: tuple[_Side, _Side], names: dict[tuple[str, str], tuple[str, str]]
) -> frozenset[str]:
    """Indicators, by their new ids, that read data with faults under one version: figures without a counterpart."""
    ids = {old: new for (old, _), (new, _) in names.items()}
    return frozenset(
        ids.get(id_, id_) if plan is plans[0] else id_
        for plan, side in zip(plans, sides, strict=True)
        for id_, indicator in plan.indicators.items()
        if side.faulty & set(indicator.reads)
    )


def _names(report: Report) -> dict[tuple[str, str], tuple[str, str]]:
    """From indicator and component of the old version to what they are called now."""
    all_ = (change.fact for change in report.changes)
    renamed = [each for each in all_ if each.how == "renamed" and each.kind == "indicator"]
    ids = {str(each.old): str(each.new) for each in renamed if not each.path}
    parts = {(each.id, str(each.old)): str(each.new) for each in renamed if each.path[:1] == ("components",)}
    found = {}
    for indicator in report.old.plan.indicators.values():
        now = ids.get(indicator.id, indicator.id)
        for component in indicator.method.components:
            found[indicator.id, component.id] = now, parts.get((now, component.id), component.id)
    return found


def _as_published(observations: Sequence[Observation], names: dict[tuple[str, str], tuple[str, str]]) -> list[Earlier]:
    ids = {old: new for (old, _), (new, _) in names.items()}
    cells = [
        Earlier(ids[each.indicator], each.period, each.by, None if each.reason == "suppressed" else each.n)
        for each in observations
        if each.reason == "suppressed" or each.n is not None
    ]
    return list(dict.fromkeys(cells))
