"""Arguments -> the command -> the exit code, and the one place where anything that goes wrong is answered.

Commands are imported when they run; their one-line helps stand here, so that `--help` costs no more than click itself.
"""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click

from rbm_spec import __version__
from rbm_spec.cli.exit_codes import CLEAN, CLOSED_PIPE, INPUT_OUTPUT, INTERRUPTED

COMMANDS = {
    "check": "Say everything that is wrong with a plan, and where.",
    "build": "Write code, workbooks and documents from a plan.",
    "serve": "Show a plan in the browser while you write it.",
    "pdf": "Write the documents of a plan as tagged PDF.",
    "calc": "Compute the indicators of one period from data.",
    "ingest": "Take files that came back into a store, or say what is wrong with them.",
    "report": "Write results as a page for readers.",
    "trace": "Go from a number back to formula, rows, cells, files and spec.",
    "rerun": "Prove published results from a store.",
    "solve": "Say what must change for an indicator to reach its target.",
    "verify": "Prove on random data that all targets compute the same.",
    "sample": "Write made-up data that fits a plan.",
    "diff": "Say what changed between two states of a plan, and whom it breaks.",
    "redline": "Write a document with tracked changes from one state of a plan to another.",
    "import-docx": "Turn changes of a returned Word document into changes of the specs.",
    "pull": "Say on a pull request what it means; ready-made jobs for GitHub and GitLab.",
    "changelog": "Write the history of a plan between two versions, for people.",
    "version": "Check or raise the version numbers of a plan and its indicators.",
    "translate": "Keep the translations of a plan, and say what they lack.",
    "approve": "Record that a body has agreed to what something means today.",
    "status": "List what is still open in a plan: brackets, approvals, figures.",
    "set": "Write one value into a plan and leave every other byte alone.",
    "fmt": "Lay specs out alike: keys in order, each level two spaces in.",
    "explain": "Say why a rule exists, with a bad and a good example.",
    "init": "Write a small plan to start from.",
}


class Commands(click.Group):
    """A group that imports a command only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order in which one meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"rbm_spec.cli.{cmd_name.replace('-', '_')}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first argument names, or an error that says which one may have been meant."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            from rbm_spec.suggest import nearest

            near = nearest(args[0], COMMANDS)
            ctx.fail(f'There is no command "{args[0]}".' + (f" Did you mean {near}?" if near else ""))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing one."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="PLAN is the folder of a plan. Left out, it is this folder, or the only plan in specs/.",
)
@click.version_option(__version__, prog_name="rbm-spec")
def cli() -> None:
    """From the YAML of a results framework to numbers, entry workbooks and Council documents."""


def main() -> None:
    """The console script.

    A compiler makes hardly any garbage in circles, and then ends: nobody need look for it, nor take a large plan apart
    value by value before the process goes.
    """
    gc.disable()
    os._exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return the exit code; never raises."""
    try:
        return _answered(arguments)
    finally:
        _close_quietly()


def _answered(arguments: Sequence[str]) -> int:
    try:
        _prepare_streams()
        code = _invoke(arguments)
        sys.stdout.flush()
        return code
    except click.exceptions.Exit as done:
        return _flushed(done.exit_code)
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        return CLOSED_PIPE
    except Exception as error:
        from rbm_spec.cli.trouble import answer

        try:
            return answer(error)
        except OSError:  # nowhere to say it
            return INPUT_OUTPUT


def _invoke(arguments: Sequence[str]) -> int:
    """Not `cli.main()`, which answers closed pipes and interrupts in its own way."""
    with cli.make_context("rbm-spec", list(arguments)) as context:
        code = cli.invoke(context)
    return code if isinstance(code, int) else CLEAN


def _flushed(code: int) -> int:
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        return CLOSED_PIPE
    except OSError as error:
        from rbm_spec.cli.trouble import answer

        return answer(error)
    return code


def _prepare_streams() -> None:
    """Files and pipes get UTF-8; a terminal keeps its encoding, and shows what it cannot write as an escape."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started us
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def _close_quietly() -> None:
    """What is still buffered for a pipe that closed, or for a full disk, must not fail once more at exit."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
