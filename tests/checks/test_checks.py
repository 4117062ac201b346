"""What the checks say and what they leave alone, beyond the examples of their pages."""

from __future__ import annotations

import json
from typing import Any

import pytest

from rbm_spec.checks import run_checks
from rbm_spec.diagnostics import Severity
from rbm_spec.pipeline import check
from tests.checks.plans import STARTER, codes, compiled, indicator
from tests.faults.test_faults import PLAN

ALL: dict[str, Any] = {"label": "All", "from": "requests", "aggregate": "count", "unit": "request"}
LETTERS = {**ALL, "where": 'channel = "letter"'}
DAYS = {"label": "Days", "from": "requests", "aggregate": "mean", "of": "days(received_on, answered_on)"}
SHARE = {"measures": {"part": LETTERS, "whole": ALL}, "formula": "if(whole > 0, 100 * part / whole, 0)"}
LISTED = ["answer_time", "tested", "other"]


def found(*, others: dict[str, Any] | None = None, **keys: Any) -> list[str]:
    """Codes found for an indicator `tested` (and `other`), both listed by their outcome."""
    listed = LISTED if others else LISTED[:2]
    outcome = {
        "kind": "outcome", "id": "timely_service", "status": "draft", "statement": "Made up.", "source": "Made up",
        "enablers": ["service_culture"], "indicators": listed,
    }  # fmt: skip
    files = {"outcomes/timely_service.yaml": json.dumps(outcome), **indicator("tested", **keys)}
    return codes({**files, **(indicator("other", **others) if others else {})})


def test_the_plan_of_itu_gives_rise_to_information_only() -> None:
    findings = check(PLAN).findings
    assert {finding.rule.severity for finding in findings} <= {Severity.INFO}


def test_findings_are_said_once_and_have_a_way_out() -> None:
    findings = run_checks(compiled(indicator("tested", **SHARE, targets={"2040": {"at_least": 120}})))
    keys = [(finding.rule.code, finding.where, finding.where.span) for finding in findings]
    assert len(keys) == len(set(keys)) >= 3
    assert all(finding.hint for finding in findings)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("number of recommendations received and accepted", ["RBM652"]),
        ("number of requests and percentage of letters", ["RBM652"]),
        ("geographical and gender proportions of the staff", ["RBM652"]),
        ("amount of cost savings for goods and services procured", []),
        ("number of policies and procedures in force", []),
        ("percentage of women and men who answered", []),
        ("share of monitoring and evaluation reports", []),
        ("number of research and development centres", []),
        ("average timeline for completing audits and evaluations", []),
        ("Received and accepted", ["RBM652"]),
    ],
)
def test_titles(title: str, expected: list[str]) -> None:
    assert found(**SHARE, title=title) == expected


@pytest.mark.parametrize(
    ("direction", "targets", "expected"),
    [
        ("increase", {"2029": {"at_least": 50}, "2031": {"at_least": 60}}, []),
        ("increase", {"2029": {"at_least": 60}, "2031": {"at_least": 50}}, ["RBM621"]),
        ("increase", {"2029": {"at_least": 60}, "2030": "tbd", "2031": {"at_least": 60}}, []),
        ("increase", {"2029": "more_than_previous"}, []),
        ("increase", {"2029": "less_than_previous"}, ["RBM622"]),
        ("increase", {"2031": {"at_least": 101}}, ["RBM623"]),
        ("increase", {"2031": {"at_least": 100}}, []),
        ("increase", {"2031": {"text": "Better than before"}}, []),
        ("decrease", {"2029": {"at_most": 50}, "2031": {"at_most": 60}}, ["RBM621"]),
        ("decrease", {"2031": {"at_most": -1}}, ["RBM623"]),
        ("none", {"2031": "tbd"}, []),
        ("none", {"2031": {"at_least": 5}}, ["RBM622"]),
        ("band", {"2031": {"between": [40, 60]}}, []),
        ("band", {"2031": {"at_least": 40}}, ["RBM622"]),
        ("band", {"2031": {"between": [60, 40]}}, ["RBM625"]),
        ("band", {"2027": {"between": [40, 60]}}, ["RBM624"]),
        ("maintain", {"2031": {"at_least": 5}}, []),
        ("increase", {"2031": {"k_of_n": [5, 3]}}, ["RBM625"]),
    ],
)
def test_targets(direction: str, targets: dict[str, Any], expected: list[str]) -> None:
    assert found(**SHARE, direction=direction, targets=targets) == expected


