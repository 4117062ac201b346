"""Named files and a store -> an order to take these in, and the work on it: what the store holds, what was found."""

from __future__ import annotations

import itertools
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rbm_spec.collect.confined import Readers
from rbm_spec.collect.tables import Table
from rbm_spec.ingest.earlier import Find
from rbm_spec.ingest.intake import Received
from rbm_spec.plan.model import Plan
from rbm_spec.store.differences import Difference
from rbm_spec.store.folder import Store
from rbm_spec.store.ledger import Delivery, Submission
from rbm_spec.store.reading import read_delivery

Standing = tuple[Submission, Delivery, Table]
LONGEST_NAME = 400


@dataclass(frozen=True)
class Order:
    """What was asked for: `files` by the name under which they are spoken of, with their senders."""

    plan: Plan
    files: Sequence[tuple[str, Path, str]]
    received: str
    period: str
    language: str
    plan_files: Mapping[str, bytes]
    digest: str
    replace: bool = False
    marking: bool = False
    find: Find = lambda dataset, meaning: None


@dataclass(frozen=True)
class Resubmission:
    """What the files of a sender change of what the sender submitted before for the same period."""

    dataset: str
    sender: str
    period: str
    replaces: tuple[str, ...]
    difference: Difference


def senders_of(files: Iterable[Path], sender: str, by_file: Mapping[str, str]) -> list[tuple[str, Path, str]]:
    """Each file with the name under which it is spoken of, which no other has, and its sender."""
    several = list(files)
    counts = Counter(path.name for path in several)
    named: dict[str, tuple[str, Path, str]] = {}
    for path in several:
        shown = os.fsencode(path.name if counts[path.name] == 1 else path).decode("utf-8", "replace")[-LONGEST_NAME:]
        name = next(each for each in _different(shown) if each not in named)
        named[name] = name, path, by_file.get(path.name, sender)
    return list(named.values())


def _different(name: str) -> Iterator[str]:
    yield name
    for number in itertools.count(2):
        yield f"{name} ({number})"


@dataclass
class Work:
    """The store as it was, and what has been found of it."""

    order: Order
    store: Store | None
    readers: Readers
    standing: dict[str, list[Standing]] = field(default_factory=dict)
    resubmissions: list[Resubmission] = field(default_factory=list)
    differences: dict[tuple[str, str, str], tuple[int, Difference]] = field(default_factory=dict)
    again: dict[tuple[str, str], int] = field(default_factory=dict)

    def of(self, dataset: str) -> list[Standing]:
        """What counts of a dataset now, read once."""
        if dataset not in self.standing:
            plan, store = self.order.plan, self.store
            self.standing[dataset] = [
                (sent, each, read_delivery(store, self.readers, plan.datasets[dataset], sent, each))
                for sent, each in (store.ledger.current() if store else ())
                if each.dataset == dataset and store is not None
            ]
        return self.standing[dataset]


def replaces(new: Received, old: Submission, dataset: str) -> bool:
    """Whether a delivery takes the place of one that the same sender made for the same time."""
    if new.period is None or new.sender != old.sender or dataset not in new.tables:
        return False
    return new.period.start.isoformat() <= old.start and old.end <= new.period.end.isoformat()


def overlaps(new: Received, old: Submission) -> bool:
    """Whether a delivery is about a time that another is about too; its period must be known."""
    assert new.period is not None
    return new.period.start.isoformat() <= old.end and old.start <= new.period.end.isoformat()
