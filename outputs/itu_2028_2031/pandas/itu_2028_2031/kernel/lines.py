"""Published figures -> lines of CSV: the same columns, cells and escapes wherever a file of results is written."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from urllib.parse import quote

from .definitions import By
from .values import Content

COLUMNS = (
    "indicator", "component", "period", "cell", "value", "published", "reason", "status", "confidentiality", "n",
    "assessment",
)  # fmt: skip
_SEPARATORS = ";=%"
_LIVE = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20](?![0-9]+(\.[0-9]+)?\Z)")
"""Text that spreadsheets would compute: it begins with one of these signs, full-width ones too, and is no number."""


def csv_text(columns: Sequence[str], lines: Iterable[Sequence[object]]) -> str:
    """A header and lines, each ended by a line feed. What cannot be seen is written as an escape, nothing as it is.

    An apostrophe stands before text that a spreadsheet would take for a formula.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_shown(cell) for cell in line] for line in lines)
    return out.getvalue()


def cell_text(by: By) -> str:
    """A cell in one text, `grade=P5;gender=`, with nothing for *not stated*; the total has no text.

    Its codes can be read back: separators and what cannot be seen are written `%3B`.
    """
    return ";".join(f"{path}={''.join(map(_coded, code or ''))}" for path, code in by)


def plain(value: Content) -> Decimal | bool | None:
    """A number as the shortest decimal that means the same binary number; None for what is no number or condition."""
    if isinstance(value, Fraction):
        return Decimal(repr(float(value)))
    return value if isinstance(value, bool) else None


def _coded(character: str) -> str:
    shown = character.isprintable() and character not in _SEPARATORS
    return character if shown else quote(character, safe="", errors="surrogatepass")


def _shown(cell: object) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case Decimal():
            return format(cell, "f")
        case _:
            text = "".join(each if each.isprintable() else ascii(each)[1:-1] for each in str(cell))
            return f"'{text}" if _LIVE.match(text) else text
