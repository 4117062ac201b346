"""The targets that can compute, each behind one door: tables and a period in, what it says of every indicator out.

A target that protects and rounds says all that is published; printed SQL says values, reasons and n of what nothing
hides. `TARGETS` is the list: a new target is a line there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from rbm_spec.kernel.definitions import By
from rbm_spec.kernel.faults import Fault, Wrong
from rbm_spec.kernel.periods import containing
from rbm_spec.kernel.release import Release
from rbm_spec.kernel.values import Content
from rbm_spec.plan.definitions import method_in
from rbm_spec.plan.model import Plan
from rbm_spec.proof.data import Tables, as_csv
from rbm_spec.reference import compute as reference

if TYPE_CHECKING:
    from rbm_spec.targets.sql.columns import Columns
    from rbm_spec.targets.sql.dialects import Dialect
    from rbm_spec.targets.sql.statement import Statement
    from rbm_spec.targets.sql.store import Store

PUBLISHED = (
    "value", "published", "reason", "status", "confidentiality", "n", "assessment", "series_break",
)  # fmt: skip
POSTGRES_SERVER = "RBM_SPEC_POSTGRES"
"""The environment variable that says how to reach a server on which tables may be made and rolled back."""
PRINTED = ("value", "reason", "n")

Facts = Mapping[str, Content | int]
Key = tuple[By, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a target says of one indicator: facts by cell and component in their order; `exact` says of which keys the
    value is not binary. `withheld` and `faults` are None where the target says nothing of them.
    """

    facts: Mapping[Key, Facts]
    inexact: frozenset[Key] = frozenset()
    withheld: tuple[tuple[str, ...], ...] | None = None
    faults: frozenset[Fault] | None = None


Answers = Mapping[str, Answer]
Run = Callable[[Tables, str], Answers]
"""Tables and a period label -> answers by indicator; raises whatever the target raises."""


@dataclass(frozen=True, slots=True)
class Target:
    """`needs` is the package that it runs on. `open(plan)` gives a `Run`; `gaps(plan)` what it does not express.

    `expected` is the reference for the same facts. `only_asked` targets run when they are named; `lacks` says what else
    is not there.
    """

    name: str
    needs: str
    open: Callable[[Plan], AbstractContextManager[Run]]
    gaps: Callable[[Plan], Mapping[str, str]] = lambda plan: {}
    expected: Callable[[Plan], Run] = lambda plan: lambda tables, period: published(plan, tables, period)

    only_asked: bool = False
    lacks: Callable[[], str] = lambda: ""

    @property
    def missing(self) -> str:
        """Why it cannot run here; nothing where it can."""
        return self.lacks() if find_spec(self.needs) is not None else f"{self.needs} is not installed"


def published(plan: Plan, tables: Tables, period: str) -> Answers:
    """What the reference evaluator publishes."""
    found = reference.compute(plan, as_csv(tables), period)
    return _all_said(plan, found.releases, found.faults)


def unprotected(plan: Plan) -> Run:
    """Values, reasons and n by the reference evaluator, with nothing hidden; nothing of faulty data."""
    bare = replace(plan, spec=replace(plan.spec, minimum_cell=0))

    def run(tables: Tables, period: str) -> Answers:
        found = published(bare, tables, period)
        return {
            name: Answer({key: {each: facts[each] for each in PRINTED} for key, facts in answer.facts.items()})
            for name, answer in found.items()
            if not answer.faults
        }

    return run


def _all_said(plan: Plan, releases: Mapping[str, Release], faults: tuple[Fault, ...]) -> Answers:
    return {
        name: Answer(
            {
                (each.by, each.component): {fact: getattr(each, fact) for fact in PUBLISHED}
                for each in found.observations
            },
            frozenset((each.by, each.component) for each in found.observations if not each.exact),
            tuple(found.withheld),
            frozenset(fault for fault in faults if fault.dataset in plan.indicators[name].reads),
        )
        for name, found in releases.items()
    }


@contextmanager
def _pandas(plan: Plan) -> Iterator[Run]:
    """The generated package, as delivered: its own reader, its own copy of the kernel."""
    from rbm_spec.targets.pandas.imported import calculation

    with calculation(plan) as package:
        files = import_module(f"{package.__name__}.runtime.files")

        def run(tables: Tables, period: str) -> Answers:
            frames: dict[str, Any] = {}
            faults: list[Any] = []
            for name, text in as_csv(tables).items():
                frames[name] = None
                if text is not None:
                    frames[name], wrong = files.read_text(name, text)
                    faults += wrong
            found = package.calculate(frames, period, faults=faults)
            told = tuple(
                Fault(each.dataset, each.row, each.column, each.value, Wrong(*each.wrong)) for each in found.faults
            )
            return _all_said(plan, found.releases, told)

        yield run


