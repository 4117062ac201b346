"""Exports as independent programs read them: pysdmx, which checks against the schemas of SDMX, sdmx1, and csv."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import sdmx
from pysdmx.io import read_sdmx

from rbm_spec.kernel.release import Observation
from rbm_spec.results.exports import KINDS, Results, export
from rbm_spec.results.exports.names import code_id
from rbm_spec.results.facts import facts
from rbm_spec.results.files import Provenance
from tests.cli.commands import ITU, here
from tests.targets.plans import compiled, itu, starter
from tests.targets.xlsform.test_forms import STARTER

SOURCE = Provenance("starter_plan", "0.1.0", "2028", "s", "d")


def figure(value: object, by: tuple[tuple[str, str | None], ...] = (), **changes: object) -> Observation:
    """One figure of the starter plan in 2028."""
    known = {
        "indicator": "answer_time", "component": "", "period": "2028", "by": by, "value": value, "published": "7.0",
        "reason": None, "status": "A", "confidentiality": "F", "n": 2, "assessment": None,
    }  # fmt: skip
    return Observation(**{**known, **changes})  # type: ignore[arg-type]


def made_up(capsys: pytest.CaptureFixture[str], folder: Path, period: str) -> list[dict[str, str]]:
    """The lines of results.csv, with every export of the same figures beside it."""
    more = [part for kind in KINDS for part in ("--export", kind, folder / kind)]
    done = here(capsys, "calc", ITU, "--sample", "--period", period, "--out", folder / "out", *more)
    assert done.code == 0, done.err
    return list(csv.DictReader(io.StringIO((folder / "out" / "results.csv").read_text("utf-8"))))


def read_by_sdmx1(folder: Path) -> Iterator[tuple[dict[str, str], Any, dict[str, str]]]:
    """Key, value and attributes of each observation."""
    structures = sdmx.read_sdmx(folder / "structure.xml")
    (flow,) = structures.dataflow.values()
    flow.structure = next(iter(structures.structure.values()))
    message = sdmx.read_sdmx(folder / "data.csv", structure=flow)
    for data in message.data:
        for each in data.obs:
            key = {name: str(one.value) for name, one in each.key.values.items()}
            yield key, each.value, {name: str(one.value) for name, one in each.attached_attribute.items()}


@pytest.mark.parametrize("period", ["2028", "2029"])
def test_sdmx_says_what_results_say(capsys: pytest.CaptureFixture[str], tmp_path: Path, period: str) -> None:
    lines = made_up(capsys, tmp_path, period)
    message = read_sdmx(tmp_path / "sdmx-csv" / "structure.xml", validate=True)
    (dsd,) = message.get_data_structure_definitions()
    (data,) = read_sdmx(tmp_path / "sdmx-csv" / "data.csv").data
    assert len(data.data) == len(lines)
    assert set(data.data.columns) == {each.id for each in dsd.components}
    found = list(read_by_sdmx1(tmp_path / "sdmx-csv"))
    assert len(found) == len(lines)
    listed = {one.id: {code.id for code in one.items} for one in message.get_codelists()}
    for line, (key, value, attributes) in zip(lines, found, strict=True):
        assert key["INDICATOR"] == line["indicator"]
        assert float(value) == float(line["value"]) if line["value"] else value in (None, "")
        assert [
            attributes.get(name, "") for name in ("OBS_STATUS", "CONF_STATUS", "REASON", "OBS_COUNT", "ASSESSMENT")
        ] == [line[name] for name in ("status", "confidentiality", "reason", "n", "assessment")]
        cell = [part.partition("=")[2] or "_U" for part in line["cell"].split(";") if part]
        own = [
            code
            for name, code in key.items()
            if code != "_T" and name not in ("FREQ", "INDICATOR", "COMPONENT", "TIME_PERIOD")
        ]
        assert sorted(own) == sorted(cell)
        for name, code in {**key, **attributes}.items():
            assert not code or code in listed.get(f"CL_{name}", {code}), name
    assert len({tuple(key.items()) for key, _, _ in found}) == len(found)


def test_tidy_says_what_results_say(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    lines = made_up(capsys, tmp_path, "2028")
    tidy = list(csv.DictReader(io.StringIO((tmp_path / "tidy-csv" / "tidy.csv").read_text("utf-8"))))
    for line, each in zip(lines, tidy, strict=True):
        assert {name: each[name] for name in line if name in each} == {
            name: line[name] for name in line if name in each
        }
        cell = ";".join(
            f"{name[3:]}={'' if code == '_U' else code}"
            for name, code in each.items()
            if name.startswith("by_") and code
        )
        assert sorted(cell.split(";")) == sorted(line["cell"].split(";"))
        assert (each["start"], each["end"]) == ("2028-01-01", "2028-12-31")
    written = (tmp_path / "json" / "results.json").read_bytes()
    assert written == (tmp_path / "out" / "results.json").read_bytes()


def test_hidden_figures_have_no_value_anywhere() -> None:
    hidden = figure(
        None, (("office", "north"),), published=None, reason="suppressed", status="Q", confidentiality="C", n=None
    )
    results = Results(starter(), list(facts(starter(), [figure(Fraction(7)), hidden])), SOURCE, {}, 0, [])
    (line,) = [
        each
        for each in csv.DictReader(io.StringIO(export("sdmx-csv", results)["data.csv"].decode()))
        if each["OFFICE"] == "north"
    ]
    assert (line["OBS_VALUE"], line["OBS_COUNT"], line["PUBLISHED"]) == ("", "", "")
    assert (line["OBS_STATUS"], line["CONF_STATUS"], line["REASON"]) == ("Q", "C", "suppressed")
    (line,) = [
        each
        for each in csv.DictReader(io.StringIO(export("tidy-csv", results)["tidy.csv"].decode()))
        if each["by_office"] == "north"
    ]
    assert (line["value"], line["n"], line["published"], line["reason"]) == ("", "", "", "suppressed")


OFFICES = """
kind: codelist
id: offices
title: <Offices> & "others"
codes:
  "=cmd|'/c calc'!A1": {label: "=cmd|'/c calc'!A1"}
  "_T": {label: Not the total}
  "a b": {label: A b}
  "日本": {label: 日本}
  "a$20$b": {label: Dollars}
