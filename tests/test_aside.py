"""What is done in a child process: worked examples of a large plan, and documents. All is the same as without one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import Any

import pytest

from rbm_spec import checks, pipeline
from rbm_spec.artifacts import Artifact
from rbm_spec.aside import aside
from rbm_spec.checks import run_checks
from rbm_spec.targets import document
from tests.checks.plans import compiled, indicator
from tests.targets.plans import starter

DATA = """\
request_id,office,channel,received_on,answered_on
A,north,letter,2028-03-01,2028-03-05
B,south,telephone,2028-03-10,2028-03-20
"""
ALL: dict[str, Any] = {"label": "All", "from": "requests", "aggregate": "count", "unit": "request"}


def example(number: int) -> dict[str, Any]:
    """Two rows; every third expects another count than two."""
    value = 3 if number % 3 == 0 else 2
    return {"title": "Made up", "period": "2028", "data": {"requests": DATA}, "expect": {"value": value}}


def test_findings_are_those_of_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    files: dict[str, str] = {}
    for name in ("first", "second", "third"):
        examples = [example(number) for number in range(36)]
        keys = {"measures": {"letters": ALL}, "formula": "letters", "examples": examples}
        files |= indicator(name, unit="request", **keys)
    plan = compiled(files)
    beside = run_checks(plan)
    monkeypatch.setattr(checks, "MANY_EXAMPLES", 1000)
    assert beside == run_checks(plan)
    assert sum(finding.rule.code == "RBM683" for finding in beside) == 3 * 12


def test_documents_are_those_of_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = starter()
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0, 1})
    beside = pipeline.build(plan)
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0})
    assert beside == pipeline.build(plan)
    assert [each.path for each in beside.artifacts] == sorted(each.path for each in beside.artifacts)


def test_documents_are_made_beside_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0, 1})
    monkeypatch.setattr(document, "generate", lambda plan: [Artifact("document/by", str(os.getpid()).encode())])
    made = {each.path: each.content for each in pipeline.build(starter()).artifacts}
    assert made["document/by"] != str(os.getpid()).encode()


def test_two_outputs_of_one_name_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "generate", lambda plan: [Artifact("sql/README.md", b"")])
    with pytest.raises(ValueError, match="two outputs are called sql/README"):
        pipeline.build(starter())


def test_work_runs_in_another_process_where_there_are_two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0, 1})
    assert aside(os.getpid)() != os.getpid()


def test_one_core_gets_no_second_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0})
    assert aside(os.getpid)() == os.getpid()


def test_work_is_done_here_when_the_child_is_killed() -> None:
    here = os.getpid()

    def work() -> str:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return "done here"

    assert aside(work)() == "done here"


def test_an_error_is_raised_here() -> None:
    def work() -> str:
        raise ValueError("no such thing")

    with pytest.raises(ValueError, match="no such thing"):
        aside(work)()


def test_a_child_ends_when_nobody_waits_for_it() -> None:
    """What it says is more than a pipe holds, and the end of a pipe of its own tells when it has left."""
    script = (
        "import os; from rbm_spec.aside import aside; os.sched_getaffinity = lambda process: {0, 1};"
        "aside(lambda: b'x' * 1_000_000); os._exit(0)"
    )
    assert subprocess.run([sys.executable, "-c", script], stdout=subprocess.PIPE, timeout=60, check=True).stdout == b""


def test_work_is_done_here_when_there_is_no_process_to_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> int:
        raise BlockingIOError("no more processes")

    monkeypatch.setattr(os, "fork", none)
    assert aside(os.getpid)() == os.getpid()
