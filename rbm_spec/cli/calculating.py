"""A request to compute -> faults on standard error, figures on standard output, and files."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from rbm_spec.cli import console
from rbm_spec.cli.exit_codes import CLEAN, FINDINGS
from rbm_spec.cli.places import shown
from rbm_spec.cli.plans import tell_findings
from rbm_spec.cli.progress import Progress
from rbm_spec.cli.request import Request, check_request
from rbm_spec.collect.folder import collect
from rbm_spec.collect.tables import Collected, Trouble
from rbm_spec.collect.workbook import periods_of
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.kernel.periods import containing
from rbm_spec.kernel.submissions import EVERYTHING
from rbm_spec.kernel.together import Earlier
from rbm_spec.pipeline import Checked
from rbm_spec.render.printing import one_line
from rbm_spec.results.completeness import Completeness, completeness, submissions, to_lines, to_objects
from rbm_spec.results.earlier import Unreadable, read_earlier
from rbm_spec.results.exports import Results, export
from rbm_spec.results.facts import Fact, facts
from rbm_spec.results.files import Given, Provenance, faults_json, to_csv, to_json
from rbm_spec.results.notes import checked, empty_periods
from rbm_spec.results.table import to_table
from rbm_spec.sample.files import NOTE
from rbm_spec.store.folder import read_store
from rbm_spec.store.reading import Standing, ledger_of, read_standing
from rbm_spec.writers import fill_with

MOST_FAULTS = 100
NOT_IN_SQL = Rule("RBM820", "not-in-sql", Severity.ERROR)


@dataclass(frozen=True)
class Figures:
    """What came out."""

    facts: Sequence[Fact]
    withheld: Mapping[str, tuple[tuple[str, ...], ...]]
    troubles: Sequence[Trouble]
    source: Provenance
    notes: Sequence[str]
    submitted: Sequence[Completeness] | None = None


def carry_out(request: Request) -> int:
    """Read, compute, print, write; the exit code."""
    check_request(request)
    if request.engine.name == "duckdb" and (refused := list(_unsupported(request))):
        tell_findings(Checked(request.compiled.files, None, tuple(refused)), request.compiled.folder)
        return FINDINGS
    with Progress() as progress:
        progress.step("Reading the data")
        standing = _standing(request) if request.store else None
        collected = standing.collected if standing else _collect(request)
        progress.step("Computing")
        figures = _compute(request, collected, standing)
    if request.out is not None:
        _write(request, request.out, figures)
    for kind, folder in request.exports:
        fill_with(folder, export(kind, _results(request, figures)))
    tell_troubles(figures.troubles)
    _print(request, figures)
    if request.out is not None:
        console.tell(f"Wrote results.csv, results.json and faults.json into {shown(request.out)}.")
    for kind, folder in request.exports:
        console.tell(f"Wrote {kind} into {shown(folder)}.")
    return FINDINGS if figures.troubles else CLEAN


def computed_from_store(request: Request) -> tuple[Standing, Figures]:
    """What counts in a store, and the figures of it. Raises click.UsageError, OSError."""
    check_request(request)
    standing = _standing(request)
    return standing, _compute(request, standing.collected, standing)


def _collect(request: Request) -> Collected:
    return collect(request.plan, request.data, request.period, request.engine.in_place)


def _standing(request: Request) -> Standing:
    """What counts in a store."""
    store = read_store(request.data)
    if store.ledger.plan != request.plan.spec.id:
        raise click.UsageError(f"This store belongs to the plan {store.ledger.plan}, not to {request.plan.spec.id}.")
    found = (containing(request.period, each.spec.frequency, request.plan.start) for each in request.wanted)
    periods = [period for period in found if period is not None]
    ledger = store.ledger
    if request.data_hash:
        found_then = ledger_of(request.plan, ledger, periods, request.data_hash)
        if found_then is None:
            raise click.UsageError(
                "This store never held the data of these results: their hash is that of no state of it."
            )
        ledger = found_then
    return read_standing(request.plan, replace(store, ledger=ledger), periods, request.engine.in_place)


def _unsupported(request: Request) -> Iterator[Finding]:
    """What the database cannot compute, so that it computes nothing at all."""
    from rbm_spec.targets.sql.engine import unsupported

    for where, reason in unsupported(request.plan, request.wanted):
        yield NOT_IN_SQL.found(where, reason, "Compute it with --engine pandas, or write it shorter.")


def _write(request: Request, out: Path, figures: Figures) -> None:
    """All files of results as one set, before anything is printed that they would have to agree with."""
    files = {
        "results.csv": _csv(figures),
        "results.json": results_json(figures),
        "faults.json": faults_json(request.plan, figures.troubles, figures.source),
    }
    fill_with(out, {name: text.encode() for name, text in files.items()})


def _results(request: Request, figures: Figures) -> Results:
    faults, submitted = len(figures.troubles), _submitted(figures)
    return Results(request.plan, figures.facts, figures.source, figures.withheld, faults, figures.notes, submitted)


def _compute(request: Request, collected: Collected, standing: Standing | None) -> Figures:
    plan, wanted = request.plan, {each.id for each in request.wanted}
    earlier = _earlier(request)
    period = periods_of(plan, request.period)[0]
    submitted = completeness(plan, standing, period, request.wanted) if standing else None
    known = submissions(standing, submitted) if standing and submitted is not None else EVERYTHING
    with request.engine.compute(plan, collected, request.period, wanted, earlier, known) as computed:
        places = [*collected.troubles, *(collected.place(fault) for fault in computed.faults)]
        troubles = _that_matter(request, places)
        faulty = {trouble.dataset for trouble in troubles}
        notes = empty_periods(
            plan,
            lambda dataset, field, at: dataset not in faulty and computed.is_empty(dataset, field, at),
            request.wanted,
            request.period,
        )
    notes += [*collected.notes, *(standing.notes if standing else ())]
    notes += checked(request.plan, request.wanted, [path.name for path in request.previous])
    spec, synthetic = plan.spec, request.made_up or os.path.lexists(request.data / NOTE)
    given = tuple(_given(request, collected, troubles)) if standing is None else ()
    digest = request.compiled.digest
    source = Provenance(spec.id, spec.version, request.period, digest, collected.digest, synthetic, given)
    place = {name: at for at, name in enumerate(plan.listed)}
    found = sorted(computed.observations, key=lambda each: place[each.indicator])
    return Figures(list(facts(plan, found)), computed.withheld, troubles, source, notes, submitted)


def _earlier(request: Request) -> list[Earlier]:
    """What was published before."""
    found: list[Earlier] = []
    for path in request.previous:
        try:
            found += read_earlier(request.plan, path)
        except Unreadable as error:
            raise click.UsageError(f"{shown(path)} cannot be used as earlier results. {error}") from None
    return found


def _given(request: Request, collected: Collected, troubles: Sequence[Trouble]) -> Iterator[Given]:
    """The collected datasets behind what was asked for, in the order of the plan; of people no rows are told."""
    read = {name for each in request.wanted for name in each.reads}
    for dataset in request.plan.datasets.values():
        if dataset.id not in read or dataset.derivation is not None:
            continue
        table = collected.tables.get(dataset.id)
        files = {origin.file: collected.hashes[origin.file] for origin in table.origins} if table else {}
        rows = table.rows if table and not dataset.personal else None
        faults = sum(1 for trouble in troubles if trouble.dataset == dataset.id)
        submitted = table is not None or dataset.id in collected.faulty
        yield Given(dataset.id, submitted, rows, faults, {one_line(name): files[name] for name in files})


def _that_matter(request: Request, troubles: Sequence[Trouble]) -> list[Trouble]:
    """Where single indicators are asked for, faults of other data do not count; those of unknown data may be theirs."""
    read = {name for each in request.wanted for name in each.reads}
    known = {each.dataset for each in troubles if each.dataset}
    passing = known - read if request.indicators else set()
    return sorted(each for each in troubles if each.dataset not in passing)


def tell_troubles(troubles: Sequence[Trouble]) -> None:
    for each in troubles[:MOST_FAULTS]:
        value = f' "{one_line(each.value, 80)}"' if each.value else ""
        place = ", ".join(filter(None, (each.file or each.dataset, each.place, f"{each.column}{value}".strip())))
        console.tell(f"{one_line(place)}: {each.code} {one_line(each.message)}")
    if len(troubles) > MOST_FAULTS:
        console.tell(f"… and {len(troubles) - MOST_FAULTS:,} more faults; --out DIR writes them all into faults.json.")
    if troubles:
        console.tell("")


def _print(request: Request, figures: Figures) -> None:
    match request.form:
        case "csv":
            console.show(_csv(figures))
        case "json":
            console.show(results_json(figures))
        case _:
            console.say(_table(request, figures))


def _table(request: Request, figures: Figures) -> str:
    synthetic = figures.source.synthetic
    said = to_table(request.plan, figures.facts, figures.withheld, request.everything, synthetic, figures.notes)
    lines = ["", *to_lines(request.plan, figures.submitted)] if figures.submitted else []
    return said + "".join(f"{line}\n" for line in lines)


def _csv(figures: Figures) -> str:
    return to_csv(figures.facts, figures.source)


def results_json(figures: Figures) -> str:
    """What `--out` writes into results.json."""
    faults, submitted = len(figures.troubles), _submitted(figures)
    return to_json(figures.facts, figures.source, figures.withheld, faults, figures.notes, submitted)


def _submitted(figures: Figures) -> list[dict[str, Any]] | None:
    return None if figures.submitted is None else to_objects(figures.submitted)
