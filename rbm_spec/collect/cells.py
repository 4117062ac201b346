"""A cell of a workbook -> the text that a CSV file would hold for the same value, or what is wrong with it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal

from rbm_spec.collect import rules
from rbm_spec.collect.sheets import Cell
from rbm_spec.kernel.faults import Wrong
from rbm_spec.plan.model import Field

FIRST_SERIAL, LAST_SERIAL = 61, 2_958_465  # 1 March 1900; before it Excel's calendar has a day too many
_ZERO = datetime(1899, 12, 30)
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[Ee][+-]?[0-9]{1,3})?\Z", re.ASCII)


def text_of(cell: Cell, field: Field) -> tuple[str, Wrong | None]:
    """The text, empty where there can be none, and what is wrong. Whether it fits the field is not asked here."""
    match cell.kind:
        case "formula":
            return "", _wrong("The cell holds a formula. Enter the value itself.")
        case "error":
            return "", _wrong(f"The cell holds the error {cell.text}.")
        case "number":
            return _number(cell.text, field.spec.type if field.spec else "")
        case "date":
            return _moment(cell.text, field.spec.type if field.spec else ""), None
        case _:
            return cell.text, None


def _wrong(message: str) -> Wrong:
    return Wrong(rules.MISREAD.code, message)


def _number(text: str, kind: str) -> tuple[str, Wrong | None]:
    """Excel keeps days as numbers, and numbers as binary fractions written with 17 digits."""
    number = float(text) if _NUMBER.match(text) else float("nan")
    if number != number or abs(number) > 1e300:
        return "", _wrong("The cell holds no number that can be read.")
    if kind not in ("date", "datetime"):
        plain = format(Decimal(repr(number)).normalize(), "f")
        return ("0" if plain == "-0" else plain), None
    if not FIRST_SERIAL <= number < LAST_SERIAL + 1:
        return "", _wrong("The cell holds no date after February 1900.")
    moment = _ZERO + timedelta(milliseconds=round(number * 86_400_000))
    if kind == "date" and number == int(number):
        return moment.date().isoformat(), None
    if moment.microsecond:
        return moment.isoformat(timespec="milliseconds").rstrip("0"), None
    return moment.isoformat(timespec="seconds"), None


def _moment(text: str, kind: str) -> str:
    """OpenDocument says days and moments in words already, in as many places as it likes."""
    day, mark, time = text.partition("T")
    time = time.rstrip("0").rstrip(".") if "." in time else time
    if kind == "datetime":
        return f"{day}T{time or '00:00:00'}"
    return day if time in ("", "00:00:00") else f"{day}{mark}{time}"
