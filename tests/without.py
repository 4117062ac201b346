"""What a machine lacks -> a failure, or, where `WITHOUT` names it, a skip that is printed at the end of the run."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def not_run(lack: str, why: str) -> NoReturn:
    """`lack` is a word for the variable WITHOUT: apt, java, npm or mount."""
    if lack in os.environ.get("WITHOUT", "").split():
        pytest.skip(f"NOT RUN, as WITHOUT={lack} allows: {why}")
    pytest.fail(f'{why}. To go on without: make test WITHOUT="{lack}"')
