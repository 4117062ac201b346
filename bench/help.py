"""How long `rbm-spec --help` takes, beside the smallest program that click can make."""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path

from bench.report import Line, within
from bench.timing import time_commands

HELLO = """\
import click


@click.command()
def hello():
    \"\"\"Say hello.\"\"\"
    click.echo("Hello")


hello()
"""
RUNS = 31


def measure(folder: Path) -> list[Line]:
    """One line."""
    hello = folder / "hello.py"
    hello.write_text(HELLO)
    script = str(Path(sysconfig.get_path("scripts")) / "rbm-spec")
    timed = time_commands({"ours": [script, "--help"], "hello": [sys.executable, str(hello), "--help"]}, RUNS)
    ours = timed["ours"]
    return [within("`rbm-spec --help`", ours.seconds, "click hello-world", timed["hello"].seconds, 1.5, ours.megabytes)]
