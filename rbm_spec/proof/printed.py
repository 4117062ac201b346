"""The statements that a build prints, run by the databases they are for: DuckDB, a PostgreSQL server, Spark."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rbm_spec.kernel.periods import containing
from rbm_spec.plan.definitions import method_in
from rbm_spec.plan.model import Dataset, Indicator, Plan
from rbm_spec.proof.answers import Answer, Answers, Facts, Key, Run, files, in_short, unprotected
from rbm_spec.proof.data import Tables

if TYPE_CHECKING:
    from rbm_spec.targets.sql.columns import Columns
    from rbm_spec.targets.sql.dialects import Dialect
    from rbm_spec.targets.sql.statement import Statement
    from rbm_spec.targets.sql.store import Store

POSTGRES_SERVER = "RBM_SPEC_POSTGRES"
"""The environment variable that says how to reach a server on which tables may be made and rolled back."""

SERVER_WAY = f"pip install psycopg[binary]; set {POSTGRES_SERVER} to a server (as host=/run/postgresql dbname=proof)"
SPARK_WAY = "pip install pyspark; install Java (in Debian, default-jdk-headless)"

SPARK_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.default.parallelism": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.autoBroadcastJoinThreshold": "-1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.ui.retainedExecutions": "1",
}

Rows = Sequence[Sequence[Any]]
Fetch = Callable[["Store", "Columns", Any], list[tuple[Any, ...]]]
"""A store with the typed tables, the columns of a dialect, a statement -> its rows."""


def _printed(plan: Plan, dialect: Dialect, fetch: Fetch) -> AbstractContextManager[Run]:
    """The statements that a build prints for a dialect."""
    from rbm_spec.targets.sql.columns import Columns
    from rbm_spec.targets.sql.statement import statement
    from rbm_spec.targets.sql.store import Settings, open_store
    from rbm_spec.targets.unsupported import Inexpressible

    expected = unprotected(plan)

    @contextmanager
    def opened() -> Iterator[Run]:
        with files() as write:

            def run(tables: Tables, period: str) -> Answers:
                sound = expected(tables, period)
                store = open_store(plan, write(tables), Settings())
                found = {}
                try:
                    for name in sound:
                        try:
                            found[name] = one(store, plan.indicators[name], period)
                        except Inexpressible:
                            continue
                        except Exception as error:  # its statement is its own: no other indicator is to blame
                            found[name] = Answer({}, failed=in_short(error))
                    return found
                finally:
                    store.connection.close()

            yield run

    def one(store: Store, indicator: Indicator, period: str) -> Answer:
        at = containing(period, indicator.spec.frequency, plan.start)
        assert at is not None
        columns = Columns(plan, dialect, dict(store.columns.widths))
        made = statement(columns, indicator, method_in(indicator, at), at, frozenset(store.submitted))
        breakdowns = [tuple(d.path for d in dims) for dims in indicator.breakdowns]
        return _read(made, fetch(store, columns, made.tree), breakdowns)

    return opened()


def _read(made: Statement, rows: list[tuple[Any, ...]], breakdowns: list[tuple[str, ...]]) -> Answer:
    """The rows of a statement as an answer."""
    paths = list(made.codes)
    readable = [dims for dims in breakdowns if set(dims) <= set(paths)]
    facts: dict[Key, Facts] = {}
    for number, *rest in rows:
        codes, n, found = rest[: len(paths)], rest[len(paths)], rest[1 + len(paths) :]
        split = readable[number - 1] if number else ()
        by = tuple((path, _code(codes[paths.index(path)])) for path in split)
        for at, component in enumerate(made.components):
            facts[by, component] = {"value": found[2 * at], "reason": found[2 * at + 1], "n": n}
    return Answer(facts)


def on_duckdb(plan: Plan) -> AbstractContextManager[Run]:
    from rbm_spec.targets.sql.dialects import DUCKDB

    return _printed(plan, DUCKDB, lambda store, columns, tree: store.rows(tree))


@contextmanager
def on_postgres(plan: Plan) -> Iterator[Run]:
    """In transactions that are rolled back: nothing stays on the server."""
    import psycopg

    from rbm_spec.targets.sql.columns import create_table
    from rbm_spec.targets.sql.dialects import POSTGRES

    with psycopg.connect(os.environ[POSTGRES_SERVER]) as connection:

        def fetch(store: Store, columns: Columns, tree: Any) -> list[tuple[Any, ...]]:
            try:
                with connection.cursor() as cursor:
                    for dataset in (each for each in plan.datasets.values() if each.derivation is None):
                        cursor.execute(POSTGRES.print(create_table(columns, dataset.id)).encode())
                        rows = store.rows(_everything(dataset))
                        marks = ", ".join(["%s"] * len(dataset.fields))
                        if rows:
                            # Ids hold no more than letters, digits and underscores; what the rows hold is bound.
                            cursor.executemany(f'INSERT INTO "{dataset.id}" VALUES ({marks})'.encode(), rows)  # noqa: S608
                    cursor.execute(POSTGRES.print(tree).encode())
                    return cursor.fetchall()
            finally:
                connection.rollback()

        with _printed(plan, POSTGRES, fetch) as run:
            yield run


def _everything(dataset: Dataset) -> Any:
    """A query for all rows of a table."""
    from sqlglot import exp

    from rbm_spec.targets.sql.trees import column, table

    return exp.select(*(column(each) for each in dataset.fields)).from_(table(dataset.id))


@contextmanager
def on_spark(plan: Plan) -> Iterator[Run]:
    """In a session in this process; the rows go along inside the statement."""
    from rbm_spec.targets.sql.dialects import SPARK

    begun, session = _has_session(), spark_session()

    def fetch(store: Store, columns: Columns, tree: Any) -> list[tuple[Any, ...]]:
        rows = {each.id: store.rows(_everything(each)) for each in plan.datasets.values() if each.derivation is None}
        return [tuple(row) for row in session.sql(SPARK.print(with_rows(columns, tree, rows))).collect()]

    try:
        with _printed(plan, SPARK, fetch) as run:
            yield run
    finally:
        if not begun:
            session.stop()


def _has_session() -> bool:
    """Whether somebody began one before, who also ends it."""
    from pyspark.sql import SparkSession

    return SparkSession.getActiveSession() is not None


def spark_session() -> Any:
    """A session in this process, with as little machinery as small data needs; it listens to nobody else."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").appName("rbm-spec")
    for key, value in SPARK_SETTINGS.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def with_rows(columns: Columns, tree: Any, rows: Mapping[str, Rows]) -> Any:
    """The statement with tables as its first steps."""
    from sqlglot import exp

    found = tree.copy()
    for dataset, each in rows.items():
        found.with_(exp.to_identifier(dataset, quoted=True), as_=_literally(columns, dataset, each), copy=False)
    steps = found.args["with_"].expressions
    steps[:] = steps[-len(rows) :] + steps[: -len(rows)] if rows else steps
    return found


