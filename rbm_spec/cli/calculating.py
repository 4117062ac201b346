"""A request to compute -> faults on standard error, figures on standard output, and files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from rbm_spec.cli import console
from rbm_spec.cli.generated import calculation
from rbm_spec.cli.main import CLEAN, FINDINGS
from rbm_spec.cli.places import shown
from rbm_spec.cli.plans import Compiled
from rbm_spec.cli.progress import Progress
from rbm_spec.collect.folder import collect
from rbm_spec.collect.tables import Collected, Trouble
from rbm_spec.kernel.faults import Fault
from rbm_spec.kernel.periods import containing
from rbm_spec.plan.model import Plan
from rbm_spec.render.printing import one_line
from rbm_spec.results.facts import Fact, facts
from rbm_spec.results.files import Provenance, to_csv, to_json
from rbm_spec.results.table import to_table
from rbm_spec.suggest import nearest
from rbm_spec.writers import replace_file

MOST_FAULTS = 100


@dataclass(frozen=True)
class Request:
    """What was asked for."""

    compiled: Compiled
    data: Path
    period: str
    indicators: tuple[str, ...]
    out: Path | None
    form: str
    everything: bool

    @property
    def plan(self) -> Plan:
        """The plan whose indicators are computed."""
        return self.compiled.plan


@dataclass(frozen=True)
class Figures:
    """What came out."""

    facts: Sequence[Fact]
    withheld: dict[str, tuple[tuple[str, ...], ...]]
    troubles: Sequence[Trouble]
    source: Provenance


def carry_out(request: Request) -> int:
    """Read, compute, print, write; the exit code."""
    _check_request(request)
    with Progress() as progress:
        progress.step("Reading the data")
        collected = collect(request.plan, request.data)
        progress.step("Computing")
        figures = _compute(request, collected)
    _tell_troubles(figures.troubles)
    _print(request, figures)
    if request.out is not None:
        request.out.mkdir(parents=True, exist_ok=True)
        replace_file(request.out / "results.csv", _csv(figures).encode())
        replace_file(request.out / "results.json", _json(figures).encode())
        console.tell(f"Wrote results.csv and results.json into {shown(request.out)}.")
    return FINDINGS if figures.troubles else CLEAN


def _check_request(request: Request) -> None:
    known = request.plan.indicators
    for name in request.indicators:
        if name not in known:
            near = nearest(name, known)
            raise click.UsageError(f'There is no indicator "{name}".' + (f" Did you mean {near}?" if near else ""))
    wanted = [known[name] for name in request.indicators] or list(known.values())
    if not any(containing(request.period, each.spec.frequency, request.plan.start) for each in wanted):
        frequencies = sorted({each.spec.frequency for each in wanted})
        raise click.UsageError(
            f'"{request.period}" is no period of these indicators, which are {", ".join(frequencies)}.'
            " Write a year such as 2028, a quarter such as 2028-Q2, or two years such as 2028-2029."
        )


def _compute(request: Request, collected: Collected) -> Figures:
    frames = {name: table.frame() for name, table in collected.tables.items()}
    before = [Fault(name, 0, "", "", "The file has faults.") for name in sorted(collected.faulty)]
    with calculation(request.plan) as package:
        results = package.calculate(frames, request.period, faults=before)
        wanted = set(request.indicators or request.plan.indicators)
        observations = [each for each in results.observations if each.indicator in wanted]
        found = [fault for fault in results.faults if fault not in before]
        withheld = {name: paths for name, paths in results.withheld.items() if name in wanted}
    troubles = sorted([*collected.troubles, *(collected.place(fault) for fault in found)])
    spec = request.plan.spec
    source = Provenance(spec.id, spec.version, request.period, request.compiled.digest, collected.digest)
    return Figures(list(facts(request.plan, observations)), withheld, troubles, source)


def _tell_troubles(troubles: Sequence[Trouble]) -> None:
    for each in troubles[:MOST_FAULTS]:
        value = f' "{one_line(each.value, 80)}"' if each.value else ""
        place = ", ".join(filter(None, (each.file or each.dataset, each.place, f"{each.column}{value}".strip())))
        console.tell(f"{one_line(place)}: {one_line(each.message)}")
    if len(troubles) > MOST_FAULTS:
        console.tell(f"… and {len(troubles) - MOST_FAULTS:,} more faults; --format json lists them all.")
    if troubles:
        console.tell("")


def _print(request: Request, figures: Figures) -> None:
    match request.form:
        case "csv":
            console.show(_csv(figures))
        case "json":
            console.show(_json(figures))
        case _:
            console.say(to_table(request.plan, figures.facts, figures.withheld, request.everything))


def _csv(figures: Figures) -> str:
    return to_csv(figures.facts, figures.source)


def _json(figures: Figures) -> str:
    return to_json(figures.facts, figures.source, figures.withheld, figures.troubles)
