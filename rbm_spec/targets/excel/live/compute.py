"""One owner's datasets -> everything its workbook computes.

An indicator that cannot be expressed leaves no trace in the grids; `refused` says why it is computed centrally.
"""

from __future__ import annotations

from collections.abc import Sequence

from rbm_spec.plan.model import Dataset, Plan
from rbm_spec.targets.excel.live import periods
from rbm_spec.targets.excel.live.calculation import Calculation, Dimensions, Names
from rbm_spec.targets.excel.live.faults import incomplete, wrong
from rbm_spec.targets.excel.live.grid import Grid, Ref
from rbm_spec.targets.excel.live.indicators import compute
from rbm_spec.targets.excel.live.measures import submitted_name
from rbm_spec.targets.excel.live.periods import ROW
from rbm_spec.targets.excel.live.rows import period_name
from rbm_spec.targets.unsupported import Inexpressible


def calculation(plan: Plan, datasets: Sequence[Dataset], names: Names, rows: int) -> Calculation:
    """All that the workbook with these datasets computes, `rows` rows of each."""
    made = empty(plan, datasets, names, rows)
    _choose(made)
    _count(made, datasets)
    wanted = _wanted(plan)
    for indicator in plan.indicators.values():
        if not set(made.tables) & set(indicator.reads) and indicator.reads:
            continue
        state = _mark(made)
        try:
            compute(made, indicator, wanted[indicator.id])
        except Inexpressible as found:
            _back(made, state)
            made.refused[indicator.id] = found.unsupported
    return made


def empty(plan: Plan, datasets: Sequence[Dataset], names: Names, rows: int) -> Calculation:
    """The same before anything is computed."""
    return Calculation(plan, {each.id: tuple(each.fields) for each in datasets}, names, rows)


def _mark(made: Calculation) -> list[tuple[Grid, int]]:
    return [(grid, len(grid.columns)) for grid in (made.grid, *made.sums)]


def _back(made: Calculation, state: list[tuple[Grid, int]]) -> None:
    """Forget what was begun."""
    made.sums[:] = [grid for grid, _ in state[1:]]
    for grid, count in state:
        for key in list(grid.known)[count:]:
            del grid.known[key]
        del grid.columns[count:]


def _choose(made: Calculation) -> None:
    """The cells of the period that is chosen."""
    table, chosen = made.periods.table, made.periods.chosen
    labels = table.add("label", "period", (), made.periods.labels)
    made.defined["period_labels"] = labels.abroad
    found = f'IFERROR(MATCH({periods.PERIOD}&"",{labels.all},0),0)'
    made.defined[ROW] = _cell(chosen.add("row", "row of the period", found, 1), chosen)
    for frequency in dict.fromkeys(each.spec.frequency for each in made.plan.indicators.values()):
        for end, ref in zip(("start", "end"), made.periods.bounds(frequency), strict=True):
            made.defined[period_name(end, frequency)] = _cell(ref, chosen)


def _cell(ref: Ref, grid: Grid, row: int = 0) -> str:
    return f"{grid.sheet}!${ref.letter}${grid.first + row}"


def _count(made: Calculation, datasets: Sequence[Dataset]) -> None:
    """For each table: rows, whether it was submitted, faults, rows that are not complete, and rows too many."""
    view, facts = made.view("annual"), made.facts
    begun = [view.begun(each.id).abroad for each in datasets]
    facts.add("title", "table", (), [each.id for each in datasets])
    count = facts.add("rows", "rows", [f"SUM({cells})" for cells in begun], 0)
    answers = [f'LOWER(submitted_{each.id}&"")' for each in datasets]
    texts = [f'IF({answer}="false",0,IF(OR({count.here}>0,{answer}="true"),1,0))' for answer in answers]
    given = facts.add("submitted", "submitted", texts, 0)
    for row, each in enumerate(datasets):
        made.defined[submitted_name(each.id)] = _cell(given, facts, row)
    facts.add("wrong", "rows with faults", [f"SUM({wrong(view, each).abroad})" for each in datasets], 0)
    facts.add("incomplete", "rows not complete", [f"SUM({incomplete(view, each).abroad})" for each in datasets], 0)
    facts.add("beyond", "cells beyond", [f"COUNTA({beyond_name(each.id)})" for each in datasets], 0)


def beyond_name(dataset: str) -> str:
    """The defined name of the cells for data below the rows that are computed."""
    return f"beyond_{dataset}"


def _wanted(plan: Plan) -> dict[str, tuple[Dimensions, ...]]:
    """The breakdowns of each indicator, and those in which others read it."""
    found: dict[str, dict[Dimensions, None]] = {}
    for indicator in reversed(list(plan.indicators.values())):
        mine = found.setdefault(indicator.id, {})
        mine.update(dict.fromkeys(indicator.breakdowns))
        for need in indicator.needs:
            found.setdefault(need, {}).update(dict.fromkeys(mine))
    return {name: tuple(each) for name, each in found.items()}
