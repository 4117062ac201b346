"""A Parquet file -> a table whose columns keep their types; the generated code takes numbers and dates as they are."""

from __future__ import annotations

from typing import Any

from rbm_spec.collect.tables import Origin, Table, Trouble
from rbm_spec.collect.text import check_header
from rbm_spec.plan.model import Dataset

DAMAGED = "The file is damaged or no Parquet file."


def read_parquet(dataset: Dataset, file: str, content: bytes) -> tuple[Table | None, list[Trouble]]:
    """The table and what is wrong with its form; places count rows from 1."""
    import pyarrow as arrow
    import pyarrow.parquet as parquet

    def wrong(column: str, message: str) -> Trouble:
        return Trouble(file, 0, "", dataset.id, column, "", message)

    try:
        data = parquet.read_table(arrow.BufferReader(content))
        data.validate(full=True)
    except (arrow.ArrowException, OSError, ValueError, KeyError, TypeError):
        return None, [wrong("", DAMAGED)]
    troubles = [wrong(name, message) for name, message in check_header(dataset, data.column_names)]
    troubles += [
        wrong(field.name, f"The column {field.name} holds values of the type {field.type}, which no field has.")
        for field in data.schema
        if not _plain(field.type)
    ]
    if troubles:
        return None, troubles
    frame = data.to_pandas(date_as_object=False, ignore_metadata=True)
    columns = {name: frame[name] for name in data.column_names}
    return Table(dataset.id, columns, (Origin(file, range(1, data.num_rows + 1), unit="row"),)), []


def _plain(kind: Any) -> bool:
    """Whether a field may have values of this type."""
    import pyarrow.types as types

    if types.is_dictionary(kind):
        kind = kind.value_type
    known = (
        types.is_integer, types.is_floating, types.is_decimal, types.is_boolean, types.is_date, types.is_null,
        types.is_string, types.is_large_string,
    )  # fmt: skip
    return any(fits(kind) for fits in known) or (types.is_timestamp(kind) and kind.tz is None)
