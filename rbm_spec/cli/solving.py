"""A request to solve -> the data read and computed, the answers printed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import click

from rbm_spec.cli import console
from rbm_spec.cli.calculating import tell_troubles
from rbm_spec.cli.engines import Engine
from rbm_spec.cli.exit_codes import CLEAN, FINDINGS
from rbm_spec.cli.naming import cell_of, check_known
from rbm_spec.collect.folder import collect
from rbm_spec.collect.tables import Collected
from rbm_spec.kernel.definitions import By
from rbm_spec.kernel.periods import containing
from rbm_spec.plan.definitions import method_in
from rbm_spec.plan.model import Component, Indicator, Method, Plan
from rbm_spec.results.facts import words_of
from rbm_spec.results.notes import dated
from rbm_spec.sample.files import NOTE
from rbm_spec.solve.question import opened, solve
from rbm_spec.solve.report import to_json, to_text


@dataclass(frozen=True)
class Request:
    """What was asked for."""

    plan: Plan
    indicator: str
    data: Path
    period: str | None
    target: Fraction | None
    component: str | None
    measures: tuple[str, ...]
    cell: By
    form: str


def carry_out(request: Request) -> int:
    """Read, compute, solve, print; the exit code."""
    plan = request.plan
    check_known(request.indicator, plan.indicators, "indicator")
    indicator = plan.indicators[request.indicator]
    collected = collect(plan, request.data, request.period or "", in_place=True)
    label = request.period or _last(plan, indicator, collected)
    period = containing(label, indicator.spec.frequency, plan.start)
    if period is None:
        raise click.UsageError(f'"{label}" is no period of {indicator.id}, which is {indicator.spec.frequency}.')
    method = method_in(indicator, period)
    component = _component(indicator, method, request.component)
    for each in request.measures:
        check_known(each, method.measures, "measure")
    by = cell_of(indicator, request.cell)
    wanted = {indicator.id, *indicator.needs}
    # Measures are quantities of their own here, so they are hidden in the cells in which the indicator is.
    with Engine("duckdb").compute(opened(plan, indicator), collected, label, wanted) as computed:
        observations, faults = computed.observations, computed.faults
    troubles = sorted([*collected.troubles, *(collected.place(fault) for fault in faults)])
    troubles = [each for each in troubles if not each.dataset or each.dataset in indicator.reads]
    tell_troubles(troubles)
    found = solve(plan, indicator, component, period, by, observations, request.target, request.measures)
    synthetic = os.path.lexists(request.data / NOTE)
    if request.form == "json":
        console.show(to_json(found, synthetic))
    else:
        console.say((words_of(plan).say("results.synthetic") + "\n" if synthetic else "") + to_text(plan, found))
    return FINDINGS if troubles else CLEAN


def _last(plan: Plan, indicator: Indicator, collected: Collected) -> str:
    """The last period of the plan in which the data of an indicator has rows."""
    years = range(plan.end.year, plan.start.year - 1, -1)
    quarters = (4, 3, 2, 1) if indicator.spec.frequency == "quarterly" else ()
    labels = [f"{year}-Q{each}" for year in years for each in quarters] or [str(year) for year in years]
    there = {name for name, table in collected.tables.items() if table.rows}
    with Engine("duckdb").compute(plan, collected, labels[0], ()) as computed:
        for label in labels:
            period = containing(label, indicator.spec.frequency, plan.start)
            places = dated(plan, indicator, period) if period else ()
            if period and any(each in there and not computed.is_empty(each, field, period) for each, field in places):
                return label
    raise click.UsageError("The data has no rows in the years of the plan. Name a period with --period.")


def _component(indicator: Indicator, method: Method, asked: str | None) -> Component:
    """The quantity asked for, or the only one, or the only one with a target of its own."""
    known = {each.id: each for each in method.components}
    if asked is not None and "" not in known:
        check_known(asked, known, "component")
        return known[asked]
    if asked is not None:
        raise click.UsageError(f"{indicator.id} is one quantity without components; leave --component out.")
    aimed = [each for each in method.components if each.spec.targets]
    if len(known) == 1 or len(aimed) == 1:
        return (aimed or method.components)[0]
    raise click.UsageError(f"Which quantity of {indicator.id}? Name one with --component: {', '.join(known)}.")
