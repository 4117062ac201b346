"""The folder for Open SDG by the rules that it states for its data, read as its builder does: pandas and PyYAML.

Year comes first and Value last, no blank at an edge, values are numbers, and an empty cell means all. The builder
itself (sdg-build) is in no registry; `open_sdg_check` and `open_sdg_build` of its 2.3.0 take it.
"""

from __future__ import annotations

import csv
import io
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas
import pytest
import yaml

from rbm_spec.results.exports import Results, export
from rbm_spec.results.exports.markup import as_markdown, as_text
from rbm_spec.results.facts import facts
from tests.cli.commands import ITU, here
from tests.results.test_exports import SOURCE, figure
from tests.targets.plans import compiled, itu, starter
from tests.targets.xlsform.test_forms import STARTER


def table(text: bytes | str) -> pandas.DataFrame:
    return pandas.read_csv(io.BytesIO(text.encode() if isinstance(text, str) else text))


def exported(plan: Any, *several: Any) -> dict[str, bytes]:
    return export("open-sdg", Results(plan, list(facts(plan, several)), SOURCE, {}, 0, []))


def test_every_published_figure_is_there_once(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    done = here(capsys, "calc", ITU, "--sample", "--period", 2028, "--out", tmp_path / "out",
                "--export", "open-sdg", tmp_path / "site")  # fmt: skip
    assert done.code == 0, done.err
    lines = list(csv.DictReader(io.StringIO((tmp_path / "out" / "results.csv").read_text("utf-8"))))
    plan, count = itu(), 0
    for number, name in enumerate(plan.outcomes["efficiently_managed_itu"].indicators, start=1):
        own = [line for line in lines if line["indicator"] == name]
        data = table((tmp_path / "site" / "data" / f"indicator_1-1-{number}.csv").read_bytes())
        assert (data.columns[0], data.columns[-1]) == ("Year", "Value")
        assert pandas.api.types.is_numeric_dtype(data["Value"])
        assert not any(str(each) != str(each).strip() for each in [*data.columns, *data.to_numpy().ravel()])
        assert not data.drop(columns="Value").duplicated().any()
        said = [(each["Observation status"], each["Value"]) for _, each in data.iterrows()]
        assert [status for status, _ in said] == [line["status"] for line in own]
        for line, (_, value) in zip(own, said, strict=True):
            if line["published"] and " " not in line["published"]:
                assert float(value) == float(line["published"]), line
            else:
                assert pandas.isna(value) == (not line["published"]), line
        meta = yaml.safe_load((tmp_path / "site" / "meta" / f"1-1-{number}.yml").read_text("utf-8"))
        assert (meta["reporting_status"], meta["data_non_statistical"], meta["graph_type"]) == (
            "complete",
            False,
            "line",
        )
        assert meta["graph_title"].startswith("MADE-UP DATA")
        assert meta["indicator_number"] == f"1.1.{number}"
        count += len(own)
    assert count == len(lines)


def test_titles_and_settings_are_found_by_their_names() -> None:
    made = exported(itu())
    assert not [path for path in made if path.startswith("data/")]
    assert yaml.safe_load(made["meta/1-1-1.yml"])["reporting_status"] == "notstarted"
    titles = yaml.safe_load(made["translations/en/global_indicators.yml"])
    assert titles["1-1-6-title"] == itu().indicators["oversight_recommendations"].spec.title
    assert set(yaml.safe_load(made["translations/en/global_targets.yml"])) == {"1-1-title"}
    settings = yaml.safe_load(made["config_data.yml"])
    assert {each.get("source", "translations") for each in settings["translations"]} == {"translations"}
    assert "http" not in made["config_data.yml"].decode()
    fields = yaml.safe_load(made[settings["schema_file"]])["prose"]["metadata"]["meta"]
    assert {each["name"] for each in fields} >= {"reporting_status", "graph_title", "computation_calculations"}


def test_a_total_is_blank_and_a_hidden_figure_has_no_value() -> None:
    hidden = figure(
        None, (("office", "north"),), published=None, reason="suppressed", status="Q", confidentiality="C", n=None
    )
    made = exported(starter(), figure(Fraction(7)), hidden, figure(Fraction(7), (("office", None),)))
    assert made["data/indicator_1-1-1.csv"].decode().splitlines() == [
        "Year,Office,Channel,Observation status,Value",
        "2028,,,A,7.0",
        "2028,Northern office,,Q,",
        "2028,not stated,,A,7.0",
    ]


OFFICES = """
kind: codelist
id: offices
title: Offices
codes:
  north: {label: "N/A"}
  south: {label: "12"}
  east: {label: "<script>alert(1)</script>"}
  west: {label: Same}
  centre: {label: same}
  other: {label: not stated}
"""


def test_no_label_is_read_as_all_or_as_another() -> None:
    """What pandas takes for a missing value or a number, what is markup, and what is there twice."""
    plan = compiled(STARTER, {"codelists/offices.yaml": OFFICES})
    codes = [*plan.codelists["offices"].codes, None]
    data = table(
        exported(plan, *(figure(Fraction(1), (("office", code),)) for code in codes))["data/indicator_1-1-1.csv"]
    )
    assert list(data["Office"]) == [
        "Office: N/A", "Office: 12", "< script>alert(1)< /script>", "Same (west)", "same (centre)",
        "not stated (other)", "not stated",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("frequency", "period", "year"),
    [
        ("annual", "2028", 2028),
        ("quarterly", "2028-Q2", "2028-Q2"),
        ("biennial", "2028-2029", 2029),
        ("plan", "2030", 2030),
    ],
)
def test_times(frequency: str, period: str, year: object) -> None:
    text = (STARTER / "indicators" / "answer_time.yaml").read_text("utf-8")
    plan = compiled(
        STARTER, {"indicators/answer_time.yaml": text.replace("frequency: annual", f"frequency: {frequency}")}
    )
    made = exported(plan, figure(Fraction(1), period=period))
    assert list(table(made["data/indicator_1-1-1.csv"])["Year"]) == [year]


def test_text_of_a_plan_stays_text() -> None:
    """Signs of Markdown by its own escapes; what begins a tag or a command of Liquid is kept apart."""
    assert as_text("a <b> {{ x }} {% y %} 3 < 5 <5") == "a < b> { { x }} { % y %} 3 < 5 <5"
    assert as_markdown("[x](javascript:y) *z* $w$") == r"\[x\](javascript:y) \*z\* \$w\$"
    assert [as_markdown(each) for each in ("# a", "- a", "1. a", "12) a", "5 a")] == [
        r"\# a", r"\- a", r"1\. a", r"12\) a", "5 a",
    ]  # fmt: skip


def test_the_same_figures_give_the_same_bytes() -> None:
    one, again = (exported(starter(), figure(Fraction(7))) for _ in range(2))
    assert one == again
    assert all(content.endswith(b"\n") for content in one.values())
