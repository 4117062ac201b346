"""Tables that were read <-> the Parquet files of a store, and where their rows stood in the files that came."""

from __future__ import annotations

import base64
import io
import json
import re
import zlib
from array import array
from collections.abc import Sequence
from typing import Any

from rbm_spec.collect.tables import Origin, Table

_ID = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)


def to_parquet(table: Table) -> bytes:
    """The rows; what is missing is null."""
    import pyarrow as arrow
    import pyarrow.parquet as parquet

    columns = {
        name: arrow.array([cell or None for cell in column], arrow.string()) if isinstance(column, list) else column
        for name, column in table.columns.items()
    }
    out = io.BytesIO()
    parquet.write_table(arrow.table(columns), out, compression="zstd", write_page_checksum=True)
    return out.getvalue()


def origin_text(table: Table) -> str:
    """Where the rows of a file stood, and its columns, as JSON; places that do not follow each other are packed."""
    (origin,) = table.origins
    said: dict[str, Any] = {"unit": origin.unit, "sheet": origin.sheet, "letters": dict(origin.letters or {})}
    said["fields"] = list(table.columns)
    places = origin.places
    if len(places) == 0:
        said["places"] = [0, 0]
    elif places[-1] - places[0] + 1 == len(places):
        said["places"] = [places[0], places[-1] + 1]
    else:
        said["packed"] = base64.b85encode(zlib.compress(array("Q", places).tobytes(), 6)).decode()
    return json.dumps(said, sort_keys=True, separators=(",", ":"))


def origin_of(file: str, text: str, rows: int) -> Origin:
    """The origin back. Raises ValueError when it is none, or not of so many rows."""
    try:
        said = json.loads(text)
        places: Sequence[int]
        if "packed" in said:
            unpacked = zlib.decompressobj().decompress(base64.b85decode(said["packed"]), rows * 8 + 1)
            places = array("Q", unpacked)
        else:
            places = range(*said["places"])
        origin = Origin(file, places, str(said["unit"]), str(said["sheet"]), dict(said["letters"]) or None)
    except (KeyError, TypeError, AttributeError, zlib.error, RecursionError) as error:
        raise ValueError("no origin") from error
    if len(places) != rows or origin.unit not in ("line", "row"):
        raise ValueError("no origin of these rows")
    return origin


def fields_of(text: str) -> tuple[str, ...]:
    """The columns of a delivery. Raises ValueError."""
    said = json.loads(text)
    fields = said.get("fields") if isinstance(said, dict) else None
    if not isinstance(fields, list) or not all(isinstance(each, str) and _ID.fullmatch(each) for each in fields):
        raise ValueError("no fields")
    return tuple(fields)
