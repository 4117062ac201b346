"""A Parquet file -> a table of the text that a CSV file would hold for the same values."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from rbm_spec.collect.tables import Origin, Table, Trouble
from rbm_spec.collect.text import check_header
from rbm_spec.plan.model import Dataset

DAMAGED = "The file is damaged or no Parquet file."


def read_parquet(dataset: Dataset, file: str, content: bytes) -> tuple[Table | None, list[Trouble]]:
    """The table and what is wrong with its form. `line` counts rows from 1."""
    import pyarrow as arrow
    import pyarrow.parquet as parquet

    def wrong(column: str, message: str) -> Trouble:
        return Trouble(file, 0, "", dataset.id, column, "", message)

    try:
        data = parquet.read_table(arrow.BufferReader(content), use_threads=True)
    except (arrow.ArrowException, OSError, ValueError, KeyError, TypeError):
        return None, [wrong("", DAMAGED)]
    troubles = [wrong(name, message) for name, message in check_header(dataset, data.column_names)]
    columns: dict[str, Sequence[str]] = {}
    for name in data.column_names if not troubles else ():
        texts = _texts(data.column(name))
        if texts is None:
            kind = data.column(name).type
            troubles.append(wrong(name, f"The column {name} is of the type {kind}, for which there is no text."))
        else:
            columns[name] = texts
    if troubles:
        return None, troubles
    return Table(dataset.id, columns, (Origin(file, range(1, data.num_rows + 1)),)), []


def _texts(column: Any) -> list[str] | None:
    """The values as text, "" for null; None for types that have no place in a table of text."""
    import pyarrow as arrow
    import pyarrow.compute as compute

    kind = column.type
    types = arrow.types
    if types.is_dictionary(kind):
        column, kind = column.cast(kind.value_type), kind.value_type
    if types.is_floating(kind) or types.is_decimal(kind):
        return ["" if each is None else _plain(each) for each in column.to_pylist()]
    if types.is_timestamp(kind):
        if kind.tz is not None:
            return None
        column = compute.strftime(column, "%Y-%m-%dT%H:%M:%S")
        if kind.unit != "s":  # the seconds come with all digits of the unit
            column = compute.utf8_rtrim(compute.utf8_rtrim(column, "0"), ".")
    elif types.is_null(kind):
        return [""] * len(column)
    elif not (
        types.is_integer(kind)
        or types.is_boolean(kind)
        or types.is_date(kind)
        or types.is_string(kind)
        or types.is_large_string(kind)
    ):
        return None
    texts: list[str] = compute.fill_null(column.cast(arrow.string()), "").to_pylist()
    return texts


def _plain(number: float | Decimal) -> str:
    """Digits without an exponent; what is no number keeps its name, which no field accepts."""
    exact = number if isinstance(number, Decimal) else Decimal(repr(number))
    if not exact.is_finite():
        return str(exact)
    plain = format(exact.normalize(), "f")
    return "0" if plain == "-0" else plain
