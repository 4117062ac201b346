"""Data frames -> the rows of every dataset, collected and derived, with everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from ..kernel.faults import Fault
from ..kernel.periods import Period
from ..kernel.reading import several_newest

from .checks import check_key, check_references, check_rules, check_validity
from .definitions import Dataset, Plan
from .reading import empty, read_frame
from .rows import Rows, Table


@dataclass(frozen=True)
class Data:
    """The rows of the datasets by id, and the faults found in them. A derived dataset of nothing is not there."""

    rows: Mapping[str, Rows]
    faults: tuple[Fault, ...]

    def submitted(self, dataset: str) -> bool:
        """Whether there is such a dataset; one without rows is there too."""
        return dataset in self.rows and self.rows[dataset].submitted


def collect(plan: Plan, frames: Mapping[str, pd.DataFrame | None], faults: Sequence[Fault] = ()) -> Data:
    """The collected datasets, checked; a frame that is None or absent was not submitted."""
    found = list(faults)
    rows: dict[str, Rows] = {}
    collected = [dataset for dataset in plan.datasets if dataset.compute is None]
    for dataset in collected:
        frame = frames.get(dataset.id)
        if frame is None:
            columns = {name: empty(field, plan.codelists) for name, field in dataset.fields.items()}
            rows[dataset.id] = Rows(dataset, Table(0, columns), rows, plan.codelists, submitted=False)
        else:
            columns, wrong = read_frame(dataset, frame, plan.codelists)
            rows[dataset.id] = Rows(dataset, Table(len(frame), columns), rows, plan.codelists)
            found += wrong
    for dataset in collected:
        each = rows[dataset.id]
        told = {(fault.row, fault.column) for fault in found if fault.dataset == dataset.id}
        found += [
            fault
            for fault in check_key(each)
            if fault.value or not {(fault.row, fault.column), (0, fault.column)} & told
        ]
        found += [*check_references(each), *check_validity(each, plan.codelists)]
    return Data(rows, tuple(found))


def derive(plan: Plan, data: Data, period: Period) -> Data:
    """With the derived datasets of one period, and the rules checked."""
    rows, faults = dict(data.rows), list(data.faults)
    for dataset in plan.datasets:
        source = rows.get(dataset.source)
        if dataset.compute is not None and source is not None and source.submitted:
            table = dataset.compute(source, period)
            rows[dataset.id] = Rows(dataset, table, data.rows, plan.codelists)
            faults += _ties(dataset, table)
            faults += check_key(rows[dataset.id])
    for dataset in plan.datasets:
        if dataset.id in rows:
            faults += check_rules(rows[dataset.id], period)
    return Data(rows, tuple(faults))


def _ties(dataset: Dataset, table: Table) -> list[Fault]:
    return [
        Fault(dataset.id, 0, table.on, group, several_newest(group, count, day)) for group, count, day in table.ties
    ]
