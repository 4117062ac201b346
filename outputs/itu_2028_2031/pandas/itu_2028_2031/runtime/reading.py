"""Data frames -> columns, with a fault for every cell that is not what its field declares.

Text is read by the grammar of the field's type and never guessed at; a cell with no characters is missing. Columns that
are numbers, dates or conditions already are taken as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from ..kernel.faults import Fault

from .columns import Array, Column, Dates, Texts, Truths
from .definitions import Codelist, Dataset, Field
from .numbers import TENS, Numbers

NUMBERS = ("integer", "number", "money")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)
WHOLE = re.compile(r"-?[0-9]+", re.ASCII)
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
FIRST_YEAR, LAST_YEAR = np.datetime64("0001"), np.datetime64("9999")
DATETIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?", re.ASCII)
MAX_DIGITS = 15
LONGEST_NUMBER = 40
MOST_FAULTS = 1_000  # of one kind in one column, listed one by one
LONGEST_TEXT = 500  # longer text never has the form of a pattern
WANTED = {
    "integer": "a whole number of at most 15 digits",
    "number": "a number such as 1234.5, of at most 15 digits",
    "money": "an amount such as 1234.50, of at most 15 digits",
    "date": "a date such as 2028-01-31",
    "datetime": "a date and time such as 2028-01-31T09:30:00, without time zone",
    "boolean": "true or false",
    "string": "text",
    "code": "text",
    "reference": "text",
}


@dataclass(frozen=True)
class Cells:
    """Different values of a column, in a form that can be checked: `at` numbers the value of each row, -1 is missing.

    `texts` are the values as they came, `wrong` says what is wrong with each.
    """

    at: Array
    texts: list[str]
    wrong: list[str | None]

    def faults(self, dataset: str, column: str) -> Iterator[Fault]:
        """A fault for each row that has a wrong value."""

        def fault(row: int) -> Fault:
            number = self.at[row]
            return Fault(dataset, row + 1, column, self.texts[number], self.wrong[number] or "")

        bad = np.array([message is not None for message in self.wrong] + [False])
        yield from listed(np.flatnonzero(bad[self.at]), fault)


def listed(rows: Array, fault: Callable[[int], Fault]) -> Iterator[Fault]:
    """The fault of each row that is wrong; of very many the first, and one that says how many more there are."""
    yield from map(fault, rows[:MOST_FAULTS].tolist())
    for row in rows[MOST_FAULTS : MOST_FAULTS + 1].tolist():
        message = f"From here on {len(rows) - MOST_FAULTS:,} more are not listed."
        yield replace(fault(row), value="", message=message)


def read_frame(
    dataset: Dataset, frame: pd.DataFrame, codelists: Mapping[str, Codelist]
) -> tuple[dict[str, Column], list[Fault]]:
    """The columns of a dataset and what is wrong with their cells; a field without a column is missing in every row."""
    faults = [
        Fault(dataset.id, 0, str(name), str(name), f"{dataset.id} has no field {name}.")
        for name in frame.columns
        if name not in dataset.fields
    ]
    if not frame.columns.is_unique:
        faults.append(Fault(dataset.id, 0, "", "", f"A column of {dataset.id} is there twice."))
    frame = frame.loc[:, ~frame.columns.duplicated(keep="last")]
    columns: dict[str, Column] = {}
    for name, field in dataset.fields.items():
        series = frame[name] if name in frame.columns else pd.Series(np.full(len(frame), None), dtype=object)
        columns[name], cells = _read(field, series, codelists)
        faults += cells.faults(dataset.id, name)
        if field.required and name in frame.columns:
            faults += listed(np.flatnonzero(cells.at < 0), partial(_required, dataset, name))
        elif field.required and len(frame):
            faults.append(Fault(dataset.id, 0, name, "", f"There is no column {name}. {field.label} is required."))
    return columns, faults


def _required(dataset: Dataset, name: str, row: int) -> Fault:
    return Fault(dataset.id, row + 1, name, "", f"{dataset.fields[name].label} is required.")


def _read(field: Field, series: pd.Series[Any], codelists: Mapping[str, Codelist]) -> tuple[Column, Cells]:
    kind = series.dtype.kind if isinstance(series.dtype, np.dtype) else getattr(series.dtype, "kind", "O")
    if kind in "iuf" and field.type in NUMBERS:
        return _typed_numbers(field, series)
    if kind == "M" and field.type in ("date", "datetime") and isinstance(series.dtype, np.dtype):
        return _typed_dates(field, series)
    at, found = _different(series)
    if field.type in ("string", "reference") and not field.pattern and _only_texts(series, found):
        return _plain_texts(at, found)
    texts = [_as_text(each, field.type) for each in found]
    at = np.append(np.array([-1 if text == "" else i for i, text in enumerate(texts)], np.int64), -1)[at]
    values = [parse(field.type, text) if text else None for text in texts]
    shown = [str(each) if text is None else text for each, text in zip(found, texts, strict=True)]
    wrong = [
        unsuitable(field, value, codelists) if value is not None
        else f'"{_short(text)}" is not {WANTED[field.type]}.' if text else None
        for text, value in zip(shown, values, strict=True)
    ]  # fmt: skip
    return _column(field, values, codelists).take(at), Cells(at, shown, wrong)


def _only_texts(series: pd.Series[Any], found: list[Any]) -> bool:
    return isinstance(series.dtype, pd.StringDtype) or all(type(each) is str for each in found)


def _plain_texts(at: Array, found: list[str]) -> tuple[Column, Cells]:
    """Texts that nothing can be wrong with."""
    nothing = found.index("") if "" in found else len(found)
    at = np.where(at == nothing, -1, at)
    return Texts(at, tuple(found)), Cells(np.minimum(at, 0), [""], [None])


def _different(series: pd.Series[Any]) -> tuple[Array, list[Any]]:
    """The number of the value of each row (-1: missing) and the different values."""
    if isinstance(series.dtype, pd.CategoricalDtype):
        return series.cat.codes.to_numpy().astype(np.int64), series.cat.categories.tolist()
    mixed = series.dtype == object and pd.api.types.infer_dtype(series, skipna=True) not in ("string", "empty")
    # Python takes true, 1 and 1.0 for the same; with their kind they stay apart.
    codes, found = pd.factorize(series.map(_with_kind) if mixed else series)
    return codes, [each[1] for each in found.tolist()] if mixed else found.tolist()


def _with_kind(value: Any) -> Any:
    return value if not isinstance(value, str) and pd.isna(value) else (type(value), value)


def _as_text(value: Any, type_: str) -> str | None:
    """The text that a file would hold, None where a value of this kind has no place in the field."""
    match value:
        case str():
            return value
        case bool() | np.bool_() if type_ == "boolean":
            return str(value).lower()
        case datetime() if type_ == "datetime" or (type_ == "date" and value.time() == time() and value.tzinfo is None):
            return value.isoformat() if type_ == "datetime" else value.date().isoformat()
        case date() if type_ == "date" and not isinstance(value, datetime):
            return value.isoformat()
        case bool():
            return None
        case int() | np.integer() if type_ in NUMBERS:
            return str(int(value))
        case float() | Decimal() if type_ in NUMBERS:
            return format(Decimal(str(value)).normalize(), "f")
    return None


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"


def parse(type_: str, text: str) -> Any:
    """The typed value, None when the text is not of this type."""
    match type_:
        case "integer":
            fits = WHOLE.fullmatch(text) and len(text.lstrip("-")) <= MAX_DIGITS
            return Decimal(text) if fits else None
        case "number" | "money":
            return _number(text)
        case "date":
            return _moment(date, text) if DATE.fullmatch(text) else None
        case "datetime":
            return _moment(datetime, text) if DATETIME.fullmatch(text) else None
        case "boolean":
            return {"true": True, "false": False}.get(text)
        case _:
            return text


def _number(text: str) -> Decimal | None:
    if len(text) > LONGEST_NUMBER or not NUMBER.fullmatch(text):
        return None
    number = Decimal(text).normalize()
    return number if len(number.as_tuple().digits) <= MAX_DIGITS else None


def _moment(kind: type[date], text: str) -> date | None:
    try:
        return kind.fromisoformat(text)
    except ValueError:
        return None


def unsuitable(field: Field, value: Any, codelists: Mapping[str, Codelist]) -> str | None:
    """Why a value of the right type is not allowed: code, bounds, pattern."""
    if field.type == "code":
        known = value in codelists[field.codelist].codes
        return None if known else f'The list {field.codelist} has no code "{_short(value)}".'
    least: Any = field.minimum
    most: Any = field.maximum
    compared = value.date() if isinstance(value, datetime) else value
    if least is not None and compared < least:
        return f"{field.label} is below {least}."
    if most is not None and compared > most:
        return f"{field.label} is above {most}."
    if field.pattern and isinstance(value, str) and not _has_form(field.pattern, value):
        return f"{field.label} does not have the form {field.pattern}."
    return None


def _has_form(pattern: str, text: str) -> bool:
    """Whether the whole text has the form. What a pattern may hold has been limited so that no text makes this slow."""
    return len(text) <= LONGEST_TEXT and re.fullmatch(pattern, text) is not None


def _column(field: Field, values: list[Any], codelists: Mapping[str, Codelist]) -> Column:
    match field.type:
        case "integer" | "number" | "money":
            return Numbers.exact(values)
        case "date":
            return Dates(np.array([value or "NaT" for value in values], "datetime64[D]"))
        case "datetime":
            return Dates(np.array([value or "NaT" for value in values], "datetime64[us]"))
        case "boolean":
            return Truths(np.array([v is True for v in values], bool), np.array([v is not None for v in values], bool))
        case "code":
            number = {code: i for i, code in enumerate(codelists[field.codelist].codes)}
            words = codelists[field.codelist].words
            return Texts(np.array([number.get(value, -1) for value in values], np.int64), words)
        case _:
            words = tuple(value for value in values if value is not None)
            present = np.array([value is not None for value in values], bool)
            return Texts(np.where(present, np.cumsum(present) - 1, -1), words)


def empty(field: Field, codelists: Mapping[str, Codelist]) -> Column:
    """A column of this kind without rows."""
    return _column(field, [], codelists)


def _typed_numbers(field: Field, series: pd.Series[Any]) -> tuple[Column, Cells]:
    """Numbers that need not be read; they are looked at one by one only when something is wrong with some."""
    values = series.to_numpy(dtype=float, na_value=np.nan)
    numbers = _decimals(values)
    if numbers is not None and not (numbers.places and field.type == "integer"):
        bad = np.abs(values) >= TENS[MAX_DIGITS]
        if field.minimum is not None:
            bad |= numbers.lt(field.minimum).true
        if field.maximum is not None:
            bad |= numbers.gt(field.maximum).true
        if not bad.any():
            return numbers, Cells(np.where(numbers.known, 0, -1), [""], [None])
    return _read(field, series.astype(object), {})


def _decimals(values: Array) -> Numbers | None:
    """The decimals that these binary numbers stand for; None if some have more than a few places."""
    for places in range(MAX_DIGITS - 4):
        for part in (values[:1000], values):
            whole = np.rint(part * TENS[places])
            fits = (whole / TENS[places] == part) & (np.abs(whole) < TENS[MAX_DIGITS])
            if not (fits | np.isnan(part)).all():
                break
        else:
            return Numbers(whole, places)
    return None


def _typed_dates(field: Field, series: pd.Series[Any]) -> tuple[Column, Cells]:
    """Dates that need not be read, in the same way."""
    values = series.to_numpy()
    years = values.astype("datetime64[Y]")
    outside = ~np.isnat(values) & ((years < FIRST_YEAR) | (years > LAST_YEAR))
    inside = np.where(outside, np.datetime64("NaT"), values)  # finer units cannot hold all years
    column = Dates.within_years(inside.astype("datetime64[D]" if field.type == "date" else "datetime64[us]"))
    bad = outside | (~np.isnat(inside) & ~(column.values == inside))
    if isinstance(field.minimum, date):
        bad |= column.days < np.datetime64(field.minimum, "D")
    if isinstance(field.maximum, date):
        bad |= column.days > np.datetime64(field.maximum, "D")
    if not bad.any():
        return column, Cells(np.where(column.known, 0, -1), [""], [None])
    return _read(field, pd.Series(_moments(values, field.type), dtype=object), {})


def _moments(values: Array, type_: str) -> Array:
    """The moments as a file would hold them, in the coarsest unit that says all of each; missing ones as ""."""
    said = np.datetime_as_string(values).astype(object)
    for unit in ("us", "s", "D"):
        coarse = values.astype(f"datetime64[{unit}]")
        same = coarse.astype(values.dtype) == values
        text = np.datetime_as_string(coarse).astype(object)
        said[same] = text[same] + ("T00:00:00" if unit == "D" and type_ == "datetime" else "")
    said[np.isnat(values)] = ""
    return said
