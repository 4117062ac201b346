"""A PostgreSQL server for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.targets.sql.engines import postgres_server
from tests.without import not_run


@pytest.fixture(scope="session")
def postgres() -> Iterator[Any]:
    try:
        import psycopg
    except ImportError:
        not_run("apt", "PostgreSQL: psycopg is not installed")
    with postgres_server() as address, psycopg.connect(address) as connection:
        yield connection
