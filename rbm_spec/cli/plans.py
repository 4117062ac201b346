"""A plan's folder -> the plan, for commands that need one; its errors and warnings go to standard error."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rbm_spec import pipeline
from rbm_spec.cli import console
from rbm_spec.cli.check import rendered
from rbm_spec.cli.exit_codes import FINDINGS
from rbm_spec.diagnostics import Finding
from rbm_spec.pipeline import Checked
from rbm_spec.plan.model import Plan


@dataclass(frozen=True)
class Compiled:
    """A plan without errors, and the files that it is written in."""

    folder: Path
    plan: Plan
    files: Mapping[str, bytes]

    @property
    def digest(self) -> str:
        """SHA-256 of the names and bytes of all files."""
        lines = (f"{hashlib.sha256(content).hexdigest()} {file}" for file, content in sorted(self.files.items()))
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def compiled(folder: Path) -> Compiled | int:
    """The plan, or the exit code when it has errors. Raises OSError."""
    checked = pipeline.check(folder)
    tell_findings(checked, folder)
    return Compiled(folder, checked.plan, checked.files) if checked.plan is not None else FINDINGS


def tell_made(checked: Checked, folder: Path, findings: Sequence[Finding]) -> None:
    """What the targets of a build leave out, and what is wrong with what they made, in a line each."""
    made = replace(checked, findings=tuple(findings))
    sys.stderr.write(rendered(made, folder, "concise", colour=console.coloured(sys.stderr)))


def tell_findings(checked: Checked, folder: Path) -> None:
    """What needs an answer; information is for `check` alone."""
    if not checked.clean:
        sys.stderr.write(rendered(checked.answerable, folder, "full", colour=console.coloured(sys.stderr)))
