"""A plan, collected tables and a period -> what an engine computes of them: observations and faults.

pandas runs the package that a build would write. DuckDB runs SQL made from the same plan; Parquet files stay where they
are, and what memory cannot hold goes to a folder that is gone afterwards.
"""

from __future__ import annotations

import errno
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from rbm_spec.collect.tables import Collected
from rbm_spec.kernel.faults import Fault, Wrong
from rbm_spec.kernel.release import Observation
from rbm_spec.kernel.submissions import EVERYTHING, Submissions
from rbm_spec.kernel.together import Earlier
from rbm_spec.plan.model import Plan
from rbm_spec.results.notes import IsEmpty, none_within
from rbm_spec.targets.pandas.imported import calculation


@dataclass(frozen=True)
class Computed:
    """What came out. `is_empty` can be asked as long as the engine runs."""

    observations: Sequence[Observation]
    faults: Sequence[Fault]
    withheld: Mapping[str, tuple[tuple[str, ...], ...]]
    is_empty: IsEmpty


@dataclass(frozen=True)
class Engine:
    """Which engine, and how much memory it may use, as `2GB`; None leaves that to it."""

    name: str = "pandas"
    memory: str | None = None

    @property
    def in_place(self) -> bool:
        """Whether the rows of Parquet files need not be read before."""
        return self.name == "duckdb"

    @contextmanager
    def compute(
        self,
        plan: Plan,
        collected: Collected,
        period: str,
        wanted: Collection[str],
        earlier: Sequence[Earlier] = (),
        submissions: Submissions = EVERYTHING,
    ) -> Iterator[Computed]:
        """The indicators wanted; `earlier` is what was published before, `submissions` what was submitted."""
        before = [Fault(name, 0, "", "", Wrong("", "The file has faults.")) for name in sorted(collected.faulty)]
        work = _by_duckdb if self.name == "duckdb" else _by_pandas
        with work(plan, collected, period, before, earlier, submissions, self.memory) as found:
            yield Computed(
                [each for each in found.observations if each.indicator in wanted],
                [fault for fault in found.faults if fault not in before],
                {name: paths for name, paths in found.withheld.items() if name in wanted},
                found.is_empty,
            )


@contextmanager
def _by_pandas(
    plan: Plan,
    collected: Collected,
    period: str,
    before: Sequence[Fault],
    earlier: Sequence[Earlier],
    submissions: Submissions,
    memory: str | None,
) -> Iterator[Computed]:
    frames = {name: table.frame() for name, table in collected.tables.items()}
    with calculation(plan) as package:
        found = package.calculate(frames, period, faults=before, earlier=earlier, submissions=submissions)
        yield Computed(
            found.observations,
            found.faults,
            found.withheld,
            lambda dataset, field, at: dataset in frames and none_within(frames[dataset], field, at),
        )


@contextmanager
def _by_duckdb(
    plan: Plan,
    collected: Collected,
    period: str,
    before: Sequence[Fault],
    earlier: Sequence[Earlier],
    submissions: Submissions,
    memory: str | None,
) -> Iterator[Computed]:
    import duckdb

    from rbm_spec.targets.sql.engine import Engine as Database
    from rbm_spec.targets.sql.sources import source_of
    from rbm_spec.targets.sql.store import Settings

    sources = {name: source_of(table) for name, table in collected.tables.items()}
    try:
        with (
            TemporaryDirectory(prefix="rbm-spec-") as folder,
            Database(plan, sources, Settings(memory, Path(folder))) as database,
        ):
            found = database.results(period, before, earlier=earlier, submissions=submissions)
            observations = [each for release in found.releases.values() for each in release.observations]
            withheld = {name: release.withheld for name, release in found.releases.items() if release.withheld}
            yield Computed(observations, found.faults, withheld, database.is_empty)
    except duckdb.OutOfMemoryException as error:
        raise OSError(errno.ENOMEM, "The database needs more memory than it may use; --memory gives it more") from error
    except duckdb.IOException as error:
        raise OSError(errno.EIO, "The database cannot read the data, or the disk has no room for it") from error
