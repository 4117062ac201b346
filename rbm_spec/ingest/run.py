"""Files and a store -> what was accepted and refused, and a ledger that says so; each file whole or not at all."""

from __future__ import annotations

import hashlib
import itertools
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from rbm_spec.collect import rules
from rbm_spec.collect.confined import Readers
from rbm_spec.collect.tables import Collected, Table, Trouble, joined
from rbm_spec.ingest.checking import check, claimed, prepare
from rbm_spec.ingest.earlier import Find, State, verdict
from rbm_spec.ingest.intake import Received, Setting, receive
from rbm_spec.ingest.marking import Step, mark_all
from rbm_spec.kernel.faults import Fault, Wrong
from rbm_spec.plan.model import Plan
from rbm_spec.plan.stamp import meaning_hash
from rbm_spec.store.differences import Difference, Shared, difference, in_both
from rbm_spec.store.folder import DATA, FILES, Store
from rbm_spec.store.ledger import ACCEPTED, REFUSED, Delivery, Ledger, Meaning, Submission
from rbm_spec.store.reading import read_delivery
from rbm_spec.store.tables import origin_text, to_parquet

Standing = tuple[Submission, Delivery, Table]
MOST_SAID = 1_000
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


@dataclass(frozen=True)
class Outcome:
    """The files in the order in which they were named."""

    files: tuple[Received, ...]
    resubmissions: tuple[Resubmission, ...]

    @property
    def refused(self) -> tuple[Received, ...]:
        """Those with something wrong."""
        return tuple(each for each in self.files if each.troubles)


@dataclass
class _Work:
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


def ingest(order: Order, store: Store | None, step: Step) -> Outcome:
    """Read, check, compare, and keep; without a store only what is wrong is found. `step` hears how far the work is.

    Raises OSError with the store as it was.
    """
    with Readers() as readers:
        now = State(order.plan, order.plan_files)
        setting = Setting(order.plan, readers, order.period, order.language, now, order.find)
        files = []
        with ThreadPoolExecutor(1) as beside:
            beside.submit(prepare)
            for number, (name, path, sender) in enumerate(order.files, start=1):
                files.append(receive(setting, name, path, sender))
                step("Reading", number, len(order.files))
        work = _Work(order, store, readers)
        _refuse_what_is_here(work, files)
        _check(work, files)
        _compare(work, files)
        for each in files:
            in_order(each)
            if each.earlier and not each.known:
                each.notes.append(verdict(sum(table.rows for table in each.tables.values()), each.troubles))
        if order.marking:
            mark_all(order.plan, readers, files, step)
    if store is not None:
        _keep(work, store, files)
    return Outcome(tuple(files), tuple(work.resubmissions))


def in_order(each: Received) -> None:
    """What is said of the whole file or table, then each table from top to bottom."""
    at = {dataset: number for number, dataset in enumerate(each.tables, start=1)}
    each.troubles.sort(key=lambda one: (at.get(one.dataset, 0) if one.order else 0, one))
    each.coercions.sort(key=lambda one: (at.get(one.dataset, 0), one))


def _refuse_what_is_here(work: _Work, files: Sequence[Received]) -> None:
    """The same bytes again: in the store, or in another file of these."""
    seen: dict[str, Received] = {}
    counting = {sent.number for sent, _ in work.store.ledger.current()} if work.store else set()
    for each in files:
        before = work.store.ledger.of_hash(each.sha256) if work.store and each.sha256 else None
        if each.sha256 and each.sha256 in seen:
            each.known = True
            each.notes = [f"The same file as {seen[each.sha256].name}: what is said of that holds."]
        elif before is not None and before.number in counting:
            each.known = True
            each.notes = [f"In the store already, from {before.sender} on {before.received}: nothing changes."]
        elif before is not None:
            each.wrong(
                f"This is the file that {before.sender} sent on {before.received}; a later one has taken its place."
                " If it is to count again, open it, save it, and send that.",
                rule=rules.OLDER_FILE,
            )
        seen.setdefault(each.sha256, each)
        if each.known:
            each.tables, each.troubles, each.coercions = {}, [], []


def _check(work: _Work, files: Sequence[Received]) -> None:
    plan = work.order.plan
    targets = {
        field.type.dataset
        for each in files
        for dataset in each.tables
        for field in plan.datasets[dataset].fields.values()
        if field.type.dataset
    }
    pending = list(targets)
    while pending:
        further = {field.type.dataset for field in plan.datasets[pending.pop()].fields.values() if field.type.dataset}
        pending += further - targets
        targets |= further
    beside = {}
    for target in targets:
        kept = [table for sent, _, table in work.of(target) if not any(_replaces(each, sent, target) for each in files)]
        if kept:
            beside[target] = joined(kept)
    check(plan, files, beside)


def _replaces(new: Received, old: Submission, dataset: str) -> bool:
    """Whether a delivery takes the place of one that the same sender made for the same time."""
    if new.period is None or new.sender != old.sender or dataset not in new.tables:
        return False
    return new.period.start.isoformat() <= old.start and old.end <= new.period.end.isoformat()


