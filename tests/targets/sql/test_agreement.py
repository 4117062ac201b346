"""Random row expressions over random rows: DuckDB and the reference evaluator give the same in every row.

Each expression is a measure, each row a cell of its own. A condition is told apart as true, false or missing.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, assume, example, given, settings
from hypothesis import strategies as st

from rbm_spec.expr.catalogue import CATALOGUE
from rbm_spec.reference import compute as reference
from rbm_spec.targets.sql.engine import compute
from rbm_spec.targets.sql.rows import SPELLINGS
from tests.conformance.cases import Case, all_cases
from tests.conformance.test_reference import compiled

FIELDS = {
    "k": {"type": "string"},
    "i": {"type": "integer"},
    "x": {"type": "number"},
    "y": {"type": "number"},
    "m": {"type": "money", "currency": "CHF"},
    "d": {"type": "date"},
    "e": {"type": "date"},
    "p": {"type": "datetime"},
    "q": {"type": "datetime"},
    "b": {"type": "boolean"},
    "t": {"type": "string"},
    "c": {"type": "code", "codelist": "kinds"},
}
CELLS = {
    "i": ["0", "1", "-1", "7", "-13", "999999999999999"],
    "x": ["0", "0.1", "0.2", "0.3", "-2.5", "2.675", "1.005", "1000000", "0.000001", "123456789012.345"],
    "y": ["0", "0.3", "3", "-0.7", "10", "99.995"],
    "m": ["0.00", "0.01", "10.005", "-3.33", "9999999999999.99", "100041362174.33"],
    "d": ["2028-01-31", "2028-02-29", "2027-12-31", "2028-06-03", "0001-01-01", "9999-12-31"],
    "e": ["2028-03-01", "2028-02-28", "2029-02-28", "2028-06-05", "2028-12-24", "2026-01-01"],
    "p": ["2028-01-31T09:30:00", "2028-02-29T00:00:00", "2028-02-29T23:59:59.5"],
    "q": ["2028-03-31T09:29:59", "2028-03-31T09:30:00", "2027-02-28T12:00:00"],
    "b": ["true", "false"],
    "t": ["a", "A", "a ", "é", "'", "=1"],
    "c": ["one", "two", "three"],
}
WHOLE = st.integers(-40, 40).map(lambda n: str(n) if n >= 0 else f"(0 - {-n})")


def numbers(inner: st.SearchStrategy[str], dates: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Deeper numbers from numbers."""
    two = st.tuples(inner, inner)
    return st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda a: f"({a[0]} {a[1]} {a[2]})"),
        inner.map(lambda a: f"-({a})"),
        st.tuples(inner, st.sampled_from(["2", "3", "0", "-1", "32"])).map(lambda a: f"({a[0]}) ^ {a[1]}"),
        st.tuples(st.sampled_from(["abs", "floor", "ceil"]), inner).map(lambda a: f"{a[0]}({a[1]})"),
        st.tuples(inner, st.integers(-2, 3)).map(lambda a: f"round({a[0]}, {a[1]})"),
        st.tuples(st.sampled_from(["min", "max", "coalesce"]), two).map(lambda a: f"{a[0]}({a[1][0]}, {a[1][1]})"),
        st.tuples(inner, st.sampled_from(["<", "=", ">="]), inner, inner, inner).map(
            lambda a: f"if({a[0]} {a[1]} {a[2]}, {a[3]}, {a[4]})"
        ),
        st.tuples(st.sampled_from(["year", "month", "quarter"]), dates).map(lambda a: f"{a[0]}({a[1]})"),
    )


ATOMS = st.one_of(st.sampled_from(["i", "x", "y", "i", "c.weight"]), st.sampled_from(["0", "1", "0.1", "3", "2.5"]))
DATES = st.recursive(
    st.one_of(st.sampled_from(["d", "e"]), st.sampled_from(["period.start", 'date("2028-02-29")', "c.since"])),
    lambda inner: st.one_of(
        st.tuples(inner, WHOLE).map(lambda a: f"add_days({a[0]}, {a[1]})"),
        st.tuples(inner, WHOLE).map(lambda a: f"add_months({a[0]}, {a[1]})"),
        st.tuples(inner, inner).map(lambda a: f"min({a[0]}, {a[1]})"),
    ),
    max_leaves=3,
)
NUMBERS = st.recursive(ATOMS, lambda inner: numbers(inner, DATES), max_leaves=6)
MOMENTS = st.one_of(st.sampled_from(["p", "q"]), st.tuples(st.sampled_from(["p", "q"]), WHOLE).map(
    lambda a: f"add_months({a[0]}, {a[1]})"
))  # fmt: skip
SPANS = st.one_of(
    st.tuples(st.sampled_from(["days", "working_days", "months"]), DATES, DATES).map(
        lambda a: f"{a[0]}({a[1]}, {a[2]})"
    ),
    st.tuples(st.sampled_from(["days", "months", "hours"]), MOMENTS, MOMENTS).map(lambda a: f"{a[0]}({a[1]}, {a[2]})"),
    st.sampled_from(["m", "m + m", "m * x", "m / y", "round(m, 1)", "m - 0.01"]),
)
TESTS = st.one_of(
    st.tuples(NUMBERS, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), NUMBERS).map(" ".join),
    st.tuples(DATES, st.sampled_from(["=", "<", ">="]), DATES).map(" ".join),
    st.tuples(NUMBERS, st.sampled_from(["is missing", "is present"])).map(lambda a: f"({a[0]}) {a[1]}"),
    st.sampled_from(['t = "a"', 't != "A"', 't in ("a ", "é")', 'c = "one"', 'c not in ("one", "two")', "b",
                     "b = false", 'c.name = "zwei"', "d in period", "q in plan", "t is missing",
                     "m > 10", "m = 10.005"]),
)  # fmt: skip
CONDITIONS = st.recursive(
    TESTS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda a: f"({a[0]} {a[1]} {a[2]})"),
        inner.map(lambda a: f"not ({a})"),
    ),
    max_leaves=4,
)
EXPRESSIONS = st.one_of(NUMBERS, SPANS, CONDITIONS.map(lambda a: f"if(({a}) is missing, 2, if({a}, 1, 0))"))
ROWS = st.lists(
    st.fixed_dictionaries({name: st.one_of(st.just(""), st.sampled_from(cells)) for name, cells in CELLS.items()}),
    min_size=1, max_size=4,
)  # fmt: skip


