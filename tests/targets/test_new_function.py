"""A function that only the catalogue has: plans that use it are built, and each target that lacks it says so."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from rbm_spec import pipeline, resources
from rbm_spec.artifacts import Artifact
from rbm_spec.expr import catalogue
from rbm_spec.kernel.values import Value
from rbm_spec.plan.model import Plan
from rbm_spec.reference.compute import compute
from tests.cli.commands import here

STARTER = resources.generators() / "init"
CHANGED = {
    "indicators/answer_time.yaml": [
        ("    of: ", "    of: sign(1) * "),
        ("formula: ", "formula: sign(0 - 7) * "),
        ("expect: {value: 7}", "expect: {value: -7}"),
    ],
    "datasets/requests.yaml": [("condition: ", "condition: sign(1) = 1 and ")],
}


def sign(args: Sequence[Value], window: catalogue.Window) -> Value:
    number = args[0].content
    return Value(Fraction((number > 0) - (number < 0))) if isinstance(number, Fraction) else args[0]


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The starter plan with `sign` in a rule, over rows, and in a formula."""
    entry = replace(catalogue.CATALOGUE["abs"], name="sign", meaning=sign)
    monkeypatch.setitem(catalogue.CATALOGUE, "sign", entry)  # type: ignore[index]
    for path in STARTER.glob("**/*.yaml"):
        name = path.relative_to(STARTER).as_posix()
        text = path.read_text("utf-8")
        for old, new in CHANGED.get(name, []):
            assert old in text, (name, old)
            text = text.replace(old, new, 1)
        (tmp_path / "plan" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "plan" / name).write_text(text, "utf-8")
    return tmp_path / "plan"


def plan_in(folder: Path) -> Plan:
    checked = pipeline.check(folder)
    assert checked.plan is not None, checked.findings
    return checked.plan


def text_of(made: dict[str, Artifact], path: str) -> str:
    return made[path].content.decode()


def test_every_target_says_by_name_what_it_lacks(folder: Path) -> None:
    checked = pipeline.check(folder)
    assert checked.plan is not None, checked.findings
    told = [*checked.findings, *pipeline.left_out(checked.plan)]
    said = {(each.rule.code, each.where.file, each.message) for each in told}
    dataset, indicator = "datasets/requests.yaml", "indicators/answer_time.yaml"
    for code, file, message in [
        ("RBM800", dataset, "pandas has no spelling of sign. The calculation package of this plan is not made."),
        ("RBM800", dataset, "SQL has no spelling of sign."),
        ("RBM800", dataset, 'The equation in the language "en" has no spelling of sign.'),
        ("RBM800", dataset, 'The sentence in the language "en" has no spelling of sign.'),
        ("RBM805", indicator, "The workbook has no spelling of sign."),
        ("RBM806", dataset, "The workbook has no spelling of sign."),
        ("RBM830", dataset, "A form cannot tell what sign(…) is, exactly."),
    ]:
        assert [each for each in said if each[:2] == (code, file) and message in each[2]], (code, message, said)


def test_every_target_is_built_without_it(folder: Path) -> None:
    made = {each.path: each for each in pipeline.build(plan_in(folder)).artifacts}
    assert [path for path in made if path.startswith("pandas/")] == []
    for dialect in ("duckdb", "postgres", "snowflake", "spark"):
        printed = text_of(made, f"sql/{dialect}/answer_time.sql")
        assert "is computed centrally: SQL has no spelling of sign." in printed
        assert "SELECT" not in printed
    page = text_of(made, "equation/index.html")
    assert "<mtext>sign</mtext>" in page
    annex = text_of(made, "document/en/annex.md")
    assert r"\text{sign}\left(0 - 7\right) \times" in annex
    assert "In words: sign(0 minus 7) times “Calendar days from receipt to answer”." in annex
    assert {"xlsform/requests.xlsx", "datapackage/datapackage.json", "document/en/annex.docx"} <= made.keys()
    (workbook,) = (each for path, each in made.items() if path.startswith("excel/"))
    book = openpyxl.load_workbook(io.BytesIO(workbook.content))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any("The workbook has no spelling of sign." in each for each in cells)
    assert not any(each.startswith("=") and "sign" in each.lower() for each in cells)


def test_reference_computes_it(folder: Path) -> None:
    """A request received on 1 March and answered on 11 March took 10 days: times 1, and times the sign of -7."""
    rows = "request_id,office,channel,received_on,answered_on\nR1,north,letter,2028-03-01,2028-03-11\n"
    plan = plan_in(folder)
    found = compute(plan, {"requests": rows}, "2028").releases["answer_time"].observations[0]
    assert found.value == -10


@pytest.mark.parametrize(
    ("engine", "code", "said"),
    [("pandas", 1, "rbm-spec: pandas has no spelling of sign."), ("duckdb", 1, "SQL has no spelling of sign.")],
)
def test_calc_computes_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str], engine: str, code: int, said: str
) -> None:
    done = here(capsys, "calc", folder, "--sample", "--period", 2028, "--engine", engine)
    assert (done.code, done.out) == (code, "")
    assert said in done.err


def test_verify_says_what_does_not_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = here(capsys, "verify", folder, "--runs", 1)
    assert done.code == 1
    assert "pandas has no spelling of sign." in done.out
    assert "SQL has no spelling of sign." in done.out
    assert "The workbook has no spelling of sign." in done.out
