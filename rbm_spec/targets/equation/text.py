"""Any text -> LaTeX that prints it as it is: names of measures are hostile until they stand in `\\text{…}`.

A sign in braces prints as the sign and takes part in nothing: no ligature of TeX, and no tag, link or emphasis where a
viewer of Markdown does not know equations. Straight quotes are set as curly ones, as everywhere in TeX.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "%": r"\%", "&": r"\&", "#": r"\#", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
    "<": "{<}", "[": "{[}", "]": "{]}", "*": "{*}", "|": "{|}", "`": "{`}",
}  # fmt: skip
LIGATURE = re.compile(r"-{2,}|'{2,}")
BLANKS = re.compile(r"[\s\x00-\x1f]+")


def escaped(text: str) -> str:
    """The text with every sign taken literally; blanks and line ends become single spaces."""
    literal = "".join(SPECIAL.get(sign, sign) for sign in BLANKS.sub(" ", text))
    return LIGATURE.sub(lambda run: "".join(f"{{{sign}}}" for sign in run[0]), literal)


def upright(text: str) -> str:
    """`text` as words in an equation."""
    return rf"\text{{{escaped(text)}}}"


def stacked(text: str, width: int) -> str:
    """The same in lines of at most `width` characters, one below the other; a word is cut only when it is longer."""
    lines = list(_lines(BLANKS.sub(" ", text).strip(), width))
    if len(lines) == 1:
        return upright(lines[0])
    return r"\begin{array}{c}" + r" \\ ".join(map(upright, lines)) + r"\end{array}"


def _lines(text: str, width: int) -> Iterator[str]:
    while len(text) > width:
        space = text.rfind(" ", 1, width + 1)
        yield text[: space if space > 0 else width]
        text = text[space + 1 if space > 0 else width :]
    yield text
