"""Text -> standard output or standard error. Everything that commands print goes through here.

Names and values come from files that anybody may have written: their control characters are shown, never sent, and no
line starts a command of a CI service.
"""

from __future__ import annotations

import os
import sys
from typing import TextIO


def say(text: str) -> None:
    """Print lines on standard output."""
    sys.stdout.write(_safe(text))


def tell(text: str) -> None:
    """Print lines on standard error."""
    sys.stderr.write(_safe(text))


def show(rendered: str) -> None:
    """Print what a module of `render` has made safe already, colours included."""
    sys.stdout.write(rendered)


def coloured(stream: TextIO) -> bool:
    """Whether to colour what goes to `stream`: a terminal that nobody asked to stay plain."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _safe(text: str) -> str:
    return "".join(_line(line) for line in text.rstrip("\n").split("\n"))


def _line(line: str) -> str:
    if not line.isprintable():
        from rbm_spec.render.printing import visible

        line = visible(line)
    return f" {line}\n" if line.startswith("::") else f"{line}\n"
