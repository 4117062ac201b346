"""What a file of results says, once it has been read: figures, and where they come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rbm_spec.kernel.definitions import By
from rbm_spec.results.exports.opensdg import Point


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure: a text or a reason, never both. `n` is None where nothing may be said."""

    period: str
    by: By
    published: str | None
    reason: str | None
    status: str
    n: int | None
    assessment: str | None


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that rows came from; `sender` is empty where nobody noted it."""

    name: str
    sha256: str
    sender: str = ""


@dataclass(frozen=True, slots=True)
class Submitted:
    """What there is of a dataset: `share` is whole, part or none; `rows` and `faults` are None where nothing is told.

    `awaited` names the offices that have not sent theirs.
    """

    dataset: str
    share: str
    rows: int | None
    faults: int | None
    files: tuple[SourceFile, ...]
    awaited: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """The figures of one period, by indicator and component, in the order of the file.

    `unknown` names indicators that the plan does not have. `withheld` lists breakdowns of which nothing is shown.
    """

    file: str
    period: str
    version: str
    spec_hash: str
    data_hash: str
    synthetic: bool
    notes: tuple[str, ...]
    faults: int
    datasets: Mapping[str, Submitted]
    withheld: Mapping[str, tuple[tuple[str, ...], ...]]
    figures: Mapping[tuple[str, str], tuple[Figure, ...]]
    unknown: tuple[str, ...]


def points(result: Result) -> Iterator[Point]:
    """What is published in a result, for an export of several periods."""
    for (indicator, component), figures in result.figures.items():
        for each in figures:
            yield Point(indicator, component, each.period, each.by, each.published, each.status)