def _overlaps(new: Received, old: Submission) -> bool:
    assert new.period is not None
    return new.period.start.isoformat() <= old.end and old.start <= new.period.end.isoformat()


def _compare(work: _Work, files: Sequence[Received]) -> None:
    for dataset in work.order.plan.datasets:
        able = [each for each in files if dataset in each.tables and each.period is not None]
        if able:
            _compare_with_others(work, dataset, able)
        for each in able:
            _look_at_days(work, each, dataset)
    groups: dict[tuple[str, str, str], list[Received]] = {}
    for each in files:
        for dataset in each.tables if each.period is not None else ():
            assert each.period is not None
            groups.setdefault((dataset, each.sender, each.period.label), []).append(each)
    for (dataset, _, _), several in groups.items():
        _compare_with_before(work, dataset, several)
    for (dataset, sender, period), several in groups.items():
        kept = [each for each in several if not each.troubles]
        if kept and (dataset, sender, period) in work.differences:
            number, found = work.differences[dataset, sender, period]
            assert work.store is not None
            replaced = work.store.ledger.submission(number).file
            work.resubmissions.append(Resubmission(dataset, sender, period, (replaced,), found))


def _compare_with_others(work: _Work, dataset: str, files: Sequence[Received]) -> None:
    """Rows that another sender has claimed, and rows that were there for another time."""
    standing = work.of(dataset)
    for each in files:
        for sent, _, _ in standing:
            if sent.sender == each.sender and _overlaps(each, sent) and not _replaces(each, sent, dataset):
                _refuse_part(each, sent, dataset)
    if not standing:
        return
    whose = [(sent.sender, sent.period) for sent, _, _ in standing]
    whose_now = [(each.sender, each.period.label if each.period else "") for each in files]
    # Rows of one sender and period take the place of each other, and need not be compared.
    teams = {pair: number for number, pair in enumerate(dict.fromkeys(whose + whose_now))}
    old = [(teams[pair], table) for pair, (_, _, table) in zip(whose, standing, strict=True)]
    new = [(teams[pair], each.tables[dataset]) for pair, each in zip(whose_now, files, strict=True)]
    again: dict[tuple[str, int], int] = {}
    for shared in in_both(work.order.plan.datasets[dataset], old, new):
        each, (sent, _, _) = files[shared.new[0]], standing[shared.old[0]]
        if _replaces(each, sent, dataset) or (sent.sender == each.sender and _overlaps(each, sent)):
            continue
        if _overlaps(each, sent):
            _refuse_claim(work, dataset, each, standing[shared.old[0]], shared)
        else:
            again[each.name, shared.old[0]] = again.get((each.name, shared.old[0]), 0) + 1
    for (name, number), count in again.items():
        sent = standing[number][0]
        work.again[name, dataset] = work.again.get((name, dataset), 0) + count
        rows = "1 row is" if count == 1 else f"{count:,} rows are"
        note = f"{dataset}: {rows} in {sent.period} too ({sent.file}); the later period counts."
        next(each for each in files if each.name == name).notes.append(note)


def _refuse_part(each: Received, sent: Submission, dataset: str) -> None:
    assert each.period is not None
    each.wrong(
        f"{each.period.label} lies in or across {sent.period}, which {sent.sender} has submitted already"
        f" ({sent.file}). Send all of {sent.period} again.",
        dataset,
        rule=rules.OTHER_PERIOD,
    )


def _refuse_claim(work: _Work, dataset: str, each: Received, there: Standing, shared: Shared) -> None:
    claim = Wrong(rules.CLAIMED_TWICE.code, "")
    first = work.order.plan.datasets[dataset].spec.key[0]
    sent, _, old = there
    at = _place(dataset, each.tables[dataset], Fault(dataset, shared.new[1], first, shared.key, claim))
    other = _place(dataset, old, Fault(dataset, shared.old[1], "", "", claim))
    each.troubles.append(replace(at, message=claimed(shared.key, sent.file, other.place, sent.sender)))


def _place(dataset: str, table: Table, fault: Fault) -> Trouble:
    return Collected({dataset: table}, (), frozenset(), "").place(fault)


def _look_at_days(work: _Work, each: Received, dataset: str) -> None:
    """Rows whose day lies outside the period: some are told, all are a mistake."""
    time, table = work.order.plan.datasets[dataset].time, each.tables[dataset]
    if time is None or time not in table.columns or not isinstance(table.columns[time], list) or each.period is None:
        return
    days = [(row, day[:10]) for row, day in enumerate(table.columns[time], start=1) if day]
    first, last = each.period.start.isoformat(), each.period.end.isoformat()
    outside = [(row, day) for row, day in days if not first <= day <= last]
    if not outside:
        return
    row, day = outside[0]
    place = Collected({dataset: table}, (), frozenset(), "").place
    at = place(Fault(dataset, row, time, day, Wrong(rules.OTHER_PERIOD.code, "")))
    if len(outside) == len(days) and all(len(day) == 10 and day[:4].isdigit() for _, day in days):
        span = f"from {min(days, key=lambda pair: pair[1])[1]} to {max(days, key=lambda pair: pair[1])[1]}"
        message = f"No row of {dataset} lies in {each.period.label}; they are {span}. Is this for another period?"
        each.troubles.append(replace(at, message=message))
    else:
        rows = "1 row does" if len(outside) == 1 else f"{len(outside):,} rows do"
        each.notes.append(f"{dataset}: {rows} not lie in {each.period.label}; the first is {at.place}, {day}.")


