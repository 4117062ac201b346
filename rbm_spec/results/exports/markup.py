"""Texts of a plan -> the same for a site that makes pages of what it is given: nothing of them becomes markup.

Open SDG prints titles and codes as they are, and takes metadata for Markdown.
"""

from __future__ import annotations

import re

from rbm_spec.load.characters import FORBIDDEN
from rbm_spec.targets.document.markdown import one_line

_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_LIQUID = re.compile(r"\{(?=[{%])")
_SIGNS = re.compile(r"([\\`*_\[\]{}|$!])")
_MARKER = re.compile(r"(?:[-+#:=>~]|[0-9]+[.)])")


def as_text(text: str) -> str:
    """One line in which nothing begins a tag or a command of a template: a space keeps the signs apart."""
    return _LIQUID.sub("{ ", _TAG.sub("< ", FORBIDDEN.sub("", one_line(text))))


def as_markdown(text: str) -> str:
    """The same for Markdown: signs are escaped, and no list or heading begins."""
    line = _SIGNS.sub(r"\\\1", as_text(text))
    marker = _MARKER.match(line)
    return line if marker is None else f"{line[: marker.end() - 1]}\\{line[marker.end() - 1 :]}"
