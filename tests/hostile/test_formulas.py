"""Formula text is never run: no code, no import, no file, no process, no socket, little time and memory."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from rbm_spec.load import read_folder
from rbm_spec.resources import generators

FORMULAS = [
    "__import__('os').system('id')",
    "().__class__.__bases__[0].__subclasses__()",
    "eval('1')",
    "exec('import os')",
    "open('/etc/passwd')",
    "lambda: 1",
    "days_to_answer if 1 else 2",
    "@pd.io.common.os.system('id')",
    "days_to_answer.to_pickle('PWNED') == 1",
    "Symbol('x')",
    "{{ cycler.__init__.__globals__ }}",
    "${jndi:ldap://localhost/x}",
    "$(touch PWNED)",
    "`touch PWNED`",
    "1; drop table requests",
    "1' or '1' = '1",
    '=cmd|" /C calc"!A0',
    '=HYPERLINK("file:///etc/passwd")',
    "9 ^ 9 ^ 9",
    "9 ** 9 ** 9",
    "((9 ^ 32) ^ 32) ^ (9 ^ 9)",
    "factorial(10000000)",
    "1e999999999",
    "10 ^ (10 ^ 8)",
    "binomial(100000000, 50000000)",
    "expand((x + y + z) ^ 400)",
    "0x7fffffff",
    "9" * 4000,
    "-" * 90_000,
    "+x" * 20_000,
    "(" * 4_000,
    "not " * 1_000,
    "1 + " * 1_500 + "1",
    "max(" * 500,
    "a." * 2_000 + "a",
    "'" + "x" * 5_000,
    "\u202e1 + 1",
    "1\u00a0+\u00a0１",
    "days_to_answer\x00",
    "х + 1",
]

PROBE = """
import difflib, json, sys
import jsonschema, sympy
import rbm_spec.load.explanation, rbm_spec.load.remains
from rbm_spec.pipeline import check_files
texts, formulas = json.load(sys.stdin)
files = {name: text.encode() for name, text in texts.items()}
check_files(files)
seen = []
QUIET = ("object.", "sys.", "gc.", "builtins.id")
def hook(event, args):
    if not event.startswith(QUIET):
        seen.append(event)
text = files["indicators/answer_time.yaml"].decode()
for formula in formulas:
    files["indicators/answer_time.yaml"] = text.replace(
        "formula: days_to_answer", "formula: " + json.dumps(formula)
    ).encode()
    if formula is formulas[0]:
        check_files(files)
        sys.addaudithook(hook)
    armed, findings = len(seen), check_files(files).findings
    assert any(finding.is_error for finding in findings), formula
    assert seen[armed:] == [], (formula, seen[armed:])
print("quiet")
"""


def starter() -> dict[str, str]:
    files, _ = read_folder(generators() / "init")
    return {name: raw.decode() for name, raw in files.items()}


def test_nothing_is_run_imported_opened_or_started() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROBE], input=json.dumps([starter(), FORMULAS]),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    assert done.stdout == "quiet\n"


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda formula: repr(formula[:40]))
def test_a_hostile_formula_is_a_finding_within_small_limits(formula: str, tmp_path: Path) -> None:
    for name, text in starter().items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        if name == "indicators/answer_time.yaml":
            text = text.replace("formula: days_to_answer", "formula: " + json.dumps(formula))
        path.write_text(text, encoding="utf-8")
    before = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*"))
    done = subprocess.run(
        [Path(sys.executable).with_name("rbm-spec"), "check", tmp_path],
        capture_output=True, text=True, check=False, preexec_fn=little, cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "NO_COLOR": "1"},
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert len(done.stderr) < 4096
    assert all(character.isprintable() or character == "\n" for character in done.stdout)
    assert sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*")) == before


def little() -> None:
    """256 MB and two seconds of processor time."""
    resource.setrlimit(resource.RLIMIT_AS, (256 * 2**20, 256 * 2**20))
    resource.setrlimit(resource.RLIMIT_CPU, (2, 2))
