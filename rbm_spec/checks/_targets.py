"""What checks ask about targets: every condition of a year, with its place."""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.model.spec import Condition, TargetSpec
from rbm_spec.source import Where

WORDS = ("tbd", "more_than_previous", "less_than_previous")


def conditions(target: TargetSpec) -> Iterator[tuple[Condition, Where]]:
    """Each condition of a year, for the total and for cells, with the place of its value, or of the word that it is."""
    if condition := target.condition:
        yield condition, target.where if condition.kind in WORDS else target.where.at(condition.kind)
    for i, cell in enumerate(target.cells):
        yield cell.condition, target.where.at("for", i, cell.condition.kind)
