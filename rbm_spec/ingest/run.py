"""Files and a store -> what was accepted and refused, and a ledger that says so; each file whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from rbm_spec.collect import rules
from rbm_spec.collect.confined import Readers
from rbm_spec.collect.tables import joined
from rbm_spec.ingest.checking import check, prepare
from rbm_spec.ingest.comparing import compare
from rbm_spec.ingest.earlier import State, verdict
from rbm_spec.ingest.intake import Received, Setting, receive
from rbm_spec.ingest.keeping import keep
from rbm_spec.ingest.marking import Step, mark_all
from rbm_spec.ingest.order import Order, Resubmission, Work, replaces
from rbm_spec.store.folder import Store


@dataclass(frozen=True)
class Outcome:
    """The files in the order in which they were named."""

    files: tuple[Received, ...]
    resubmissions: tuple[Resubmission, ...]

    @property
    def refused(self) -> tuple[Received, ...]:
        """Those with something wrong."""
        return tuple(each for each in self.files if each.troubles)


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
        work = Work(order, store, readers)
        _refuse_what_is_here(work, files)
        _check(work, files)
        compare(work, files)
        for each in files:
            in_order(each)
            if each.earlier and not each.known:
                each.notes.append(verdict(sum(table.rows for table in each.tables.values()), each.troubles))
        if order.marking:
            mark_all(order.plan, readers, files, step)
    if store is not None:
        keep(work, store, files)
    return Outcome(tuple(files), tuple(work.resubmissions))


def in_order(each: Received) -> None:
    """What is said of the whole file or table, then each table from top to bottom."""
    at = {dataset: number for number, dataset in enumerate(each.tables, start=1)}
    each.troubles.sort(key=lambda one: (at.get(one.dataset, 0) if one.order else 0, one))
    each.coercions.sort(key=lambda one: (at.get(one.dataset, 0), one))


def _refuse_what_is_here(work: Work, files: Sequence[Received]) -> None:
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


def _check(work: Work, files: Sequence[Received]) -> None:
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
        kept = [table for sent, _, table in work.of(target) if not any(replaces(each, sent, target) for each in files)]
        if kept:
            beside[target] = joined(kept)
    check(plan, files, beside)
