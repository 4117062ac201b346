"""The plan -> what its workbooks leave to the centre, and why: whole indicators, breakdowns, and judgements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rbm_spec.kernel.assessment import RELATIVE
from rbm_spec.model.spec import RuleSpec
from rbm_spec.plan.model import Indicator, Plan
from rbm_spec.targets.excel.live.calculation import Calculation, Names
from rbm_spec.targets.excel.live.compute import calculation, empty
from rbm_spec.targets.excel.live.faults import unchecked
from rbm_spec.targets.excel.owners import collected, owners

BEFORE = "The target asks for the period before, whose rows may not be in the workbook."
NAMES = Names("Steps", "Sums", "Texts", "", "", "", "")


@dataclass(frozen=True, slots=True)
class Left:
    """`breakdown` is the number of a breakdown, `component` the id of one whose target is judged elsewhere.

    Both are None when it is the whole indicator.
    """

    reason: str
    breakdown: int | None = None
    component: str | None = None


def unsupported(plan: Plan, together: bool = False) -> Mapping[str, tuple[Left, ...]]:
    """What is left of each indicator, in the order of the plan; nothing for those that workbooks compute whole.

    `together` asks of one workbook of all datasets, not of those that offices get.
    """
    books = [calculation(plan, each, NAMES, 1) for each in ([collected(plan)] if together else owners(plan).values())]
    return {name: tuple(_left(indicator, books)) for name, indicator in plan.indicators.items()}


def rules_left(plan: Plan) -> Iterator[tuple[RuleSpec, str]]:
    """The rules of entered datasets that no workbook checks while it is filled in, and why."""
    for datasets in owners(plan).values():
        view = empty(plan, datasets, NAMES, 1).view("annual")
        for dataset in datasets:
            yield from unchecked(view, dataset)


def _left(indicator: Indicator, books: list[Calculation]) -> Iterator[Left]:
    result = next((book.results[indicator.id] for book in books if indicator.id in book.results), None)
    if result is None:
        reasons = (book.refused[indicator.id].reason for book in books if indicator.id in book.refused)
        yield Left(next(reasons, "No office enters its data."))
        return
    for number, dimensions in enumerate(indicator.breakdowns):
        if dimensions in result.refused:
            yield Left(result.refused[dimensions], breakdown=number)
    for component in indicator.method.components:
        kinds = {target.condition.kind for target in component.spec.targets if target.condition}
        if kinds & set(RELATIVE):
            yield Left(BEFORE, component=component.id)
