"""Facts -> CSV and JSON for programs, and what is wrong with the data as a file of its own.

Numbers are written in full, without exponent. Nothing that rows about people say gets into these files.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from rbm_spec.collect.tables import Trouble
from rbm_spec.kernel.lines import COLUMNS, cell_text, csv_text
from rbm_spec.plan.model import Plan
from rbm_spec.results.facts import Fact
from rbm_spec.results.privacy import without_values

ALL_COLUMNS = (*COLUMNS, "target", "spec_hash", "data_hash", "synthetic")


@dataclass(frozen=True, slots=True)
class Given:
    """What a folder holds of a collected dataset: its rows, the faults in them, and SHA-256 in hex of files by name.

    `rows` is None where nothing was submitted that could be read, and where rows are people.
    """

    dataset: str
    submitted: bool
    rows: int | None
    faults: int
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Which specs and which data the facts come from; hashes are SHA-256 in hex. `synthetic`: the data is made up.

    `datasets` are the collected ones behind the facts; none where the data comes from a store, which tells more.
    """

    plan: str
    version: str
    period: str
    spec_hash: str
    data_hash: str
    synthetic: bool = False
    datasets: tuple[Given, ...] = ()


def to_csv(facts: Iterable[Fact], source: Provenance) -> str:
    """One line for each fact."""
    return csv_text(ALL_COLUMNS, [list(_line(each, source)) for each in facts])


def _line(each: Fact, source: Provenance) -> Iterator[object]:
    for name in COLUMNS:
        yield cell_text(each.by) if name == "cell" else getattr(each, name)
    yield from (each.target, source.spec_hash, source.data_hash, source.synthetic)


def to_json(
    facts: Iterable[Fact],
    source: Provenance,
    withheld: Mapping[str, Sequence[Sequence[str]]],
    faults: int,
    notes: Sequence[str] = (),
    submitted: Sequence[Mapping[str, Any]] | None = None,
) -> str:
    """The facts, the breakdowns that are withheld whole, how many faults the data has, and what else is to be said.

    `submitted` says who sent what, where the data comes from a store.
    """
    document = {
        **_head(source),
        "notes": list(notes),
        **({} if submitted is None else {"submitted": list(submitted)}),
        "faults": faults,
        "datasets": [asdict(each) for each in source.datasets],
        "withheld": {name: [list(paths) for paths in several] for name, several in withheld.items()},
        "results": [_object(each) for each in facts],
    }
    return _text(document)


def faults_json(plan: Plan, troubles: Iterable[Trouble], source: Provenance) -> str:
    """Everything that is wrong with the data; of rows about people the place and the rule, never a value."""
    return _text({**_head(source), "faults": [_fault(plan, each) for each in troubles]})


def _head(source: Provenance) -> dict[str, Any]:
    return {
        "plan": {"id": source.plan, "version": source.version},
        "period": source.period,
        "spec_hash": source.spec_hash,
        "data_hash": source.data_hash,
        "synthetic": source.synthetic,
    }


def _fault(plan: Plan, trouble: Trouble) -> dict[str, str]:
    dataset = plan.datasets.get(trouble.dataset)
    personal = dataset is not None and dataset.personal
    each = without_values(dataset, trouble) if dataset and personal else trouble
    said = {"rule": each.code, "file": each.file, "place": each.place, "dataset": each.dataset, "column": each.column}
    return said | ({} if personal else {"value": each.value}) | {"message": each.message}


def _object(each: Fact) -> dict[str, Any]:
    said = {name: getattr(each, name) for name in COLUMNS if name != "cell"}
    value = float(each.value) if isinstance(each.value, Decimal) else each.value
    return said | {"cell": dict(each.by), "value": value, "target": each.target}


def _text(document: Mapping[str, Any]) -> str:
    return json.dumps(document, indent=1, ensure_ascii=True) + "\n"
