"""A report of changes → text: one module for each format, found here by the format's name."""

from __future__ import annotations

from importlib import import_module

from rbm_spec.changes.report import Report

__all__ = ["FORMATS", "render"]

FORMATS = ("text", "markdown", "json", "html", "github")


def render(report: Report, form: str, *, base: str = "") -> str:
    """`report` in one of FORMATS; `base` is the path to the plan from where the reader looks for the files."""
    return str(import_module(f"rbm_spec.render.differences.{form}").render(report, base=base))
