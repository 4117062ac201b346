"""A dataset -> its Table Schema: types, constraints, primary key and foreign keys."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rbm_spec.expr.types import Kind
from rbm_spec.plan.model import Dataset, Field, Plan
from rbm_spec.plan.paths import entered

TYPES = {
    "string": "string",
    "code": "string",
    "integer": "integer",
    "number": "number",
    "money": "number",
    "date": "date",
    "datetime": "datetime",
    "boolean": "boolean",
}


def table_schema(plan: Plan, dataset: Dataset) -> dict[str, Any]:
    """The schema of the CSV file of one collected dataset."""
    schema: dict[str, Any] = {
        "fields": [_field(plan, field) for field in dataset.fields.values()],
        "missingValues": [""],
    }
    if dataset.spec.key:
        schema["primaryKey"] = list(dataset.spec.key)
    keys = [_foreign_key(plan, dataset, field) for field in dataset.fields.values() if field.type.dataset]
    if keys:
        schema["foreignKeys"] = keys
    return schema


def _field(plan: Plan, field: Field) -> dict[str, Any]:
    spec = field.spec
    assert spec is not None
    found: dict[str, Any] = {"name": field.id, "type": TYPES[entered(plan, field)], "title": field.label}
    if spec.help:
        found["description"] = spec.help
    if found["type"] == "boolean":
        found |= {"trueValues": ["true"], "falseValues": ["false"]}
    if spec.currency or spec.unit:
        found["unit"] = spec.currency or spec.unit
    constraints = _constraints(plan, field)
    if constraints:
        found["constraints"] = constraints
    return found


def _constraints(plan: Plan, field: Field) -> dict[str, Any]:
    spec = field.spec
    assert spec is not None
    found: dict[str, Any] = {}
    if spec.required:
        found["required"] = True
    if field.type.kind is Kind.CODE:
        found["enum"] = list(plan.codelists[field.type.codelist].codes)
    if spec.minimum is not None:
        found["minimum"] = bound(spec.type, spec.minimum, "T00:00:00")
    if spec.maximum is not None:
        found["maximum"] = bound(spec.type, spec.maximum, "T23:59:59.999999")
    if spec.pattern:
        # Some readers put ^ and $ around the pattern and would split its alternatives.
        found["pattern"] = f"({spec.pattern})" if "|" in spec.pattern else spec.pattern
    return found


def bound(type_: str, bound: Decimal | str, time: str) -> int | float | str:
    """A limit in the form of the values: days of datetimes are whole days."""
    if isinstance(bound, str):
        return bound + time if type_ == "datetime" else bound
    return int(bound) if bound == bound.to_integral_value() else float(bound)


def _foreign_key(plan: Plan, dataset: Dataset, field: Field) -> dict[str, Any]:
    target = plan.datasets[field.type.dataset]
    resource = "" if target.id == dataset.id else target.id
    return {"fields": [field.id], "reference": {"resource": resource, "fields": [target.spec.key[0]]}}
