"""Pieces of formulas: text with how strongly its outermost operator binds, and what is known of the value.

Excel's unary minus binds tighter than `^`, and its `^` groups to the left; the strengths here are Excel's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from rbm_spec.expr.types import Kind
from rbm_spec.targets.unsupported import Inexpressible

COMPARISON, SUM, PRODUCT, POWER, SIGN, ATOM = 1, 3, 4, 5, 7, 9
MISSING = "NA()"
UNKNOWN = "0.5"
EPOCH = date(1899, 12, 30)
FIRST_DAY = date(1900, 3, 1)
MOST_CENTIMES = 10**13
"""Up to here an amount in hundredths has fifteen digits, of which spreadsheets lose none when they round."""


def centimes(size: str) -> str:
    """The places to which an amount of this size is kept: fifteen digits, and never less than hundredths."""
    return f"MAX(2,14-INT(LOG10({size})))"


def hundredths(text: str) -> str:
    """An amount in whole hundredths: LibreOffice takes broken numbers of fifteen digits for those next to them."""
    return f"ROUND({text}*100,0)"


def by_size(size: str, large: str, other: str) -> str:
    """One formula for amounts whose centimes spreadsheets lose, another for smaller ones, and for those without."""
    return f"IF(AND({size}>1E+12,{size}<=1E+13),{large},{other})"


def large(size: str, most: int) -> str:
    """A formula that is 1 where an amount without a sign is beyond the largest that is computed here."""
    return f"IFERROR(IF({size}>{most},1,0),0)"


class Quality(IntEnum):
    """What is known of a number: its decimal is as entered, it is whole and not large, it is whole, it is money, or it
    comes out of binary arithmetic."""

    ENTERED = 0
    SMALL = 1
    WHOLE = 2
    MONEY = 3
    COMPUTED = 4

    @property
    def sure(self) -> bool:
        """Whether the cell holds the very decimal, within the range of comparisons."""
        return self <= Quality.SMALL


@dataclass(frozen=True, slots=True)
class Term:
    """A piece of a formula. `#` in `text` stands for the number of the row.

    `simple` terms are short and may be mentioned several times. `literal` is a whole number that is written with
    literals. `cached` is the value in a workbook without data, None when missing.
    """

    text: str
    kind: Kind
    strength: int = ATOM
    quality: Quality = Quality.COMPUTED
    simple: bool = False
    literal: int | None = None
    cached: object = None

    def bound(self, strength: int) -> str:
        """The text where an operator of this strength is around it, in brackets if need be."""
        return self.text if self.strength > strength else f"({self.text})"


def serial(day: date) -> int:
    """The number by which spreadsheets know a day."""
    if day < FIRST_DAY:
        raise Inexpressible(f"Spreadsheets do not know dates before {FIRST_DAY} alike; {day} is one.")
    return (day - EPOCH).days
