"""Bytes with their kind, as they are answered, and templates of the preview → such bytes."""

from __future__ import annotations

from dataclasses import dataclass

from rbm_spec import resources
from rbm_spec.load.characters import FORBIDDEN
from rbm_spec.targets.words.pages import html_templates

HTML, CSS, SCRIPT, TEXT = "text/html", "text/css", "text/javascript", "text/plain"


@dataclass(frozen=True, slots=True)
class Page:
    """What is answered: its kind, its bytes, and whether it shows frames and may run the script of the preview."""

    kind: str
    content: bytes
    is_shell: bool = False


def page(template: str, *, is_shell: bool = False, **view: object) -> Page:
    """A template of generators/preview, filled in."""
    text = html_templates("preview", _visible).get_template(template).render(**view)
    return Page(HTML, text.encode(), is_shell)


def file(name: str, kind: str) -> Page:
    """A file of generators/preview as it is."""
    return Page(kind, (resources.generators() / "preview" / name).read_bytes())


def _visible(text: str) -> str:
    """Characters that no reader sees, and that findings speak of, as a sign that there is one."""
    return FORBIDDEN.sub("\ufffd", text)
