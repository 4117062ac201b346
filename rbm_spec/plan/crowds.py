"""The measures of a plan -> the people that each counts: which count the same, and whose are part of others'.

Conditions are compared as typed trees, and only what can be shown counts (`subsets`). Absent values, which a measure
skips, are not looked at: they change nothing about who is in the rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rbm_spec.expr.nodes import Call, Expr, names, walk
from rbm_spec.kernel.definitions import People
from rbm_spec.plan.model import Indicator, Measure, Plan
from rbm_spec.plan.subsets import implies, spelled

MOST_COMPARED = 64
"""More different conditions than this over one dataset are compared for being the same only."""


@dataclass(frozen=True)
class Crowd:
    """The rows of a measure over data about people: `frequency` only where the condition names the period."""

    dataset: str
    during: str | None
    condition: Expr | None
    frequency: str

    @property
    def key(self) -> tuple[str, str | None, str, str]:
        """Equal where the rows are the same."""
        return self.dataset, self.during, spelled(self.condition) if self.condition else "", self.frequency


def crowd(plan: Plan, indicator: Indicator, measure: Measure) -> Crowd | None:
    """Whom a measure counts in breakdowns that are protected; None where it counts nobody."""
    if not (indicator.personal and plan.datasets[measure.dataset].personal):
        return None
    condition = measure.aggregate.condition
    names_it = condition is not None and names_period(condition)
    return Crowd(measure.dataset, measure.during, condition, indicator.spec.frequency if names_it else "")


def names_period(condition: Expr) -> bool:
    """Whether a condition means something else in another period."""
    return any(name.role == "constant" and name.parts[0] == "period" for name in names(condition)) or any(
        isinstance(node, Call) and node.op == "in_period" for node in walk(condition)
    )


def people(plan: Plan) -> Mapping[tuple[str, str | None, str, str], People]:
    """The people of each crowd by its key, named after the first measure of the plan that counts them."""
    found: dict[tuple[str, str | None, str, str], Crowd] = {}
    named: dict[tuple[str, str | None, str, str], str] = {}
    for name, each in _crowds(plan):
        found.setdefault(each.key, each)
        named.setdefault(each.key, name)
    by_dataset: dict[str, list[Crowd]] = {}
    for each in found.values():
        by_dataset.setdefault(each.dataset, []).append(each)
    return {
        key: People(
            named[key],
            tuple(
                named[whole.key]
                for whole in by_dataset[each.dataset]
                if len(by_dataset[each.dataset]) <= MOST_COMPARED and is_part(plan, each, whole)
            ),
            each.during is not None,
        )
        for key, each in found.items()
    }


def _crowds(plan: Plan) -> Iterator[tuple[str, Crowd]]:
    for indicator in plan.indicators.values():
        for method in indicator.methods:
            for measure in method.measures.values():
                each = crowd(plan, indicator, measure)
                if each is not None:
                    until = f" until {method.until}" if method.until else ""
                    yield f"{indicator.id}.{measure.id}{until}", each


def is_part(plan: Plan, part: Crowd, whole: Crowd) -> bool | None:
    """Whether all of `part` are in another crowd, as far as it can be told; windows are not looked at."""
    if part.key == whole.key or part.dataset != whole.dataset or whole.frequency not in ("", part.frequency):
        return False
    if whole.during not in (None, part.during):
        return False
    return implies(plan, part.dataset, part.condition, whole.condition)
