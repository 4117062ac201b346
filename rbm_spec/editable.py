"""Files under generators/ that editors change -> what they say; a slip in one is named with its line."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from rbm_spec import resources
from rbm_spec.diagnostics import Rule, Severity, Stopped
from rbm_spec.source import Where

UNUSABLE = Rule("RBM814", "words-not-usable", Severity.ERROR)
_LINES = (".j2", ".toml")
_AT = re.compile(r" ?\(at (?:line (\d+), column \d+|end of document)\)")


def table(path: str) -> dict[str, Any]:
    """The table in the TOML file at `path` below generators/. Raises `Stopped`."""
    file = f"generators/{path}"
    raw = (resources.generators() / path).read_bytes()
    try:
        return tomllib.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise unusable(f"{file}:{line}", "This is not UTF-8.", "Save the file as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        found = _AT.search(str(error))
        line = int(found[1]) if found and found[1] else raw.count(b"\n") + 1
        said = f"This line cannot be read: {_AT.sub('', str(error)).lower()}."
        way = 'Each line is a name, an equals sign and a text between straight quotation marks: purpose = "Purpose".'
        raise unusable(f"{file}:{line}", said, way) from error


def unusable(place: str, message: str, way: str) -> Stopped:
    """What stops the work: `place` is the file, from generators/ on, and its line if it is known."""
    file, _, line = place.partition(":")
    return Stopped(UNUSABLE.found(at_line(file, int(line or 1)), f"{place}: {message}", way))


def content(file: str) -> bytes:
    """What is in a template or list that is named from generators/ on; nothing if it is no such file."""
    folder, _, path = file.partition("/")
    found = resources.generators() / path
    return found.read_bytes() if folder == "generators" and found.suffix in _LINES and found.is_file() else b""


def at_line(file: str, line: int) -> Where:
    """The place of a line, counted from 1, of a file that is named from generators/ on."""
    lines = content(file).decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
    start = sum(len(each) + 1 for each in lines[: line - 1])
    return Where(file).chars((start, start + len(lines[line - 1]) if line <= len(lines) else start))
