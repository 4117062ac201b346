"""A report -> one HTML page that needs no network, no script and no file beside it."""

from __future__ import annotations

from markupsafe import Markup

from rbm_spec import resources
from rbm_spec.load.characters import FORBIDDEN
from rbm_spec.results.report.view import Report
from rbm_spec.targets.document.markdown import UNTRANSLATED, one_line
from rbm_spec.targets.equation.page import style
from rbm_spec.targets.words.pages import html_templates
from rbm_spec.targets.words.phrases import Phrases


def page(report: Report, phrases: Phrases) -> str:
    """The page in the language of `phrases`, with one line end at its end."""

    def say(key: str, *parts: str) -> str:
        return phrases.say(f"report.{key}", *parts)

    looks = Markup((resources.generators() / "report" / "report.css").read_text("utf-8"))  # noqa: S704 - no text of a plan
    text = (
        html_templates("report", _line)
        .get_template("page.html.j2")
        .render(report=report, say=say, style=looks + style(), apart=apart)
    )
    return "\n".join(line for line in text.split("\n") if line.strip()) + "\n"


def apart(text: str) -> Markup:
    """A text of the plan; what has no current translation keeps its own language and direction."""
    said, end, line = Markup(), 0, one_line(text)
    for found in UNTRANSLATED.finditer(line):
        said += FORBIDDEN.sub("", line[end : found.start()])
        language = Markup('lang="{}" ').format(found[1].lower()) if found[1] else ""
        said += Markup('<bdi {}dir="ltr">{}</bdi>').format(language, FORBIDDEN.sub("", found[0]))
        end = found.end()
    return said + FORBIDDEN.sub("", line[end:])


def _line(text: str) -> str:
    """One line whose no-break spaces stay."""
    return FORBIDDEN.sub("", one_line(text))
