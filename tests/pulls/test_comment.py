"""A comment has room for so many characters; the gravest stand in it, and what is left out is counted."""

from __future__ import annotations

from typing import Any

from rbm_spec.render.pull.comment import comment
from rbm_spec.render.pull.record import AUDIENCES, FORMAT, LONGEST, MOST_ROWS

SERVICE_TAKES = 65_536


def change(level: str, says: str) -> dict[str, Any]:
    return {
        "level": level, "breaks": list(AUDIENCES) if level == "breaking" else [], "accepted": None, "says": says,
        "place": "specs/plan/plan.yaml:1", "code": "RBM934", "fingerprint": "c0123456789abcde",
    }  # fmt: skip


def record(changes: list[dict[str, Any]], line: str) -> dict[str, Any]:
    return {
        "format": FORMAT, "old": "main", "new": "HEAD", "compared": True, "is_new": False, "changes": changes,
        "more_changes": 0, "templates": [line] * 3, "findings": [], "more_findings": 0, "suggestions": [],
        "stakes": [{"name": "x", "lines": [line] * 3, "because": []}], "stakes_notes": [line] * 3,
    }  # fmt: skip


def test_as_many_as_fit_and_the_gravest_first() -> None:
    changes = [change("breaking", f"Number {at}. " + "word " * 60) for at in range(MOST_ROWS)]
    made = comment(record([*changes, change("editorial", "Words.")], "A line."), None)
    assert len(made) < SERVICE_TAKES
    shown = made.count("Number ")
    assert shown > 100
    assert "Number 0." in made
    assert f"Breaking ({MOST_ROWS})" in made
    assert f"… and {MOST_ROWS - shown} more, in the files of the run" in made
    assert made.count("<details") == made.count("</details>") == 2


def test_a_strangers_longest_record_fits() -> None:
    long = "<&@" * (LONGEST // 3)
    changes = [change(level, long) for level in ("breaking", "notable", "editorial") for _ in range(60)]
    assert len(comment(record(changes, long) | {"templates": [long] * MOST_ROWS}, None)) < SERVICE_TAKES
