"""The text of a cell -> its value, or a sentence that says what is wrong with it.

Text is read by the grammar of the field's type and never guessed at. Engines decide in their own way which cells are
wrong; what is said about one is said here.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from . import faults
from .faults import Wrong

NUMBERS = ("integer", "number", "money")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)
WHOLE = re.compile(r"-?[0-9]+", re.ASCII)
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
DATETIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?", re.ASCII)
UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
MAX_DIGITS = 15
LONGEST_NUMBER = 40
LONGEST_TEXT = 500  # longer text never has the form of a pattern
MOST_FAULTS = 1_000  # of one kind in one column, listed one by one
_MARKS = {";": "semicolons", "\t": "tabs", "|": "bars"}
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


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the cells of a field may hold. `type` is as declared; `codes` are those of the list `codelist`."""

    type: str
    label: str
    codelist: str = ""
    codes: Container[str] = ()
    minimum: Decimal | date | None = None
    maximum: Decimal | date | None = None
    pattern: str = ""


def as_text(value: Any, type_: str) -> str | None:
    """The text that a file would hold, None where a value of this kind has no place in a field of this type."""
    match value:
        case str():
            return value
        case bool():
            return str(value).lower() if type_ == "boolean" else None
        case datetime() if type_ == "datetime" or (type_ == "date" and value.time() == time() and value.tzinfo is None):
            return value.isoformat() if type_ == "datetime" else value.date().isoformat()
        case date() if type_ == "date" and not isinstance(value, datetime):
            return value.isoformat()
        case int() if type_ in NUMBERS:
            return str(value)
        case float() | Decimal() if type_ in NUMBERS:
            return format(Decimal(str(value)).normalize(), "f")
    return None


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


def misread(type_: str, text: str) -> Wrong:
    """What to say of a cell that is not of its type."""
    return Wrong(faults.MISREAD, f'"{_short(text)}" is not {WANTED[type_]}.')


def unwanted(text: str) -> Wrong | None:
    """What is wrong with the characters of a cell: control characters, or half of a character."""
    found = UNWANTED.search(text)
    if found is None:
        return None
    point = ord(found.group())
    kind = "half of a character" if point > 31 else "a control character"
    message = f"The cell holds {kind} (U+{point:04X}), which no text has. Take it out."
    return Wrong(faults.UNWANTED_CHARACTER, message)


def unsuitable(allowed: Allowed, value: Any) -> Wrong | None:
    """Why a value of the right type is not allowed: code, bounds, pattern."""
    if allowed.type == "code":
        return None if value in allowed.codes else unknown_code(allowed.codelist, value)
    least: Any = allowed.minimum
    most: Any = allowed.maximum
    compared = value.date() if isinstance(value, datetime) else value
    if least is not None and compared < least:
        return out_of_bounds(allowed.label, "below", least)
    if most is not None and compared > most:
        return out_of_bounds(allowed.label, "above", most)
    if allowed.pattern and isinstance(value, str) and not _has_form(allowed.pattern, value):
        return other_form(allowed.label, allowed.pattern)
    return None


def _has_form(pattern: str, text: str) -> bool:
    """Whether the whole text has the form. What a pattern may hold has been limited so that no text makes this slow."""
    return len(text) <= LONGEST_TEXT and re.fullmatch(pattern, text) is not None


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:77] + "..."


def left_over(more: int) -> str:
    """What the last of very many faults says of those that are not listed."""
    return f"From here on {more:,} more are not listed."


def unknown_code(codelist: str, code: str) -> Wrong:
    """What to say of a code that is not in its list."""
    return Wrong(faults.UNKNOWN_CODE, f'The list {codelist} has no code "{_short(code)}".')


def out_of_bounds(label: str, side: str, bound: object) -> Wrong:
    """What to say of a value on the wrong side, "below" or "above", of a bound."""
    return Wrong(faults.OUT_OF_BOUNDS, f"{label} is {side} {bound}.")


