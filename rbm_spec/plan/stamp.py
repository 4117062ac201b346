"""A dataset -> the hash of what it means, and the stamp that templates carry so that returned files can be told apart.

The hash covers what decides whether data entered earlier still fits: fields with their types and limits, the codes of
their lists, key, time and rules. Labels, help texts, the order of rules and of what they join, and whatever else can be
written otherwise freely are left out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rbm_spec.expr.forms import one_form
from rbm_spec.expr.nodes import names
from rbm_spec.expr.types import Kind
from rbm_spec.model.spec import CodelistSpec
from rbm_spec.plan.model import Dataset, Field, Plan
from rbm_spec.plan.paths import steps

SHEET = "rbm-spec"
FORMAT = "rbm-spec entry workbook 1"
SHORT = 12


@dataclass(frozen=True, slots=True)
class Table:
    """A dataset in a workbook: its sheet, the hash of its meaning, and the sheet's row of field ids, from 1.

    `answer` is the cell of the read-me sheet, such as `E28`, in which the office says `true` when the table is complete
    for the period. Without an answer, a table without rows was not submitted.
    """

    sheet: str
    meaning: str
    header: int
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where a template comes from; `tables` by dataset. `period` is the cell of the sheet `readme` for the period."""

    plan: str
    version: str
    owner: str
    tables: Mapping[str, Table]
    readme: str = ""
    period: str = ""

    @property
    def short(self) -> str:
        """Twelve characters that differ when the meaning of any table does, for people to compare."""
        each = [(dataset, table.meaning) for dataset, table in sorted(self.tables.items())]
        return _digest([self.plan, *each])[:SHORT]


def written(stamp: Stamp) -> tuple[tuple[str, ...], ...]:
    """The rows of the hidden sheet."""
    head = (("format", FORMAT), ("plan", stamp.plan), ("version", stamp.version), ("owner", stamp.owner))
    tables = (
        ("table", dataset, table.meaning, table.sheet, str(table.header), table.answer)
        for dataset, table in stamp.tables.items()
    )
    return (*head, *tables, ("readme", stamp.readme), ("period", stamp.period))


def read(rows: Iterable[Sequence[str]]) -> Stamp | None:
    """The stamp back from the rows of the hidden sheet; None when it is not ours or damaged."""
    head: dict[str, str] = {}
    tables = {}
    for row in rows:
        match list(row):
            case ["table", dataset, meaning, sheet, header, *answer] if header.isascii() and header.isdigit():
                tables[dataset] = Table(sheet, meaning, int(header), *answer[:1])
            case [key, value, *_]:
                head[key] = value
    if head.get("format") != FORMAT or not {"plan", "version", "owner"} <= head.keys():
        return None
    readme, period = head.get("readme", ""), head.get("period", "")
    return Stamp(head["plan"], head["version"], head["owner"], tables, readme, period)


def form_version(plan: Plan, dataset_id: str) -> str:
    """The version of a form for a collected dataset, `1.0.0-4f2a8eeabc12`: another one when the meaning changes."""
    return f"{plan.spec.version}-{short_hash(plan, dataset_id)}"


def short_hash(plan: Plan, dataset_id: str) -> str:
    """The beginning of the hash of a dataset's meaning, enough to tell its meanings apart."""
    return meaning_hash(plan, dataset_id)[:SHORT]


def meaning_hash(plan: Plan, dataset_id: str) -> str:
    """SHA-256, in hexadecimal, of the meaning of a collected dataset. KeyError if there is none of this id."""
    dataset = plan.datasets[dataset_id]
    assert dataset.derivation is None, "derived datasets are computed; nobody returns them"
    attributes = _attributes_read(plan, dataset)
    return _digest(
        {
            "dataset": dataset.id,
            "fields": {name: _field(plan, field) for name, field in dataset.fields.items()},
            "codelists": {
                name: _codelist(plan.codelists[name], attributes.get(name, set()))
                for name in {field.type.codelist for field in dataset.fields.values()} | attributes.keys()
                if name
            },
            "key": list(dataset.spec.key),
            "time": dataset.time,
            "rules": sorted(one_form(rule.condition) for rule in dataset.rules),
        }
    )


def _digest(meaning: Any) -> str:
    text = json.dumps(meaning, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _field(plan: Plan, field: Field) -> dict[str, Any]:
    spec = field.spec
    assert spec is not None
    said: dict[str, Any] = {
        "type": spec.type,
        "codelist": spec.codelist,
        "currency": spec.currency,
        "unit": spec.unit,
        "required": spec.required or None,
        "minimum": _bound(spec.minimum),
        "maximum": _bound(spec.maximum),
        "pattern": spec.pattern,
    }
    if field.type.kind is Kind.REFERENCE:
        target = plan.datasets[field.type.dataset]
        key = target.fields[target.spec.key[0]].spec
        said["reference"] = [target.id, target.spec.key[0], key.type if key else None]
    return {key: value for key, value in said.items() if value is not None}


def _bound(bound: Decimal | str | None) -> str | None:
    """The limit as text, the same for 1 and 1.0."""
    return format(bound.normalize(), "f") if isinstance(bound, Decimal) else bound


def _codelist(codelist: CodelistSpec, attributes: set[str]) -> dict[str, Any]:
    return {
        code: [each.valid_from, each.valid_to, {name: _plain(each.attributes.get(name)) for name in attributes}]
        for code, each in codelist.codes.items()
    }


def _plain(value: str | bool | Decimal | None) -> str | bool | None:
    return _bound(value) if isinstance(value, Decimal) else value


def _attributes_read(plan: Plan, dataset: Dataset) -> dict[str, set[str]]:
    """By list, the attributes of codes that the rules of the dataset read."""
    found: dict[str, set[str]] = {}
    for rule in dataset.rules:
        for name in names(rule.condition):
            for step in steps(plan, dataset.id, name.parts) if name.role == "field" else ():
                if step.codelist:
                    found.setdefault(step.codelist, set()).add(step.name)
    return found
