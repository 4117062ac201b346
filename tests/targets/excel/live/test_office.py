"""The same conformance cases, computed by LibreOffice from the files as somebody would send them."""

from __future__ import annotations

import pytest

from rbm_spec.targets.excel.live.reading import Cell
from tests.conformance.cases import Case
from tests.targets.excel.live.cases import Made, every_case, judged, made
from tests.targets.excel.live.left import LEFT, UNSEEN
from tests.targets.excel.live.office import computed, typed
from tests.verdicts import Record, gave


@pytest.fixture(scope="module")
def computed_cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Made, Cell]]:
    books = {case.name: made(case) for case in every_case()}
    names = {name: f"case-{number}" for number, name in enumerate(books)}
    contents = {names[name]: typed(each.book) for name, each in books.items()}
    cells = computed(contents, tmp_path_factory.mktemp("office"))
    return {name: (each, cells[names[name]]) for name, each in books.items()}


@pytest.mark.parametrize("case", every_case(), ids=lambda case: case.name)
def test_case(case: Case, computed_cases: dict[str, tuple[Made, Cell]], record_property: Record) -> None:
    reasons, differences = judged(*computed_cases[case.name])
    assert reasons == LEFT.get(case.name, [])
    assert bool(differences) == (case.name in UNSEEN), differences
    if case.name not in (*LEFT, *UNSEEN):
        gave(record_property, "workbook by LibreOffice", case.name)
