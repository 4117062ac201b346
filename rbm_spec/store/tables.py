"""Tables that were read <-> the Parquet files of a store, and where their rows stood in the files that came."""

from __future__ import annotations

import base64
import io
import json
import zlib
from array import array
from collections.abc import Sequence
from typing import Any

from rbm_spec.collect.tables import Origin, Table


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


def origin_text(origin: Origin) -> str:
    """Where rows stood, as JSON: places that do not simply follow each other are packed."""
    said: dict[str, Any] = {"unit": origin.unit, "sheet": origin.sheet, "letters": dict(origin.letters or {})}
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
    if len(places) != rows:
        raise ValueError("no origin of these rows")
    return origin
