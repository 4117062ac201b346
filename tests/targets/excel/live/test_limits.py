"""Workbooks at the limits of what they compute, and one beyond, by LibreOffice: rows of a table, digits of money."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from rbm_spec.targets.excel import COMPUTED
from rbm_spec.targets.excel.live.reading import Cell, observations
from rbm_spec.targets.excel.running import Filled, blank, filled
from tests.conformance.test_reference import compiled
from tests.targets.excel.live.office import computed, typed
from tests.targets.excel.live.test_agreement import sums
from tests.targets.plans import starter

HEAD = "request_id,office,channel,received_on,answered_on"


def rows(count: int) -> str:
    """Requests that took 2 and 4 days in turn, those of the North 2 and those of the South 4."""
    lines = (
        f"R{at},{'south' if at % 2 else 'north'},letter,2028-03-01,2028-03-0{5 if at % 2 else 3}" for at in range(count)
    )
    return "\n".join([HEAD, *lines]) + "\n"


@pytest.fixture(scope="module")
def books() -> dict[str, Filled]:
    """A workbook as offices get it, filled to the last row that is computed and one row more; and sums of money."""
    empty = blank(starter(), COMPUTED)
    found = {str(count): filled(empty, {"requests": rows(count)}, "2028") for count in (COMPUTED, COMPUTED + 1)}
    for count in (9, 10):
        case = sums(count)
        plan, _ = compiled(case)
        assert plan is not None
        found[f"money-{count}"] = filled(blank(plan, 3), case.data, "2028")
    return found


@pytest.fixture(scope="module")
def cells(books: Mapping[str, Filled], tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Cell]:
    return computed({name: typed(book) for name, book in books.items()}, tmp_path_factory.mktemp("office"))


def shown(cell: Cell) -> list[str]:
    """The texts on the sheet of results."""
    found = []
    for row in range(1, 60):
        for letter in "ABCDEFGHI":
            try:
                text = cell("Results", f"{letter}{row}")
            except IndexError:
                continue
            found += [text] if isinstance(text, str) else []
    return found


NOTE = "More than 1,000 rows: computed centrally."


def test_a_thousand_rows_are_computed(books: Mapping[str, Filled], cells: Mapping[str, Cell]) -> None:
    """500 of 2 days and 500 of 4: 3 days on average."""
    assert COMPUTED == 1000
    found = observations(books["1000"].calculation, "answer_time", cells["1000"])
    total, north, south = [(each.value, each.n) for each in found if len(each.by) < 2]
    assert (total, north, south) == ((3, 1000), (2, 500), (4, 500))
    assert {NOTE, "computed centrally"}.isdisjoint(shown(cells["1000"]))


def test_of_one_row_more_nothing_is_computed(books: Mapping[str, Filled], cells: Mapping[str, Cell]) -> None:
    assert observations(books["1001"].calculation, "answer_time", cells["1001"]) == []
    said = shown(cells["1001"])
    assert said.count(NOTE) == 1
    # The total, three offices and three channels, each with those that are not stated, and all pairs of them.
    assert said.count("computed centrally") == 1 + 3 + 12


def test_money_is_exact_or_left(books: Mapping[str, Filled], cells: Mapping[str, Cell]) -> None:
    """Nine sums of 1 099 999 999 999.99 are 9 899 999 999 999.91; ten are beyond fifteen digits."""
    (found,) = observations(books["money-9"].calculation, "tested", cells["money-9"])
    assert found.published == "9899999999999.91"
    assert observations(books["money-10"].calculation, "tested", cells["money-10"]) == []
