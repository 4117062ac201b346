"""CSV text -> rows of typed values, with a fault for every cell that is not what its field declares."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from rbm_spec.expr.types import Kind, Type
from rbm_spec.kernel.faults import Fault
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
        Fault(dataset.id, 0, name, name, f"{dataset.id} has no field {name}.")
        for name in header
        if name not in dataset.fields
    ]
    if len(set(header)) != len(header):
        faults.append(Fault(dataset.id, 0, "", "", f"A column of {dataset.id} is there twice."))
    rows = []
    for number, cells in enumerate((line for line in lines[1:] if line), start=1):
        if len(cells) != len(header):
            message = f"The row has {len(cells)} cells; the header has {len(header)}."
            faults.append(Fault(dataset.id, number, "", "", message))
        raw = dict(zip(header, cells, strict=False))
        row: dict[str, Content] = {}
        for name, field in dataset.fields.items():
            row[name], wrong = _cell(plan, field, raw.get(name, ""))
            if wrong:
                faults.append(Fault(dataset.id, number, name, raw.get(name, ""), wrong))
        rows.append(row)
    return tuple(rows), faults


def _cell(plan: Plan, field: Field, text: str) -> tuple[Content, str | None]:
    """The content of a cell and what is wrong with it."""
    if text == "":
        return None, f"{field.label} is required." if field.required else None
    content = _content(field.type, field.spec.type if field.spec else "", text)
    if content is None:
        return None, f'"{text}" is not {_wanted(field)}.'
    return content, _outside(plan, field, content)


def _wanted(field: Field) -> str:
    kind = field.spec.type if field.spec else field.type.kind
    return {
        "integer": "a whole number of at most 15 digits",
        "number": "a number such as 1234.5, of at most 15 digits",
        "money": "an amount such as 1234.50, of at most 15 digits",
        "date": "a date such as 2028-01-31",
        "datetime": "a date and time such as 2028-01-31T09:30:00, without time zone",
        "boolean": "true or false",
    }.get(kind, "allowed")


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
    return Fraction(text) if WHOLE.match(text) and len(text.lstrip("-")) <= MAX_DIGITS else None


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


def _outside(plan: Plan, field: Field, content: Content) -> str | None:
    """Why the content is not allowed: code, bounds, pattern."""
    if field.type.kind is Kind.CODE:
        codelist = plan.codelists[field.type.codelist]
        return None if content in codelist.codes else f'The list {codelist.id} has no code "{content}".'
    spec = field.spec
    if spec is None:
        return None
    for bound, sign, words in ((spec.minimum, 1, "below"), (spec.maximum, -1, "above")):
        if bound is not None and _beyond(content, bound, sign):
            return f"{field.label} is {words} {bound}."
    if spec.pattern and isinstance(content, str) and not matches(spec.pattern, content):
        return f"{field.label} does not have the form {spec.pattern}."
    return None


def _beyond(content: Content, bound: Decimal | str, sign: int) -> bool:
    if isinstance(content, Fraction) and isinstance(bound, Decimal):
        return (content - Fraction(bound)) * sign < 0
    if isinstance(content, date) and isinstance(bound, str):
        day = content.date() if isinstance(content, datetime) else content
        return (day - date.fromisoformat(bound)).days * sign < 0
    return False
