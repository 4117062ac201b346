"""Each page's bad example breaks its rule, its good example keeps it, and each rule has one page."""

from __future__ import annotations

import ast
import json
from collections import Counter
from pathlib import Path

import pytest

from rbm_spec import explain, pipeline, resources
from rbm_spec.cli.main import run
from rbm_spec.diagnostics import Finding, Severity
from rbm_spec.kernel import faults

PACKAGE = Path(explain.__file__).parent
STARTER = {
    path.relative_to(resources.generators() / "init").as_posix(): path.read_bytes()
    for path in sorted((resources.generators() / "init").glob("**/*.yaml"))
}
# No example can be written of these, or only a very long one; tests/load/, tests/checks/, tests/targets/document/ and
# tests/cli/ show that they are found.
NOT_RUN = {
    "RBM116",
    "RBM121",
    "RBM134",
    "RBM135",
    "RBM806",
    "RBM810",
    "RBM811",
    "RBM813",
    "RBM814",
    "RBM820",
    "RBM862",
    "RBM870",
}
NOT_RUN |= {"RBM871", "RBM872"}  # they are about what LibreOffice prints, and about the look
NOT_RUN |= {"RBM800"}  # nothing is without a spelling, but for a test in tests/targets/
NOT_RUN |= {f"RBM{number}" for number in range(880, 886)}
CHANGES = [code for code in explain.pages() if code >= "RBM9"]  # tests/changes/test_rules.py runs theirs
# Nor of these: they are about files that are no text, and tests/collect/ shows them.
OF_FILES = {"RBM706", "RBM720", *(f"RBM{number}" for number in range(722, 732))}
DATA = [code for code in explain.pages() if code.startswith("RBM7") and code not in OF_FILES]
RUN = [code for code in explain.pages() if code not in {*NOT_RUN, *CHANGES, *OF_FILES, *DATA}]


def findings_of(files: dict[str, bytes], folder: Path) -> list[Finding]:
    for name, raw in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
    checked = pipeline.check(folder)
    return [*checked.findings, *(pipeline.left_out(checked.plan) if checked.plan else ())]


def laid_over(example: explain.Files) -> dict[str, bytes]:
    return {name: raw for name, raw in {**STARTER, **example}.items() if raw is not None}


@pytest.mark.parametrize("code", RUN)
def test_the_bad_example_breaks_the_rule(code: str, tmp_path: Path) -> None:
    found = findings_of(laid_over(explain.pages()[code].bad), tmp_path)
    assert {finding.rule.code for finding in found if says_more(finding, code)} == {code}, found


@pytest.mark.parametrize("code", RUN)
def test_the_good_example_keeps_the_rule(code: str, tmp_path: Path) -> None:
    found = findings_of(laid_over(explain.pages()[code].good), tmp_path)
    assert [finding for finding in found if says_more(finding, code)] == []


@pytest.mark.parametrize("engine", ["pandas", "duckdb"])
@pytest.mark.parametrize("code", DATA)
def test_data_of_the_bad_example_breaks_the_rule(code: str, engine: str, tmp_path: Path) -> None:
    page = explain.pages()[code]
    assert faults_of(laid_over(page.bad), tmp_path / "bad", engine) == {code}
    assert faults_of(laid_over(page.good), tmp_path / "good", engine) == set()


def faults_of(files: dict[str, bytes], folder: Path, engine: str) -> set[str]:
    """The codes of the faults that calc finds in the CSV files."""
    for name, raw in files.items():
        path = folder / ("data" if name.endswith(".csv") else "plan") / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
    data, out = folder / "data", folder / "out"
    run(["calc", str(folder / "plan"), "--data", str(data), "--period", "2028", "--out", str(out), "--engine", engine])
    return {each["rule"] for each in json.loads((out / "faults.json").read_bytes())["faults"]}


def says_more(finding: Finding, code: str) -> bool:
    """Examples about form may be doubtful otherwise, and all may give rise to information beside their point."""
    beside = (Severity.INFO,) if code >= "RBM6" else (Severity.INFO, Severity.WARNING)
    return finding.rule.severity not in beside or finding.rule.code == code


def test_examples_are_there() -> None:
    for page in explain.pages().values():
        expected = page.rule.code in {*RUN, *DATA}
        assert bool(page.bad) == bool(page.good) == expected, page.rule.code


def rules_in_source() -> list[tuple[str, str, str, str]]:
    """(code, name, severity, module) of each `Rule(...)` in the package; its code may be one of the kernel's."""
    found = []
    for path in sorted(PACKAGE.glob("**/*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Name("Rule"),
                    args=[code, ast.Constant(str(name)), ast.Attribute(attr=severity)],
                ):
                    module = path.relative_to(PACKAGE).as_posix()
                    found.append((code_of(code), name, severity.lower(), module))
    return found


def code_of(node: ast.expr) -> str:
    match node:
        case ast.Constant(str(code)):
            return code
        case ast.Attribute(value=ast.Name("faults"), attr=name):
            return str(getattr(faults, name))
    raise AssertionError(ast.dump(node))


def test_no_code_and_no_name_is_used_twice() -> None:
    rules = rules_in_source()
    for what in (0, 1):
        twice = {word for word, times in Counter(rule[what] for rule in rules).items() if times > 1}
        assert twice == set()


def test_every_rule_has_a_page_that_agrees_with_it() -> None:
    pages = explain.pages()
    written = {rule[:3] for rule in rules_in_source()}
    assert written == {(p.rule.code, p.rule.name, str(p.rule.severity)) for p in pages.values()}


def test_explain_finds_a_page_by_code_and_by_name() -> None:
    by_code = explain.explain("rbm103")
    assert by_code.startswith("# RBM103 duplicate-key (error)\n\nA key is written more than once")
    assert explain.explain("duplicate-key") == by_code


def test_explain_says_what_was_probably_meant() -> None:
    with pytest.raises(LookupError, match=r"Did you mean duplicate-key\?"):
        explain.explain("duplicate-keys")
