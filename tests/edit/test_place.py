"""`rbm-spec set` changes one place of one file; every other byte stays."""

from __future__ import annotations

import difflib
import shutil
from pathlib import Path

import pytest

from rbm_spec import resources
from rbm_spec.cli.main import run
from rbm_spec.load.gate import read_tree

I = "indicators/answer_time"  # noqa: E741
CASES = [
    (f"{I}/decimals", "2", ["-decimals: 1", "+decimals: 2"]),
    (f"{I}/targets/2031", "tbd", []),
    (f"{I}/targets/2031/at_most", "10", ["-targets: {2031: tbd}", "+targets: {2031: {at_most: 10}}"]),
    (f"{I}/targets/2029/at_most", "12.5", ["-targets: {2031: tbd}", "+targets: {2029: {at_most: 12.5}, 2031: tbd}"]),
    (f"{I}/baseline/value", "14", ["-baseline: {year: 2027, value: tbd}", "+baseline: {year: 2027, value: 14}"]),
    (
        f"{I}/baseline/note", "Counted by hand, in March",
        [
            "-baseline: {year: 2027, value: tbd}",
            '+baseline: {year: 2027, value: tbd, note: "Counted by hand, in March"}',
        ],
    ),
    (f"{I}/measures/days_to_answer/during", "received_on", ["+    during: received_on"]),
    (f"{I}/measures/days_to_answer/where", 'channel = "letter"', ['+    where: channel = "letter"']),
    (f"{I}/measures/days_to_answer/from", "requests", []),
    (f"{I}/code", "2031", ['+code: "2031"']),
    (f"{I}/notes", "To be confirmed: all of it.", ['+notes: "To be confirmed: all of it."']),
    (
        f"{I}/title", "Time to answer # 1",
        ["-title: Average time to answer a request (made up)", '+title: "Time to answer # 1"'],
    ),
    (f"{I}/disaggregate/1/1", "office", ["-  - [office, channel]", "+  - [office, office]"]),
    (f"{I}/disaggregate/1", "[channel]", ["-  - [office, channel]", "+  - [channel]"]),
    ("plan/version", "1.0.0", ["-version: 0.1.0", "+version: 1.0.0"]),
    ("plan/disclosure/minimum_cell", "10", [
        "-  minimum_cell: 5                 # groups of fewer than five people are hidden in print",
        "+  minimum_cell: 10                 # groups of fewer than five people are hidden in print",
    ]),
    ("plan/units/visit/label", "visits", ["+  visit: {label: visits}"]),
    ("plan/holidays", "offices", None),
    ("datasets/requests/fields/channel/required", "false", ["-    required: true", "+    required: false"]),
    ("datasets/requests/fields/answered_on/required", "false", ["+    required: false"]),
    ("codelists/offices/codes/north/label", "no", ["-  north: {label: Northern office}", '+  north: {label: "no"}']),
]  # fmt: skip


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(resources.generators() / "init", tmp_path / "plan")
    monkeypatch.chdir(tmp_path / "plan")
    return tmp_path / "plan"


def bytes_of(plan: Path) -> dict[str, bytes]:
    return {path.relative_to(plan).as_posix(): path.read_bytes() for path in sorted(plan.glob("**/*.yaml"))}


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize(("path", "value", "expected"), CASES, ids=[f"{case[0]}={case[1]}" for case in CASES])
def test_one_place(path: str, value: str, expected: list[str] | None, line_end: str, plan: Path) -> None:
    """What is expected is the difference; None when the plan would have a new error and nothing is written."""
    for file in plan.glob("**/*.yaml"):
        file.write_bytes(b"\xef\xbb\xbf" * (line_end != "\n") + file.read_bytes().replace(b"\n", line_end.encode()))
    before = bytes_of(plan)
    code = run(["set", path, value])
    after = bytes_of(plan)
    lines = [
        line.rstrip("\r")
        for file in before
        for line in difflib.unified_diff(before[file].decode().split("\n"), after[file].decode().split("\n"), n=0)
        if line.strip() and not line.startswith(("---", "+++", "@@"))
    ]
    assert lines == (expected or [])
    assert (code == 0) is (expected is not None)
    assert all(raw.count(b"\r\n") == raw.count(b"\n") * (line_end != "\n") for raw in after.values())


def test_a_text_of_several_lines_keeps_its_form(plan: Path) -> None:
    words = "Mean number of calendar days, " * 10 + "over the requests answered."
    assert run(["set", f"{I}/definition", words]) == 0
    text = (plan / f"{I}.yaml").read_text()
    assert "definition: >-\n  Mean number of calendar days, Mean" in text
    tree, _ = read_tree("x.yaml", text.encode())
    assert tree is not None
    assert tree.data["definition"] == words
    assert "\nrationale: Whoever" in text


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (f"{I}/measures", "x", "more than a single value"),
        (f"{I}/title/x", "x", "single value"),
        (f"{I}/disaggregate/7", "[a]", "no item 7"),
        (I, "x", "Name a key"),
        ("indicators/answer_tim/title", "x", "There is no file indicators/answer_tim.yaml"),
        ("nowhere/x", "x", "starts with plan or with a folder"),
        (f"{I}/disaggregate/1", "[office]\nnotes: agreed", "more of the file"),
        (f"{I}/targets/2031", "{at_most: 1}, 2030: {at_most: 2}", "more of the file"),
        ("../outside/x", "x", "starts with plan"),
        ("indicators/../plan/title", "x", "no file"),
    ],
)
def test_what_cannot_be_set(path: str, value: str, words: str, plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = bytes_of(plan)
    assert run(["set", path, value]) == 2
    assert words in capsys.readouterr().err
    assert bytes_of(plan) == before


def test_a_worse_plan_is_not_written(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = bytes_of(plan)
    assert run(["set", f"{I}/formula", "days_to_anser"]) == 1
    err = capsys.readouterr().err
    assert "Nothing was written" in err
    assert "days_to_answer" in err
    assert bytes_of(plan) == before


def test_a_formula_may_change_before_the_figure_of_its_example(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["set", f"{I}/formula", "2 * days_to_answer"]) == 0
    err = capsys.readouterr().err
    assert "RBM683" in err
    assert "formula: 2 * days_to_answer" in (plan / f"{I}.yaml").read_text()


def test_a_target_is_taken_back(plan: Path) -> None:
    before = (plan / f"{I}.yaml").read_bytes()
    assert run(["set", f"{I}/targets/2031/at_most", "10"]) == 0
    assert run(["set", f"{I}/targets/2031", "tbd"]) == 0
    assert (plan / f"{I}.yaml").read_bytes() == before


HOSTILE = [
    '"', "'", "\\", "a: b", "a #b", "- a", "{a}", "[a", "&a", "*a", "!a", "%a", "@a", "`a`", "|", ">", "~", "no", "012",
    "1:30", " a ", "a\nb", "a\tb", "é", "日本語", "null", "true", "1e3", "2028-01-01", "<<", "=", "?", "? a", "---",
]  # fmt: skip


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("path", [f"{I}/title", f"{I}/notes", "codelists/offices/codes/north/label", f"{I}/rationale"])
def test_any_text_is_written_as_that_text(path: str, value: str, plan: Path) -> None:
    file = "/".join(path.split("/")[:2]) + ".yaml"
    before = bytes_of(plan)
    code = run(["set", path, value])
    tree, _ = read_tree(file, (plan / file).read_bytes())
    assert tree is not None
    at = tree.data
    for step in path.split("/")[2:]:
        at = at.get(step)
    assert at == value if code == 0 else bytes_of(plan) == before
