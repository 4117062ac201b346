"""The targets that can compute, each behind one door: the generated package and the database here, others beside it.

`TARGETS` is the list: a new target is a line there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from rbm_spec.kernel.faults import Fault, Wrong
from rbm_spec.plan.model import Plan
from rbm_spec.proof import printed, workbook
from rbm_spec.proof.answers import Answers, Run, Target, all_said, files, unprotected
from rbm_spec.proof.data import Tables, as_csv


@contextmanager
def _pandas(plan: Plan) -> Iterator[Run]:
    """The generated package, as delivered: its own reader, its own copy of the kernel."""
    from rbm_spec.targets.pandas.imported import calculation

    with calculation(plan) as package:
        reader = import_module(f"{package.__name__}.runtime.files")

        def run(tables: Tables, period: str) -> Answers:
            frames: dict[str, Any] = {}
            faults: list[Any] = []
            for name, text in as_csv(tables).items():
                frames[name] = None
                if text is not None:
                    frames[name], wrong = reader.read_text(name, text)
                    faults += wrong
            found = package.calculate(frames, period, faults=faults)
            told = tuple(
                Fault(each.dataset, each.row, each.column, each.value, Wrong(*each.wrong)) for each in found.faults
            )
            return all_said(plan, found.releases, told)

        yield run


@contextmanager
def _duckdb(plan: Plan) -> Iterator[Run]:
    from rbm_spec.targets.sql.engine import compute

    with files() as write:

        def run(tables: Tables, period: str) -> Answers:
            found = compute(plan, write(tables), period)
            return all_said(plan, found.releases, found.faults)

        yield run


def _sql_gaps(plan: Plan) -> Mapping[str, str]:
    from rbm_spec.targets.sql.engine import unsupported

    found: dict[str, str] = {}
    for each in plan.indicators.values():
        for _, reason in unsupported(plan, [each]):
            found.setdefault(each.id, reason)
    return found


TARGETS = (
    Target("pandas", "pandas", _pandas),
    Target("duckdb", "duckdb", _duckdb, _sql_gaps),
    Target("workbook", "formualizer", workbook.opened, workbook.gaps, workbook.expected),
    Target("sql", "duckdb", printed.on_duckdb, printed.gaps_of("duckdb"), unprotected),
    Target(
        "postgres", "psycopg", printed.on_postgres, printed.gaps_of("postgres"), unprotected,
        "it makes tables on a server, and rolls them back", printed.no_server, printed.SERVER_WAY,
    ),
    Target(
        "spark", "pyspark", printed.on_spark, printed.gaps_of("spark"), unprotected,
        "it takes half a minute to start", printed.no_java, printed.SPARK_WAY,
    ),
)  # fmt: skip
