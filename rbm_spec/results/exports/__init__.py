"""Facts -> files in the forms that statistical offices and their sites read. Each kind is one module.

All are made from facts, which hold nothing that is suppressed: a hidden figure stands there with its status and
reason, and without value and n. Text is written as it is, as in `results.csv`: these are files for programs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rbm_spec.plan.model import Plan
from rbm_spec.results.exports import opensdg, sdmx, tidy
from rbm_spec.results.facts import Fact
from rbm_spec.results.files import Provenance, to_json


@dataclass(frozen=True, slots=True)
class Results:
    """All that a computation gives out. `withheld` names breakdowns by indicator, `faults` counts those in the data.

    `submitted` says who sent what, where the data comes from a store.
    """

    plan: Plan
    facts: Sequence[Fact]
    source: Provenance
    withheld: Mapping[str, Sequence[Sequence[str]]]
    faults: int
    notes: Sequence[str]
    submitted: Sequence[Mapping[str, Any]] | None = None


def export(kind: str, results: Results) -> dict[str, bytes]:
    """The files of one kind, by path below its folder. KeyError if there is no such kind."""
    return {path: text.encode() for path, text in _KINDS[kind](results).items()}


def _json(results: Results) -> dict[str, str]:
    text = to_json(results.facts, results.source, results.withheld, results.faults, results.notes, results.submitted)
    return {"results.json": text}


KINDS = ("json", "open-sdg", "sdmx-csv", "tidy-csv")
_KINDS: Mapping[str, Callable[[Results], dict[str, str]]] = {
    "json": _json,
    "open-sdg": lambda results: opensdg.files(results.plan, opensdg.points(results.facts), results.source.synthetic),
    "sdmx-csv": lambda results: sdmx.files(results.plan, results.facts),
    "tidy-csv": lambda results: tidy.files(results.plan, results.facts, results.source),
}
