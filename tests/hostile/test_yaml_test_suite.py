"""What the gate makes of all 402 inputs of the YAML Test Suite: any change shows as a diff."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rbm_spec.load.gate import read_tree

FILE = Path(__file__).parent / "yaml_test_suite" / "cases.json"
CASES: list[dict[str, Any]] = json.loads(FILE.read_text("utf-8"))


# libyaml takes these for YAML: lines of a flow or a quoted text that are not indented far enough, a first line of a
# block that is blank and too far in, and a comment without a space before it. Each has one meaning all the same.
LENIENT = ["9C9N", "QB6E", "S98Z", "X4QW"]


def codes(case: dict[str, Any]) -> list[str]:
    findings = read_tree("x.yaml", case["input"].encode())[1]
    return sorted({finding.rule.code for finding in findings if finding.is_error})


def test_every_input_is_answered_as_before(update: bool) -> None:
    now = [{**case, "codes": codes(case)} for case in CASES]
    if update:
        FILE.write_text("[\n" + ",\n".join(map(json.dumps, now)) + "\n]\n", "utf-8")
    assert len(CASES) == 402
    assert [case for case in now if case not in json.loads(FILE.read_text("utf-8"))] == []


def test_nothing_is_read_that_is_no_yaml() -> None:
    assert [case["case"] for case in CASES if case["invalid"] and not case["codes"]] == LENIENT