@pytest.mark.parametrize(("target", "expected"), [(101, ["RBM623"]), (100, [])])
@pytest.mark.parametrize("formula", ["100 * part / (part + rest)", "100 - 100 * part / (part + rest)"])
def test_a_share_of_parts_that_are_added_up(formula: str, target: int, expected: list[str]) -> None:
    """No rule about rows says that it is one; algebra does."""
    rest = {**ALL, "where": 'channel != "letter"'}
    safe = f"if(part + rest > 0, {formula}, 0)"
    keys = {"measures": {"part": LETTERS, "rest": rest}, "formula": safe, "targets": {"2031": {"at_least": target}}}
    assert found(**keys, direction="increase") == expected


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ({"office": "north"}, []),
        ({"office": "west"}, ["RBM627"]),
        ({"offices": "north"}, ["RBM627"]),
        ({"office": "north", "channel": "letter"}, ["RBM627"]),
        ({"channel": "letter", "request_id": "A"}, []),
    ],
)
def test_cells_of_targets(by: dict[str, str], expected: list[str]) -> None:
    split = [["office"], ["channel"], ["request_id", "channel"]]
    targets = {"2031": {"at_least": 50, "for": [{"by": by, "at_least": 40}]}}
    assert found(**SHARE, disaggregate=split, targets=targets) == expected


@pytest.mark.parametrize(
    ("frequency", "year", "expected"),
    [("biennial", "2029", []), ("biennial", "2030", ["RBM624"]), ("quarterly", "2030", []), ("plan", "2031", [])],
)
def test_years_of_targets(frequency: str, year: str, expected: list[str]) -> None:
    assert found(**SHARE, frequency=frequency, targets={year: "tbd"}) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("100 * part / whole", ["RBM612"]),
        ("part / whole * 100", ["RBM612"]),
        ("part / whole", ["RBM611", "RBM612"]),
        ("100 - 100 * part / whole", ["RBM612"]),
        ("if(whole != 0, 100 * part / whole, 0)", []),
        ("100 * part / max(whole, 1)", []),
        ("100 * part / (whole + 1)", []),
        ("100 * part / (whole - part)", ["RBM612"]),
    ],
)
def test_percentages(formula: str, expected: list[str]) -> None:
    assert found(measures=SHARE["measures"], formula=formula) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("100 * part / whole", "part / whole * 100", True),
        ("100 * part / whole", "100 - 100 * (whole - part) / whole", True),
        ("100 * part / whole", "100 * part / (whole + 1)", False),
        ("100 * (part + whole) / whole", "100 * (whole + part) / whole", True),
        # what is divided by may be zero at other times
        ("100 * part / whole", "100 * part * whole / whole ^ 2", True),
        ("100 * part / whole / (whole / part)", "100 * part * part / whole / whole", False),
    ],
)
def test_same_formula(one: str, other: str, expected: bool) -> None:
    measures = SHARE["measures"]
    both = found(measures=measures, formula=one, others={"measures": measures, "formula": other})
    assert ("RBM640" in both) is expected


def test_measures_are_the_same_by_what_they_count_not_by_name() -> None:
    renamed = {"p": {**LETTERS, "label": "Something else"}, "w": ALL}
    formula = "if(w > 0, 100 * p / w, 0)"
    assert found(**SHARE, others={"measures": renamed, "formula": formula}) == ["RBM640"]
    other_codes = {"p": {**ALL, "where": 'channel = "email"'}, "w": ALL}
    assert found(**SHARE, others={"measures": other_codes, "formula": formula}) == []
    assert found(**SHARE, others={"measures": renamed, "formula": formula, "frequency": "quarterly"}) == []