def other_form(label: str, pattern: str) -> Wrong:
    """What to say of text that does not have the form of its field."""
    return Wrong(faults.OTHER_FORM, f"{label} does not have the form {pattern}.")


def required(label: str) -> Wrong:
    """What to say of a cell without a value that must have one."""
    return Wrong(faults.ABSENT, f"{label} is required.")


def incomplete_key(dataset: str, key: tuple[str, ...] | list[str]) -> Wrong:
    """What to say of a row without a complete key."""
    return Wrong(faults.INCOMPLETE_KEY, f"The key ({', '.join(key)}) of a row of {dataset} is not complete.")


def key_twice(dataset: str, shown: str) -> Wrong:
    """What to say of a row whose key another row has."""
    return Wrong(faults.KEY_TWICE, f"The key {shown} is there twice in {dataset}.")


def unknown_reference(dataset: str, value: str) -> Wrong:
    """What to say of a reference that leads nowhere."""
    return Wrong(faults.UNKNOWN_REFERENCE, f'{dataset} has no row with the key "{value}".')


def out_of_time(code: str, codelist: str, day: object) -> Wrong:
    """What to say of a code that may not stand in a row of that day."""
    return Wrong(faults.OUT_OF_TIME, f'The code "{code}" of {codelist} is not valid on {day}.')


def group_of(contents: Iterable[object]) -> str:
    """How a row of a derived dataset is told, which stands in no file: by what its group has in common."""
    return ", ".join("not stated" if each is None else str(each) for each in contents)


def rule_broken(message: str) -> Wrong:
    """What to say of a row that breaks a rule of its dataset: what the rule says."""
    return Wrong(faults.RULE_BROKEN, message)


def several_newest(group: str, count: int, day: object) -> Wrong:
    """What to say of a group whose newest row cannot be told."""
    return Wrong(faults.SEVERAL_NEWEST, f"{group} has {count} newest rows, all of {day}.")


def no_column(name: str, label: str) -> Wrong:
    """What to say of a required field without a column."""
    return Wrong(faults.NO_COLUMN, f"There is no column {name}. {label} is required.")


def unknown_column(dataset: str, name: str) -> Wrong:
    """What to say of a column that is no field."""
    return Wrong(faults.UNKNOWN_COLUMN, f"{dataset} has no field {name}.")


def column_twice(dataset: str) -> Wrong:
    """What to say of a table in which two columns have one name."""
    return Wrong(faults.COLUMN_TWICE, f"A column of {dataset} is there twice.")


def ragged(cells: int, header: int) -> Wrong:
    """What to say of a row that does not fit its header."""
    return Wrong(faults.RAGGED, f"The row has {cells} cells; the header has {header}.")


def empty_file(fields: Iterable[str]) -> Wrong:
    """What to say of a file without a header."""
    return not_csv(f"The file is empty. Its first line names fields: {', '.join(fields)}.")


def parted_otherwise(header: Sequence[str]) -> Wrong | None:
    """What to say of a file in which something else than a comma stands between the columns."""
    mark = next((mark for mark in _MARKS if mark in header[0]), None) if len(header) == 1 else None
    if mark is None:
        return None
    return not_csv(f"The columns are separated by {_MARKS[mark]}. Save the file with commas between them.")


def not_utf8() -> Wrong:
    """What to say of a file in another encoding."""
    return not_csv("The file is not written in UTF-8. Save it as CSV UTF-8.")


def line_not_utf8(content: bytes) -> int:
    """The line of the first byte that is not UTF-8, 0 where there is none."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return content.count(b"\n", 0, error.start) + 1
    return 0


def no_more_csv(error: Exception) -> Wrong:
    """What to say of a file of which a part can be read."""
    return not_csv(f"From here on the file is no CSV: {error}.")


def not_csv(message: str) -> Wrong:
    """What to say of a file that is no table of text."""
    return Wrong(faults.NOT_CSV, message)
