"""Whatever was raised -> a sentence on standard error, and the exit code."""

from __future__ import annotations

import hashlib
import os
import traceback
from pathlib import Path

import click

from rbm_spec import __version__
from rbm_spec.cli.console import tell
from rbm_spec.cli.exit_codes import FAULT, FINDINGS, INPUT_OUTPUT
from rbm_spec.diagnostics import Stopped
from rbm_spec.targets.unsupported import Inexpressible

PACKAGE = Path(__file__).resolve().parents[1]
TRACEBACK = "RBM_SPEC_TRACEBACK"


def answer(error: Exception) -> int:
    """Say what went wrong; never raises but for a standard error that is closed."""
    match error:
        case click.ClickException():
            return _usage(error)
        case OSError():
            path = f": {_text(error.filename)}" if error.filename is not None else ""
            tell(f"rbm-spec: {error.strerror or 'Input or output failed'}{path}")
            return INPUT_OUTPUT
        case Stopped(finding=found):
            tell(f"{found.rule.severity}[{found.rule.code}] {found.rule.name}: {found.message}")
            tell(f"  = help: {found.hint}" if found.hint else "")
            return FINDINGS
        case Inexpressible():
            tell(f"rbm-spec: {error} Nothing was computed, rather than something close to it.")
            return FINDINGS
        case _:
            return _fault(error)


def _usage(error: click.ClickException) -> int:
    context = error.ctx if isinstance(error, click.UsageError) else None
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        tell(error.format_message())
    else:
        hint = f" Try {context.command_path} --help." if context else ""
        tell(f"rbm-spec: {error.format_message()}{hint}")
    return error.exit_code


def _fault(error: Exception) -> int:
    """A fault of ours: its id says where it happened, and holds nothing of what was read."""
    tell(
        f"rbm-spec: This is a fault of rbm-spec {__version__}, not of your files.\n"
        f"Please report it as {report_id(error)}, with the command you gave."
        f" To see more, set the environment variable {TRACEBACK}=1."
    )
    if os.environ.get(TRACEBACK):
        tell("".join(traceback.format_exception(error)))
    return FAULT


def report_id(error: BaseException) -> str:
    """The same for the same fault everywhere: kind of error, and the places in this package that led to it."""
    state = hashlib.sha256(f"{__version__} {type(error).__qualname__}".encode())
    for frame in traceback.extract_tb(error.__traceback__):
        path = Path(frame.filename)
        if path.is_relative_to(PACKAGE):
            state.update(f" {path.relative_to(PACKAGE).as_posix()}:{frame.lineno}".encode())
    return f"R-{state.hexdigest()[:8]}"


def _text(path: str | bytes | int) -> str:
    return str(path) if isinstance(path, int) else os.fsdecode(path)
