"""What Jinja says of a template that it cannot read -> a plain sentence, and the line where something is not closed."""

from __future__ import annotations

import re

from jinja2 import TemplateSyntaxError

from rbm_spec.suggest import nearest

BLOCK = re.compile(r"\{#.*?#\}|\{%[-+]?\s*(\w+)([^%]*)", re.DOTALL)
CLOSED = ("if", "for", "macro", "call", "raw", "filter", "block", "autoescape")
KNOWN = (*CLOSED, *(f"end{name}" for name in CLOSED), "elif", "else", "set", "endset", "include", "import")
ENDLESS = "Unexpected end of template"
UNKNOWN = re.compile("Encountered unknown tag '([^']*)'")
REST = (
    ("end of print statement", "Something stands in {{ … }} that does not belong there, or its end }} is missing."),
    ("end of statement block", "Something stands in {% … %} that does not belong there, or its end %} is missing."),
    ("Missing end of comment tag", "A comment {# … has no end #}."),
)


def plainly(message: str) -> str:
    """The sentence of Jinja, or a plainer one."""
    if found := UNKNOWN.search(message):
        near = nearest(found[1], KNOWN)
        return f"Templates know no “{found[1]}”." + (f" Did you mean {{% {near} … %}}?" if near else f" {message}")
    return next((said for part, said in REST if part in message), message)


def unclosed(error: TemplateSyntaxError) -> tuple[int, str] | None:
    """The line of what is opened and never closed, when that is what the template suffers from."""
    if ENDLESS not in (error.message or "") or error.source is None:
        return None
    open_: list[tuple[int, str]] = []
    for found in BLOCK.finditer(error.source):
        name = found[1] or ""
        if name in CLOSED or (name == "set" and "=" not in found[2]):
            open_.append((error.source.count("\n", 0, found.start()) + 1, name))
        elif name.startswith("end") and open_:
            open_.pop()
    if not open_:
        return None
    line, name = open_[-1]
    return line, f"What begins here with {{% {name} … %}} is never closed. Write {{% end{name} %}} where it ends."
