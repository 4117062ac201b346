"""What a notation of equations is: a table of signs, and how it writes names, words, numbers and lines.

In a sign «0», «1» … stand for the arguments, «rest» for all but the first, «all» for all, with the separator of the
language between them, and «words» and «otherwise» for phrases of the language. Guillemets mean nothing in LaTeX or XML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

PLACE = re.compile(r"«(\w+)»")


@dataclass(frozen=True, slots=True)
class Notation:
    """`signs` holds every operator of `shapes`, the EXTRA ones, and one for each aggregate that has a sign."""

    signs: Mapping[str, str]
    name: Callable[[str], str]
    words: Callable[[str], str]
    number: Callable[[str], str]
    separator: Callable[[str], str]
    lines: Callable[[Sequence[str]], str]

    def fill(self, sign: str, places: Mapping[str, str]) -> str:
        """The sign with its places filled in, once: what is filled in is not looked at again."""
        return PLACE.sub(lambda place: places[place[1]], self.signs[sign])


EXTRA = ("brackets", "named", "equals", "about", "counted", "over rows", "sum", "smallest", "largest")
"""Signs of no operator: brackets around «0»; «words» of a function and «all»; the two relations between sides; the
«words» of what is counted over «rows»; what is done over «rows» (an aggregate without a sign has «words») to «0»."""
