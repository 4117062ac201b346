"""Figures under the old and the new definitions, side by side, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rbm_spec.changes.model import CALCULATION, Change, Version


@dataclass(frozen=True, slots=True)
class Stake:
    """One figure that differs. `cell` is empty for the total; `flips` says how its assessment turns, if it does.

    A figure that is hidden on one side is hidden here on both.
    """

    indicator: str
    quantity: str
    period: str
    cell: str
    old: str
    new: str
    flips: str


@dataclass(frozen=True, slots=True)
class Stakes:
    """What computing the same rows twice has shown. `notes` say what was not, or could not be, looked at."""

    period: str
    rows: tuple[Stake, ...]
    same: int
    notes: tuple[str, ...]


def because(changes: Iterable[Change], new: Version, indicator: str) -> tuple[Change, ...]:
    """The changes that can move the figures of an indicator."""
    return tuple(change for change in changes if _moves(change, new, indicator))


def _moves(change: Change, new: Version, indicator: str) -> bool:
    fact = change.fact
    if fact.path == ("template",):
        return False
    if fact.kind == "indicator":
        is_aim = change.rule.name.startswith(("target-", "direction-", "trajectory-"))
        return fact.id == indicator and (CALCULATION in change.breaks or is_aim)
    found = new.plan.indicators.get(indicator)
    is_read = fact.kind in ("plan", "codelist") or (found is not None and fact.id in found.reads)
    return is_read and CALCULATION in change.breaks
