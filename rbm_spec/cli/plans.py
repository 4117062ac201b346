"""A plan's folder -> the plan, for commands that need one; its errors and warnings go to standard error."""

from __future__ import annotations

import sys
from pathlib import Path

from rbm_spec import pipeline
from rbm_spec.cli import console
from rbm_spec.cli.check import rendered
from rbm_spec.cli.main import FINDINGS
from rbm_spec.pipeline import Checked
from rbm_spec.plan.model import Plan


def compiled(folder: Path) -> Plan | int:
    """The plan, or the exit code when it has errors. Raises OSError."""
    checked = pipeline.check(folder)
    tell_findings(checked, folder)
    return checked.plan if checked.plan is not None else FINDINGS


def tell_findings(checked: Checked, folder: Path) -> None:
    """What needs an answer; information is for `check` alone."""
    if not checked.clean:
        sys.stderr.write(rendered(checked.answerable, folder, "full", colour=console.coloured(sys.stderr)))
