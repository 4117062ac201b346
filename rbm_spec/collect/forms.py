"""The CSV that ODK Central or Kobo exports of a form -> the columns and cells of the dataset that the form asks for.

Servers add columns of their own, put the group before the name of a field, and give times a time zone. What is left out
or changed is said; nothing that a person entered is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rbm_spec.collect import rules
from rbm_spec.kernel.faults import Wrong

GROUP = "the-row"
"""The group of a form in which all fields stand. No field can be called so."""
_GROUPS = tuple(f"{GROUP}{mark}" for mark in "-/.:")
_VERSION, _REVIEW = "FormVersion", "ReviewState"
_SERVER = re.compile(
    r"SubmissionDate|KEY|Submitter(?:ID|Name)|Attachments(?:Present|Expected)|Status|ReviewState|DeviceID|Edits"
    r"|FormVersion|(?:meta[-/.:])?instance(?:ID|Name)|about-row|formhub/uuid|_[a-z_]{1,40}"
)
_MARKS = ("KEY", "_uuid", "meta-instanceID", "meta/instanceID")
_ZONED = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?)(?:Z|[+-][0-9]{2}:?[0-9]{2})",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Export:
    """How the columns are read: the field of each, empty for one that is left out. `header` is as it stands."""

    header: tuple[str, ...]
    names: tuple[str, ...]

    def cell(self, cells: Sequence[str], column: str) -> str:
        """The cell of a row in one of the server's columns, empty where there is none."""
        return cells[self.header.index(column)] if column in self.header else ""

    def faults(self, meaning: str, cells: Sequence[str]) -> Iterator[tuple[str, str, Wrong]]:
        """What is wrong with a submission as such, with column and value; `meaning` is today's, if known."""
        version, review = self.cell(cells, _VERSION), self.cell(cells, _REVIEW)
        if meaning and version and version.rpartition("-")[2] != meaning:
            message = (
                "Fields, codes or rules have changed since this form was made. Enter the row in the form of today."
            )
            yield _VERSION, version, Wrong(rules.OTHER_TEMPLATE.code, message)
        if review == "rejected":
            message = "The submission was rejected on the server. Take the row out, or approve it there."
            yield _REVIEW, review, Wrong(rules.NOT_READ.code, message)

    def notes(self, file: str, changed: dict[str, int]) -> tuple[str, ...]:
        """What was left out and changed, in words."""
        left_out = [column for column, name in zip(self.header, self.names, strict=True) if not name]
        said = [f"{file} was read as the export of a form; left out: {', '.join(left_out) or 'nothing'}."]
        for name, count in changed.items():
            said.append(f"{file}: {count:,} values of {name} had a time zone; the time on the clock was kept.")
        return tuple(said)


def form_name(field: str) -> str:
    """What a field is called in a form, where one name is taken."""
    return "meta-field" if field == "meta" else field


def recognised(fields: Iterable[str], header: Sequence[str]) -> Export | None:
    """The export that has this header; None if it is none. A column that nobody knows keeps its name."""
    if not any(name in _MARKS or name.startswith(_GROUPS) for name in header):
        return None
    known = {form_name(field): field for field in fields}
    return Export(tuple(header), tuple(_field(known, column) for column in header))


def _field(known: dict[str, str], column: str) -> str:
    group = next((group for group in _GROUPS if column.startswith(group)), "")
    name = column[len(group) :]
    return known.get(name, "" if _SERVER.fullmatch(name) else name)


def without_zones(times: Iterable[str], columns: dict[str, list[str]]) -> dict[str, int]:
    """Take the time zone from times: a person read them on the clock. How many were changed, by field."""
    changed = {}
    for name in times:
        cells = columns.get(name, [])
        zoned = [(at, found[1]) for at, cell in enumerate(cells) if (found := _ZONED.fullmatch(cell))]
        for at, text in zoned:
            cells[at] = text
        if zoned:
            changed[name] = len(zoned)
    return changed
