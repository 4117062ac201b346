"""A plan with every type of field, its entry workbook filled in by another program, and archives changed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from functools import cache

import openpyxl

from rbm_spec.plan.model import Plan
from rbm_spec.targets import excel
from tests.targets.plans import starter

ITEMS = """
kind: dataset
id: items
title: Items (made up)
owner: Store
grain: One row for each item.
personal: false
key: [code]
time: seen_on
fields:
  code: {type: string, required: true, label: Code}
  office: {type: code, codelist: offices, label: Office}
  amount: {type: number, label: Amount}
  pieces: {type: integer, label: Pieces}
  price: {type: money, currency: CHF, label: Price}
  good: {type: boolean, label: Good}
  seen_on: {type: date, label: Seen on}
  counted_at: {type: datetime, label: Counted at}
"""
HEADER = ("code", "office", "amount", "pieces", "price", "good", "seen_on", "counted_at")
SHEET = "Items (made up)"
FIRST = 8  # the first row for data, as people count

Book = openpyxl.Workbook


@cache
def plan() -> Plan:
    """The starter plan, and the dataset `items`."""
    return starter(items=ITEMS)


@cache
def template(owner: str = "store") -> bytes:
    """The entry workbook of an office as a build writes it."""
    (artifact,) = [each for each in excel.generate(plan(), 5) if each.path == f"excel/{owner}.xlsx"]
    return artifact.content


def filled(
    rows: Iterable[Sequence[object]] = (), change: Callable[[Book], object] = lambda book: None, owner: str = "store"
) -> bytes:
    """The template with `rows` typed in, then changed."""
    book = openpyxl.load_workbook(io.BytesIO(template(owner)))
    for number, row in enumerate(rows, start=FIRST):
        for column, value in enumerate(row, start=1):
            if value is not None:
                book[SHEET].cell(number, column).value = value
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rebuilt(content: bytes, change: Callable[[dict[str, bytes]], object]) -> bytes:
    """The archive with its parts changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()
