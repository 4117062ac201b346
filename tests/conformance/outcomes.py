"""Compare what an engine computed for a case with what the case expects.

`Computed` is the common shape: any engine's observations of the indicator `tested`, and its faults.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

from rbm_spec.diagnostics import Finding
from rbm_spec.kernel.faults import Fault
from rbm_spec.kernel.release import Observation

By = tuple[tuple[str, str | None], ...]


@dataclass(frozen=True)
class Computed:
    """What came out for the indicator under test."""

    observations: Sequence[Observation]
    faults: Sequence[Fault]


def differences(expect: Mapping[str, Any], computed: Computed) -> list[str]:
    """Everything that is not as expected; empty when the case passes."""
    cells: dict[By, dict[str, Observation]] = {}
    for each in computed.observations:
        cells.setdefault(each.by, {})[each.component] = each
    if "data_error" in expect:
        stopped = _cell("total", expect["total"], cells.get((), {})) if "total" in expect else []
        return _data_error(expect["data_error"], computed) + stopped
    faults = () if expect.get("faults_elsewhere") else computed.faults
    wrong = [f"unexpected fault: {fault}" for fault in faults]
    wrong += _cell("total", expect.get("total", {}), cells.get((), {}))
    if "cells" in expect:
        wrong += _cells(expect["cells"], {by: each for by, each in cells.items() if by})
    if "series_break" in expect:
        flags = {each.series_break for each in cells[()].values()}
        wrong += [] if flags == {expect["series_break"]} else [f"series_break: {flags}"]
    if expect.get("protected"):
        wrong += [f"{by} follows from what is shown" for by in recovered(cells)]
    return wrong


def _data_error(expected: Mapping[str, Any], computed: Computed) -> list[str]:
    blamed = [fault.message for fault in computed.faults if fault.dataset == expected["dataset"]]
    return [
        f"no fault of {expected['dataset']} mentions {word}: {computed.faults}"
        for word in expected["mentions"]
        if not any(word.lower() in message.lower() for message in blamed)
    ]


def _cells(expected: Sequence[Mapping[str, Any]], cells: Mapping[By, dict[str, Observation]]) -> list[str]:
    wanted = [tuple((path, code) for path, code in each["by"].items()) for each in expected]
    if wanted != list(cells):
        return [f"cells are {list(cells)}, expected {wanted}"]
    return [
        difference for by, each in zip(wanted, expected, strict=True) for difference in _cell(str(by), each, cells[by])
    ]


def _cell(where: str, expected: Mapping[str, Any], got: Mapping[str, Observation]) -> list[str]:
    if not got:
        return [f"{where} is not there"]
    first = next(iter(got.values()))
    suppressed = first.reason == "suppressed"
    wrong = []
    if expected.get("suppressed") != "may" and suppressed != bool(expected.get("suppressed")):
        wrong.append(f"{where} suppressed: {suppressed}")
    if suppressed:
        return wrong + [
            f"{where} {each.component} gives something away: {each}"
            for each in got.values()
            if (each.value, each.n, each.published, each.reason, each.status) != (None, None, None, "suppressed", "Q")
        ]
    if "n" in expected and first.n != expected["n"]:
        wrong.append(f"{where} n: {first.n}, expected {expected['n']}")
    for name, each in {"": expected, **expected.get("components", {})}.items():
        if set(each) & {"value", "reason", "published", "status", "assessment"}:
            wrong += _observation(f"{where} {name}", each, got[name])
    return wrong


def _observation(where: str, expected: Mapping[str, Any], got: Observation) -> list[str]:
    wrong = []
    if "value" in expected and not same_value(expected["value"], got.value):
        wrong.append(f"{where} value: {got.value}, expected {expected['value']}")
    for key in ("reason", "published", "status", "assessment"):
        if key in expected and getattr(got, key) != expected[key]:
            wrong.append(f"{where} {key}: {getattr(got, key)}, expected {expected[key]}")
    return wrong


def same_value(expected: str | bool | None, got: object) -> bool:
    """Within 1e-9, relative; within 1e-12 of zero."""
    if not isinstance(expected, str):
        return got is expected
    if isinstance(got, bool) or not isinstance(got, int | float | Fraction):
        return False
    wanted, found = Fraction(expected), Fraction(got)
    return abs(found - wanted) <= (Fraction(1, 10**9) * abs(wanted) if wanted else Fraction(1, 10**12))


def recovered(cells: Mapping[By, Mapping[str, Observation]]) -> list[By]:
    """The suppressed cells that follow: by rank over the rationals, and by counting (README, *Protected*)."""
    hidden = [by for by, each in cells.items() if next(iter(each.values())).reason == "suppressed"]
    shown = [by for by in cells if by not in hidden]
    values: dict[str, list[str | None]] = {}
    for by in cells:
        for path, code in by:
            values.setdefault(path, [])
            if code not in values[path]:
                values[path].append(code)
    paths = list(values)
    atoms = [dict(zip(paths, codes, strict=True)) for codes in product(*values.values())]

    def vector(by: By) -> list[Fraction]:
        return [Fraction(all(atom[path] == code for path, code in by)) for atom in atoms]

    shapes = {tuple(path for path, _ in by) for by in cells if by}
    empty = [
        tuple(zip(shape, codes, strict=True))
        for shape in shapes
        for codes in product(*(values[path] for path in shape))
        if tuple(zip(shape, codes, strict=True)) not in cells
    ]
    known = [vector(by) for by in [*shown, *empty]]
    base = rank(known)
    follow = [by for by in hidden if rank([*known, vector(by)]) == base]
    return follow + _counted(cells, hidden, shown, shapes)


def _counted(
    cells: Mapping[By, Mapping[str, Observation]], hidden: list[By], shown: list[By], shapes: set[tuple[str, ...]]
) -> list[By]:
    follow = []
    for outer in shown:
        for shape in shapes:
            if not {path for path, _ in outer} < set(shape):
                continue
            inside = [by for by in cells if tuple(path for path, _ in by) == shape and set(outer) <= set(by)]
            left = _n(cells[outer]) - sum(_n(cells[by]) for by in inside if by not in hidden)
            gone = [by for by in inside if by in hidden]
            if gone and left == len(gone):
                follow += gone
    return follow


def _n(cell: Mapping[str, Observation]) -> int:
    n = next(iter(cell.values())).n
    assert n is not None
    return n


def rank(rows: Iterable[Sequence[Fraction]]) -> int:
    """Over the rationals."""
    matrix = [list(row) for row in rows]
    found = 0
    for column in range(len(matrix[0]) if matrix else 0):
        pivot = next((i for i in range(found, len(matrix)) if matrix[i][column]), None)
        if pivot is None:
            continue
        matrix[found], matrix[pivot] = matrix[pivot], matrix[found]
        for i in range(found + 1, len(matrix)):
            factor = matrix[i][column] / matrix[found][column]
            if factor:
                matrix[i] = [a - factor * b for a, b in zip(matrix[i], matrix[found], strict=True)]
        found += 1
    return found


def error_differences(expected: Mapping[str, Any], findings: Sequence[Finding], text: str | None) -> list[str]:
    """Whether some error is at the place and says what the case asks for. `text` is that of the key, if any."""
    misses = []
    for finding in findings:
        if not finding.is_error:
            continue
        said = f"{finding.message} {finding.hint or ''}".lower()
        wrong = [
            f"does not mention {word}"
            for word in expected.get("mentions", ())
            if not any(str(each).lower() in said for each in (word if isinstance(word, list) else [word]))
        ]
        if not re.search(rf"(^|\.){re.escape(expected['in'])}$", finding.where.dotted):
            wrong.append(f"is at {finding.where.dotted}")
        if "at" in expected and not _touches(expected["at"], finding, text, said):
            wrong.append(f"spans {finding.where.span}")
        if not wrong:
            return []
        misses.append(f"{finding.rule.code} {finding.message}: {', '.join(wrong)}")
    return misses or ["no error at all"]


def _touches(at: str, finding: Finding, text: str | None, said: str) -> bool:
    span = finding.where.span
    if span is None or text is None:
        return at.lower() in said
    start = text.index(at)
    return max(start, span[0]) < min(start + len(at), span[1])
