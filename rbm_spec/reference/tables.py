"""CSV text -> rows of typed values, with a fault for every cell that is not what its field declares."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from rbm_spec.expr.types import Kind, Type
from rbm_spec.kernel import reading
from rbm_spec.kernel.faults import Fault, Wrong
from rbm_spec.kernel.values import Content
from rbm_spec.plan.model import Dataset, Field, Plan
from rbm_spec.plan.patterns import matches

Row = Mapping[str, Content]
Table = tuple[Row, ...]

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?\Z", re.ASCII)
WHOLE = re.compile(r"-?[0-9]+\Z", re.ASCII)
MAX_DIGITS = 15
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", re.ASCII)
DATETIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?\Z", re.ASCII)


def read_csv(plan: Plan, dataset: Dataset, text: str) -> tuple[Table, list[Fault]]:
    """The rows of `text` (RFC 4180, a header of field ids); an empty cell is missing."""
    lines = list(csv.reader(io.StringIO(text, newline="")))
    header = lines[0] if lines else []
    faults = [
        Fault(dataset.id, 0, name, name, reading.unknown_column(dataset.id, name))
        for name in header
        if name not in dataset.fields
    ]
    if len(set(header)) != len(header):
        faults.append(Fault(dataset.id, 0, "", "", reading.column_twice(dataset.id)))
    data = [line for line in lines[1:] if line]
    lacking = {name for name, field in dataset.fields.items() if field.required and name not in header and data}
    faults += [
        Fault(dataset.id, 0, name, "", reading.no_column(name, dataset.fields[name].label))
        for name in dataset.fields
        if name in lacking
    ]
    rows = []
    for number, cells in enumerate(data, start=1):
        if len(cells) != len(header):
            faults.append(Fault(dataset.id, number, "", "", reading.ragged(len(cells), len(header))))
        raw = dict(zip(header, cells, strict=False))
        row: dict[str, Content] = {}
        for name, field in dataset.fields.items():
            row[name], wrong = _cell(plan, field, raw.get(name, ""))
            if wrong and name not in lacking:
                faults.append(Fault(dataset.id, number, name, raw.get(name, ""), wrong))
        rows.append(row)
    return tuple(rows), faults


def _cell(plan: Plan, field: Field, text: str) -> tuple[Content, Wrong | None]:
    """The content of a cell and what is wrong with it; where anything is, the cell is taken for missing."""
    if text == "":
        return None, reading.required(field.label) if field.required else None
    content = _content(field.type, field.spec.type if field.spec else "", text)
    if content is None:
        return None, reading.misread(field.spec.type if field.spec else field.type.kind, text)
    wrong = _outside(plan, field, content)
    return None if wrong else content, wrong


def _content(type_: Type, declared: str, text: str) -> Content:
    """The typed content, None when the text is not of that type."""
    match type_.kind:
        case Kind.NUMBER:
            return _whole(text) if declared == "integer" else _number(text)
        case Kind.DATE:
            return _date(text)
        case Kind.DATETIME:
            return _datetime(text)
        case Kind.BOOLEAN:
            return {"true": True, "false": False}.get(text)
        case _:
            return text


def _whole(text: str) -> Fraction | None:
    return Fraction(int(text)) if WHOLE.match(text) and len(text.lstrip("-")) <= MAX_DIGITS else None


def _number(text: str) -> Fraction | None:
    if not NUMBER.match(text) or len(Decimal(text).normalize().as_tuple().digits) > MAX_DIGITS:
        return None
    return Fraction(text)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if DATE.match(text) else None
    except ValueError:
        return None


def _datetime(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if DATETIME.match(text) else None
    except ValueError:
        return None


def _outside(plan: Plan, field: Field, content: Content) -> Wrong | None:
    """Why the content is not allowed: code, bounds, pattern."""
    if field.type.kind is Kind.CODE:
        codelist = plan.codelists[field.type.codelist]
        return None if content in codelist.codes else reading.unknown_code(codelist.id, str(content))
    spec = field.spec
    if spec is None:
        return None
    for bound, sign, words in ((spec.minimum, 1, "below"), (spec.maximum, -1, "above")):
        if bound is not None and _beyond(content, bound, sign):
            return reading.out_of_bounds(field.label, words, bound)
    if spec.pattern and isinstance(content, str) and not matches(spec.pattern, content):
        return reading.other_form(field.label, spec.pattern)
    return None


@lru_cache(maxsize=1024)
def _exact(bound: Decimal) -> Fraction:
    return Fraction(bound)


def _beyond(content: Content, bound: Decimal | str, sign: int) -> bool:
    if isinstance(content, Fraction) and isinstance(bound, Decimal):
        return content < _exact(bound) if sign > 0 else content > _exact(bound)
    if isinstance(content, date) and isinstance(bound, str):
        day = content.date() if isinstance(content, datetime) else content
        return (day - date.fromisoformat(bound)).days * sign < 0
    return False
