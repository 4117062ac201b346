"""Answers -> a table with a sentence for each measure, and JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from rbm_spec.kernel.definitions import Condition
from rbm_spec.kernel.lines import cell_text, plain
from rbm_spec.kernel.publishing import digits
from rbm_spec.plan.model import Plan
from rbm_spec.render.printing import one_line, width
from rbm_spec.results.facts import LANGUAGE, in_words
from rbm_spec.solve.change import Way
from rbm_spec.solve.question import Answer, Solved
from rbm_spec.targets.words.labels import unit_beside
from rbm_spec.targets.words.phrases import phrases

WIDEST = 56
MOST_PLACES = 9
HEADER = ("Measure", "Now", "Needed", "Change", "Then")
STATES = {
    "reached": "The target is reached already.",
    "hidden": "This figure is hidden to protect people, or there is no such cell, so nothing is said about it.",
    "no_target": "No target can be computed for this figure; name one with --target.",
    "no_value": "This figure is no number that changes of measures can move.",
}


def to_text(plan: Plan, found: Solved) -> str:
    """The figure, the target, the table, and a sentence for each measure."""
    spec = found.component.spec
    label = found.indicator.spec.title + (f": {spec.label}" if found.component.id else "")
    cell = cell_text(found.by) or "total"
    lines = [f"{one_line(label)} ({_id(found)}), {found.period.label}, {one_line(cell)}"]
    if found.state != "hidden" and found.now is not None:
        lines.append(f"  Now: {_value(plan, found)}")
    if found.condition is not None:
        lines.append(f"  Target{'' if found.declared else ' asked for'}: {said(found.condition)}")
    if found.state != "open":
        return "\n".join([*lines, f"  {STATES[found.state]}"]) + "\n"
    rows = [row for each in found.answers for row in _rows(found, each)]
    if rows:
        lines += ["", *_aligned([HEADER, *rows])]
    lines += ["", *(f"  {one_line(sentence)}" for each in found.answers for sentence in sentences(found, each))]
    return "\n".join(lines) + "\n"


def said(condition: Condition) -> str:
    """The condition in words."""
    words = phrases(LANGUAGE)
    assert words is not None
    return in_words(condition, words)


def _id(found: Solved) -> str:
    return found.indicator.id + (f".{found.component.id}" if found.component.id else "")


def _value(plan: Plan, found: Solved) -> str:
    now = found.now
    assert now is not None
    words = phrases(LANGUAGE)
    assert words is not None
    if now.published is None:
        return f"no value ({now.reason})"
    return f"{now.published} {unit_beside(plan, found.component, words)}".rstrip()


def _number(number: Fraction) -> str:
    text = digits(number, MOST_PLACES)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _signed(number: Fraction) -> str:
    return ("+" if number > 0 else "") + _number(number)


def _then(found: Solved, way: Way) -> str:
    """What the figure is then, with one place more than it is published with where that says more."""
    value = way.result.decimal
    places = found.component.spec.decimals
    return digits(value, places if digits(value, places + 2).endswith("00") else places + 2)


def _ways(answer: Answer) -> list[Way]:
    change = answer.change
    return [way for way in (change.up, change.down) if way is not None] if change else []


def _rows(found: Solved, answer: Answer) -> Iterator[tuple[str, ...]]:
    for way in _ways(answer):
        assert answer.now is not None
        label = one_line(answer.measure.spec.label, WIDEST)
        yield label, _number(answer.now), _number(way.value), _signed(way.value - answer.now), _then(found, way)


def sentences(found: Solved, answer: Answer) -> Iterator[str]:
    """What it takes of one measure."""
    label = f"“{answer.measure.spec.label}”"
    change, now = answer.change, answer.now
    if change is None or now is None:
        yield f"{label}: nothing can be said, for {answer.why_not}."
        return
    if change.no_effect:
        yield f"{label} has no effect on this figure."
        return
    for way in _ways(answer):
        more = "more" if way.value > now else "less"
        text = f"{label}: {_number(abs(way.value - now))} {more}, {_number(way.value)} instead of {_number(now)}, "
        text += f"all else unchanged, gives {_then(found, way)}"
        if way.until is not None and way.until != way.value:
            text += (
                f"; so does every value up to {_number(way.until)}"
                if more == "more"
                else (f"; so does every value down to {_number(way.until)}")
            )
        elif way.until is not None:
            text += "; the next value does not"
        yield text + "."
    if not _ways(answer):
        why = "; ".join(_limits(answer))
        yield f"{label}: the target cannot be reached by this measure alone{f' ({why})' if why else ''}."
    if change.searched:
        yield f"{label}: the formula moves in steps, so values were tried one by one, {change.searched:,} each way."


def _limits(answer: Answer) -> Iterator[str]:
    limits = answer.limits
    if limits.low is not None and limits.why_low:
        yield f"not below {_number(limits.low)}: {limits.why_low}"
    if limits.high is not None and limits.why_high:
        yield f"not above {_number(limits.high)}: {limits.why_high}"


def _aligned(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(width(row[at]) for row in rows) for at in range(len(HEADER))]
    return [
        "  "
        + row[0]
        + " " * (widths[0] - width(row[0]))
        + "".join("  " + " " * (wide - width(cell)) + cell for cell, wide in zip(row[1:], widths[1:], strict=True))
        for row in rows
    ]


def to_json(found: Solved, synthetic: bool) -> str:
    """The same for programs; a hidden figure has no value here either."""
    now = found.now if found.state != "hidden" else None
    document = {
        "indicator": found.indicator.id,
        "component": found.component.id,
        "period": found.period.label,
        "cell": dict(found.by),
        "synthetic": synthetic,
        "state": found.state,
        "value": None if now is None else _float(now.value if isinstance(now.value, Fraction) else None),
        "published": None if now is None else now.published,
        "target": None if found.condition is None else said(found.condition),
        "measures": [_object(found, each) for each in found.answers],
    }
    return json.dumps(document, indent=1, ensure_ascii=True) + "\n"


def _object(found: Solved, answer: Answer) -> dict[str, Any]:
    change = answer.change
    ways = {"up": change.up if change else None, "down": change.down if change else None}
    return {
        "measure": answer.measure.id,
        "now": _float(answer.now),
        "no_effect": change is not None and change.no_effect,
        "ways": {name: way and _way(answer, way) for name, way in ways.items()},
        "text": list(sentences(found, answer)),
    }


def _way(answer: Answer, way: Way) -> dict[str, Any]:
    assert answer.now is not None
    return {
        "value": _float(way.value),
        "change": _float(way.value - answer.now),
        "result": _float(way.result.decimal),
        "until": _float(way.until),
    }


def _float(number: Fraction | None) -> float | None:
    found = plain(number)
    return None if found is None else float(found)
