"""Earlier results come from anybody: what fits is read, all else is refused in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rbm_spec.kernel.together import Earlier
from rbm_spec.results.earlier import Unreadable, read_earlier
from tests.targets.plans import starter

RESULT = {"indicator": "answer_time", "period": "2028", "cell": {"office": "north"}, "n": 7, "reason": None}


def read(folder: Path, text: str) -> list[Earlier]:
    (folder / "results.json").write_text(text, encoding="utf-8")
    return read_earlier(starter(), folder / "results.json")


def document(*results: Any, plan: str | None = None) -> str:
    return json.dumps({"plan": {"id": plan or starter().spec.id}, "results": list(results)})


def test_cells_are_read_each_once(tmp_path: Path) -> None:
    hidden = RESULT | {"cell": {"office": None}, "n": None, "reason": "suppressed"}
    assert read(tmp_path, document(RESULT, RESULT, hidden)) == [
        Earlier("answer_time", "2028", (("office", "north"),), 7),
        Earlier("answer_time", "2028", (("office", None),), None),
    ]


def test_an_indicator_that_the_plan_has_no_more_is_left_out(tmp_path: Path) -> None:
    assert read(tmp_path, document(RESULT | {"indicator": "gone"})) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ('{"plan": NaN}', "not JSON"),
        ("[]", "does not hold results"),
        ('{"results": 3}', "does not hold results"),
        (document(plan="another_plan"), "not of the plan"),
        (document(3), "Result 1 is not an object"),
        (document(RESULT, RESULT | {"period": 2028}), "Result 2 lacks"),
        (document(RESULT | {"cell": []}), "lacks"),
        (document(RESULT | {"cell": {"office": 3}}), "does not give a code"),
        (document(RESULT | {"cell": {"../office": "north"}}), "does not give a code"),
        (document(RESULT | {"n": True}), "how many rows"),
        (document(RESULT | {"n": -1}), "how many rows"),
        (document(RESULT | {"n": 10**18}), "how many rows"),
        (document(RESULT | {"period": "2028-Q1"}), "cannot have"),
    ],
)
def test_what_does_not_fit_is_refused(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=said):
        read(tmp_path, text)
