"""Conformance cases on the workbook: what a case expects, less what the workbook says it leaves to the centre."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rbm_spec.kernel.release import Observation
from rbm_spec.plan.model import Plan
from rbm_spec.reference.compute import compute
from rbm_spec.targets.excel.live.reading import Cell, observations
from rbm_spec.targets.excel.live.support import BEFORE
from rbm_spec.targets.excel.running import Filled, blank, filled
from tests.conformance.cases import Case, all_cases
from tests.conformance.outcomes import Computed, differences
from tests.conformance.test_reference import compiled

ROWS = 40


@dataclass(frozen=True)
class Made:
    """A case with its plan and its workbook."""

    case: Case
    plan: Plan
    book: Filled


def every_case() -> list[Case]:
    """Those that compile."""
    return [case for case in all_cases() if "error" not in case.expect]


def made(case: Case) -> Made:
    plan, findings = compiled(case)
    assert plan is not None, findings
    return Made(case, plan, filled(blank(plan, ROWS), case.data, case.period))


def left_out(each: Made, found: list[Observation]) -> list[str]:
    """Why something of the case is computed centrally; a case without reasons must come out whole."""
    calculation = each.book.calculation
    if "tested" in calculation.refused:
        return [calculation.refused["tested"].reason]
    reasons = dict.fromkeys(calculation.results["tested"].refused.values())
    if any(observation.assessment == "elsewhere" for observation in found):
        reasons[BEFORE] = None
    return list(reasons)


def judged(each: Made, cell: Cell) -> tuple[list[str], list[str]]:
    """The reasons for what is left out, and everything that is not as expected."""
    if "tested" in each.book.calculation.refused:
        return left_out(each, []), []
    found = observations(each.book.calculation, "tested", cell)
    return left_out(each, found), differences(_expected(each, found), Computed(found, ()))


def _expected(each: Made, found: list[Observation]) -> Mapping[str, Any]:
    """A workbook stops at data errors and says so, without their words: those come when it is read back."""
    expect = dict(each.case.expect)
    if "data_error" in expect:
        stopped = compute(each.plan, each.case.data, each.case.period).releases["tested"].observations[0]
        return {"total": {"value": None, "reason": "invalid"}} if stopped.reason == "invalid" else {}
    refused = {tuple(d.path for d in dims) for dims in each.book.calculation.results["tested"].refused}
    if "cells" in expect:
        expect["cells"] = [cell for cell in expect["cells"] if tuple(cell["by"]) not in refused]
    total = dict(expect.get("total", {}))
    if any(observation.assessment == "elsewhere" for observation in found):
        total.pop("assessment", None)
    return {**expect, "total": total} if "total" in expect else expect
