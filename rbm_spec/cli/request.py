"""What is to be computed: of which plan, from which data, for which period, and whether that can be done."""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass
from pathlib import Path

import click

from rbm_spec.cli.engines import Engine
from rbm_spec.cli.naming import check_known
from rbm_spec.cli.plans import Compiled
from rbm_spec.kernel.periods import containing
from rbm_spec.plan.model import Indicator, Plan


@dataclass(frozen=True)
class Request:
    """What was asked for. `exports` are kinds, each with its folder."""

    compiled: Compiled
    data: Path
    period: str
    indicators: tuple[str, ...]
    out: Path | None
    form: str
    everything: bool
    engine: Engine
    made_up: bool = False
    previous: tuple[Path, ...] = ()
    store: bool = False
    data_hash: str = ""
    exports: tuple[tuple[str, Path], ...] = ()

    @property
    def plan(self) -> Plan:
        """The plan whose indicators are computed."""
        return self.compiled.plan

    @property
    def wanted(self) -> list[Indicator]:
        """The indicators that were asked for, all where none was named."""
        listed = self.plan.listed
        return [self.plan.indicators[name] for name in dict.fromkeys(self.indicators or listed)]


def check_request(request: Request) -> None:
    """Raise click.UsageError or OSError where it cannot be carried out, whatever the data."""
    for name in request.indicators:
        check_known(name, request.plan.indicators, "indicator")
    _check_period(request)
    if request.out is not None:
        _check_out(request.out, request.data)
    for _, folder in request.exports:
        _check_out(folder, request.data)


def _check_period(request: Request) -> None:
    plan, first = request.plan, request.plan.start.year
    frequencies = sorted({each.spec.frequency for each in request.wanted})
    found = [containing(request.period, frequency, plan.start) for frequency in frequencies]
    periods = [period for period in found if period is not None]
    if not periods:
        raise click.UsageError(
            f'"{request.period}" is no period of these indicators, which are {", ".join(frequencies)}.'
            " Write a year such as 2028, a quarter such as 2028-Q2, or two years such as 2028-2029."
        )
    if int(request.period[:4]) > plan.end.year or all(period.end.year < first - 1 for period in periods):
        raise click.UsageError(
            f"{request.period} lies outside the plan, which runs from {first} to {plan.end.year}."
            f" Before these only {first - 1} can be computed, as a baseline."
        )


def _check_out(out: Path, data: Path) -> None:
    if out.is_symlink():
        raise OSError(errno.ELOOP, "This is a link to another place; results are not written through links", str(out))
    if out.exists() and not out.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(out))
    if out.exists() and data.exists() and out.samefile(data):
        raise click.UsageError("Write the results into another folder than that of the data.")