@contextmanager
def _duckdb(plan: Plan) -> Iterator[Run]:
    from rbm_spec.targets.sql.engine import compute

    with _files() as write:

        def run(tables: Tables, period: str) -> Answers:
            found = compute(plan, write(tables), period)
            return _all_said(plan, found.releases, found.faults)

        yield run


Fetch = Callable[["Store", "Columns", Any], list[tuple[Any, ...]]]
"""A store with the typed tables, the columns of a dialect, a statement -> its rows."""


def _printed(plan: Plan, dialect: Dialect, fetch: Fetch) -> AbstractContextManager[Run]:
    """The statements that a build prints for a dialect."""
    from rbm_spec.targets.sql.columns import Columns
    from rbm_spec.targets.sql.dialects import Gap
    from rbm_spec.targets.sql.statement import statement
    from rbm_spec.targets.sql.store import Settings, open_store

    expected = unprotected(plan)

    @contextmanager
    def opened() -> Iterator[Run]:
        with _files() as write:

            def run(tables: Tables, period: str) -> Answers:
                sound = expected(tables, period)
                store = open_store(plan, write(tables), Settings())
                found = {}
                try:
                    for name in sound:
                        indicator = plan.indicators[name]
                        at = containing(period, indicator.spec.frequency, plan.start)
                        assert at is not None
                        columns = Columns(plan, dialect, dict(store.columns.widths))
                        method = method_in(indicator, at)
                        try:
                            made = statement(columns, indicator, method, at, frozenset(store.submitted))
                        except Gap:
                            continue
                        breakdowns = [tuple(d.path for d in dims) for dims in indicator.breakdowns]
                        found[name] = _read(made, fetch(store, columns, made.tree), breakdowns)
                    return found
                finally:
                    store.connection.close()

            yield run

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


def _on_duckdb(plan: Plan) -> AbstractContextManager[Run]:
    from rbm_spec.targets.sql.dialects import DUCKDB

    return _printed(plan, DUCKDB, lambda store, columns, tree: store.rows(tree))


@contextmanager
def _on_postgres(plan: Plan) -> Iterator[Run]:
    """In transactions that are rolled back: nothing stays on the server."""
    import psycopg
    from sqlglot import exp

    from rbm_spec.targets.sql.columns import create_table
    from rbm_spec.targets.sql.dialects import POSTGRES
    from rbm_spec.targets.sql.trees import column, table

    with psycopg.connect(os.environ[POSTGRES_SERVER]) as connection:

        def fetch(store: Store, columns: Columns, tree: Any) -> list[tuple[Any, ...]]:
            try:
                with connection.cursor() as cursor:
                    for dataset in (each for each in plan.datasets.values() if each.derivation is None):
                        cursor.execute(POSTGRES.print(create_table(columns, dataset.id)).encode())
                        fields = [column(each) for each in dataset.fields]
                        rows = store.rows(exp.select(*fields).from_(table(dataset.id)))
                        marks = ", ".join(["%s"] * len(fields))
                        if rows:
                            cursor.executemany(f'INSERT INTO "{dataset.id}" VALUES ({marks})'.encode(), rows)  # noqa: S608
                    cursor.execute(POSTGRES.print(tree).encode())
                    return cursor.fetchall()
            finally:
                connection.rollback()

        with _printed(plan, POSTGRES, fetch) as run:
            yield run


def _code(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)


@contextmanager
def _files() -> Iterator[Callable[[Tables], dict[str, Path | None]]]:
    """A folder into which tables are written."""
    with TemporaryDirectory(prefix="rbm-spec-") as folder:

        def write(tables: Tables) -> dict[str, Path | None]:
            found: dict[str, Path | None] = {}
            for name, text in as_csv(tables).items():
                found[name] = None if text is None else Path(folder, f"{name}.csv")
                if text is not None:
                    Path(folder, f"{name}.csv").write_bytes(text.encode())
            return found

        yield write


def _sql_gaps(plan: Plan) -> Mapping[str, str]:
    from rbm_spec.targets.sql.engine import unsupported

    found: dict[str, str] = {}
    for each in plan.indicators.values():
        for _, reason in unsupported(plan, [each]):
            found.setdefault(each.id, reason)
    return found


def _printed_gaps(dialect: str) -> Callable[[Plan], Mapping[str, str]]:
    def gaps(plan: Plan) -> Mapping[str, str]:
        from rbm_spec.targets.sql.artifacts import unsupported

        return {name: each.reason for (printed, name), each in unsupported(plan).items() if printed == dialect}

    return gaps


def _no_server() -> str:
    return "" if os.environ.get(POSTGRES_SERVER) else f"{POSTGRES_SERVER} names no server"


TARGETS = (
    Target("pandas", "pandas", _pandas),
    Target("duckdb", "duckdb", _duckdb, _sql_gaps),
    Target("sql", "duckdb", _on_duckdb, _printed_gaps("duckdb"), unprotected),
    Target(
        "postgres", "psycopg", _on_postgres, _printed_gaps("postgres"), unprotected, only_asked=True, lacks=_no_server
    ),
)
