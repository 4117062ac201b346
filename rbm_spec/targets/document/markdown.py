"""Text of a plan -> Markdown that prints it as it is, in two dialects.

Both take the text as one line. For pandoc every sign of ASCII punctuation is escaped, so no extension can see one. For
GitHub only what has a meaning at that place is, so that the file stays readable as text.
"""

from __future__ import annotations

import re

from rbm_spec.translations.applied import EDGE

BLANKS = re.compile(r"[ \t-\r\x1c-\x1f\x85\u2028\u2029]+")
PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
SIGNS = re.compile(r"([\\`*_\[\]<>&#$|~])")
MARKERS = re.compile(r"([-+=])|([0-9]+)[.)](?= |$)")
UNTRANSLATED = re.compile(f"{EDGE}[^{EDGE}]*?(?:\\[([A-Z]{{2}})\\])?{EDGE}")
"""One that holds a number or a footnote falls into several, and the last says its language."""
LINKS = re.compile(r"(?i)\b(https?|ftp|mailto|xmpp)(:)|\b(www)(\.)")


def one_line(text: str) -> str:
    """Blanks and line ends as single spaces, none at the ends; a no-break space inside stays."""
    return BLANKS.sub(" ", text).strip()


def for_pandoc(text: str) -> str:
    """`text` in pandoc's Markdown; what is not translated says in which language it stands."""
    said, end, line = "", 0, one_line(text)
    for found in UNTRANSLATED.finditer(line):
        language = f"lang={found[1].lower()} " if found[1] else ""
        # The mark of direction stands before the bracket: right behind a footnote, pandoc reads a bracket otherwise.
        said += f"{_escaped(line[end : found.start()])}{EDGE}[{_escaped(found[0][1:])}]{{{language}dir=ltr}}"
        end = found.end()
    return said + _escaped(line[end:])


def _escaped(text: str) -> str:
    return PUNCTUATION.sub(r"\\\1", text)


def for_github(text: str) -> str:
    """`text` in GitHub-flavoured Markdown; it neither starts a list nor becomes a link."""
    line = SIGNS.sub(r"\\\1", one_line(text))
    line = LINKS.sub(lambda link: f"{link[1] or link[3]}\\{link[2] or link[4]}", line)
    marker = MARKERS.match(line)
    if marker is None:
        return line
    return "\\" + line if marker[1] else f"{marker[2]}\\{line[len(marker[2]) :]}"
