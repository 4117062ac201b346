"""What is wrong with data: which dataset, row, column and value, under which rule, in plain words.

The rules have their pages in the project's reference; the codes are never used again for something else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

MISREAD = "RBM701"
UNKNOWN_CODE = "RBM702"
OUT_OF_BOUNDS = "RBM703"
OTHER_FORM = "RBM704"
ABSENT = "RBM705"
UNWANTED_CHARACTER = "RBM706"
INCOMPLETE_KEY = "RBM707"
KEY_TWICE = "RBM708"
UNKNOWN_REFERENCE = "RBM709"
OUT_OF_TIME = "RBM710"
RULE_BROKEN = "RBM711"
SEVERAL_NEWEST = "RBM712"
UNKNOWN_COLUMN = "RBM713"
COLUMN_TWICE = "RBM714"
NO_COLUMN = "RBM715"
RAGGED = "RBM716"
NOT_CSV = "RBM717"


class Wrong(NamedTuple):
    """The code of the rule that is broken, and a sentence."""

    code: str
    message: str


@dataclass(frozen=True, order=True)
class Fault:
    """`row` counts from 1 for the first row of data, 0 for the table as a whole; `value` is text as it came."""

    dataset: str
    row: int
    column: str
    value: str
    wrong: Wrong

    @property
    def code(self) -> str:
        """The code of the rule that is broken."""
        return self.wrong.code

    @property
    def message(self) -> str:
        """What is wrong, in a sentence."""
        return self.wrong.message
