"""The cells of a computed workbook -> observations, as every engine gives them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from rbm_spec.expr.types import Kind
from rbm_spec.kernel.definitions import By, Component
from rbm_spec.kernel.publishing import digits
from rbm_spec.kernel.release import Observation
from rbm_spec.kernel.values import REASONS, Content
from rbm_spec.plan.definitions import components as defined
from rbm_spec.targets.excel.live.calculation import FAULTY, NO_PERIOD, SOUND, TOO_MANY, Calculation, Result
from rbm_spec.targets.excel.live.grid import Ref
from rbm_spec.targets.excel.live.publish import ELSEWHERE, MET, NO_TARGET, NOT_ASSESSED, NOT_MET
from rbm_spec.targets.excel.live.scalars import FINE

Cell = Callable[[str, str], object]
"""Gives what a cell of a sheet holds, such as `Sums`, `C7`: a number, text, or None when it is empty or an error."""

JUDGED = {NOT_MET: "not_met", MET: "met", NOT_ASSESSED: "not_assessed", NO_TARGET: None, ELSEWHERE: "elsewhere"}


def observations(made: Calculation, indicator: str, cell: Cell) -> list[Observation]:
    """What the workbook says of an indicator it computes; an empty list when it has no such period, or too many rows.

    An assessment that the workbook leaves to the centre is `elsewhere`.
    """
    result = made.results[indicator]
    stop = _at(result.stop, 0, cell)
    if stop in (NO_PERIOD, TOO_MANY):
        return []
    components = defined(result.indicator.method)
    found = []
    for row, by in enumerate(result.cells):
        listed = not by or (_number(_at(result.seen, row, cell)) > 0 and _published(result, by))
        if listed and (stop == SOUND or not by):
            found += [_observation(made, result, each, row, by, stop, cell) for each in components]
    return found


def is_beyond(made: Calculation, indicator: str, cell: Cell) -> bool:
    """Whether the workbook leaves the indicator to the centre for its rows or days: too many, or before 1900."""
    return _at(made.results[indicator].stop, 0, cell) == TOO_MANY


def _published(result: Result, by: By) -> bool:
    """Whether the indicator itself lists the breakdown; some are there for others only."""
    paths = tuple(path for path, _ in by)
    return any(paths == tuple(each.path for each in dims) for dims in result.breakdowns)


def _observation(
    made: Calculation, result: Result, component: Component, row: int, by: By, stop: object, cell: Cell
) -> Observation:
    places = result.components[component.id]
    rank = int(_number(_at(places.reason, row, cell))) if stop == SOUND else REASONS.index("invalid") + 1
    reason = None if rank == FINE else REASONS[rank - 1]
    kind = made.knowns[result.indicator.id][component.id].term.kind
    value = None if reason else _content(_at(places.value, row, cell), kind)
    judged = JUDGED[int(_number(_at(places.judged, row, cell)))]
    broken = not by and _at(result.broken, row, cell) == 1
    if stop == FAULTY and judged not in (None, "elsewhere"):
        judged = "not_assessed"
    return Observation(
        result.indicator.id,
        component.id,
        "",
        by,
        value,
        None if reason else _text(_at(places.shown, row, cell), component),
        reason,
        "O" if reason else "B" if broken else "A",
        "F",
        int(_number(_at(result.n, row, cell))) if stop == SOUND else 0,
        judged,
        broken,
        exact=False,
    )


def _at(ref: Ref, row: int, cell: Cell) -> object:
    return cell(ref.sheet, f"{ref.letter}{ref.first + row}")


def _number(content: object) -> float:
    return content if isinstance(content, int | float) else 0


def _content(content: object, kind: Kind) -> Content:
    if kind is Kind.BOOLEAN:
        return content == 1
    return Fraction(repr(content)) if isinstance(content, int | float) else None


def _text(content: object, component: Component) -> str | None:
    """A number as the sheet of results shows it; text as it is."""
    if isinstance(content, int | float) and component.display == "number":
        return digits(Fraction(repr(content)), component.decimals)
    return None if content is None else str(content)
