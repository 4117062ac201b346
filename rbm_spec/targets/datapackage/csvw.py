"""Collected datasets -> CSVW metadata of their CSV files: datatypes, keys between tables, codes as patterns.

What people read goes into `dc:title` and `dc:description`: the headers of the files are field ids, and CSVW compares
headers with `titles`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rbm_spec.expr.types import Kind
from rbm_spec.plan.model import Dataset, Field, Plan
from rbm_spec.plan.paths import entered
from rbm_spec.plan.patterns import one_of, portable
from rbm_spec.plan.stamp import meaning_hash
from rbm_spec.targets.datapackage.schema import bound

BASES = {
    "string": {"base": "string"},
    "code": {"base": "string"},
    "integer": {"base": "integer"},
    "number": {"base": "decimal"},
    "money": {"base": "decimal"},
    "date": {"base": "date", "format": "yyyy-MM-dd"},
    "datetime": {"base": "dateTime"},
    "boolean": {"base": "boolean", "format": "true|false"},
}


def table_group(plan: Plan, datasets: Iterable[Dataset], descriptions: dict[str, str]) -> dict[str, Any]:
    """The metadata of all tables together, so that they can refer to each other. `descriptions` are by dataset."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": plan.spec.authoring_language}],
        "dc:title": plan.spec.title,
        "dc:hasVersion": plan.spec.version,
        "tables": [_table(plan, dataset, descriptions[dataset.id]) for dataset in datasets],
    }


def _table(plan: Plan, dataset: Dataset, description: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"columns": [_column(plan, field) for field in dataset.fields.values()]}
    if dataset.spec.key:
        schema["primaryKey"] = list(dataset.spec.key)
    keys = [_foreign_key(plan, field) for field in dataset.fields.values() if field.type.dataset]
    if keys:
        schema["foreignKeys"] = keys
    return {
        "url": f"{dataset.id}.csv",
        "dc:title": dataset.spec.title,
        "dc:description": description,
        "dc:identifier": meaning_hash(plan, dataset.id),
        "tableSchema": schema,
    }


def _column(plan: Plan, field: Field) -> dict[str, Any]:
    spec = field.spec
    assert spec is not None
    found: dict[str, Any] = {"name": field.id, "dc:title": field.label}
    if spec.help:
        found["dc:description"] = spec.help
    found["datatype"] = _datatype(plan, field)
    if spec.required:
        found["required"] = True
    return found


def _datatype(plan: Plan, field: Field) -> dict[str, Any]:
    spec = field.spec
    assert spec is not None
    found: dict[str, Any] = dict(BASES[entered(plan, field)])
    if field.type.kind is Kind.CODE:
        found["format"] = one_of(plan.codelists[field.type.codelist].codes)
    elif spec.pattern and (said := portable(spec.pattern)):
        found["format"] = said
    if spec.minimum is not None:
        found["minimum"] = bound(spec.type, spec.minimum, "T00:00:00")
    if spec.maximum is not None:
        found["maximum"] = bound(spec.type, spec.maximum, "T23:59:59.999999")
    return found


def _foreign_key(plan: Plan, field: Field) -> dict[str, Any]:
    target = plan.datasets[field.type.dataset]
    reference = {"resource": f"{target.id}.csv", "columnReference": target.spec.key[0]}
    return {"columnReference": field.id, "reference": reference}
