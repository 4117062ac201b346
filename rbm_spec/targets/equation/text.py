"""Any text -> one line of what can be seen of it, and LaTeX that prints that: names are hostile until in `\\text{…}`.

A sign in braces prints as the sign and takes part in nothing: no ligature of TeX, and no tag, link or emphasis where a
viewer of Markdown does not know equations. Straight quotes are set as curly ones, as everywhere in TeX.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rbm_spec.load.characters import FORBIDDEN

SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "%": r"\%", "&": r"\&", "#": r"\#", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
    "<": "{<}", "[": "{[}", "]": "{]}", "*": "{*}", "|": "{|}", "`": "{`}",
}  # fmt: skip
LIGATURE = re.compile(r"-{2,}|'{2,}")
BLANKS = re.compile(r"[\s\x00-\x1f]+")


def plain(text: str) -> str:
    """Blanks and line ends as single spaces; without controls, of direction too, which print nothing by themselves."""
    return FORBIDDEN.sub("", BLANKS.sub(" ", text))


def escaped(text: str) -> str:
    """The text with every sign taken literally."""
    literal = "".join(SPECIAL.get(sign, sign) for sign in plain(text))
    return LIGATURE.sub(lambda run: "".join(f"{{{sign}}}" for sign in run[0]), literal)


def upright(text: str) -> str:
    """`text` as words in an equation."""
    return rf"\text{{{escaped(text)}}}"


def lines(text: str, width: int) -> Iterator[str]:
    """`text` in lines of at most `width` characters; a word is cut only when it is longer."""
    text = plain(text).strip()
    while len(text) > width:
        space = text.rfind(" ", 1, width + 1)
        yield text[: space if space > 0 else width]
        text = text[space + 1 if space > 0 else width :]
    yield text
