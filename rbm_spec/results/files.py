"""Facts -> CSV and JSON for programs. Numbers are written in full, without exponent."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from rbm_spec.collect.tables import Trouble
from rbm_spec.kernel.definitions import By
from rbm_spec.results.facts import Fact

COLUMNS = (
    "indicator", "component", "period", "cell", "value", "published", "reason", "status", "confidentiality", "n",
    "target", "assessment", "spec_hash", "data_hash",
)  # fmt: skip
_SEPARATORS = ";=%"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Which specs and which data the facts come from; hashes are SHA-256 in hex."""

    plan: str
    version: str
    period: str
    spec_hash: str
    data_hash: str


def to_csv(facts: Iterable[Fact], source: Provenance) -> str:
    """One line for each fact. A cell reads `grade=P5;gender=`, with nothing for *not stated*; the total has no text."""
    out = io.StringIO(newline="")
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(COLUMNS)
    for each in facts:
        lines.writerow(
            [
                each.indicator, each.component, each.period, cell_text(each.by), _text(each.value), each.published,
                each.reason, each.status, each.confidentiality, each.n, each.target, each.assessment,
                source.spec_hash, source.data_hash,
            ]
        )  # fmt: skip
    return out.getvalue()


def to_json(
    facts: Iterable[Fact],
    source: Provenance,
    withheld: Mapping[str, Sequence[Sequence[str]]],
    troubles: Iterable[Trouble],
) -> str:
    """The facts, the breakdowns that are withheld whole, and everything that is wrong with the data."""
    document = {
        "plan": {"id": source.plan, "version": source.version},
        "period": source.period,
        "spec_hash": source.spec_hash,
        "data_hash": source.data_hash,
        "faults": [
            {"file": each.file, "place": each.place, "dataset": each.dataset, "column": each.column,
             "value": each.value, "message": each.message}
            for each in troubles
        ],
        "withheld": {name: [list(paths) for paths in several] for name, several in withheld.items()},
        "results": [_object(each) for each in facts],
    }  # fmt: skip
    return json.dumps(document, indent=1, ensure_ascii=True) + "\n"


def cell_text(by: By) -> str:
    """A cell in one text, from which its codes can be read back: separators and what cannot be seen are `%3B`."""
    return ";".join(f"{path}={''.join(map(_shown, code or ''))}" for path, code in by)


def _shown(character: str) -> str:
    plain = character.isprintable() and character not in _SEPARATORS
    return character if plain else quote(character, safe="", errors="surrogatepass")


def _object(each: Fact) -> dict[str, Any]:
    return {
        "indicator": each.indicator,
        "component": each.component,
        "period": each.period,
        "cell": dict(each.by),
        "value": float(each.value) if isinstance(each.value, Decimal) else each.value,
        "published": each.published,
        "reason": each.reason,
        "status": each.status,
        "confidentiality": each.confidentiality,
        "n": each.n,
        "target": each.target,
        "assessment": each.assessment,
    }


def _text(value: Decimal | bool | None) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case _:
            return format(value, "f")
