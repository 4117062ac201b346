"""Files under generators/ that editors change -> what they say; a slip in one is named with its line."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from rbm_spec import resources
from rbm_spec.diagnostics import Rule, Severity, Stopped
from rbm_spec.source import Where

UNUSABLE = Rule("RBM814", "words-not-usable", Severity.ERROR)
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
    return Stopped(UNUSABLE.found(Where(place.partition(":")[0]), f"{place}: {message}", way))