def _literally(columns: Columns, dataset: str, rows: Rows) -> Any:
    """The rows as literals with the types of their columns."""
    from sqlglot import exp

    fields = list(columns.plan.datasets[dataset].fields)
    given = rows or [[None] * len(fields)]
    values = [exp.Tuple(expressions=[_literal(value) for value in row]) for row in given]
    names = [exp.to_identifier(each, quoted=True) for each in fields]
    source = exp.Values(expressions=values, alias=exp.TableAlias(this=exp.to_identifier("given"), columns=names))
    casts = (
        exp.alias_(exp.cast(exp.column(each, quoted=True), columns.type_name(dataset, each)), each, quoted=True)
        for each in fields
    )
    selected = exp.select(*casts).from_(source)
    return selected if rows else selected.where(exp.false())


def _literal(value: object) -> Any:
    from sqlglot import exp

    match value:
        case None:
            return exp.null()
        case bool():
            return exp.Boolean(this=value)
        case int() | Decimal():
            return exp.Literal.number(format(value, "f") if isinstance(value, Decimal) else str(value))
        case _:
            return exp.Literal.string(str(value))


def no_java() -> str:
    """Why Spark cannot run; nothing where it can."""
    return "" if shutil.which("java") else "there is no java"


def _code(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)


def gaps_of(dialect: str) -> Callable[[Plan], Mapping[str, str]]:
    def gaps(plan: Plan) -> Mapping[str, str]:
        from rbm_spec.targets.sql.artifacts import unsupported

        return {name: each.reason for (printed, name), each in unsupported(plan).items() if printed == dialect}

    return gaps


def no_server() -> str:
    return "" if os.environ.get(POSTGRES_SERVER) else f"{POSTGRES_SERVER} names no server"
