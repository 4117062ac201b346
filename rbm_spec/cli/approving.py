"""A plan's folder -> the plan as a version, and its approvals, for commands about agreement."""

from __future__ import annotations

import sys
from pathlib import Path

from rbm_spec.changes.approval import read_approvals
from rbm_spec.changes.model import Version
from rbm_spec.cli.diff import compiled_side
from rbm_spec.load.folder import APPROVALS
from rbm_spec.load.gate import MOST_BYTES
from rbm_spec.render import located, render
from rbm_spec.revisions import read_revision


def read(plan: Path, undone: str, *, needs_examples: bool = True) -> tuple[Version, list[dict[str, str]]] | None:
    """Both; None when one has errors. They are told, and `undone` then says what was not done."""
    version = compiled_side(read_revision(str(plan)), undone, needs_examples=needs_examples)
    raw = bytes_of(plan)
    approvals, findings = read_approvals(raw)
    if any(each.is_error for each in findings):
        sys.stderr.write(render(located(findings, {APPROVALS: raw or b""}), "full", base=str(plan)))
        return None
    return None if version is None else (version, approvals)


def bytes_of(plan: Path) -> bytes | None:
    """The file of approvals; None when there is none."""
    path = plan / APPROVALS
    if path.is_symlink() or not path.is_file():
        return None
    with path.open("rb") as opened:
        return opened.read(MOST_BYTES + 1)
