"""Findings printed in every format: what a reader sees, and what other programs must get."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.render import FORMATS, Located, located, render
from rbm_spec.render.printing import underlined, visible, width
from rbm_spec.source import Where

RULE = Rule("RBM204", "value-not-allowed", Severity.ERROR)
WARNING = Rule("RBM119", "comment-after-expression", Severity.WARNING)
INFO = Rule("RBM112", "plain-on", Severity.INFO)
FILES = {
    "indicators/b.yaml": b"kind: indicator\nstatus: propsed\n",
    "indicators/a.yaml": b"on: 1\nformula: a #c\n",
}
B = Where("indicators/b.yaml")
A = Where("indicators/a.yaml")
FINDINGS = [
    RULE.found(B.at("status"), "`propsed` is not allowed here.", "Allowed are: draft, proposed, agreed."),
    WARNING.found(A.at("formula"), "The comment is not part of this."),
    INFO.found(A.key("on"), "Some readers take this for true.", 'Write "on": with quotes.'),
]


def shown(form: str, findings: list[Finding] | None = None, files: dict[str, bytes] | None = None) -> str:
    found = located(FINDINGS if findings is None else findings, FILES if files is None else files)
    return render(found, form, base="specs/p" if form in {"sarif", "github", "gitlab"} else "")


def test_located_sorts_by_file_line_and_column() -> None:
    found = located(FINDINGS, FILES)
    assert [(one.file, one.region.line, one.region.column) for one in found] == [
        ("indicators/a.yaml", 1, 1),
        ("indicators/a.yaml", 2, 10),
        ("indicators/b.yaml", 2, 9),
    ]
    assert found[2].source == "status: propsed"


def test_a_finding_about_no_file_is_placed_at_the_top_of_nothing() -> None:
    (one,) = located([RULE.found(Where("folder"), "x")], {})
    assert (one.region.line, one.region.column, one.source) == (1, 1, "")


def test_full() -> None:
    assert shown("full") == (
        "info[RBM112] plain-on: Some readers take this for true.\n"
        " --> indicators/a.yaml:1:1\n"
        "  |\n"
        "1 | on: 1\n"
        "  | ^^\n"
        '  = help: Write "on": with quotes.\n'
        "\n"
        "warning[RBM119] comment-after-expression: The comment is not part of this.\n"
        " --> indicators/a.yaml:2:10\n"
        "  |\n"
        "2 | formula: a #c\n"
        "  |          ^\n"
        "\n"
        "error[RBM204] value-not-allowed: `propsed` is not allowed here.\n"
        " --> indicators/b.yaml:2:9\n"
        "  |\n"
        "2 | status: propsed\n"
        "  |         ^^^^^^^\n"
        "  = help: Allowed are: draft, proposed, agreed.\n"
        "\n"
        "Found 1 error, 1 warning, 1 note. More about a rule: rbm-spec explain CODE\n"
    )


def test_concise() -> None:
    assert shown("concise") == (
        'indicators/a.yaml:1:1: RBM112 info: Some readers take this for true. (Write "on": with quotes.)\n'
        "indicators/a.yaml:2:10: RBM119 warning: The comment is not part of this.\n"
        "indicators/b.yaml:2:9: RBM204 error: `propsed` is not allowed here. "
        "(Allowed are: draft, proposed, agreed.)\n"
    )


def test_json() -> None:
    findings = json.loads(shown("json"))["findings"]
    assert findings[2] == {
        "code": "RBM204",
        "name": "value-not-allowed",
        "severity": "error",
        "file": "indicators/b.yaml",
        "line": 2,
        "column": 9,
        "end_line": 2,
        "end_column": 16,
        "place": "indicators.b.status",
        "message": "`propsed` is not allowed here.",
        "hint": "Allowed are: draft, proposed, agreed.",
    }


def test_github() -> None:
    assert shown("github").split("\n")[2] == (
        "::error file=specs/p/indicators/b.yaml,line=2,col=9,endLine=2,endColumn=16,"
        "title=RBM204 value-not-allowed::`propsed` is not allowed here.%0AAllowed are: draft, proposed, agreed."
    )
    assert [line.split(" ")[0] for line in shown("github").split("\n")] == ["::notice", "::warning", "::error", ""]


def test_github_escapes_what_it_must() -> None:
    finding = RULE.found(Where("a,b:c.yaml"), "100 %\r\n::error::x", "a: b, c")
    (line,) = shown("github", [finding], {}).splitlines()
    assert line.startswith("::error file=specs/p/a%2Cb%3Ac.yaml,line=1,")
    assert line.endswith("::100 %25\\x0d%0A::error::x%0Aa: b, c")


def test_sarif_has_all_that_the_standard_requires() -> None:
    log = json.loads(shown("sarif"))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "rbm-spec"
    assert [rule["id"] for rule in driver["rules"]] == ["RBM112", "RBM119", "RBM204"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert [result["level"] for result in run["results"]] == ["note", "warning", "error"]
    result = run["results"][2]
    assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "RBM204"
    assert result["message"]["text"]
    (location,) = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "specs/p/indicators/b.yaml"},
        "region": {"startLine": 2, "startColumn": 9, "endLine": 2, "endColumn": 16},
    }
    assert location["logicalLocations"] == [{"fullyQualifiedName": "indicators.b.status"}]
    assert len(result["partialFingerprints"]) == 1


def fingerprints(form: str, findings: list[Finding], files: dict[str, bytes]) -> list[str]:
    document = json.loads(shown(form, findings, files))
    if form == "gitlab":
        return [issue["fingerprint"] for issue in document]
    return [next(iter(result["partialFingerprints"].values())) for result in document["runs"][0]["results"]]


@pytest.mark.parametrize("form", ["sarif", "gitlab"])
def test_fingerprints_stay_when_lines_move_and_differ_when_findings_do(form: str) -> None:
    moved = {name: b"# new\n# lines\n" + raw for name, raw in FILES.items()}
    before = fingerprints(form, FINDINGS, FILES)
    assert fingerprints(form, FINDINGS, moved) == before
    assert len(set(before)) == 3
    twice = [RULE.found(B, "x"), RULE.found(B, "x"), RULE.found(B, "y")]
    assert len(set(fingerprints(form, twice, FILES))) == 3


def test_gitlab() -> None:
    issue = json.loads(shown("gitlab"))[2]
    assert issue["description"].startswith("`propsed` is not allowed here.")
    assert issue["check_name"] == "RBM204 value-not-allowed"
    assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
    assert issue["location"] == {"path": "specs/p/indicators/b.yaml", "lines": {"begin": 2, "end": 2}}


def test_junit() -> None:
    root = ElementTree.fromstring(shown("junit"))
    assert root.tag == "testsuites"
    assert (root.get("tests"), root.get("failures")) == ("3", "2")
    suites = list(root)
    assert [(suite.get("name"), suite.get("tests"), suite.get("failures")) for suite in suites] == [
        ("indicators/a.yaml", "2", "1"),
        ("indicators/b.yaml", "1", "1"),
    ]
    case = suites[1][0]
    assert case.get("name") == "RBM204 value-not-allowed at line 2, column 9"
    assert case.get("classname") == "indicators.b.status"
    assert case[0].get("type") == "error"
    assert "Allowed are" in (case[0].text or "")


HOSTILE = "\x1b[31m\x07::error::x\n::warning::y \u202e <&\"'> \x00 \ufffe \ud800 %"


@pytest.mark.parametrize("form", FORMATS)
def test_hostile_text_stays_text(form: str) -> None:
    raw = f'a: "{HOSTILE}"\n::error::z\n'.encode("utf-8", "surrogatepass")
    findings = [
        RULE.found(Where(f"x{HOSTILE}.yaml", ("a",)), HOSTILE, HOSTILE),
        RULE.found(Where("y.yaml", (HOSTILE,)).chars((3, 9)), HOSTILE),
    ]
    text = shown(form, findings, {"y.yaml": raw})
    assert not [character for character in text if ord(character) < 0x20 and character != "\n"]
    assert "\u202e" not in text
    text.encode()
    commands = [line for line in text.split("\n") if line.startswith("::")]
    assert len(commands) == (2 if form == "github" else 0)
    if form in {"json", "sarif", "gitlab"}:
        json.loads(text)
    if form == "junit":
        ElementTree.fromstring(text)


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_found(form: str) -> None:
    text = render([], form)
    match form:
        case "json":
            assert json.loads(text) == {"findings": []}
        case "sarif":
            assert json.loads(text)["runs"][0]["results"] == []
        case "gitlab":
            assert json.loads(text) == []
        case "junit":
            assert ElementTree.fromstring(text).get("tests") == "0"
        case _:
            assert text == ""


@pytest.mark.parametrize(
    ("source", "part", "marks"),
    [
        ("where: grade = 'P5'", "grade", "       ^^^^^"),
        ("title: 中文字", "文字", "         ^^^^"),
        ("标题: x", "x", "      ^"),
        ("title: نسبة no", "no", "            ^^"),
        ("title: e\u0301te\u0301 no", "no", "           ^^"),
        ("title: 👩‍🚀 no", "no", "          ^^"),
        ("title: ❤️ no", "no", "          ^^"),
        ("title: x\u200by", "\u200b", "        ^^^^^^"),
        ("title: हिन्दी no", "no", " " * (7 + width("हिन्दी ")) + "^^"),
    ],
)
def test_the_mark_stands_under_its_characters(source: str, part: str, marks: str) -> None:
    first = source.index(part)
    line, below = underlined(source, first, first + len(part))
    assert below == marks
    assert line == visible(source)


@pytest.mark.parametrize("first", [0, 3, 150, 299, 400])
def test_long_lines_are_cut_around_the_mark(first: int) -> None:
    source = "".join(chr(ord("a") + n % 26) for n in range(400))
    line, below = underlined(source, first, first + 3)
    assert len(line) <= 102
    start = below.index("^")
    expected = source[first : first + 3]
    assert line[start : start + len(expected)] == expected


def test_a_mark_longer_than_the_screen_is_cut_too() -> None:
    line, below = underlined("x" * 1000, 500, 900)
    assert len(line) <= 102
    assert len(below) <= 102


def test_a_value_of_several_lines_is_marked_on_its_first() -> None:
    raw = b"formula: a +\n  b\n"
    text = shown("full", [RULE.found(Where("x.yaml", ("formula",)), "x")], {"x.yaml": raw})
    assert "1 | formula: a +\n  |          ^^^\n" in text


def test_colours_only_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    found = located(FINDINGS, FILES)
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[" not in render(found, "full")
    assert "\x1b[31m" in render(found, "full", colour=True)
    monkeypatch.setenv("NO_COLOR", "1")
    assert render(found, "full", colour=True) == render(found, "full")


@pytest.mark.parametrize("form", FORMATS)
def test_ten_thousand_findings_in_one_file(form: str) -> None:
    lines = 10_000
    raw = "".join(f"k{n}: v\n" for n in range(lines)).encode()
    findings = [RULE.found(Where("x.yaml", (f"k{n}",)), f"number {n}") for n in range(lines)]
    found = located(findings, {"x.yaml": raw})
    assert [one.region.line for one in found] == list(range(1, lines + 1))
    assert isinstance(found[0], Located)
    shown = render(found, form)
    if form == "github":
        assert shown.count("::error ") == 10
        assert shown.endswith("\n9990 more of kind error; GitHub shows 10 of a kind.\n")
    else:
        assert f"number {lines - 1}" in shown
