"""What a store knows: who sent which file when, for which period, what it delivered, and which rows count now.

The ledger is append-only. What counts is computed from it: of each dataset, sender and period the deliveries of the
last run, without those for periods that a later delivery of the sender covers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

ACCEPTED, REFUSED = "accepted", "refused"
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_ID = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Submission:
    """A file that came. Files that came together have one `run`. `start` and `end` are the first and last day of the
    period, both empty where a file was refused before that was known.

    `spec` is the digest of the plan's files at the time, `stamp` the short stamp of a workbook. `said` is JSON: the
    findings and the coercions, as they were told.
    """

    number: int
    run: int
    file: str
    sha256: str
    size: int
    sender: str
    office: str
    received: str
    period: str
    start: str
    end: str
    version: str
    spec: str
    stamp: str
    state: str
    said: str

    @property
    def datasets(self) -> tuple[str, ...]:
        """What was in the file, as far as it was said: its tables, and what the findings are about."""
        try:
            said = json.loads(self.said)
            found = {*said.get("datasets", ()), *(each[1] for each in said.get("findings", ()))}
        except (ValueError, TypeError, AttributeError, IndexError, KeyError):
            return ()
        return tuple(sorted(each for each in found if isinstance(each, str) and each))


@dataclass(frozen=True, slots=True)
class Delivery:
    """The rows of one dataset in an accepted submission: a Parquet file, of the hash `data`.

    `origin` is JSON: where the rows stood in the file. `replaces` is the first submission that it took the place of, 0
    for none; the counts say what that did to rows. `again` counts rows whose key an earlier period has too.
    """

    submission: int
    dataset: str
    meaning: str
    data: str
    rows: int
    origin: str
    replaces: int
    added: int
    removed: int
    changed: int
    again: int


@dataclass(frozen=True, slots=True)
class Meaning:
    """That the plan of the digest `spec` gave a dataset this meaning."""

    dataset: str
    meaning: str
    spec: str


@dataclass(frozen=True)
class Ledger:
    """Everything, in the order in which it came. `specs` gives the version of each plan by its digest."""

    plan: str
    submissions: tuple[Submission, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    meanings: tuple[Meaning, ...] = ()
    specs: Mapping[str, str] = field(default_factory=dict)

    def submission(self, number: int) -> Submission:
        """By number, from 1."""
        return self.submissions[number - 1]

    def of_hash(self, sha256: str) -> Submission | None:
        """The accepted submission of the same bytes, the newest of several."""
        same = (each for each in reversed(self.submissions) if each.sha256 == sha256 and each.state == ACCEPTED)
        return next(same, None)

    def until(self, run: int) -> Ledger:
        """What it was after the files of a run had come."""
        sent = tuple(each for each in self.submissions if each.run <= run)
        delivered = tuple(each for each in self.deliveries if each.submission <= len(sent))
        return Ledger(self.plan, sent, delivered, self.meanings, self.specs)

    def current(self, until: str = "9999-12-31") -> Iterator[tuple[Submission, Delivery]]:
        """What counts, for periods that begin until a day: in the order of periods, then as it came."""
        known = [(self.submission(each.submission), each) for each in self.deliveries]
        last: dict[tuple[str, str, str, str], int] = {}
        for sent, each in known:
            last[each.dataset, sent.sender, sent.start, sent.end] = sent.run
        counting = [
            (sent, each) for sent, each in known if last[each.dataset, sent.sender, sent.start, sent.end] == sent.run
        ]
        spans: dict[tuple[str, str], set[tuple[int, str, str]]] = {}
        for sent, each in counting:
            spans.setdefault((each.dataset, sent.sender), set()).add((sent.run, sent.start, sent.end))
        found = [
            (sent, each)
            for sent, each in counting
            if sent.start <= until
            and not any(
                run > sent.run and start <= sent.start and sent.end <= end
                for run, start, end in spans[each.dataset, sent.sender]
            )
        ]
        yield from sorted(found, key=lambda pair: (pair[0].end, pair[0].number))


class Unsound(ValueError):
    """A ledger that no ingest has written; the message says what is wrong."""


def check(ledger: Ledger) -> None:
    """Raises Unsound unless every value is one that an ingest writes."""
    if not _ID.fullmatch(ledger.plan):
        raise Unsound("it names no plan")
    for number, each in enumerate(ledger.submissions, start=1):
        days = [each.start, each.end] if each.period else []
        sound = (
            each.number == number
            and 0 < each.run <= number
            and (number == 1 or each.run >= ledger.submissions[number - 2].run)
            and each.size >= 0
            and _DIGEST.fullmatch(each.sha256)
            and each.spec in ledger.specs
            and each.state in (ACCEPTED, REFUSED)
            and (each.state == REFUSED or days)
            and all(map(_is_day, [each.received, *days]))
            and 0 < len(each.file) <= LONGEST
            and len(each.sender) <= LONGEST
            and (each.state == REFUSED or each.sender)
        )
        if not sound:
            raise Unsound(f"line {number} of its submissions is none")
    for line, delivery in enumerate(ledger.deliveries, start=1):
        numbers = (delivery.rows, delivery.added, delivery.removed, delivery.changed, delivery.again)
        is_one = (
            0 < delivery.submission <= len(ledger.submissions)
            and 0 <= delivery.replaces < delivery.submission
            and ledger.submission(delivery.submission).state == ACCEPTED
            and all(number >= 0 for number in numbers)
            and _ID.fullmatch(delivery.dataset)
            and _DIGEST.fullmatch(delivery.data)
            and _DIGEST.fullmatch(delivery.meaning)
        )
        if not is_one:
            raise Unsound(f"line {line} of its deliveries is none")
    for meaning in ledger.meanings:
        if not (_ID.fullmatch(meaning.dataset) and _DIGEST.fullmatch(meaning.meaning) and meaning.spec in ledger.specs):
            raise Unsound("it holds a meaning that is none")
    if not all(map(_DIGEST.fullmatch, ledger.specs)):
        raise Unsound("it holds a plan that is none")


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def values(each: Submission | Delivery | Meaning) -> Sequence[Any]:
    """The fields in order."""
    return [getattr(each, name) for name in each.__dataclass_fields__]
