"""Random plans and data: typed expressions of every operator and function, measures, breakdowns, derived datasets.

Each part is text of the language or CSV; the compiler reads it like any other plan.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from hypothesis import strategies as st

from tests.conformance.cases import ENABLER, HERE, OUTCOME, _read

Text = st.SearchStrategy[str]

UNITS = ("", "day", "working_day", "month", "hour")
DAYS = ("2027-12-31", "2028-01-01", "2028-01-31", "2028-02-29", "2028-03-31", "2028-06-30", "2028-12-31", "2029-02-28")
MOMENTS = ("2028-01-31T09:30:00", "2028-02-29T00:00:00", "2028-02-29T23:59:59.5", "2028-12-31T12:00")
NUMBERS = ("0", "1", "2", "-1", "0.1", "0.3", "2.5", "-2.5", "2.675", "100", "1234.56", "7", "999999.99")
WORDS = ("a", "A", "a ", "b", "NA", "é")
CODES = {"grade": ("G5", "P3", "P5", "D1"), "station": ("geneva", "addis_ababa", "dakar", "headless")}
FIELDS = {
    "a": {"type": "number"},
    "b": {"type": "integer"},
    "m": {"type": "money", "currency": "CHF"},
    "d": {"type": "date"},
    "e": {"type": "date"},
    "t": {"type": "datetime"},
    "u": {"type": "datetime"},
    "g": {"type": "code", "codelist": "grade"},
    "s": {"type": "code", "codelist": "station"},
    "f": {"type": "boolean"},
    "x": {"type": "string"},
    "r": {"type": "reference", "dataset": "other"},
}
OTHER = {"id": {"type": "string"}, "w": {"type": "number"}, "h": {"type": "code", "codelist": "grade"}}
KEYS = ("o1", "o2", "o3")
AGGREGATES = ("count", "count_distinct", "sum", "mean", "median", "min", "max", "percentile")
DIMENSIONS = ("g", "s", "f", "x", "r", "s.region", "g.category", "r.h", "r.h.category")


@cache
def numbers(depth: int, unit: str = "") -> Text:
    """Numbers of one unit; plain ones fit in everywhere."""
    spans = {"day": "days(d, e)", "working_day": "working_days(d, e)", "month": "months(e, d)", "hour": "hours(t, u)"}
    leaves = st.sampled_from(("a", "b", "r.w", "g.weight", "0", "1", "2", "0.5", "0.1", "100", "0.05"))
    plain = leaves | dates(0).flatmap(lambda day: st.sampled_from((f"year({day})", f"month({day})", f"quarter({day})")))
    if depth == 0:
        return st.just(spans[unit]) | plain if unit else plain
    same, bare, when = numbers(depth - 1, unit), numbers(depth - 1), conditions(depth - 1)
    return st.one_of(
        same,
        st.builds("({} {} {})".format, same, st.sampled_from("+-"), same),
        st.builds("({} * {})".format, same, bare),
        st.builds("({} / {})".format, same, bare),
        st.builds("(-{})".format, same),
        st.builds("{}({}, {})".format, st.sampled_from(("coalesce", "min", "max")), same, same),
        st.builds("if({}, {}, {})".format, when, same, same),
        st.builds("{}({})".format, st.sampled_from(("abs", "floor", "ceil")), same),
        st.builds("round({}, {})".format, same, st.sampled_from(("0", "1", "2", "-1"))),
        *([] if unit else [st.builds("({} ^ {})".format, same, st.sampled_from(("0", "1", "2", "3", "-1")))]),
    )


@cache
def dates(depth: int) -> Text:
    """Dates."""
    leaves = st.sampled_from(("d", "e", "period.start", "period.end", "plan.end", 'date("2028-02-29")'))
    if depth == 0:
        return leaves
    same, count = dates(depth - 1), st.sampled_from(("b", "1", "-1", "31", "12", "a", "0.5", "100000"))
    return st.one_of(
        leaves,
        st.builds("{}({}, {})".format, st.sampled_from(("add_days", "add_months")), same, count),
        st.builds("{}({}, {})".format, st.sampled_from(("coalesce", "min", "max")), same, same),
        st.builds("if({}, {}, {})".format, conditions(depth - 1), same, same),
    )


@cache
def conditions(depth: int) -> Text:
    """Conditions."""
    signs = st.sampled_from(("=", "!=", "<", "<=", ">", ">="))
    texts = st.sampled_from(("x", '"a"', 'coalesce(x, "b")', 'if(f, x, "A")'))
    codes = st.sampled_from(('g = "P5"', 'g in ("P3", "D1")', "g = r.h", 'g.category != "director"', "s.hub"))
    fields = st.sampled_from(("a", "m", "d", "t", "g", "f", "x", "r", "r.h.category"))
    leaves = st.one_of(
        st.sampled_from(("f", "true", "f = s.hub", "t < u", 'r = "o1"', 'coalesce(g, "D1") != if(f, "P5", g)')),
        codes,
        st.builds("{} {} {}".format, texts, st.sampled_from(("=", "!=")), texts),
        st.builds("{} is {}".format, fields, st.sampled_from(("missing", "present"))),
        st.builds("{} in {}".format, st.sampled_from(("d", "e", "t")), st.sampled_from(("period", "plan"))),
    )
    if depth == 0:
        return leaves
    same, day, unit = conditions(depth - 1), dates(depth - 1), st.sampled_from(UNITS)
    compared = unit.flatmap(lambda u: st.tuples(numbers(depth - 1, u), numbers(depth - 1, u)))
    return st.one_of(
        leaves,
        st.builds("({} and {})".format, same, same),
        st.builds("({} or {})".format, same, same),
        st.builds("(not {})".format, same),
        st.builds("if({}, {}, {})".format, same, same, same),
        st.builds(lambda pair, sign: f"({pair[0]} {sign} {pair[1]})", compared, signs),
        st.builds("({} {} {})".format, day, signs, day),
        st.builds("({} in ({}, {}))".format, numbers(depth - 1), numbers(0), numbers(0)),
    )


@st.composite
def aggregates(draw: st.DrawFn, names: tuple[str, ...]) -> dict[str, Any]:
    """An aggregate with its expressions, as in a measure."""
    name = draw(st.sampled_from(names))
    found: dict[str, Any] = {"aggregate": name}
    if draw(st.booleans()):
        found["where"] = draw(conditions(2))
    if name in ("all", "any"):
        found["of"] = draw(conditions(2))
    elif name == "count_distinct":
        found["of"] = draw(st.sampled_from(("a", "b", "m", "d", "t", "g", "f", "x", "r")) | numbers(1) | dates(1))
    elif name != "count" or draw(st.booleans()):
        found["of"] = draw(st.sampled_from(("m", "m - 0.1", "m * 3")) | numbers(3) | st.sampled_from(("hours(t, u)",)))
    if name == "percentile":
        found["percentile"] = draw(st.sampled_from((0, 25, 33.3, 90, 100)))
    return found


@dataclass(frozen=True)
class Sample:
    """The datasets of a plan, its indicator `tested`, and CSV by dataset."""

    datasets: Mapping[str, Any]
    indicator: Mapping[str, Any]
    data: Mapping[str, str | None]

    @property
    def files(self) -> dict[str, bytes]:
        """The files of the plan."""
        return _files(self.datasets, self.indicator)


def _cells(values: tuple[str, ...]) -> Text:
    return st.sampled_from(("", *values))


@st.composite
def tables(draw: st.DrawFn) -> dict[str, str | None]:
    """CSV of both datasets, or None where one was not submitted; references lead to rows that are there."""
    columns = {
        "a": NUMBERS, "b": tuple(n for n in NUMBERS if "." not in n), "m": NUMBERS, "d": DAYS, "e": DAYS, "t": MOMENTS,
        "u": MOMENTS, "g": CODES["grade"], "s": CODES["station"], "f": ("true", "false"), "x": WORDS, "r": KEYS,
    }  # fmt: skip
    count = draw(st.integers(0, 14))
    lines = [",".join([str(i), *(draw(_cells(values)) for values in columns.values())]) for i in range(count)]
    others = [f"{key},{draw(_cells(NUMBERS))},{draw(_cells(CODES['grade']))}" for key in KEYS]
    found = {"main": "\n".join(["k," + ",".join(columns), *lines]), "other": "\n".join(["id,w,h", *others])}
    return {name: None if draw(st.integers(0, 14)) == 14 else text for name, text in found.items()}


@st.composite
def samples(draw: st.DrawFn) -> Sample:
    """One or two measures over the collected dataset, over groups of its rows, or over the newest row of each group."""
    kind = draw(st.sampled_from(("main", "main", "group", "newest")))
    rules = draw(
        st.lists(st.fixed_dictionaries({"condition": conditions(2), "message": st.just("Not so.")}), max_size=1)
    )
    datasets: dict[str, Any] = {
        "main": {
            "key": ["k"],
            "personal": draw(st.sampled_from((False, True, "x"))),
            "fields": {"k": {"type": "string"}, **FIELDS},
            "rules": rules if draw(st.integers(0, 4)) == 0 else [],
            **({"time": "d"} if draw(st.booleans()) else {}),
        },
        "other": {"key": ["id"], "fields": OTHER},
    }
    measures: dict[str, Any] = {}
    for name in ("one", "two")[: draw(st.integers(1, 2))]:
        if kind == "group":
            measures[name] = {"from": kind, "aggregate": "sum", "of": draw(st.sampled_from(("p", "q")))}
        else:
            measures[name] = {"from": kind, **draw(aggregates(AGGREGATES))}
    if kind == "group":
        datasets["group"] = {"derive": draw(groups())}
        if draw(st.booleans()):
            wheres = ("c", "not c", "c is missing", "p > q", "p = 1", "p is present")
            measures["one"]["where"] = draw(st.sampled_from(wheres))
    elif kind == "newest":
        keys = draw(st.sampled_from((["g"], ["x", "s"], ["r"])))
        newest = {"from": "main", "where": draw(conditions(1)), "latest_by": keys, "on": draw(st.sampled_from("det"))}
        datasets["newest"] = {"derive": newest}
    breakdowns = draw(st.lists(st.lists(st.sampled_from(DIMENSIONS), min_size=1, max_size=2, unique=True), max_size=2))
    if len(measures) == 2 and breakdowns and draw(st.booleans()):
        measures["two"]["ignore"] = [draw(st.sampled_from(breakdowns[-1]))]
    formulas = ("one", "two / one", "100 * one / two", "one - two", "max(one, two, 0.1)", "if(one > two, 1, two)")
    indicator = {
        "measures": measures,
        "formula": draw(st.sampled_from(formulas)) if len(measures) == 2 else "one",
        "unit": "score",
        "decimals": draw(st.integers(0, 3)),
        "disaggregate": [] if kind == "group" else breakdowns,
    }
    return Sample(datasets, indicator, draw(tables()))


@st.composite
def groups(draw: st.DrawFn) -> dict[str, Any]:
    """A derivation with two numbers and a condition."""
    field = aggregates(AGGREGATES[:-1])
    return {
        "from": "main",
        "where": draw(conditions(1)),
        "group_by": draw(st.sampled_from((["g"], ["x", "f"], ["d"], ["a", "t"]))),
        "fields": {"p": draw(field), "q": draw(field), "c": draw(aggregates(("all", "any")))},
    }


@cache
def _defaults() -> Any:
    return _read(HERE / "_defaults.yaml")


def _files(datasets: Mapping[str, Any], indicator: Mapping[str, Any]) -> dict[str, bytes]:
    defaults = _defaults()
    files: dict[str, Any] = {"plan.yaml": {"kind": "plan", **defaults["plan"]}}
    for name, each in defaults["codelists"].items():
        files[f"codelists/{name}.yaml"] = {"kind": "codelist", "id": name, **defaults["codelist"], **each}
    for name, each in datasets.items():
        fields = {field: {"label": field, **spec} for field, spec in each.get("fields", {}).items()}
        given = {**each, **({"fields": fields} if fields else {})}
        files[f"datasets/{name}.yaml"] = {"kind": "dataset", "id": name, **defaults["dataset"], **given}
    measures = {name: {"label": name, **each} for name, each in indicator["measures"].items()}
    shared = {"kind": "indicator", **defaults["indicator"], **indicator}
    files["indicators/tested.yaml"] = {**shared, "id": "tested", "measures": measures}
    composite = {key: value for key, value in shared.items() if key != "measures"}
    files["indicators/reader.yaml"] = {**composite, "id": "reader", "formula": "indicator.tested * 2 + 1"}
    files["enablers/case_enabler.yaml"] = {"kind": "enabler", "id": "case_enabler", **ENABLER}
    files["outcomes/case_outcome.yaml"] = {
        "kind": "outcome", "id": "case_outcome", "indicators": ["tested", "reader"], **OUTCOME,
    }  # fmt: skip
    return {file: json.dumps(each, ensure_ascii=False).encode() for file, each in files.items()}