@pytest.mark.parametrize(
    ("direction", "formula", "expected"),
    [
        ("increase", "100 - indicator.tested", ["RBM620"]),
        ("decrease", "100 - indicator.tested", []),
        ("increase", "100 * indicator.tested / (indicator.tested + 1)", []),
        ("decrease", "indicator.tested / 2", ["RBM620"]),
        ("none", "100 - indicator.tested", []),
        ("increase", "indicator.tested - indicator.tested", ["RBM620"]),
        ("increase", "7", ["RBM620"]),
    ],
)
def test_directions(direction: str, formula: str, expected: list[str]) -> None:
    assert found(**SHARE, others={"formula": formula, "direction": direction}) == expected


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ({**DAYS, "aggregate": "median"}, []),
        ({**DAYS, "aggregate": "sum"}, ["RBM651"]),
        ({**DAYS, "of": "working_days(received_on, answered_on)", "unit": "working_day"}, []),
        ({**DAYS, "of": "month(received_on)"}, ["RBM650"]),
        ({**DAYS, "of": "month(received_on)", "unit": "day"}, ["RBM650"]),
    ],
)
def test_durations(measure: dict[str, Any], expected: list[str]) -> None:
    unit = measure.get("unit", "day")
    assert found(measures={"m": measure}, formula="m + 1", unit=unit, direction="decrease") == (
        expected if "RBM651" not in expected else []
    )
    assert found(measures={"m": measure}, formula="m", unit=unit, direction="decrease") == [
        *expected,
        *(["RBM640"] if measure == DAYS else []),
    ]


@pytest.mark.parametrize(
    ("disclosure", "personal", "expected"),
    [
        ("disclosure: {minimum_cell: 5}", "true", []),
        ("disclosure: {minimum_cell: 2}", "true", []),
        ("disclosure: {minimum_cell: 1}", "true", ["RBM660"]),
        ("", "true", ["RBM661"]),
        ("disclosure: {}", "true", ["RBM661"]),
        ("disclosure: {minimum_cell: 1}", "false", []),
        ("", "false", []),
    ],
)
def test_limit_of_small_groups(disclosure: str, personal: str, expected: list[str]) -> None:
    plan, requests = STARTER["plan.yaml"], STARTER["datasets/requests.yaml"]
    before, _, after = plan.partition("disclosure:\n")
    files = {
        "plan.yaml": f"{before}{disclosure}\n{after.partition(chr(10))[2]}",
        "datasets/requests.yaml": requests.replace("personal: false", f"personal: {personal}"),
    }
    assert files["datasets/requests.yaml"].count(f"personal: {personal}") == 1
    assert codes(files) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Café São Tomé", []),
        ("الخدمة باللغة العربية", []),
        ("सेवा और उत्तर", []),
        ("ITUの年次報告", []),
        ("国际电联ITU战略计划", []),
        ("Служба и ответы", []),
        ("100 µm and 5 kΩ, π times", []),
        ("e\u0301te\u0301", []),
        ("Ψ-test of β and γ", []),
        ("Serv\u0456ce", ["RBM670"]),
        ("\u03a4itle", ["RBM670"]),
        ("The \u0441\u043e\u0440 of the year", ["RBM670"]),
        ("Слово сор рядом", []),
    ],
)
def test_scripts(text: str, expected: list[str]) -> None:
    assert found(**SHARE, definition=text) == expected


@pytest.mark.parametrize(
    ("components", "said"),
    [
        ({"total": {"label": "All", "formula": "whole"}}, False),  # a measure and nothing more
        ({"total": {"label": "all ", "formula": "whole + part"}}, True),
        ({"total": {"label": "Sum", "formula": "whole + part"}}, False),
        ({"one": {"label": "Sum", "formula": "whole + part"}, "two": {"label": "Sum", "formula": "one"}}, True),
    ],
)
def test_labels_on_both_sides_of_an_equation(components: dict[str, Any], said: bool) -> None:
    measures = {"whole": ALL, "part": {**LETTERS, "label": "Letters"}}
    assert ("RBM697" in found(measures=measures, components=components, unit="request")) == said
