"""Workbooks computed by LibreOffice, many in one process, every formula anew whatever value the file holds."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import openpyxl

from rbm_spec.targets.excel.live.grid import number_of
from rbm_spec.targets.excel.live.reading import Cell
from rbm_spec.targets.excel.running import Filled

ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""


SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
"""Every sheet as a file of CSV, numbers in full."""

AT_ONCE = 100
"""One process that converts some 250 files ends without a word."""


def typed(book: Filled) -> bytes:
    """The workbook with what is entered, as openpyxl saves it; text is text even where it begins with `=`."""
    opened = openpyxl.load_workbook(BytesIO(book.content))
    for entry in book.entries:
        cell = opened[entry.sheet].cell(entry.row, entry.column)
        cell.value = entry.value
        if isinstance(entry.value, str):
            cell.data_type = "s"
    for name, text in book.named.items():
        sheet, place = next(iter(opened.defined_names[name].destinations))
        opened[sheet][place.replace("$", "")].value = text
    out = BytesIO()
    opened.save(out)
    return out.getvalue()


def computed(books: Mapping[str, bytes], folder: Path) -> Mapping[str, Cell]:
    """Readers of the cells of each workbook, by name."""
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is in packages.apt; install it to run this test"
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS, "utf-8")
    for name, content in books.items():
        (folder / f"{name}.xlsx").write_bytes(content)
    command = [soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", SHEETS]
    files = [str(folder / f"{name}.xlsx") for name in books]
    for first in range(0, len(files), AT_ONCE):
        some = files[first : first + AT_ONCE]
        subprocess.run([*command, "--outdir", str(folder / "out"), *some], check=True, capture_output=True, timeout=300)
    return {name: reader(folder / "out", name) for name in books}


def reader(folder: Path, name: str) -> Cell:
    """Reads the values of a workbook's sheets, each saved as CSV."""
    sheets: dict[str, list[list[str]]] = {}

    def cell(sheet: str, place: str) -> object:
        if sheet not in sheets:
            with (folder / f"{name}-{sheet}.csv").open(encoding="utf-8", newline="") as file:
                sheets[sheet] = list(csv.reader(file))
        letters = place.rstrip("0123456789")
        text = sheets[sheet][int(place[len(letters) :]) - 1][number_of(letters) - 1]
        try:
            return float(text)
        except ValueError:
            return None if not text or text.startswith("#") else text

    return cell
