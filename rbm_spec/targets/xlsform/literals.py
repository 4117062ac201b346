"""Text of a plan -> text in a form that stays text: what is shown, and literals of XPath.

Converters take `${name}` and `instance(` for references wherever they stand, straighten quotation marks and join
spaces; clients show labels as Markdown and HTML. So shown text is parted by word joiners, which nobody sees, where it
would become something else. Text that is compared is parted likewise, and refused where a converter would change it.
"""

from __future__ import annotations

import re

JOINER = "\N{WORD JOINER}"
_REFERENCE = r"(?<=\$)(?=\{)|(?<=[A-Za-z])(?=\()"
_SHOWN = re.compile(rf"{_REFERENCE}|(?<=\])(?=\()|(?<=<)|(?<=&)(?=[#A-Za-z])")
_COMPARED = re.compile(rf"{_REFERENCE}|(?<=')|(?=')")
_MARK = re.compile(r"([\\*_#`~])")
_CHANGED = re.compile("[\u2018\u2019\u201c\u201d]|^ | $|  |[^\\S ]")


def shown(text: str) -> str:
    """A label or hint, which reads as the text does and is never Markdown, HTML or a reference."""
    return message(_MARK.sub(r"\\\1", text))


def message(text: str) -> str:
    """A message, in which clients know no Markdown."""
    return JOINER.join(_SHOWN.split(text))


def keeps(text: str) -> bool:
    """Whether converters leave the text as it is."""
    return not _CHANGED.search(text)


def literal(text: str) -> str | None:
    """The text as an expression of XPath 1.0, which has no escapes; None where a converter would change it."""
    if not keeps(text):
        return None
    quoted = [f'"{part}"' if part == "'" else f"'{part}'" for part in _COMPARED.split(text) if part]
    return f"concat({', '.join(quoted)})" if len(quoted) > 1 else quoted[0] if quoted else "''"
