"""Deliveries of a store -> tables, each held against its hash and read in a child process as any other file is."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from rbm_spec.collect import limits
from rbm_spec.collect.confined import Readers
from rbm_spec.collect.folder import content_of
from rbm_spec.collect.tables import Collected, Origin, Table, Wanted, joined
from rbm_spec.kernel.periods import Period
from rbm_spec.kernel.submissions import Days
from rbm_spec.plan.model import Dataset, Plan
from rbm_spec.store.differences import in_both
from rbm_spec.store.folder import Store, digest_of
from rbm_spec.store.ledger import REFUSED, Delivery, Ledger, Submission
from rbm_spec.store.tables import fields_of, origin_of

Kept = tuple[Submission, Delivery]


@dataclass(frozen=True, slots=True)
class Pending:
    """That a sender has still to send a dataset for a time, from its first to its last day in ISO form."""

    dataset: str
    sender: str
    start: str
    end: str


@dataclass(frozen=True)
class Standing:
    """What counts: the tables, the days for which each dataset was submitted, and who delivered what, as it came.

    `notes` say what a reader of figures must know of it. `pending` are senders whose files were refused, and who have
    sent nothing else for the dataset and time.
    """

    collected: Collected
    spans: dict[str, tuple[Days, ...]]
    kept: tuple[Kept, ...]
    notes: tuple[str, ...]
    pending: tuple[Pending, ...] = ()


def read_standing(plan: Plan, store: Store, periods: Sequence[Period], in_place: bool = False) -> Standing:
    """All that was submitted for periods that begin before the last of `periods` ends. Raises OSError.

    Of rows with one key that were submitted for several periods the one of the latest counts.
    """
    until = max(period.end for period in periods).isoformat()
    kept = [pair for pair in store.ledger.current(until) if _is_collected(plan, pair[1].dataset)]
    tables: dict[str, list[tuple[Kept, Table]]] = {}
    notes: list[str] = []
    with Readers() as readers:
        for sent, each in kept:
            dataset = plan.datasets[each.dataset]
            table = read_delivery(store, readers, dataset, sent, each, in_place)
            tables.setdefault(each.dataset, []).append(((sent, each), table))
    for name, several in tables.items():
        if len({sent.period for (sent, _), _ in several}) > 1 and any(each.again for (_, each), _ in several):
            tables[name] = list(_latest(plan.datasets[name], several))
            left_out = sum(each.rows for (_, each), _ in several) - sum(table.rows for _, table in tables[name])
            rows = "1 row" if left_out == 1 else f"{left_out:,} rows"
            notes.append(f"{rows} of {name} came again for a later period, and count as they are there.")
    pending = _pending(plan, store.ledger, periods, kept)
    digest = _digest(kept, pending)
    joined_ = {name: joined([table for _, table in several]) for name, several in sorted(tables.items())}
    spans = {
        name: tuple(sorted({(_day(sent.start), _day(sent.end)) for (sent, _), _ in tables.get(name, ())}))
        for name in plan.datasets
        if _is_collected(plan, name)
    }
    return Standing(Collected(joined_, (), frozenset(), digest), spans, tuple(kept), tuple(notes), pending)


def ledger_of(plan: Plan, ledger: Ledger, periods: Sequence[Period], digest: str) -> Ledger | None:
    """The newest state of a ledger in which what counts has this digest."""
    until = max(period.end for period in periods).isoformat()
    for run in sorted({sent.run for sent in ledger.submissions}, reverse=True):
        then = ledger.until(run)
        kept = [pair for pair in then.current(until) if _is_collected(plan, pair[1].dataset)]
        if _digest(kept, _pending(plan, then, periods, kept)) == digest:
            return then
    return None


def _pending(plan: Plan, ledger: Ledger, periods: Sequence[Period], kept: Sequence[Kept]) -> tuple[Pending, ...]:
    """Those of the periods, each once.

    A file whose period nobody knows may be for any, until another of the sender is taken. Of a file that could not be
    read at all nobody knows what it was.
    """
    first, last = min(each.start for each in periods).isoformat(), max(each.end for each in periods).isoformat()
    newest = {(each.dataset, ledger.submission(each.submission).sender): each.submission for each in ledger.deliveries}
    found = set()
    for sent in ledger.submissions:
        if sent.state == REFUSED and sent.sender and (not sent.start or (sent.start <= last and sent.end >= first)):
            for dataset in sent.datasets:
                if sent.start:
                    found.add(Pending(dataset, sent.sender, sent.start, sent.end))
                elif newest.get((dataset, sent.sender), 0) < sent.number:
                    found.add(Pending(dataset, sent.sender, first, last))
    several = sorted(found, key=lambda each: (each.dataset, each.sender, each.start, each.end))
    return tuple(each for each in several if _is_collected(plan, each.dataset) and not _came(each, kept))


def _came(pending: Pending, kept: Sequence[Kept]) -> bool:
    """Whether something of the sender counts for the dataset and a part of the time."""
    return any(
        (each.dataset, sent.sender) == (pending.dataset, pending.sender)
        and sent.start <= pending.end
        and sent.end >= pending.start
        for sent, each in kept
    )


def _digest(kept: Sequence[Kept], pending: Sequence[Pending]) -> str:
    """The hash of what counts: which rows, of which dataset, for which period; and of what is still to come."""
    lines = sorted(f"{each.data} {each.dataset} {sent.period}" for sent, each in kept)
    lines += [f"pending {each.dataset} {each.start} {each.end} {each.sender}" for each in pending]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _is_collected(plan: Plan, dataset: str) -> bool:
    return dataset in plan.datasets and plan.datasets[dataset].derivation is None


def _latest(dataset: Dataset, several: Sequence[tuple[Kept, Table]]) -> list[tuple[Kept, Table]]:
    """The tables without the rows that a later period has too; they come in the order of periods."""
    periods = list(dict.fromkeys(sent.period for (sent, _), _ in several))
    tables = [(periods.index(sent.period), table) for (sent, _), table in several]
    gone: dict[int, set[int]] = {}
    for each in in_both(dataset, tables, tables):
        if each.old[0] < each.new[0]:
            gone.setdefault(each.old[0], set()).add(each.old[1] - 1)
    return [
        (kept, _without(table, tuple(sorted(gone.get(number, ()))))) for number, (kept, table) in enumerate(several)
    ]


def _without(table: Table, rows: tuple[int, ...]) -> Table:
    if not rows:
        return table
    (origin,) = table.origins
    gone = frozenset(rows)
    stays = [row for row in range(len(origin.places)) if row not in gone]
    origins = (replace(origin, places=[origin.places[row] for row in stays]),)
    if table.path is not None:
        return replace(table, origins=origins, without=rows)
    import pyarrow as arrow

    taken = arrow.array(stays, arrow.int64())  # of no rows the type cannot be seen
    return replace(table, columns={name: column.take(taken) for name, column in table.columns.items()}, origins=origins)


def read_delivery(
    store: Store, readers: Readers, dataset: Dataset, sent: Submission, delivery: Delivery, in_place: bool = False
) -> Table:
    """The rows as they were accepted; with `in_place` they stay in the file. Raises OSError where they are not that.

    Columns that the plan has no longer are left out.
    """
    path = store.data(delivery.data)
    damaged = OSError(errno.EIO, "The store is damaged: these are not the rows that were put into it", str(path))
    try:
        wanted = Wanted(dataset.id, fields_of(delivery.origin))
        origin = origin_of(sent.file, delivery.origin, delivery.rows)
    except ValueError as error:
        raise damaged from error
    if in_place and set(wanted.fields) <= set(dataset.fields):
        if digest_of(path) != delivery.data:
            raise damaged
        table, troubles = readers.inspect(wanted, path)
    else:
        content = content_of(path, limits.TABLE_BYTES)
        if not isinstance(content, bytes) or hashlib.sha256(content).hexdigest() != delivery.data:
            raise damaged
        table, troubles = readers.table("parquet", wanted, path.name, content)
    if table is None or troubles or table.rows != delivery.rows:
        raise damaged
    columns = {name: column for name, column in table.columns.items() if name in dataset.fields}
    return replace(table, columns=columns, origins=(_named(origin, sent),))


def _named(origin: Origin, sent: Submission) -> Origin:
    return replace(origin, file=f"{sent.file} ({sent.sender}, {sent.received})")


def _day(text: str) -> date:
    return date.fromisoformat(text)