def _compare_with_before(work: _Work, dataset: str, several: list[Received]) -> None:
    """What the files of a sender change of what the same sender sent before."""
    before = [(sent, old) for sent, _, old in work.of(dataset) if _replaces(several[0], sent, dataset)]
    if not before:
        return
    if any(each.troubles for each in several):
        for each in several:
            if not each.troubles:
                message = "Another file of this sender for the same table was refused; they take effect together."
                each.wrong(message, dataset, rule=rules.TOGETHER)
        return
    plan, first = work.order.plan, several[0]
    found = difference(
        plan.datasets[dataset], joined([old for _, old in before]), joined([f.tables[dataset] for f in several])
    )
    if found.removed and not found.shared and not work.order.replace:
        names = ", ".join(dict.fromkeys(sent.file for sent, _ in before))
        for each in several:
            each.wrong(
                f"None of the {found.removed:,} rows of {dataset} that {each.sender} sent before ({names}) is in this"
                " file. To take them all back, say --replace; if this adds to them, name another --sender.",
                dataset,
                rule=rules.TAKEN_BACK,
            )
        return
    assert first.period is not None
    work.differences[dataset, first.sender, first.period.label] = before[0][0].number, found


def _keep(work: _Work, store: Store, files: Sequence[Received]) -> None:
    """Everything that came, then the ledger."""
    new = [each for each in files if each.sha256 and not each.known and not _is_kept(store.ledger, work.order, each)]
    if not new:
        return
    order, ledger = work.order, store.ledger
    number = len(ledger.submissions)
    run = number + 1
    submissions, deliveries = list(ledger.submissions), list(ledger.deliveries)
    told: set[tuple[str, str, str]] = set()
    for each in new:
        number += 1
        store.keep(FILES, each.sha256, each.content)
        submissions.append(_submission(order, each, number, run))
        for dataset, table in each.tables.items() if not each.troubles else ():
            deliveries.append(_delivery(work, store, each, number, dataset, table, told))
    store.keep_plan(order.digest, order.plan_files)
    meanings = [
        Meaning(each.id, meaning_hash(order.plan, each.id), order.digest)
        for each in order.plan.datasets.values()
        if each.derivation is None
    ]
    known = set(ledger.meanings)
    store.commit(
        Ledger(
            ledger.plan,
            tuple(submissions),
            tuple(deliveries),
            (*ledger.meanings, *(each for each in meanings if each not in known)),
            {**ledger.specs, order.digest: order.plan.spec.version},
        )
    )


def _is_kept(ledger: Ledger, order: Order, each: Received) -> bool:
    """Whether the same was refused before, under the same plan."""
    return bool(each.troubles) and any(
        (sent.sha256, sent.sender, sent.spec, sent.state) == (each.sha256, each.sender, order.digest, REFUSED)
        for sent in ledger.submissions
    )


def _submission(order: Order, each: Received, number: int, run: int) -> Submission:
    period = each.period
    return Submission(
        number, run, each.name, each.sha256, len(each.content), each.sender, each.office, order.received,
        period.label if period else "", period.start.isoformat() if period else "",
        period.end.isoformat() if period else "", order.plan.spec.version, order.digest, each.stamp,
        REFUSED if each.troubles else ACCEPTED, _said(each),
    )  # fmt: skip


def _said(each: Received) -> str:
    findings = [[one.place, one.dataset, one.column, one.message] for one in each.troubles[:MOST_SAID]]
    coercions = [[one.place, one.dataset, one.column, one.before, one.after] for one in each.coercions]
    said = {"findings": findings, "coercions": coercions, "notes": each.notes, "datasets": sorted(each.tables)}
    return json.dumps(said, sort_keys=True, separators=(",", ":"))


def _delivery(
    work: _Work, store: Store, each: Received, number: int, dataset: str, table: Table, told: set[tuple[str, str, str]]
) -> Delivery:
    assert each.period is not None
    content = each.content if each.kind == ".parquet" else to_parquet(table)
    digest = hashlib.sha256(content).hexdigest()
    store.keep(DATA, f"{digest}.parquet", content)
    group = dataset, each.sender, each.period.label
    replaces, found = work.differences.get(group, (0, Difference(added=table.rows)))
    if group in told:  # the counts are those of all files together, and stand with the first
        found = Difference()
    if replaces:
        told.add(group)
    return Delivery(
        number, dataset, meaning_hash(work.order.plan, dataset), digest, table.rows, origin_text(table),
        replaces, found.added, found.removed, found.changed, work.again.get((each.name, dataset), 0),
    )  # fmt: skip


def senders(files: Iterable[Path], sender: str, by_file: Mapping[str, str]) -> list[tuple[str, Path, str]]:
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
