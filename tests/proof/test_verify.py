"""Targets that are wrong on purpose are found, and shrunk to the rows that show it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pytest

from rbm_spec.kernel.faults import Fault
from rbm_spec.kernel.periods import containing
from rbm_spec.kernel.reading import required
from rbm_spec.plan.model import Plan
from rbm_spec.proof.answers import PUBLISHED, Answer, Answers, Run, Target, published
from rbm_spec.proof.compare import differences
from rbm_spec.proof.data import Row, Table, Tables, from_csv
from rbm_spec.proof.draw import draw, faults_of
from rbm_spec.proof.engines import TARGETS
from rbm_spec.proof.printed import POSTGRES_SERVER
from rbm_spec.proof.report import to_text
from rbm_spec.proof.shrink import shrink
from rbm_spec.proof.verify import Disagreement, Report, narrowed, verify
from rbm_spec.targets.sql.store import Store
from tests.cli.commands import here
from tests.targets.plans import composite, itu, starter
from tests.targets.sql.engines import postgres_server
from tests.without import not_run

COLUMNS = ("request_id", "office", "channel", "received_on", "answered_on")
Wrong = Callable[[Plan, Tables, str], Answers]


def planted(wrong: Wrong, name: str = "planted", needs: str = "json") -> Target:
    """A target that is the reference evaluator but for one mistake."""

    @contextmanager
    def opened(plan: Plan) -> Iterator[Run]:
        yield lambda tables, period: wrong(plan, tables, period)

    return Target(name, needs, opened)


def run(plan: Plan, target: Target, runs: int = 30) -> Report:
    return verify(plan, [target], list(plan.indicators), 1, runs)


def rows_of(found: Disagreement) -> list[dict[str, str]]:
    table = found.tables["requests"]
    assert table is not None
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def changed(tables: Tables, change: Callable[[dict[str, str]], dict[str, str] | None]) -> Tables:
    """The tables as a target would read them that reads rows otherwise."""
    table = tables.get("requests")
    if table is None:
        return tables
    rows = [change(dict(zip(table.columns, row, strict=True))) for row in table.rows]
    return {"requests": Table(table.columns, tuple(tuple(row.values()) for row in rows if row is not None))}


def without_the_last_day(plan: Plan, tables: Tables, period: str) -> Answers:
    """Ends of periods are in; here the last one is not."""
    return published(
        plan, changed(tables, lambda row: None if row.get("answered_on") == f"{period}-12-31" else row), period
    )


def test_a_row_on_the_last_day() -> None:
    report = run(starter(), planted(without_the_last_day))
    (found,) = report.disagreements
    (row,) = rows_of(found)
    assert row["answered_on"] == f"{found.period}-12-31"
    tally = report.tallies["planted", "answer_time"]
    assert 0 < tally.agreed < tally.runs
    assert "DISAGREES" in to_text(report, "specs/starter")


def missing_is_zero(plan: Plan, tables: Tables, period: str) -> Answers:
    """An open request taken as answered at once."""
    return published(
        plan,
        changed(tables, lambda row: {**row, "answered_on": row.get("answered_on") or row.get("received_on", "")}),
        period,
    )


def test_missing_taken_as_zero() -> None:
    (found,) = run(starter(), planted(missing_is_zero)).disagreements
    (row,) = rows_of(found)
    assert row.get("answered_on", "") == ""


def not_submitted_is_empty(plan: Plan, tables: Tables, period: str) -> Answers:
    return published(plan, {name: table or Table(COLUMNS, ()) for name, table in tables.items()}, period)


def test_not_submitted_taken_as_empty() -> None:
    (found,) = run(starter(), planted(not_submitted_is_empty), 60).disagreements
    assert found.tables == {"requests": None}
    assert {each.what for each in found.found} == {"reason"}


def of_two_only_one(plan: Plan, tables: Tables, period: str) -> Answers:
    """Rows that differ in nothing but their number taken as one."""
    seen: set[tuple[str, ...]] = set()

    def once(row: dict[str, str]) -> dict[str, str] | None:
        rest = tuple(value for name, value in row.items() if name != "request_id")
        return None if rest in seen or seen.add(rest) else row  # type: ignore[func-returns-value]

    return published(plan, changed(tables, once), period)


def test_duplicates_need_two_rows() -> None:
    (found,) = run(starter(), planted(of_two_only_one), 80).disagreements
    assert len(rows_of(found)) in (2, 3)  # two are enough for n; a mean moves only beside a third


def fails(plan: Plan, tables: Tables, period: str) -> Answers:
    """Falls over quotes."""
    table = tables["requests"]
    if table and any('"' in cell for row in table.rows for cell in row):
        raise ValueError("unbalanced quotes")
    return published(plan, tables, period)


def test_what_a_target_raises_is_a_disagreement() -> None:
    (found,) = run(starter(), planted(fails), 60).disagreements
    (row,) = rows_of(found)
    assert [value for value in row.values() if '"' in value]
    assert found.found[0].got == "ValueError: unbalanced quotes"


def falls_over_training(plan: Plan, tables: Tables, period: str) -> Answers:
    """Cannot compute at all once one indicator is among those wanted."""
    if "mandatory_training" in plan.indicators:
        raise ValueError("no such function")
    return published(plan, tables, period)


def test_only_the_guilty_indicator_is_blamed() -> None:
    """It takes all others with it, and these are not compared rather than called wrong."""
    report = run(itu(), planted(falls_over_training), 1)
    assert {each.indicator for each in report.disagreements} == {"mandatory_training"}
    (found,) = report.disagreements
    assert set(found.tables) <= set(itu().indicators["mandatory_training"].reads)
    assert {name for (_, name), tally in report.tallies.items() if tally.runs} == {"mandatory_training"}
    assert "it failed:" in to_text(report, "specs/itu")


def fails_together(plan: Plan, tables: Tables, period: str) -> Answers:
    if len(plan.indicators) > 1:
        raise ValueError("too many")
    return published(plan, tables, period)


def test_where_nobody_is_guilty_alone_all_are_blamed() -> None:
    report = run(itu(), planted(fails_together), 0)
    assert {each.indicator for each in report.disagreements} == set(itu().indicators)


def test_one_statement_that_cannot_be_run_blames_its_indicator(monkeypatch: pytest.MonkeyPatch) -> None:
    """Printed SQL: one statement for each indicator."""
    target = next(each for each in TARGETS if each.name == "sql")
    rows = Store.rows

    def wrong(store: Store, query: Any) -> list[tuple[Any, ...]]:
        if "oversight_engagements" in query.sql():
            raise duckdb.BinderException("no such function\nin a query of many lines")
        return rows(store, query)

    monkeypatch.setattr(Store, "rows", wrong)
    report = run(itu(), target, 0)
    assert {each.indicator for each in report.disagreements} == {"oversight_engagement_time"}
    assert "BinderException: no such function" in to_text(report, "specs/itu")
    assert [tally.agreed for (_, name), tally in report.tallies.items() if name == "procurement_savings"] != [0]


def test_indicators_that_are_read_stay_in_a_narrowed_plan() -> None:
    assert set(narrowed(composite(), ["training_index"]).indicators) == {"training_index", "mandatory_training"}


def test_a_target_that_is_right_agrees() -> None:
    report = run(starter(), planted(published), 10)
    tally = report.tallies["planted", "answer_time"]
    assert (tally.runs, tally.agreed, report.disagreements) == (11, 11, [])  # and the worked example


def test_an_engine_that_is_not_installed_is_not_run() -> None:
    report = run(starter(), planted(published, needs="no_such_engine"), 3)
    assert report.tallies["planted", "answer_time"].runs == 0
    assert report.unproven == ["planted"]
    assert to_text(report, "specs/starter") == (
        "             planted\n"
        "answer_time  not run\n"
        "\n"
        "planted was not run: no_such_engine is not installed. To run it: pip install no_such_engine.\n"
        "\n"
        "Nothing is proven of planted: nothing was compared.\n"
    )


def test_a_target_that_nobody_asked_for_is_in_the_table() -> None:
    targets = [planted(published, "one"), planted(published, "other"), planted(published, "third", "no_such_engine")]
    report = verify(starter(), targets, ["answer_time"], 1, 1, asked=["one"])
    assert report.unproven == []
    assert to_text(report, "specs/starter") == (
        "             one         other    third\n"
        "answer_time  agrees 2/2  not run  not run\n"
        "\n"
        "other was not run: it was not asked for. To run it: --target other.\n"
        "third was not run: it was not asked for; no_such_engine is not installed. "
        "To run it: pip install no_such_engine; --target third.\n"
    )


def test_a_target_that_does_not_start_is_not_run() -> None:
    @contextmanager
    def opened(plan: Plan) -> Iterator[Run]:
        raise ValueError("no licence\nand more")
        yield

    report = run(starter(), Target("planted", "json", opened), 1)
    assert report.unproven == ["planted"]
    assert "planted was not run: it does not start (ValueError: no licence)." in to_text(report, "specs/starter")


def test_what_is_not_expressed_is_not_run() -> None:
    target = planted(published)
    gap = Target("planted", "json", target.open, lambda plan: {"answer_time": "It has no mean."})
    assert "planted does not express answer_time: It has no mean." in to_text(run(starter(), gap, 3), "specs/starter")


LOCAL = [each for each in TARGETS if not each.only_asked]


@pytest.mark.parametrize("target", LOCAL, ids=lambda each: each.name)
def test_the_targets_agree_on_the_starter_plan(target: Target) -> None:
    assert run(starter(), target, 12).disagreements == []


def test_postgres_agrees_where_there_is_a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    target = next(each for each in TARGETS if each.name == "postgres")
    monkeypatch.delenv(POSTGRES_SERVER, raising=False)
    text = to_text(run(starter(), target, 1), "specs/starter")
    assert (
        "postgres was not run: RBM_SPEC_POSTGRES names no server. To run it: pip install psycopg[binary]; set" in text
    )
    with postgres_server() as address:
        monkeypatch.setenv(POSTGRES_SERVER, address)
        report = run(starter(), target, 8)
    assert report.disagreements == []
    assert report.tallies["postgres", "answer_time"].agreed > 3


def test_spark_agrees_on_the_example() -> None:
    """The worked example of the plan; a session takes half a minute to start."""
    if shutil.which("java") is None:
        not_run("java", "Spark: the package default-jdk-headless is not installed")
    target = next(each for each in TARGETS if each.name == "spark")
    report = run(starter(), target, 0)
    assert report.disagreements == []
    assert report.tallies["spark", "answer_time"].agreed == 1


def test_spark_without_java_is_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rbm_spec.proof.printed.shutil.which", lambda name: None)
    target = next(each for each in TARGETS if each.name == "spark")
    assert "spark was not run: there is no java." in to_text(run(starter(), target, 1), "specs/starter")


WORKBOOK = next(each for each in TARGETS if each.name == "workbook")
ANSWERED = ("1", "north", "letter", "2028-03-01", "2028-03-05")


@pytest.mark.parametrize(
    ("rows", "period", "compared"),
    [
        ([ANSWERED], "2028", True),
        ([ANSWERED], "2027", False),  # no period that can be chosen
        ([("2", "north", "letter", "0001-01-01", "2028-03-05"), ANSWERED], "2028", False),  # no day of a workbook
        ([(str(at), *ANSWERED[1:]) for at in range(65)], "2028", False),  # more rows than its formulas reach
    ],
)
def test_what_a_workbook_leaves_to_the_centre_is_not_compared(rows: list[Row], period: str, compared: bool) -> None:
    tables = {"requests": Table(COLUMNS, tuple(rows))}
    wanted = WORKBOOK.expected(starter())(tables, period)
    with WORKBOOK.open(starter()) as computed:
        got = computed(tables, period)["answer_time"]
    assert ("answer_time" in wanted and not got.left) == compared
    assert not compared or {each["value"] for each in got.facts.values()} >= {Fraction(4)}  # the fifth less the first


def test_the_same_seed_draws_the_same() -> None:
    assert draw(itu(), 5) == draw(itu(), 5)
    assert draw(itu(), 5) != draw(itu(), 6)


def test_what_is_drawn() -> None:
    """Absent, empty, one row, quotes, line breaks, the ends of periods; mostly without faults."""
    plan = starter()
    drawn = [draw(plan, seed) for seed in range(120)]
    tables = [each.tables["requests"] for each in drawn]
    sizes = {None if table is None else len(table.rows) for table in tables}
    cells = {cell for table in tables if table for row in table.rows for cell in row}
    assert {None, 0, 1} < sizes
    assert any('"' in cell for cell in cells)
    assert any("\n" in cell for cell in cells)
    ends = [f"{each.period}-12-31" for each in drawn] + [f"{each.period}-01-01" for each in drawn]
    assert cells & set(ends)
    assert "2028-02-29" in cells
    sound = 0
    for each in drawn:
        period = containing(each.period, "annual", plan.start)
        assert period is not None
        sound += not faults_of(plan, each.tables, period)
    assert 90 < sound < 120


def test_shrinking() -> None:
    """Two rows with the same number, in one column, are what is left of forty rows in three."""
    rows = tuple((str(k), str(k % 37), "x") for k in range(40))

    def shows(tables: Tables) -> bool:
        table = tables["t"]
        if table is None or "b" not in table.columns:
            return False
        values = [row[table.columns.index("b")] for row in table.rows]
        return len(values) != len(set(values))

    least = shrink({"t": Table(("a", "b", "c"), rows), "u": Table(("v",), (("1",),))}, shows)
    table = least["t"]
    assert table is not None
    assert (table.columns, len(table.rows), len(set(table.rows))) == (("b",), 2, 1)
    assert least["u"] == Table(("v",), ())


@pytest.mark.parametrize(
    ("wanted", "got", "differs"),
    [
        (Fraction(1, 3), Fraction(333333333333, 10**12), False),
        (Fraction(1, 3), Fraction(33333, 10**5), True),
        (Fraction(0), Fraction(1, 10**13), False),
        (Fraction(0), None, True),
        (True, Fraction(1), True),
        (Fraction(1), True, True),
        (None, None, False),
    ],
)
def test_values_agree_within_a_billionth(wanted: object, got: object, differs: bool) -> None:
    def answer(value: object) -> Answer:
        return Answer({((), ""): {"value": value}})  # type: ignore[dict-item]

    assert bool(list(differences(answer(wanted), answer(got)))) is differs


@pytest.mark.parametrize("what", [each for each in PUBLISHED if each != "value"])
def test_every_fact_is_compared(what: str) -> None:
    facts = dict.fromkeys(PUBLISHED)
    one, other = Answer({((), ""): facts}), Answer({((), ""): {**facts, what: "other"}})
    assert [each.what for each in differences(one, other)] == [what]


def test_the_command(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = Path(__file__).parents[2] / "generators" / "init"
    done = here(capsys, "verify", plan, "--runs", 2, "--target", "pandas")
    assert done.code == 0
    assert done.out.splitlines()[0].split() == [each.name for each in TARGETS]
    assert done.out.splitlines()[1] == ("answer_time  agrees 3/3  not run  not run   not run  not run   not run")
    assert "spark runs" not in done.out
    monkeypatch.delenv(POSTGRES_SERVER, raising=False)
    assert here(capsys, "verify", plan, "--runs", 1, "--target", "pandas", "--target", "postgres").code == 1
    assert here(capsys, "verify", plan, "--target", "abacus").code == 2
    monkeypatch.setattr("rbm_spec.proof.engines.TARGETS", (planted(without_the_last_day, "wrong"),))
    done = here(capsys, "verify", plan, "--runs", 30, "--keep", tmp_path / "kept")
    assert done.code == 1
    kept = from_csv((tmp_path / "kept" / "wrong-answer_time" / "requests.csv").read_text())
    assert len(kept.rows) == 1
    note = (tmp_path / "kept" / "wrong-answer_time" / "SYNTHETIC.txt").read_text()
    again = next(line for line in note.splitlines() if "Again:" in line)
    assert "--seed" in again
    assert again.strip().removeprefix("Again: ") in done.out


@pytest.mark.parametrize("target", TARGETS[:2], ids=lambda each: each.name)
def test_a_cell_that_is_absent_is_blamed_once(target: Target) -> None:
    """The number is required and is the key: that it is absent is one fault, in every engine."""
    tables = {"requests": Table(COLUMNS, (("", "north", "letter", "2028-03-01", "2028-03-05"),))}
    said = {Fault("requests", 1, "request_id", "", required("Request number"))}
    assert published(starter(), tables, "2028")["answer_time"].faults == said
    with target.open(starter()) as run:
        assert run(tables, "2028")["answer_time"].faults == said


def table(*lines: str) -> Table:
    return from_csv("\n".join(lines) + "\n")


@pytest.mark.parametrize("target", TARGETS[:2], ids=lambda each: each.name)
@pytest.mark.parametrize(
    ("indicator", "period", "tables", "wrong"),
    [
        # a decision that is in no list is missing for the rule that asks for it
        (
            "oversight_recommendations", "2028",
            {"recommendations": table(
                "recommendation_id,oversight_source,addressee,received_on,decision,decided_on",
                "r,oig,management,2028-01-31,maybe,2028-02-29",
            )},
            {(1, "decision"), (1, "")},
        ),
        # a required field without a column is one fault, not one a row
        (
            "average_recruitment_time", "2029", {"recruitments": table("case_id", "a", "b")},
            {(0, name) for name in ("sector", "grade", "duty_station", "one_year_or_more", "published_on")},
        ),
        # a reference leads to the first row of a key that is there twice: the day of the second breaks no rule
        (
            "mandatory_training", "2028",
            {
                "staff_at_year_end": table("staff_line,as_of", "1,", "1,2028-12-31"),
                "training_records": table("staff,as_of", "1,2028-12-30"),
            },
            None,
        ),
    ],
)  # fmt: skip
def test_faults_that_were_told_otherwise_once(
    target: Target, indicator: str, period: str, tables: Tables, wrong: set[tuple[int, str]] | None
) -> None:
    said = published(itu(), tables, period)[indicator].faults
    assert said is not None
    assert wrong is None or {(each.row, each.column) for each in said} >= wrong
    with target.open(itu()) as run:
        assert run(tables, period)[indicator].faults == said
