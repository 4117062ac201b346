"""Code lists -> the sheet of codes with their meaning, from which the drop-downs take their choices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.utility import quote_sheetname, xl_range_abs

from rbm_spec.model.spec import CodeSpec
from rbm_spec.plan.model import Dataset
from rbm_spec.targets.excel.cells import Looks, Sheet
from rbm_spec.targets.excel.entries import Surroundings, list_name
from rbm_spec.targets.excel.theme import Theme

CODE, LABEL, VALID = range(3)


def used_lists(datasets: Sequence[Dataset]) -> dict[str, list[tuple[Dataset, str]]]:
    """Each list with the datasets and labels of the fields that use it, in the order of first use."""
    found: dict[str, list[tuple[Dataset, str]]] = {}
    for dataset in datasets:
        for field in dataset.fields.values():
            if field.type.codelist:
                found.setdefault(field.type.codelist, []).append((dataset, field.label))
    return found


def write_lists(around: Surroundings, datasets: Sequence[Dataset], sheet: Sheet, looks: Looks, book: Any) -> None:
    """Fill the sheet and define a name for the codes of each list."""
    theme = around.theme
    for column, width in ((CODE, "code"), (LABEL, "label"), (VALID, "label")):
        sheet.raw.set_column(column, column, theme.width[width])
    sheet.text(0, CODE, theme.words["lists_title"], looks(bold=True, font_size=theme.font["title_size"]))
    sheet.text(1, CODE, theme.words["lists_text"], looks(font_color=theme.colour["quiet"]))
    sheet.raw.set_row(0, theme.height["line"] * 2)
    row = 3
    for codelist, uses in used_lists(datasets).items():
        places = "; ".join(f"{around.sheets[dataset.id]}: {label}" for dataset, label in uses)
        row = _write_list(around, codelist, places, row, sheet, looks, book)
    sheet.raw.set_portrait()
    sheet.raw.set_paper(9)
    sheet.raw.fit_to_pages(1, 0)
    sheet.raw.protect("", {"format_columns": True})


def _write_list(
    around: Surroundings, codelist: str, places: str, row: int, sheet: Sheet, looks: Looks, book: Any
) -> int:
    """One list from `row` on; the row for the next one."""
    theme, spec = around.theme, around.plan.codelists[codelist]
    head = looks.framed(bold=True, font_color=theme.colour["head_ink"], bg_color=theme.colour["head"])
    sheet.text(row, CODE, spec.title, looks(bold=True, font_size=theme.font["heading_size"]))
    sheet.text(row + 1, CODE, theme.say("used_in", places=places), looks(font_color=theme.colour["quiet"]))
    dated = any(code.valid_from or code.valid_to for code in spec.codes.values())
    for column, word in ((CODE, "code"), (LABEL, "label"), *([(VALID, "valid")] if dated else [])):
        sheet.text(row + 2, column, theme.words[word], head)
    first = row + 3
    for at, (code, each) in enumerate(spec.codes.items(), start=first):
        sheet.text(at, CODE, code, looks.framed(num_format="@"))
        sheet.text(at, LABEL, each.label, looks.framed())
        if dated:
            sheet.text(at, VALID, _validity(theme, each), looks.framed())
    last = first + len(spec.codes) - 1
    book.define_name(list_name(codelist), f"={quote_sheetname(sheet.name)}!{xl_range_abs(first, CODE, last, CODE)}")
    return last + 2


def _validity(theme: Theme, code: CodeSpec) -> str:
    parts = [theme.say("valid_from", **{"from": code.valid_from})] if code.valid_from else []
    parts += [theme.say("valid_to", to=code.valid_to)] if code.valid_to else []
    return " ".join(parts) or theme.words["always"]
