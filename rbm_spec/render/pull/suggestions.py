"""A record → a review whose remarks are suggestions that somebody can take over with one press of a button."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from rbm_spec.render.differences.markdown import safe
from rbm_spec.render.printing import visible

MOST = 20
_FENCE = re.compile("`+")


def suggestions(record: Mapping[str, Any], commit: str, known: str) -> str | None:
    """What GitHub takes as a review of `commit`; None when there is nothing that `known` remarks do not hold."""
    new = [each for each in record["suggestions"] if _mark(each["mark"]) not in known][:MOST]
    if not new:
        return None
    remarks = [{"path": each["file"], "line": each["line"], "side": "RIGHT", "body": _body(each)} for each in new]
    return json.dumps({"commit_id": commit, "event": "COMMENT", "comments": remarks}, indent=1) + "\n"


def _body(suggestion: Mapping[str, Any]) -> str:
    """The fence is longer than any in the line, so the line cannot end it."""
    line = visible(suggestion["text"])
    fence = "`" * max([3, *(len(run) + 1 for run in _FENCE.findall(line))])
    return f"{safe(suggestion['says'])}\n\n{fence}suggestion\n{line}\n{fence}\n{_mark(suggestion['mark'])}"


def _mark(mark: str) -> str:
    return f"<!-- rbm-spec {mark} -->"
