"""What an ingest found -> a text for people, or JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from rbm_spec.collect.tables import Trouble
from rbm_spec.ingest.intake import Received
from rbm_spec.ingest.lines import Lines
from rbm_spec.ingest.order import Resubmission
from rbm_spec.ingest.run import Outcome
from rbm_spec.render.printing import one_line

MOST = 20
LONGEST = 80
SPACE = "␣"


def to_text(outcome: Outcome, lines: Lines, kept: bool) -> str:
    """Each file with its findings, then what resubmissions change, then the sum."""
    said = [line for each in outcome.files for line in _file(each, lines)]
    for resubmission in outcome.resubmissions:
        said += ["", *_resubmission(resubmission)]
    return "\n".join([*said, "", _sum(outcome, kept)]) + "\n"


def _file(each: Received, lines: Lines) -> Iterator[str]:
    yield f"{one_line(each.name)}{f' ({one_line(each.sender)})' if each.sender else ''}: {_state(each)}"
    for trouble in each.troubles[:MOST]:
        yield f"  ✗ {_place(trouble)}{one_line(trouble.message)}{_behind(lines, trouble)}"
    if len(each.troubles) > MOST:
        yield f"  … and {len(each.troubles) - MOST:,} more; --format json lists them all."
    for one in each.coercions[:MOST]:
        after = f'"{one_line(one.after, LONGEST)}"' if one.after else "an empty cell"
        yield f'  ~ {one_line(one.place)}, {one.column}: "{one_line(_spaced(one.before), LONGEST)}" is read as {after}'
    if len(each.coercions) > MOST:
        yield f"  … and {len(each.coercions) - MOST:,} more cells read otherwise; --format json lists them all."
    for note in each.notes:
        yield f"  · {one_line(note)}"


def _spaced(text: str) -> str:
    """The text with each space visible that is around it, or of another kind than usual."""
    middle = "".join(SPACE if each.isspace() and each != " " else each for each in text.strip())
    before, after = len(text) - len(text.lstrip()), len(text) - len(text.rstrip())
    return f"{SPACE * before}{middle}{SPACE * after}" if middle else SPACE * len(text)


def _state(each: Received) -> str:
    if each.known:
        return "known"
    if each.troubles:
        return f"refused, {_count(len(each.troubles), 'finding')}"
    label = each.period.label if each.period else ""
    tables = ", ".join(f"{name} {_count(table.rows, 'row')}" for name, table in each.tables.items())
    return f"accepted for {label}: {tables}"


def _place(trouble: Trouble) -> str:
    value = f' "{one_line(trouble.value, LONGEST)}"' if trouble.value else ""
    place = ", ".join(filter(None, (one_line(trouble.place), f"{trouble.column}{value}".strip())))
    return f"{place}: " if place else ""


def _behind(lines: Lines, trouble: Trouble) -> str:
    return f" [{', '.join(filter(None, (lines.behind(trouble), trouble.code)))}]"


def _resubmission(each: Resubmission) -> Iterator[str]:
    found = each.difference
    numbers = f"{_count(found.added, 'row')} added, {found.removed:,} removed, {found.changed:,} changed"
    replaced = ", ".join(map(one_line, each.replaces))
    yield (
        f"{each.dataset}, {each.period}, {one_line(each.sender)}: takes the place of {replaced}: "
        f"{numbers}, {found.same:,} as before."
    )
    for change in found.changes[:MOST]:
        fields = "; ".join(f"{name} {_value(old)} → {_value(new)}" for name, old, new in change.fields)
        yield f"  {change.how} {one_line(change.key, LONGEST)}{f': {fields}' if fields else ''}"
    if len(found.changes) > MOST:
        yield f"  … and {found.added + found.removed + found.changed - MOST:,} more; --format json lists them."


def _value(text: str) -> str:
    return f'"{one_line(text, LONGEST)}"' if text else "empty"


def _sum(outcome: Outcome, kept: bool) -> str:
    known = sum(each.known for each in outcome.files)
    refused = len(outcome.refused)
    accepted = len(outcome.files) - refused - known
    said = f"{_count(len(outcome.files), 'file')}: {accepted:,} accepted, {refused:,} refused, {known:,} known already."
    if not kept:
        return f"{said} Nothing was kept: name a store with --into."
    return f"{said} Refused files are kept as they came, and count nowhere." if refused else said


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def to_json(outcome: Outcome, lines: Lines) -> str:
    """The same, whole."""
    said = {
        "files": [_object(each, lines) for each in outcome.files],
        "resubmissions": [_changes(each) for each in outcome.resubmissions],
    }
    return json.dumps(said, indent=1, ensure_ascii=True) + "\n"


def _object(each: Received, lines: Lines) -> dict[str, Any]:
    return {
        "file": each.name,
        "sha256": each.sha256,
        "sender": each.sender,
        "period": each.period.label if each.period else None,
        "state": "known" if each.known else "refused" if each.troubles else "accepted",
        "rows": {name: table.rows for name, table in each.tables.items()},
        "findings": [
            {
                "place": one.place, "dataset": one.dataset, "column": one.column, "value": one.value,
                "message": one.message, "rule": one.code, "line": lines.behind(one),
            }
            for one in each.troubles
        ],
        "coercions": [
            {"place": one.place, "dataset": one.dataset, "column": one.column, "before": one.before, "after": one.after}
            for one in each.coercions
        ],
        "notes": each.notes,
    }  # fmt: skip


def _changes(each: Resubmission) -> dict[str, Any]:
    found = each.difference
    return {
        "dataset": each.dataset, "sender": each.sender, "period": each.period, "replaces": list(each.replaces),
        "added": found.added, "removed": found.removed, "changed": found.changed, "same": found.same,
        "changes": [
            {"how": one.how, "key": one.key, "fields": [{"field": n, "old": o, "new": w} for n, o, w in one.fields]}
            for one in found.changes
        ],
    }  # fmt: skip
