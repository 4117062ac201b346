"""The file that a job without rights hands over → what a comment says, checked as a stranger's text is."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from referencing import Registry

FORMAT = "rbm-spec pull 1"
MOST_BYTES = 1024 * 1024
MOST_ROWS = 200
LONGEST = 2_000
AUDIENCES = ("data providers", "calculation", "Council readers")


class Refused(Exception):
    """A file that is not what `gathered` writes; the message is a sentence."""


def _object(**keys: Any) -> dict[str, Any]:
    return {"type": "object", "properties": keys, "required": list(keys), "additionalProperties": False}


def _rows(one: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": one, "maxItems": MOST_ROWS}


TEXT = {"type": "string", "maxLength": LONGEST}
LINE = {"type": "integer", "minimum": 1, "maximum": 10_000_000}
COUNT = {"type": "integer", "minimum": 0, "maximum": 10_000_000}
FILE: dict[str, Any] = {
    "type": "string",
    "maxLength": 500,
    "pattern": r"\A[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*\Z",
}
MARK = {"type": "string", "pattern": r"\A[0-9a-f]{32}\Z"}
SHAPE = _object(
    format={"const": FORMAT},
    old=TEXT,
    new=TEXT,
    compared={"type": "boolean"},
    is_new={"type": "boolean"},
    changes=_rows(
        _object(
            level={"enum": ["breaking", "notable", "editorial"]},
            breaks={"type": "array", "items": {"enum": list(AUDIENCES)}, "maxItems": len(AUDIENCES)},
            accepted={"type": ["string", "null"], "maxLength": LONGEST},
            says=TEXT,
            place=TEXT,
            code={"type": "string", "pattern": r"\ARBM[0-9]{3}\Z"},
            fingerprint={"type": "string", "pattern": r"\Ac[0-9a-f]{15}\Z"},
        )
    ),
    more_changes=COUNT,
    templates=_rows(TEXT),
    stakes=_rows(_object(name=TEXT, lines=_rows(TEXT), because=_rows(TEXT))),
    stakes_notes=_rows(TEXT),
    findings=_rows(
        _object(
            severity={"enum": ["error", "warning", "info"]},
            code={"type": "string", "pattern": r"\ARBM[0-9]{3}\Z"},
            place=TEXT,
            file={**FILE, "type": ["string", "null"]},
            line=LINE,
            mark=MARK,
            standing={"type": "boolean"},
            message=TEXT,
            hint={"type": ["string", "null"], "maxLength": LONGEST},
        )
    ),
    more_findings=COUNT,
    suggestions=_rows(
        _object(file=FILE, line=LINE, text=TEXT, says=TEXT, mark={"type": "string", "pattern": r"\A[0-9a-f]{16}\Z"})
    ),
)


def is_plain(file: str) -> bool:
    """Whether a file is called so that others may be told to look there."""
    return len(file) <= FILE["maxLength"] and re.fullmatch(FILE["pattern"], file) is not None


def record(raw: bytes) -> dict[str, Any]:
    """The record in `raw`; raises `Refused`."""
    if len(raw) > MOST_BYTES:
        raise Refused(f"The file is larger than {MOST_BYTES:,} bytes.")
    try:
        found = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Refused("The file is not JSON.") from error
    problem = best_match(Draft202012Validator(SHAPE, registry=Registry()).iter_errors(found))
    if problem is not None:
        at = "/".join(str(part) for part in problem.absolute_path) or "the top"
        raise Refused(f"The file is not what `rbm-spec pull gather` writes; see {at[:100]}.")
    assert isinstance(found, dict)
    return found
