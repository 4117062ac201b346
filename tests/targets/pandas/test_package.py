"""The package stands on its own: pandas alone, a folder of CSV files in, a table out; the same bytes each time."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from rbm_spec.kernel.lines import COLUMNS
from rbm_spec.model.spec import ExampleSpec
from rbm_spec.results.facts import facts
from rbm_spec.results.files import Provenance, to_csv
from rbm_spec.targets.pandas import generate
from tests.cli.commands import ITU, rbm_spec
from tests.targets.pandas.generated import frames, package
from tests.targets.plans import ROOT, itu

EXAMPLES = [(name, each) for name, indicator in itu().indicators.items() for each in indicator.spec.examples]
RECRUITMENTS = "average_recruitment_time"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the plan, written out, with the data of the first example beside it."""
    root = tmp_path_factory.mktemp("package")
    for artifact in generate(itu()):
        target = root / Path(artifact.path).relative_to("pandas")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(artifact.content)
    (root / "data").mkdir()
    for dataset, text in _example(RECRUITMENTS).data.items():
        (root / "data" / f"{dataset}.csv").write_text(text, encoding="utf-8")
    return root


def _example(indicator: str) -> ExampleSpec:
    return next(example for name, example in EXAMPLES if name == indicator)


def python(folder: Path, arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONHASHSEED": "7", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return python(folder, ["-m", "itu_2028_2031", *arguments])


def _loaded(folder: Path, imports: str) -> set[str]:
    run = python(folder, ["-c", f"import {imports}, argparse, csv, sys; print(*sys.modules)"])
    assert run.returncode == 0, run.stderr
    return {name.partition(".")[0] for name in run.stdout.split()} - set(sys.stdlib_module_names)


def test_needs_pandas_alone(folder: Path) -> None:
    loaded = _loaded(folder, "itu_2028_2031, itu_2028_2031.runtime.command")
    assert loaded - _loaded(folder, "pandas") == {"itu_2028_2031"}


def test_prints_a_table(folder: Path) -> None:
    run = command(folder, "--data", "data", "--period", "2028", "--indicator", RECRUITMENTS)
    assert run.returncode == 0, run.stderr
    lines = [line.split() for line in run.stdout.splitlines()]
    assert lines[0] == ["indicator", "cell", "published", "n", "status", "assessment"]
    assert lines[1] == [f"{RECRUITMENTS}.mean_days", "total", "133.3", "3", "A"]
    assert [f"{RECRUITMENTS}.posts_filled", "sector=development", "1", "1", "A"] in lines


def test_ends_quietly_when_nobody_reads_the_table(folder: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    run = subprocess.run(
        [sys.executable, "-m", "itu_2028_2031", "--data", "data", "--period", "2028"],
        cwd=folder, stdout=writer, stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    os.close(writer)
    assert run.returncode == 141
    assert "Traceback" not in run.stderr


def test_writes_csv(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "results.csv"
    command(folder, "--data", "data", "--period", "2028", "--indicator", RECRUITMENTS, "--out", str(out))
    with out.open(encoding="utf-8", newline="") as file:
        first = next(iter(csv.DictReader(file)))
    assert first["published"] == "133.3"
    assert float(first["value"]) == pytest.approx(400 / 3)
    assert (first["cell"], first["n"], first["status"], first["series_break"]) == ("", "3", "A", "false")
    assert b"\r" not in out.read_bytes()


def test_says_what_was_not_submitted(folder: Path) -> None:
    run = command(folder, "--data", "data", "--period", "2028", "--indicator", "mandatory_training")
    assert "(not_submitted)" in run.stdout
    assert run.returncode == 0


def test_says_what_is_wrong_with_data(folder: Path, tmp_path: Path) -> None:
    text = _example(RECRUITMENTS).data["recruitments"].replace("geneva", "genf", 1).replace("2028-05-09", "9.5.2028")
    (tmp_path / "recruitments.csv").write_text(text, encoding="utf-8")
    run = command(folder, "--data", str(tmp_path), "--period", "2028", "--indicator", RECRUITMENTS)
    assert run.returncode == 1
    assert "(invalid)" in run.stdout
    place = "recruitments.csv, line 2"
    assert f'{place}, duty_station "genf": RBM702 The list duty_stations has no code "genf".' in run.stderr
    assert f'{place}, offer_accepted_on "9.5.2028": RBM701 "9.5.2028" is not a date such as 2028-01-31.' in run.stderr


HEAD = "case_id,sector,grade,duty_station,one_year_or_more,published_on,offer_accepted_on,withdrawn_on,outcome"
ROW = "development,P3,geneva,true,2028-01-10,2028-05-09,,filled"


@pytest.mark.parametrize(
    "text",
    [
        f'{HEAD}\nA,{ROW}\n\n"B\nb",{ROW}\nC,{ROW.replace("geneva", "genf")}\n',  # an empty line, and one of two
        f"{HEAD}\r\nA,{ROW}\r\nA,{ROW}\r\n",
        f"{HEAD}\nA,{ROW.replace('2028-05-09', '2027-05-09')}\n",
        f"{HEAD}\nA,{ROW.replace('true', 'yes').replace('P3', 'p3')}\nB,{ROW},,\n",
        f'{HEAD}\nA,{ROW}\nB,"x"y,{ROW}\n',
        f'{HEAD}\n"x"y,{ROW}\n',
        f"{HEAD}\nA,{ROW}\n\n\udce9,{ROW}\n",  # one byte of another encoding
        f'{HEAD}\n"A\n\udce9",{ROW}\n',
        f"\ufeff{HEAD}\n\udce9,{ROW}\n",
        f"\udce9{HEAD}\nA,{ROW}\n",
        "",
    ],
)
def test_says_of_data_what_rbm_spec_calc_says(folder: Path, tmp_path: Path, text: str) -> None:
    (tmp_path / "recruitments.csv").write_bytes(text.encode("utf-8", "surrogateescape"))
    ours = command(folder, "--data", str(tmp_path), "--period", "2028", "--indicator", RECRUITMENTS)
    asked = ("calc", ITU, "--data", tmp_path, "--period", 2028, "--indicator", RECRUITMENTS)
    theirs = rbm_spec(*asked).err.strip().splitlines()
    assert theirs
    assert sorted(ours.stderr.splitlines()) == sorted(theirs)


def test_says_which_files_are_not_read(folder: Path, tmp_path: Path) -> None:
    for name in ("recruitment.csv", "recruitments.parquet", ".hidden"):
        (tmp_path / name).write_text("")
    run = command(folder, "--data", str(tmp_path), "--period", "2028", "--indicator", RECRUITMENTS)
    assert run.stderr.splitlines() == [
        f"{name} is not read: the plan has no dataset of this name as CSV."
        for name in ("recruitment.csv", "recruitments.parquet")
    ]
    gone = command(folder, "--data", "nowhere", "--period", "2028")
    assert gone.stderr == "nowhere: No such file or directory\n"


def test_the_same_lines_as_rbm_spec_calc() -> None:
    """What the package writes about a cell is what `rbm-spec calc` writes, column by column."""
    tables, found = frames(_example(RECRUITMENTS).data)
    with package(itu()) as module:
        results = module.calculate(tables, "2028", RECRUITMENTS, found)
    source = Provenance("itu", "1", "2028", "s", "d")
    theirs = list(csv.DictReader(io.StringIO(to_csv(facts(itu(), results.observations), source))))
    ours = list(csv.DictReader(io.StringIO(results.to_csv())))
    assert len(ours) == len(theirs) > 1
    for mine, other in zip(ours, theirs, strict=True):
        assert {name: mine[name] for name in COLUMNS} == {name: other[name] for name in COLUMNS}
    assert len(results.to_frame()) == len(ours)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--data", "data"], 2),
        (["--data", "data", "--period", "soon"], 2),
        (["--data", "data", "--period", "2028", "--indicator", "nothing"], 2),
        (["--data", "data", "--period", "2028", "--out", "nowhere/results.csv"], 74),
        (["--data", "nowhere", "--period", "2028"], 74),
        (["--data", "data/recruitments.csv", "--period", "2028"], 74),
    ],
)
def test_exit_codes(folder: Path, arguments: list[str], code: int) -> None:
    run = command(folder, *arguments)
    assert run.returncode == code
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize(("indicator", "example"), EXAMPLES, ids=[f"{name}: {each.title}" for name, each in EXAMPLES])
def test_worked_examples(indicator: str, example: ExampleSpec) -> None:
    tables, faults = frames(example.data)
    with package(itu()) as module:
        results = module.calculate(tables, example.period, indicator, faults)
    assert results.faults == ()
    found = {each.component: each.value for each in results.observations if not each.by}
    assert found == {
        name: None if value is None else value if isinstance(value, bool) else Fraction(value)
        for name, value in example.expect.items()
    }


@cache
def _digest(plan: str) -> str:
    program = f"""
import hashlib, json
from pathlib import Path
from rbm_spec.pipeline import check
from rbm_spec.targets.pandas import generate
plan = check(Path({plan!r})).plan
print(json.dumps({{a.path: hashlib.sha256(a.content).hexdigest() for a in generate(plan)}}))
"""
    environment = {**os.environ, "PYTHONHASHSEED": "12345", "TZ": "Asia/Kathmandu", "LC_ALL": "C"}
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return run.stdout


def test_same_bytes_whatever_the_machine() -> None:
    here = {artifact.path: hashlib.sha256(artifact.content).hexdigest() for artifact in generate(itu())}
    assert json.loads(_digest("specs/itu_2028_2031")) == here
