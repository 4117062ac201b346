"""The files of SQL as people read and run them: comments above what they are about, and figures that `calc` gives."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
import sqlglot
from sqlglot import exp

from rbm_spec import pipeline
from rbm_spec.plan.model import Plan
from rbm_spec.sample import write_sample
from rbm_spec.targets.sql import generate
from rbm_spec.targets.sql.dialects import DIALECTS, DUCKDB
from rbm_spec.targets.sql.engine import compute
from rbm_spec.targets.sql.printing import readable

ITU = Path(__file__).parents[3] / "specs" / "itu_2028_2031"


@pytest.fixture(scope="module")
def itu() -> Plan:
    plan = pipeline.check(ITU).plan
    assert plan is not None
    return plan


@pytest.fixture(scope="module")
def files(itu: Plan) -> Mapping[str, str]:
    return {each.path: each.content.decode() for each in generate(itu)}


def test_notes_stand_above_what_they_are_about() -> None:
    value = exp.alias_(exp.case(exp.column("a")).when("1", exp.Literal.string("x /* note0 */")), "v")
    other = exp.alias_(exp.column("b"), "w")
    value.add_comments([" The value "])
    other.add_comments([" The other "])
    tree = exp.select(exp.column("k"), value, other).from_("t").with_("s", as_=exp.select("1"))
    assert readable(tree, DUCKDB).split("\n") == [
        "WITH s AS (", "  SELECT", "    1", ")", "SELECT", "  k,", "  -- The value",
        "  CASE a WHEN 1 THEN 'x /* note0 */' END AS v,", "  -- The other", "  b AS w", "FROM t",
    ]  # fmt: skip


def test_notes_never_get_into_literals_that_span_lines() -> None:
    """A literal may look like code that a note belongs to."""
    content = "a,\n  SELECT\n  b, /* note0 */\n"
    value = exp.alias_(exp.Literal.string(content), "v")
    value.add_comments([" The value "])
    printed = readable(exp.select(value), DUCKDB)
    assert duckdb.sql(printed).fetchall() == [(content,)]
    assert "/* The value */" in printed


def test_a_long_note_takes_several_lines() -> None:
    value = exp.alias_(exp.column("b"), "w")
    value.add_comments([f" {'word ' * 60}-- and */ more"])
    printed = readable(exp.select(value).from_("t"), DUCKDB).split("\n")
    assert all(len(line) < 120 for line in printed)
    assert [line for line in printed if not line.lstrip().startswith("--")] == ["SELECT", "  b AS w", "FROM t"]


def test_files_of_each_dialect(itu: Plan, files: Mapping[str, str]) -> None:
    wanted = {f"sql/{dialect}/{name}.sql" for dialect in DIALECTS for name in ("_tables", *itu.indicators)}
    assert set(files) == {"sql/README.md", *wanted}
    for path, text in files.items():
        if path.endswith(".sql"):
            assert all(sqlglot.parse(text, dialect=path.split("/")[1])), path
            assert text.isprintable() or set(filter(lambda each: not each.isprintable(), text)) == {"\n"}


def test_each_measure_says_what_it_is(itu: Plan, files: Mapping[str, str]) -> None:
    for indicator in itu.indicators.values():
        lines = files[f"sql/duckdb/{indicator.id}.sql"].replace("\n    --   ", " ").split("\n")
        for measure in indicator.method.measures.values():
            note = next(i for i, line in enumerate(lines) if f": measures.{measure.id})" in line)
            assert lines[note].strip().startswith(f"-- {measure.spec.label}"[:60])
            assert f"indicators/{indicator.id}.yaml" in lines[note]
            assert f'AS "{measure.id}",' in "\n".join(lines[note : note + 12])


def test_every_scan_is_one(files: Mapping[str, str]) -> None:
    """Each table of data is read once in a statement, whatever its measures and breakdowns."""
    for path, text in files.items():
        if path.endswith(".sql") and "_tables" not in path:
            (statement,) = filter(None, sqlglot.parse(text, dialect=path.split("/")[1]))
            steps = {each.alias for each in statement.find_all(exp.CTE)}
            read = [each.name for each in statement.find_all(exp.Table) if each.name not in steps]
            assert len(read) == len(set(read)), (path, read)


def test_the_files_give_what_calc_gives(itu: Plan, files: Mapping[str, str], tmp_path: Path) -> None:
    """Run as their page says: tables, then CSV, then one statement an indicator."""
    write_sample(itu, tmp_path, rows=300, seed=4)
    collected = [each.id for each in itu.datasets.values() if each.derivation is None]
    expected = compute(itu, {name: tmp_path / f"{name}.csv" for name in collected}, "2028")
    assert expected.faults == ()
    with duckdb.connect() as connection:
        connection.execute(files["sql/duckdb/_tables.sql"])
        for name in collected:
            connection.execute(f"COPY {name} FROM '{tmp_path / name}.csv' (HEADER)")
        for indicator in itu.indicators.values():
            found = connection.execute(files[f"sql/duckdb/{indicator.id}.sql"])
            columns = [each[0] for each in found.description]
            total = dict(zip(columns, found.fetchall()[0], strict=True))
            observations = {
                each.component: each for each in expected.releases[indicator.id].observations if not each.by
            }
            for component in indicator.method.components:
                each = observations[component.id]
                value = total[component.id or "value"]
                assert total[f"{component.id or 'value'}_reason"] == each.reason
                assert (value is None) == (each.value is None)
                if value is not None and not isinstance(each.value, bool):
                    assert abs(Decimal(value) - Decimal(float(each.value))) <= Decimal("1e-9") * abs(Decimal(value))
