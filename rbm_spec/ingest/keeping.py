"""Files that were judged -> the store, in which everything that came is kept, and a ledger that says so."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from rbm_spec.collect.tables import Table
from rbm_spec.ingest.intake import Received
from rbm_spec.ingest.order import Order, Work
from rbm_spec.plan.stamp import meaning_hash
from rbm_spec.store.differences import Difference
from rbm_spec.store.folder import DATA, FILES, Store
from rbm_spec.store.ledger import ACCEPTED, REFUSED, Delivery, Ledger, Meaning, Submission
from rbm_spec.store.tables import origin_text, to_parquet

MOST_SAID = 1_000


def keep(work: Work, store: Store, files: Sequence[Received]) -> None:
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
    work: Work, store: Store, each: Received, number: int, dataset: str, table: Table, told: set[tuple[str, str, str]]
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
