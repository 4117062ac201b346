"""Data frames -> columns, with a fault for every cell that is not what its field declares.

Text is read by the grammar of the field's type and never guessed at; a cell with no characters is missing. Columns that
are numbers, dates or conditions already are taken as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from ..kernel.faults import Fault, Wrong
from ..kernel.reading import (
    MAX_DIGITS,
    MOST_FAULTS,
    NUMBERS,
    Allowed,
    as_text,
    column_twice,
    left_over,
    misread,
    no_column,
    parse,
    required,
    unknown_column,
    unsuitable,
)

from .columns import Array, Column, Dates, Texts, Truths
from .definitions import Codelist, Dataset, Field
from .numbers import TENS, Numbers

FIRST_YEAR, LAST_YEAR = np.datetime64("0001"), np.datetime64("9999")


@dataclass(frozen=True)
class Cells:
    """Different values of a column, in a form that can be checked: `at` numbers the value of each row, -1 is missing.

    `texts` are the values as they came, `wrong` says what is wrong with each.
    """

    at: Array
    texts: list[str]
    wrong: list[Wrong | None]

    def faults(self, dataset: str, column: str) -> Iterator[Fault]:
        """A fault for each row that has a wrong value."""

        def fault(row: int) -> Fault:
            number = self.at[row]
            wrong = self.wrong[number]
            assert wrong is not None
            return Fault(dataset, row + 1, column, self.texts[number], wrong)

        bad = np.array([message is not None for message in self.wrong] + [False])
        yield from listed(np.flatnonzero(bad[self.at]), fault)


def listed(rows: Array, fault: Callable[[int], Fault]) -> Iterator[Fault]:
    """The fault of each row that is wrong; of very many the first, and one that says how many more there are."""
    yield from map(fault, rows[:MOST_FAULTS].tolist())
    for row in rows[MOST_FAULTS : MOST_FAULTS + 1].tolist():
        first = fault(row)
        yield replace(first, value="", wrong=Wrong(first.code, left_over(len(rows) - MOST_FAULTS)))


def read_frame(
    dataset: Dataset, frame: pd.DataFrame, codelists: Mapping[str, Codelist]
) -> tuple[dict[str, Column], list[Fault]]:
    """The columns of a dataset and what is wrong with their cells; a field without a column is missing in every row."""
    faults = [
        Fault(dataset.id, 0, str(name), str(name), unknown_column(dataset.id, str(name)))
        for name in frame.columns
        if name not in dataset.fields
    ]
    if not frame.columns.is_unique:
        faults.append(Fault(dataset.id, 0, "", "", column_twice(dataset.id)))
    frame = frame.loc[:, ~frame.columns.duplicated(keep="last")]
    columns: dict[str, Column] = {}
    for name, field in dataset.fields.items():
        series = frame[name] if name in frame.columns else pd.Series(np.full(len(frame), None), dtype=object)
        columns[name], cells = _read(field, series, codelists)
        faults += cells.faults(dataset.id, name)
        if field.required and name in frame.columns:
            faults += listed(np.flatnonzero(cells.at < 0), partial(_required, dataset, name))
        elif field.required and len(frame):
            faults.append(Fault(dataset.id, 0, name, "", no_column(name, field.label)))
    return columns, faults


def _required(dataset: Dataset, name: str, row: int) -> Fault:
    return Fault(dataset.id, row + 1, name, "", required(dataset.fields[name].label))


def _read(field: Field, series: pd.Series[Any], codelists: Mapping[str, Codelist]) -> tuple[Column, Cells]:
    kind = series.dtype.kind if isinstance(series.dtype, np.dtype) else getattr(series.dtype, "kind", "O")
    if kind in "iuf" and field.type in NUMBERS:
        return _typed_numbers(field, series)
    if kind == "M" and field.type in ("date", "datetime") and isinstance(series.dtype, np.dtype):
        return _typed_dates(field, series)
    at, found = _different(series)
    if field.type in ("string", "reference") and not field.pattern and _only_texts(series, found):
        return _plain_texts(at, found)
    texts = [as_text(each.item() if isinstance(each, np.bool_ | np.integer) else each, field.type) for each in found]
    allowed = _allowed(field, codelists)
    at = np.append(np.array([-1 if text == "" else i for i, text in enumerate(texts)], np.int64), -1)[at]
    values = [parse(field.type, text) if text else None for text in texts]
    shown = [str(each) if text is None else text for each, text in zip(found, texts, strict=True)]
    wrong = [
        unsuitable(allowed, value) if value is not None else misread(field.type, text) if text else None
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


def _allowed(field: Field, codelists: Mapping[str, Codelist]) -> Allowed:
    codes = codelists[field.codelist].codes if field.type == "code" else ()
    return Allowed(field.type, field.label, field.codelist, codes, field.minimum, field.maximum, field.pattern)


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
