"""Files and what is in the store -> what they change of it, and what does not go together with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rbm_spec.collect import rules
from rbm_spec.collect.tables import Collected, Table, Trouble, joined
from rbm_spec.ingest.checking import claimed
from rbm_spec.ingest.intake import Received
from rbm_spec.ingest.order import Resubmission, Standing, Work, overlaps, replaces
from rbm_spec.kernel.faults import Fault, Wrong
from rbm_spec.store.differences import Shared, difference, in_both
from rbm_spec.store.ledger import Submission


def compare(work: Work, files: Sequence[Received]) -> None:
    """Look at the files beside what counts in the store; what is found goes into the files and the work."""
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


def _compare_with_others(work: Work, dataset: str, files: Sequence[Received]) -> None:
    """Rows that another sender has claimed, and rows that were there for another time."""
    standing = work.of(dataset)
    for each in files:
        for sent, _, _ in standing:
            if sent.sender == each.sender and overlaps(each, sent) and not replaces(each, sent, dataset):
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
        if replaces(each, sent, dataset) or (sent.sender == each.sender and overlaps(each, sent)):
            continue
        if overlaps(each, sent):
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


def _refuse_claim(work: Work, dataset: str, each: Received, there: Standing, shared: Shared) -> None:
    claim = Wrong(rules.CLAIMED_TWICE.code, "")
    first = work.order.plan.datasets[dataset].spec.key[0]
    sent, _, old = there
    at = _place(dataset, each.tables[dataset], Fault(dataset, shared.new[1], first, shared.key, claim))
    other = _place(dataset, old, Fault(dataset, shared.old[1], "", "", claim))
    each.troubles.append(replace(at, message=claimed(shared.key, sent.file, other.place, sent.sender)))


def _place(dataset: str, table: Table, fault: Fault) -> Trouble:
    return Collected({dataset: table}, (), frozenset(), "").place(fault)


def _look_at_days(work: Work, each: Received, dataset: str) -> None:
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


def _compare_with_before(work: Work, dataset: str, several: list[Received]) -> None:
    """What the files of a sender change of what the same sender sent before."""
    before = [(sent, old) for sent, _, old in work.of(dataset) if replaces(several[0], sent, dataset)]
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
