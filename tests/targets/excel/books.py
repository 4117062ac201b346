"""Workbooks read back for the tests."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl

from rbm_spec.plan.model import Plan
from rbm_spec.targets import excel

CALCULATION = ("Steps", "Sums", "Texts")
ROWS = 12
"""Few rows are computed here: their formulas differ by the row only."""


def books(plan: Plan) -> dict[str, bytes]:
    """The bytes of each workbook by its name without folder and ending."""
    return {
        artifact.path.removeprefix("excel/").removesuffix(".xlsx"): artifact.content
        for artifact in excel.generate(plan, ROWS)
    }


def opened(content: bytes) -> Any:
    """The workbook as openpyxl reads it."""
    return openpyxl.load_workbook(BytesIO(content))


def validations(sheet: Any) -> dict[str, Any]:
    """The data validation of each column of a sheet of data, by field id."""
    ids = {cell.column_letter: cell.value for cell in sheet[7] if cell.value}
    return {
        ids[str(each.sqref).split(":")[0].rstrip("0123456789")]: each for each in sheet.data_validations.dataValidation
    }


def dump(content: bytes) -> str:
    """All text of a workbook, its names, validations and protection, for comparison line by line."""
    book = opened(content)
    lines = [f"name {name} = {each.attr_text}" for name, each in sorted(book.defined_names.items())]
    for sheet in book.worksheets:
        lines.append(f"sheet {sheet.title} ({sheet.sheet_state}, {'locked' if sheet.protection.sheet else 'open'})")
        for row in sheet.iter_rows(max_row=3 if sheet.title == "Steps" else None):
            lines += [f"  {cell.coordinate} {cell.value!r}" for cell in row if _dumped(sheet.title, cell)]
        for each in sheet.data_validations.dataValidation:
            limits = " .. ".join(limit for limit in (each.formula1, each.formula2) if limit)
            lines.append(
                f"  validation {each.sqref} {each.type} {limits} | {each.promptTitle} | {each.prompt} | {each.error}"
            )
        lines += [
            f"  columns {each.min} to {each.max} are open"
            for each in sheet.column_dimensions.values()
            if not each.protection.locked
        ]
    return "\n".join(lines) + "\n"


def _dumped(sheet: str, cell: Any) -> bool:
    """Of formulas one row of the steps; the others follow from them, and there are many."""
    return cell.value is not None and (cell.data_type != "f" or sheet == "Steps")
