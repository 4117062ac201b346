"""HTML templates -> an environment that escapes whatever they print, once: no text of a plan becomes markup."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from jinja2 import FileSystemLoader, StrictUndefined, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from rbm_spec import resources


@cache
def html_templates(target: str, line: Callable[[str], str]) -> ImmutableSandboxedEnvironment:
    """The templates of generators/<target>; `line` makes one line without controls of a text before it is escaped."""

    def printed(value: object) -> object:
        if isinstance(value, Markup | Undefined):
            return value
        if isinstance(value, str):
            return escape(line(value))
        raise TypeError(f"a template prints text only, and this is {value!r}")

    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(resources.generators() / target),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=printed,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
