"""The plan -> how many rows each dataset gets, so that most cells of its breakdowns hold enough to be shown."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod

from rbm_spec.plan.model import Dataset, Dimension, Plan
from rbm_spec.sample.evidence import Evidence

LIST_ROWS = 12
"""Rows of a table that has no time and to which others point, such as a list of courses."""
FAN = 3
"""How many rows share the first reference of a key made of several."""
LEAST, MOST = 24, 1500
"""Rows in a year."""
PEOPLE, OTHERS = 3, 6
"""Rows in a cell of the largest breakdown: of people so many times those that may be shown."""
OPEN = 6
"""Values of a dimension that has no list."""


def planned(plan: Plan, known: Mapping[str, Evidence]) -> dict[str, int]:
    """By collected dataset; `known` are the rows of its examples."""
    found: dict[str, int] = {}
    for dataset in plan.datasets.values():
        found[dataset.id] = _rows(plan, dataset, known.get(dataset.id, Evidence()))
    for dataset in plan.datasets.values():
        first = dataset.fields[dataset.spec.key[0]].type.dataset if len(dataset.spec.key) > 1 else ""
        if first in found and first != dataset.id:
            found[dataset.id] = max(found[dataset.id], found[first] * FAN)
    return found


def is_list(plan: Plan, dataset: Dataset) -> bool:
    """Whether a table only says what others point to."""
    return dataset.time is None and any(
        each.type.dataset == dataset.id for other in plan.datasets.values() for each in other.fields.values()
    )


def _rows(plan: Plan, dataset: Dataset, shown: Evidence) -> int:
    if is_list(plan, dataset):
        return LIST_ROWS
    years = plan.end.year - plan.start.year + 1
    readers = [each for each in plan.indicators.values() if dataset.id in each.reads]
    cells = max((prod(_values(plan, one) for one in dims) for each in readers for dims in each.breakdowns), default=0)
    if not cells and dataset.time and not dataset.personal and shown.ends(dataset.time):
        return years * max(1, shown.most_at_once(dataset.time))
    each_cell = max(1, plan.spec.minimum_cell) * PEOPLE if dataset.personal else OTHERS
    return years * min(MOST, max(LEAST, cells * each_cell))


def _values(plan: Plan, dimension: Dimension) -> int:
    return len(plan.codelists[dimension.type.codelist].codes) if dimension.type.codelist else OPEN