"""


def test_strange_codes_keep_apart(tmp_path: Path) -> None:
    plan = compiled(STARTER, {"codelists/offices.yaml": OFFICES})
    codes = list(plan.codelists["offices"].codes)
    several = [figure(Fraction(number), (("office", code),)) for number, code in enumerate([*codes, None])]
    files = export("sdmx-csv", Results(plan, list(facts(plan, several)), SOURCE, {}, 0, []))
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    message = read_sdmx(tmp_path / "structure.xml", validate=True)
    (offices,) = [each for each in message.get_codelists() if each.id == "CL_OFFICE"]
    assert offices.name == "Office"
    assert [each.id for each in offices.items] == ["_T", *map(code_id, codes), "_U"]
    assert [each.name for each in offices.items][1] == "=cmd|'/c calc'!A1"
    found = [(key["OFFICE"], float(value)) for key, value, _ in read_by_sdmx1(tmp_path)]
    assert found == [*((code_id(code), float(number)) for number, code in enumerate(codes)), ("_U", float(len(codes)))]
    assert len({code_id(code) for code in codes} | {"_T", "_U"}) == len(codes) + 2


def test_times() -> None:
    said = {}
    for frequency, period in (
        ("annual", "2028"),
        ("quarterly", "2028-Q2"),
        ("biennial", "2028-2029"),
        ("plan", "2030"),
    ):
        indicator = (STARTER / "indicators" / "answer_time.yaml").read_text("utf-8")
        assert "frequency: annual" in indicator
        plan = compiled(
            STARTER, {"indicators/answer_time.yaml": indicator.replace("frequency: annual", f"frequency: {frequency}")}
        )
        results = Results(plan, list(facts(plan, [figure(Fraction(1), period=period)])), SOURCE, {}, 0, [])
        (line,) = csv.DictReader(io.StringIO(export("sdmx-csv", results)["data.csv"].decode()))
        said[line["FREQ"]] = line["TIME_PERIOD"]
    assert said == {"A": "2028", "Q": "2028-Q2", "A2": "2028-01-01/P2Y", "PLAN": "2028-01-01/P3Y"}


def test_the_structure_speaks_the_language_of_the_plan(tmp_path: Path) -> None:
    text = (STARTER / "plan.yaml").read_text("utf-8")
    assert "authoring_language: en" in text
    plan = compiled(STARTER, {"plan.yaml": text.replace("authoring_language: en", "authoring_language: fr")})
    files = export("sdmx-csv", Results(plan, [], SOURCE, {}, 0, []))
    (tmp_path / "structure.xml").write_bytes(files["structure.xml"])
    message = read_sdmx(tmp_path / "structure.xml", validate=True)
    names = {each.id: {code.id: code.name for code in each.items} for each in message.get_codelists()}
    assert names["CL_OBS_STATUS"]["B"] == "Rupture de série"
    assert names["CL_FREQ"] == {
        "A": "Annuelle", "Q": "Trimestrielle", "A2": "Biennale", "PLAN": "Cumul depuis le début du plan",
    }  # fmt: skip
    assert b'xml:lang="fr"' in files["structure.xml"]
    assert b'xml:lang="en"' not in files["structure.xml"]


def test_the_same_plan_gives_the_same_bytes() -> None:
    empty = Results(itu(), [], SOURCE, {}, 0, [])
    assert export("sdmx-csv", empty) == export("sdmx-csv", empty)
