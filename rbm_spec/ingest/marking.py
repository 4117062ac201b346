"""A refused workbook -> a copy of it for the sender, in which everything that is wrong is marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from rbm_spec.collect.archive import Refused
from rbm_spec.collect.confined import Readers
from rbm_spec.collect.tables import Trouble
from rbm_spec.ingest.intake import Received
from rbm_spec.plan.model import Plan

_CELL = re.compile(
    r"sheet (?P<sheet>.*), (?:cells? (?P<cell>[A-Z]{1,3}[0-9]{1,7})(?::.*)?|row (?P<row>[0-9]{1,7}))", re.DOTALL
)
_SHEET = re.compile(r"sheet (?P<sheet>.*)", re.DOTALL)
NOT_MARKED = "No marked copy could be made of it."
MOST = 2_000

Step = Callable[[str, int, int], None]
"""Hears what is being done, with how many files it is through, and of how many."""


def mark_all(plan: Plan, readers: Readers, files: Iterable[Received], step: Step) -> None:
    """Make the copies; where none can be made, a note says so."""
    wanted = [each for each in files if each.troubles and each.kind in (".xlsx", ".ods") and each.content]
    for number, each in enumerate(wanted):
        step("Marking", number, len(wanted))
        try:
            each.marked = readers.marked(
                each.content, _head(plan, each), [mark_of(one) for one in each.troubles[:MOST]]
            )
        except Refused:
            each.notes.append(NOT_MARKED)


def _head(plan: Plan, each: Received) -> list[str]:
    number = len(each.troubles)
    count = "1 finding" if number == 1 else f"{number:,} findings"
    return [
        f"{plan.spec.title}: {count}",
        f"The file {each.name} was not taken over. Correct the red cells, and send the file again.",
    ]


def mark_of(trouble: Trouble) -> tuple[str, str, str]:
    """Sheet and cell to be marked, as far as there are any, and the sentence."""
    match = _CELL.fullmatch(trouble.place) or _SHEET.fullmatch(trouble.place)
    if match is None:
        return "", "", " ".join(filter(None, (trouble.place, trouble.message)))
    found = match.groupdict()
    if found.get("row"):  # what is wrong between its cells stands at the first
        return found["sheet"], f"A{found['row']}", f"Row {found['row']}: {trouble.message}"
    return found["sheet"], found.get("cell") or "", trouble.message
