"""Breakdowns of an indicator -> the cells that its results list, and numbers by which formulas tell them apart."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import prod

from rbm_spec.expr.types import Kind
from rbm_spec.kernel.definitions import By
from rbm_spec.plan.model import Dimension, Indicator, Plan
from rbm_spec.targets.excel.live.grid import Ref
from rbm_spec.targets.excel.live.rows import Rows
from rbm_spec.targets.excel.live.terms import UNKNOWN
from rbm_spec.targets.unsupported import Inexpressible

MOST_CELLS = 300
"""Cells of one breakdown; more would make the sheet of results long and slow."""


def codes(plan: Plan, dimension: Dimension) -> tuple[str | None, ...]:
    """What a dimension can hold, in order, not stated last."""
    match dimension.type.kind:
        case Kind.CODE:
            return (*plan.codelists[dimension.type.codelist].codes, None)
        case Kind.BOOLEAN:
            return ("true", "false", None)
    raise Inexpressible(f'What "{dimension.label}" holds is known only from the data, so it cannot be laid out before.')


def refusal(plan: Plan, indicator: Indicator, dimensions: Sequence[Dimension]) -> str | None:
    """Why a breakdown is computed centrally."""
    if indicator.personal:
        return "Breakdowns of figures about people are protected together with all others of the indicator."
    try:
        count = prod(len(codes(plan, dimension)) for dimension in dimensions)
    except Inexpressible as found:
        return found.unsupported.reason
    if count > MOST_CELLS:
        return f"It can have {count:,} cells; a workbook lists at most {MOST_CELLS}."
    return None


def combinations(plan: Plan, dimensions: Sequence[Dimension]) -> list[By]:
    """Every cell that a breakdown can have; the first dimension varies slowest."""
    choices = [[(dimension.path, code) for code in codes(plan, dimension)] for dimension in dimensions]
    return [tuple(cell) for cell in product(*choices)]


def numbers(plan: Plan, dimensions: Sequence[Dimension]) -> dict[By, str]:
    """The number of each cell, from 1."""
    return {by: str(number) for number, by in enumerate(combinations(plan, dimensions), start=1)}


def key(rows: Rows, dataset: str, dimensions: Sequence[Dimension]) -> Ref:
    """The number of the cell to which each row belongs."""
    text = "0"
    for dimension in dimensions:
        count = len(codes(rows.plan, dimension))
        if dimension.type.kind is Kind.BOOLEAN:
            cell = rows.path(dataset, dimension.parts).here
            at = f"IF({cell}={UNKNOWN},2,1-{cell})"
        else:
            cell = rows.code_number(dataset, dimension.parts, dimension.type.codelist).here
            at = f"IF({cell}=0,{count - 1},{cell}-1)"
        text = at if text == "0" else f"({text})*{count}+{at}"
    begun = rows.begun(dataset).here
    formula = f"IF({begun}=0,0,{text}+1)"
    return rows.grid.add(("cell", dataset, formula), f"{dataset}: number of the cell", formula, 0)
