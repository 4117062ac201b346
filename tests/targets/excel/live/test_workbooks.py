"""The workbooks of the ITU plan as files: valid, with true values before anything is computed, and closed to text."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openxml_audit import OpenXmlValidator

from rbm_spec.targets.excel.live.support import unsupported
from rbm_spec.targets.excel.running import blank, compute, formualizer
from tests.conformance.cases import Case, all_cases
from tests.conformance.test_reference import compiled
from tests.targets.excel.books import books
from tests.targets.excel.test_hostile import LABELS, formulas
from tests.targets.plans import itu

BOOKS = sorted(books(itu()))


@pytest.mark.parametrize("name", BOOKS)
def test_values_are_true_before_anything_is_computed(name: str) -> None:
    """Excel shows them at once, and viewers that compute nothing show nothing else."""
    import formualizer as engine

    content = books(itu())[name]
    stored = openpyxl.load_workbook(BytesIO(content), data_only=True)
    written = openpyxl.load_workbook(BytesIO(content))
    computed = engine.load_workbook_bytes(content)
    computed.evaluate_all()
    wrong = []
    for sheet in ("Results", "Steps", "Sums"):
        for row in written[sheet].iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    before = stored[sheet][cell.coordinate].value
                    after = computed.get_value(sheet, cell.row, cell.column)
                    if said(before) != said(after):
                        wrong.append((sheet, cell.coordinate, cell.value, before, after))
    assert wrong == []


def said(value: Any) -> object:
    """Errors alike, whole numbers alike, and empty text like nothing."""
    if isinstance(value, dict) or (isinstance(value, str) and value.startswith("#")):
        return "error"
    return "" if value is None else value


@pytest.mark.parametrize("name", BOOKS)
def test_the_file_is_valid(name: str, tmp_path: Path) -> None:
    file = tmp_path / "book.xlsx"
    file.write_bytes(books(itu())[name])
    result = OpenXmlValidator().validate(file)
    assert [(error.part_uri, error.path, error.description) for error in result.errors] == []


def test_what_is_left_to_the_centre() -> None:
    found = {name: {left.reason for left in each} for name, each in unsupported(itu()).items() if each}
    people = "Breakdowns of figures about people are protected together with all others of the indicator."
    assert found == {"mandatory_training": {people}, "workforce_proportions": {people}}


@pytest.mark.parametrize("text", [*LABELS, 'UNIQUE("x")&FILTER(A1)', "=1+1", "{=1}", "#REF!", "a" * 3000])
def test_literals_never_stand_in_formulas(text: str) -> None:
    """The literal of a condition is a cell; the formulas are those of any other literal, and compare exactly."""
    case = with_literal(text)
    plan, findings = compiled(case)
    assert plan is not None, findings
    other, _ = compiled(with_literal("plain"))
    assert other is not None
    assert formulas(blank(plan, 3).content) == formulas(blank(other, 3).content)
    (found,) = compute(plan, case.data, "2028", formualizer, 3)["tested"]  # type: ignore[misc]
    assert found.value == 1


def with_literal(text: str) -> Case:
    """One row that holds the text, one that holds it with a letter more."""
    base = next(case for case in all_cases() if case.name == "text_equality: Case counts")
    indicator = json.loads(base.files["indicators/tested.yaml"])
    quote = "'" if '"' in text else '"'
    plain = text.replace(quote, "")
    indicator["measures"]["m"]["where"] = f"s = {quote}{plain}{quote}"
    files = {**base.files, "indicators/tested.yaml": json.dumps(indicator, ensure_ascii=False).encode()}
    doubled = plain.replace('"', '""')
    return Case(base.topic, base.title, "2028", files, {"t": f'k,s\n1,"{doubled}"\n2,"{doubled}x"\n'}, {})
