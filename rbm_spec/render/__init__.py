"""Findings → text: one module for each format, found here by the format's name."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from rbm_spec.render.located import Located, located

__all__ = ["FORMATS", "Located", "located", "render"]

FORMATS = ("full", "concise", "json", "sarif", "github", "gitlab", "junit")
_WITH_BASE = frozenset(("concise", "sarif", "github", "gitlab"))


def render(findings: Sequence[Located], form: str, *, colour: bool = False, base: str = "") -> str:
    """`findings` in one of FORMATS.

    `colour` counts for `full` only. `base` is the path to the plan from where the reader looks for the
    files: from the current folder for people, from the repository for services.
    """
    module = import_module(f"rbm_spec.render.{form}")
    if form == "full":
        return str(module.render(findings, colour=colour, base=base))
    return str(module.render(findings, base=base) if form in _WITH_BASE else module.render(findings))
