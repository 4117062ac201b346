"""A record → the one comment on a pull request that is written anew whenever the branch moves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rbm_spec.render.differences.markdown import code, safe
from rbm_spec.render.differences.words import HEADINGS, listed
from rbm_spec.render.pull.record import AUDIENCES

MARK = "<!-- rbm-spec -->"
MOST = 60_000
RESERVED = 500
"""Characters; GitHub takes 65,536. So many are kept for what is left to say in each block."""


def comment(record: Mapping[str, Any], link: str | None) -> str:
    """The comment as Markdown; `link` leads to what was built. The verdict is worked out here, not taken over."""
    lines = list(_head(record))
    length = sum(len(line) + 1 for line in lines)
    for block in _blocks(record):
        text = "\n".join(_fitting(block, MOST - length))
        lines.append(text)
        length += len(text) + 1
    lines.append(f"\n[Built documents, workbooks and reports]({link})" if link else "")
    lines.append(
        "<sub>From a job that the branch itself can change: before merging, look at what changed there too.</sub>"
    )
    return "\n".join([MARK, *lines]) + "\n"


def _fitting(block: list[str], room: int) -> Iterator[str]:
    """The lines of a block, the first and the last in any case, those between as long as there is room."""
    room -= len(block[0]) + len(block[-1]) + RESERVED
    yield block[0]
    for at, line in enumerate(block[1:-1], 1):
        room -= len(line) + 1
        if room < 0:
            yield f"- … and {len(block) - 1 - at} more, in the files of the run"
            break
        yield line
    yield from block[-1:] if len(block) > 1 else ()


def _head(record: Mapping[str, Any]) -> Iterator[str]:
    errors = sum(each["severity"] == "error" for each in record["findings"])
    is_fine = not errors and not _hurt(record)
    yield f"### {'✓' if is_fine else '✗'} {_verdict(record, errors)}"
    yield ""
    yield f"{safe(record['old'])} → {safe(record['new'])}"


def _verdict(record: Mapping[str, Any], errors: int) -> str:
    counted = f"{errors} error{'' if errors == 1 else 's'}" if errors else ""
    if record["is_new"]:
        return f"A new plan{f', with {counted}' if counted else ''}; there is nothing to compare it with"
    if not record["compared"]:
        return f"{counted or 'What this goes into has errors, and this has none'}; nothing was compared"
    hurt = _hurt(record)
    said = f"Breaking for {listed(hurt)}" if hurt else "Breaks nobody" if record["changes"] else "No change of meaning"
    return f"{said}; {counted}" if counted else said


def _hurt(record: Mapping[str, Any]) -> list[str]:
    open_ = [each for each in record["changes"] if each["accepted"] is None]
    return [whom for whom in AUDIENCES if any(whom in each["breaks"] for each in open_)]


def _blocks(record: Mapping[str, Any]) -> Iterator[list[str]]:
    if record["templates"]:
        yield ["", *(f"{safe(line)}\n" for line in record["templates"]), ""]
    yield from _findings(record, ("error",))
    for level, heading in HEADINGS.items():
        changes = [each for each in record["changes"] if each["level"] == level]
        yield from _folded(heading, [_change(each) for each in changes], is_open=level == "breaking")
    if record["more_changes"]:
        yield [f"\n{record['more_changes']} more changes are in the files of the run."]
    yield from _findings(record, ("warning", "info"))
    if record["stakes_notes"]:
        rows = [line for each in record["stakes"] for line in _stake(each)]
        yield ["\n#### Numbers at stake\n", *rows, *(f"\n{safe(note)}" for note in record["stakes_notes"]), ""]


def _findings(record: Mapping[str, Any], severities: tuple[str, ...]) -> Iterator[list[str]]:
    """Those that the branch brings, and every error; what stood there before is only counted."""
    is_grave = "error" in severities
    found = [each for each in record["findings"] if each["severity"] in severities]
    rows = [
        f"- {each['severity']} {each['code']}: {safe(each['message'])} {safe(each['hint'] or '')} {code(each['place'])}"
        for each in found
        if is_grave or not each["standing"]
    ]
    yield from _folded("Errors" if is_grave else "Findings", rows, is_open=is_grave)
    if not is_grave and (standing := len(found) - len(rows)):
        said = "One finding was" if standing == 1 else f"{standing} findings were"
        yield [f"\n{said} there before the branch."]
    if not is_grave and record["more_findings"]:
        yield [f"\n{record['more_findings']} more findings are in the files of the run."]


def _folded(heading: str, rows: list[str], *, is_open: bool) -> Iterator[list[str]]:
    if rows:
        is_open_word = " open" if is_open else ""
        summary = f"\n<details{is_open_word}><summary>{heading} ({len(rows)})</summary>\n"
        yield [summary, *rows, "\n</details>"]


def _change(change: Mapping[str, Any]) -> str:
    whom = f" *Breaking for {listed(change['breaks'])}.*" if change["breaks"] else ""
    accepted = f" Accepted: {safe(change['accepted'])}" if change["accepted"] is not None else ""
    place = f"{code(change['place'])} · {change['code']} · {code(change['fingerprint'])}"
    return f"- {safe(change['says'])}{whom}{accepted}\n  <sub>{place}</sub>"


def _stake(stake: Mapping[str, Any]) -> Iterator[str]:
    yield f"- {code(stake['name'])}"
    yield from (f"  - {safe(line)}" for line in stake["lines"])
    yield from (f"  - because: {safe(reason)}" for reason in stake["because"])