def case_of(expressions: list[str], rows: list[dict[str, str]]) -> Case:
    """One indicator with a component an expression, split by row."""
    base = next(all_cases())
    files = {name: content for name, content in base.files.items() if not name.startswith(("datasets/", "indicators/"))}
    plan = json.loads(files["plan.yaml"])
    files["plan.yaml"] = json.dumps({**plan, "holidays": "closed"}).encode()
    files["codelists/closed.yaml"] = json.dumps({
        "kind": "codelist", "id": "closed", "title": "Closed", "source": "Made up for this test",
        "codes": {day: {"label": "Closed"} for day in ("2028-01-03", "2028-06-04", "2028-12-25")},
    }).encode()  # fmt: skip
    files["codelists/kinds.yaml"] = json.dumps({
        "kind": "codelist", "id": "kinds", "title": "Kinds", "source": "Made up for this test",
        "attributes": {"weight": {"type": "number"}, "since": {"type": "date"}, "name": {"type": "string"}},
        "codes": {
            "one": {"label": "One", "weight": 0.5, "since": "2028-02-29", "name": "eins"},
            "two": {"label": "Two", "weight": 3, "name": "zwei"},
            "three": {"label": "Three"},
        },
    }).encode()  # fmt: skip
    files["datasets/rows.yaml"] = json.dumps({
        "kind": "dataset", "id": "rows", "title": "Rows", "owner": "Nobody", "grain": "One row a row.", "key": ["k"],
        "fields": {name: {"label": name, **each} for name, each in FIELDS.items()}, "personal": False,
    }).encode()  # fmt: skip
    indicator = json.loads(base.files["indicators/tested.yaml"])
    indicator = {key: value for key, value in indicator.items() if key not in ("formula", "measures", "components")}
    indicator |= {
        "unit": "score", "disaggregate": [["k"]],
        "measures": {
            f"m{at}": {"label": "m", "from": "rows", "during": "always", "aggregate": "max", "of": each}
            for at, each in enumerate(expressions)
        },
        "components": {f"c{at}": {"label": "c", "formula": f"m{at}"} for at in range(len(expressions))},
    }  # fmt: skip
    files["indicators/tested.yaml"] = json.dumps(indicator).encode()
    lines = [",".join(FIELDS)]
    lines += [",".join([f"row{at}", *(row[name] for name in CELLS)]) for at, row in enumerate(rows)]
    return Case("agreement", "random", "2028", files, {"rows": "\n".join(lines) + "\n"}, {})


WIDEST = dict.fromkeys(CELLS, "") | {"i": "999999999999999", "x": "0.5"}


@example(["(i) ^ 2", "i * i", "(i + i) * i", "round(i, -2)", "i * x"], [WIDEST])
@given(st.lists(EXPRESSIONS, min_size=3, max_size=8), ROWS)
@settings(
    max_examples=80, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck)
)
def test_rows_agree(
    tmp_path_factory: pytest.TempPathFactory, expressions: list[str], rows: list[dict[str, str]]
) -> None:
    case = case_of(expressions, rows)
    plan, _ = compiled(case)
    assume(plan is not None)
    assert plan is not None
    path: Path = tmp_path_factory.mktemp("rows") / "rows.csv"
    path.write_text(case.data["rows"] or "", encoding="utf-8")
    expected = reference.compute(plan, case.data, "2028")
    found = compute(plan, {"rows": path}, "2028")
    assert not found.faults
    pairs = zip(expected.releases["tested"].observations, found.releases["tested"].observations, strict=True)
    for wanted, got in pairs:
        said = (expressions[int(wanted.component[1:])], wanted.by, wanted.value, got.value)
        assert (wanted.by, wanted.component, wanted.reason) == (got.by, got.component, got.reason), said
        assert close(wanted.value, got.value), said


def close(wanted: object, got: object) -> bool:
    if wanted is None or got is None:
        return wanted is got
    assert not isinstance(wanted, str | bool)
    assert not isinstance(got, str | bool)
    return abs(wanted - got) <= abs(wanted) / 10**9 + 1 / 10**12  # type: ignore[operator]


def test_the_whole_catalogue_is_spelled() -> None:
    assert set(SPELLINGS) == set(CATALOGUE)
