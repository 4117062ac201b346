"""A report -> one HTML page that needs no network, no script and no file beside it."""

from __future__ import annotations

from functools import cache

from jinja2 import FileSystemLoader, StrictUndefined, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from rbm_spec import resources
from rbm_spec.load.characters import FORBIDDEN
from rbm_spec.results.report.view import Report
from rbm_spec.targets.document.markdown import one_line
from rbm_spec.targets.equation.page import style
from rbm_spec.targets.words.phrases import Phrases


def page(report: Report, phrases: Phrases) -> str:
    """The page in the language of `phrases`, with one line end at its end."""

    def say(key: str, *parts: str) -> str:
        return phrases.say(f"report.{key}", *parts)

    looks = Markup((resources.generators() / "report" / "report.css").read_text("utf-8"))  # noqa: S704 - no text of a plan
    text = _environment().get_template("page.html.j2").render(report=report, say=say, style=looks + style())
    return "\n".join(line for line in text.split("\n") if line.strip()) + "\n"


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    """Whatever a template prints is escaped for HTML, once, as one line whose no-break spaces stay."""

    def printed(value: object) -> object:
        if isinstance(value, Markup | Undefined):
            return value
        if isinstance(value, str):
            return escape(FORBIDDEN.sub("", one_line(value)))
        raise TypeError(f"a template prints text only, and this is {value!r}")

    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(resources.generators() / "report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=printed,
        trim_blocks=True,
        lstrip_blocks=True,
    )
