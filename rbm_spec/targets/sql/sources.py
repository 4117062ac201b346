"""A table that was read -> what the database reads: Parquet where it lies, everything else as Arrow."""

from __future__ import annotations

from rbm_spec.collect.tables import Table
from rbm_spec.targets.sql.store import Part, Source


def source_of(table: Table) -> Source:
    """The rows of a table."""
    if table.parts or table.without:
        return [Part(part.path or part.arrow(), part.without) for part in table.parts or (table,)]
    return table.path or table.arrow()
