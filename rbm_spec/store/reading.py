"""Deliveries of a store -> tables, each held against its hash and read in a child process as any other file is."""

from __future__ import annotations

import errno
import hashlib
from dataclasses import replace

from rbm_spec.collect import limits
from rbm_spec.collect.confined import Readers
from rbm_spec.collect.folder import content_of
from rbm_spec.collect.tables import Table, Wanted
from rbm_spec.plan.model import Dataset
from rbm_spec.store.folder import Store, digest_of
from rbm_spec.store.ledger import Delivery, Submission
from rbm_spec.store.tables import origin_of


def read_delivery(
    store: Store, readers: Readers, dataset: Dataset, sent: Submission, delivery: Delivery, in_place: bool = False
) -> Table:
    """The rows as they were accepted; with `in_place` they stay in the file. Raises OSError where they are not that."""
    path = store.data(delivery.data)
    wanted = Wanted.of(dataset)
    if in_place:
        sound = digest_of(path) == delivery.data
        table, troubles = readers.inspect(wanted, path) if sound else (None, [])
    else:
        content = content_of(path, limits.TABLE_BYTES)
        sound = isinstance(content, bytes) and hashlib.sha256(content).hexdigest() == delivery.data
        assert isinstance(content, bytes) or not sound
        table, troubles = readers.table("parquet", wanted, path.name, content) if sound else (None, [])  # type: ignore[arg-type]
    if table is None or troubles or table.rows != delivery.rows:
        raise OSError(errno.EIO, "The store is damaged: these are not the rows that were put into it", str(path))
    try:
        origin = origin_of(f"{sent.file} ({sent.sender}, {sent.received})", delivery.origin, delivery.rows)
    except ValueError as error:
        raise OSError(errno.EIO, "The store is damaged: the ledger says no places", str(path)) from error
    return replace(table, origins=(origin,))
