"""How long a store and `rbm-spec calc` take over ten million rows of synthetic data, beside DuckDB SQL by hand.

One file of Parquet is ingested into a new store, with every cell, key and rule checked, then figures are computed from
that store by the database. By hand means the queries of the part `sql`, over the file as it came, without any check.
"""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path

from bench import sql
from bench.report import Line
from bench.timing import time_commands

ROWS, RUNS, GIGABYTES = 10_000_000, 1, 4
BY_HAND = """\
import sys
from pathlib import Path
from bench import sql

sql.by_hand(Path(sys.argv[1]), None)
"""


def measure(folder: Path) -> list[Line]:
    """Seconds on the clock of whole processes, and their memory."""
    specs, data, script = folder / "specs" / "bench", folder / "staff.parquet", Path(sysconfig.get_path("scripts"))
    for name, content in sql.plan_files().items():
        (specs / name).parent.mkdir(parents=True, exist_ok=True)
        (specs / name).write_bytes(content)
    sql.rows(ROWS, data)
    ours = (
        'rm -rf "$3"; exec "$0" ingest "$1" "$2" --into "$3" --sender Nobody --received 2029-02-01 --period 2028',
        f'exec "$0" calc "$1" --store "$3" --period 2028 --engine duckdb --memory {GIGABYTES}GB',
    )
    places = [str(script / "rbm-spec"), str(specs), str(data), str(folder / "store")]
    taken = time_commands(
        {
            "ingest": ["sh", "-c", ours[0], *places],
            "calc": ["sh", "-c", ours[1], *places],
            "hand": [sys.executable, "-c", BY_HAND, str(data)],
        },
        RUNS,
    )
    hand = taken["hand"].seconds
    return [
        Line(f"{name}, {ROWS:,} rows", taken[name].seconds, "SQL by hand", hand, megabytes=taken[name].megabytes)
        for name in ("ingest", "calc")
    ]
