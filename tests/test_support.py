"""Every target spells the whole catalogue, and docs/support.md says what each of them gives."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import pytest

from rbm_spec.expr import catalogue
from rbm_spec.kernel.values import Value
from rbm_spec.reference.compute import compute
from tests import support
from tests.verdicts import COMPUTED, PROPERTY, Verdicts, unproven

PAGE = Path(__file__).parents[1] / "docs" / "support.md"
UNSPELLED: dict[str, list[str]] = {}
"""What a target lacks, by its name, and is meant to lack."""


def test_every_target_spells_every_operator_and_function() -> None:
    assert support.lacking() == UNSPELLED


def sign(args: Sequence[Value], window: catalogue.Window) -> Value:
    number = args[0].content
    return Value(Fraction((number > 0) - (number < 0))) if isinstance(number, Fraction) else args[0]


def test_a_new_entry_names_the_targets_that_lack_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """One entry is all: formulas with the function compile and are computed, and each target that lacks it is named."""
    entry = replace(catalogue.CATALOGUE["abs"], name="sign", meaning=sign)
    monkeypatch.setitem(catalogue.CATALOGUE, "sign", entry)  # type: ignore[index]
    case = next(case for case in support.CASES if case.name.startswith("aggregates: Where all values are missing"))
    indicator = json.loads(case.files["indicators/tested.yaml"])
    indicator["measures"]["m"]["of"] = "sign(x)"
    indicator["formula"] = "sign(0 - 7) + m"
    files = {**case.files, "indicators/tested.yaml": json.dumps(indicator).encode()}
    plan = support.plan_of(replace(case, files=files))
    found = compute(plan, {"t": "k,x\n1,5\n2,-0.1\n3,8\n4,\n"}, "2028").releases["tested"].observations[0]
    assert found.value == 0  # -1 + (1 - 1 + 1)
    assert support.lacking() == {target.title: ["sign"] for target in support.TARGETS if target.title != "reference"}


def test_what_the_page_counts_must_be_given_by_a_run() -> None:
    counted = {column: ["a", "b"] for column, _ in COMPUTED.values()}
    given = {what: {"a", "b"} for what in COMPUTED}
    assert list(unproven(given, counted, ())) == []
    one = {**given, "pandas": {"a"}}
    assert list(unproven(one, counted, ())) == ["pandas: not given by this run, and counted by the page: b"]
    none = {**given, "Spark (printed)": set[str]()}
    assert "not given" in next(unproven(none, counted, ()))
    assert "NOT RUN, as WITHOUT=java allows" in next(unproven(none, counted, ["java"]))
    assert set(support.counted()) == {column for column, _ in COMPUTED.values()}


@pytest.mark.parametrize(
    ("options", "source", "given", "status"),
    [
        ({}, pytest.Config.ArgsSource.TESTPATHS, set(COMPUTED), pytest.ExitCode.OK),
        ({}, pytest.Config.ArgsSource.TESTPATHS, set(COMPUTED) - {"pandas"}, pytest.ExitCode.TESTS_FAILED),
        ({"keyword": "units"}, pytest.Config.ArgsSource.TESTPATHS, set(), pytest.ExitCode.OK),
        ({}, pytest.Config.ArgsSource.ARGS, set(), pytest.ExitCode.OK),
    ],
)
def test_a_run_of_all_tests_that_proves_less_than_the_page_fails(
    monkeypatch: pytest.MonkeyPatch, options: dict[str, str], source: object, given: set[str], status: pytest.ExitCode
) -> None:
    monkeypatch.setattr(support, "counted", lambda: {column: {"a"} for column, _ in COMPUTED.values()})
    monkeypatch.delenv("WITHOUT", raising=False)
    verdicts = Verdicts(SimpleNamespace(getoption=options.get, args_source=source))  # type: ignore[arg-type]
    for what in given:
        properties = [(PROPERTY, [what, "a"])]
        report = SimpleNamespace(when="call", passed=True, user_properties=properties)
        verdicts.pytest_runtest_logreport(report)  # type: ignore[arg-type]
    session = SimpleNamespace(exitstatus=pytest.ExitCode.OK)
    verdicts.pytest_sessionfinish(session, pytest.ExitCode.OK)  # type: ignore[arg-type]
    assert session.exitstatus == status


def test_page_is_fresh(update: bool) -> None:
    page = support.support_page()
    if update:
        PAGE.write_text(page, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page


def test_every_feature_has_a_case() -> None:
    """A row of the table without any case would say nothing."""
    without = {
        row.title
        for _, rows in support.SECTIONS
        for row in rows
        if not any(support.uses(given, row) for given in support.every_case())
    }
    assert without == set()
