"""The JSON of earlier results -> the cells that were published then.

The file may come from anybody: nothing in it is taken for granted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rbm_spec.kernel.periods import parse
from rbm_spec.kernel.together import Earlier
from rbm_spec.plan.model import Plan

LARGEST = 64 * 2**20
"""Bytes of a file."""
MOST_PEOPLE = 10**15
PATH = re.compile(r"[a-z][a-z0-9_.]{0,199}", re.ASCII)


class Unreadable(Exception):
    """What is wrong with a file of earlier results, as a sentence."""


def read_earlier(plan: Plan, path: Path) -> list[Earlier]:
    """The cells of indicators that the plan still has, each once. Raises `Unreadable`, and OSError."""
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Unreadable(f"The file is larger than {LARGEST // 2**20} MB, more than results have.")
    try:
        document = json.loads(content.decode("utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Unreadable("The file is not JSON.") from None
    results = document.get("results") if isinstance(document, dict) else None
    if not isinstance(results, list):
        raise Unreadable("The file does not hold results as `rbm-spec calc --out` writes them into results.json.")
    named = document.get("plan")
    if not isinstance(named, dict) or named.get("id") != plan.spec.id:
        raise Unreadable(f"The results are not of the plan {plan.spec.id}.")
    return list(dict.fromkeys(_cells(plan, results)))


def _no_number(text: str) -> None:
    raise ValueError(text)


def _cells(plan: Plan, results: list[Any]) -> Iterator[Earlier]:
    for number, each in enumerate(results, start=1):
        if not isinstance(each, dict):
            raise Unreadable(f"Result {number} is not an object.")
        cell = _cell(plan, number, each)
        if cell is not None:
            yield cell


def _cell(plan: Plan, number: int, each: Mapping[str, Any]) -> Earlier | None:
    name, period, cell, n = (each.get(key) for key in ("indicator", "period", "cell", "n"))
    if not isinstance(name, str) or not isinstance(period, str) or not isinstance(cell, dict):
        raise Unreadable(f"Result {number} lacks an indicator, a period or a cell.")
    if not all(PATH.fullmatch(path) and (code is None or isinstance(code, str)) for path, code in cell.items()):
        raise Unreadable(f"The cell of result {number} does not give a code, or null, for each dimension.")
    is_hidden = each.get("reason") == "suppressed"
    if not is_hidden and (isinstance(n, bool) or not isinstance(n, int) or not 0 <= n <= MOST_PEOPLE):
        raise Unreadable(f"Result {number} does not say how many rows it counts (n).")
    indicator = plan.indicators.get(name)
    if indicator is None:
        return None
    if parse(period, indicator.spec.frequency, plan.start) is None:
        raise Unreadable(f"Result {number} has a period that {name} cannot have.")
    return Earlier(name, period, tuple(cell.items()), None if is_hidden else n)
