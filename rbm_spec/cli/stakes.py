"""Two versions, a folder of data and a period -> the numbers at stake."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from rbm_spec.changes.report import Report
from rbm_spec.changes.stakes import Stakes
from rbm_spec.cli.engines import Engine
from rbm_spec.collect.folder import collect
from rbm_spec.kernel.periods import containing
from rbm_spec.kernel.release import Observation
from rbm_spec.kernel.together import Earlier
from rbm_spec.plan.model import Plan
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
    old, troubles = _observed(plans[0], data, period, ())
    new, more = _observed(plans[1], data, period, _as_published(old, names))
    notes = [words_of(plans[1]).say("results.synthetic")] if os.path.lexists(data / NOTE) else []
    for version, number in ((report.old, troubles), (report.new, more)):
        if number:
            count = "a fault" if number == 1 else f"{number:,} faults"
            notes.append(f"Read as {version.name}, the data has {count}; what reads it has no value there.")
    notes += [PROTECTED] if any(each.personal for plan in plans for each in plan.indicators.values()) else []
    return stakes(plans, (list(facts(plans[0], old)), list(facts(plans[1], new))), names, period, notes)


def _observed(plan: Plan, data: Path, period: str, earlier: Sequence[Earlier]) -> tuple[list[Observation], int]:
    collected = collect(plan, data, period, False)
    with Engine().compute(plan, collected, period, set(plan.indicators), earlier) as computed:
        return list(computed.observations), len(collected.troubles) + len(computed.faults)


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
