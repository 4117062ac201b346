"""The outcomes of a run -> whether docs/support.md counts anything that this very run did not prove.

A test that computes a conformance case on a target says so by `gave`. At the end of a run of all tests, each case that
the page counts for a target must have been given by it; else the run fails and names what is lacking. What a machine
lacks, and WITHOUT allows, is named too.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

import pytest

COMPUTED = {
    "reference": ("reference", ""),
    "pandas": ("pandas", ""),
    "DuckDB engine": ("DuckDB engine", ""),
    "DuckDB (printed)": ("DuckDB (printed)", ""),
    "Spark (printed)": ("Spark (printed)", "java"),
    "PostgreSQL (printed)": ("PostgreSQL (printed)", "apt"),
    "workbook by formualizer": ("workbook", ""),
    "workbook by LibreOffice": ("workbook", ""),
}
"""What computes: its column in docs/support.md, and the word of WITHOUT by which it may be absent."""
FEWER = (
    "keyword", "markexpr", "deselect", "ignore", "ignore_glob", "lf", "maxfail", "stepwise", "collectonly", "setupplan",
)  # fmt: skip
"""Options of pytest with which a run does not run all tests."""
PROPERTY = "conformance"
Record = Callable[[str, object], None]
"""The fixture `record_property` of pytest."""


def gave(record_property: Record, what: str, case: str) -> None:
    """Say that `what` computed a case, once its outcome is as expected."""
    assert what in COMPUTED
    record_property(PROPERTY, [what, case])


def unproven(
    given: Mapping[str, Collection[str]], counted: Mapping[str, Collection[str]], without: Collection[str]
) -> Iterator[str]:
    """What the page counts by column and the run did not give, in a line each."""
    for what, (column, word) in COMPUTED.items():
        absent = sorted(set(counted[column]) - set(given.get(what, ())))
        if absent and word in without and len(absent) == len(counted[column]):
            yield f"{what}: NOT RUN, as WITHOUT={word} allows; what the page counts was not proven by this run."
        elif absent:
            yield f"{what}: not given by this run, and counted by the page: {'; '.join(absent)}"


class Verdicts:
    """Collects what tests gave, in the process that hears of all of them."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.given: dict[str, set[str]] = {}
        self.lines: list[str] = []

    @property
    def is_whole(self) -> bool:
        """Whether all tests were to run."""
        chosen = any(self.config.getoption(each, None) for each in FEWER)
        return not chosen and self.config.args_source is not pytest.Config.ArgsSource.ARGS

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember what a test gave that passed."""
        if report.when == "call" and report.passed:
            for name, value in report.user_properties:
                if name == PROPERTY:
                    what, case = value  # type: ignore[misc]
                    self.given.setdefault(what, set()).add(case)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Hold the page against it."""
        if self.is_whole and exitstatus == pytest.ExitCode.OK:
            from tests.support import counted

            self.lines = list(unproven(self.given, counted(), os.environ.get("WITHOUT", "").split()))
            if any("NOT RUN" not in line for line in self.lines):
                session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Say what is lacking."""
        if self.lines:
            terminalreporter.section("docs/support.md")
            for line in self.lines:
                terminalreporter.write_line(line)
