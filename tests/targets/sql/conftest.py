"""A PostgreSQL server for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.targets.sql.engines import not_run, postgres_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[Any]:
    try:
        import psycopg
    except ImportError:
        not_run("PostgreSQL", "psycopg is not installed")
    with postgres_server() as address, psycopg.connect(address) as connection:
        yield connection
