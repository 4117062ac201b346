"""A field as written -> its type, once its list, dataset, currency, bounds and pattern fit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from rbm_spec.expr.types import BOOLEAN, DATE, DATETIME, NUMBER, TEXT, UNTYPED, Type, code, number, reference
from rbm_spec.model.spec import FieldSpec
from rbm_spec.plan import patterns
from rbm_spec.plan.context import FIELD, UNKNOWN_CODELIST, UNKNOWN_DATASET, Context

NUMERIC = ("integer", "number", "money")
DATED = ("date", "datetime")
NEEDED = {"code": "codelist", "reference": "dataset", "money": "currency"}


def field_type(context: Context, field: FieldSpec) -> Type:
    """The type of a field; UNTYPED where it is not known, which has been reported."""
    if context.damaged(field.where):
        return UNTYPED
    needed = NEEDED.get(field.type)
    if needed and getattr(field, needed) is None:
        context.report(
            FIELD, field.where.key(), f"A field of type {field.type} needs the key `{needed}`.", f"Add `{needed}:`."
        )
        return UNTYPED
    context.check_unit(field.unit, field.where)
    _check_bounds(context, field)
    if field.pattern is not None and (wrong := patterns.problem(field.pattern)):
        context.report(FIELD, field.where.at("pattern"), wrong)
    match field.type:
        case "code":
            return _code(context, field)
        case "reference":
            return _reference(context, field)
        case "money":
            return number(str(field.currency))
        case "integer" | "number":
            return number(field.unit) if field.unit and context.knows_unit(field.unit) else NUMBER
        case "date":
            return DATE
        case "datetime":
            return DATETIME
        case "boolean":
            return BOOLEAN
        case _:
            return TEXT


def _check_bounds(context: Context, field: FieldSpec) -> None:
    """Bounds are numbers for numbers and dates for dates; other types have none."""
    for key, bound in (("minimum", field.minimum), ("maximum", field.maximum)):
        wanted = "a number" if field.type in NUMERIC else "a date such as 2028-01-31" if field.type in DATED else None
        if bound is None or (field.type in NUMERIC and isinstance(bound, Decimal)):
            continue
        if wanted is None:
            context.report(FIELD, field.where.key(key), f"A field of type {field.type} has no {key}.")
        elif field.type in NUMERIC or not _is_date(str(bound)):
            context.report(FIELD, field.where.at(key), f"The {key} of a {field.type} is {wanted}; this is {bound}.")
    if field.pattern is not None and field.type != "string":
        context.report(FIELD, field.where.key("pattern"), f"A field of type {field.type} has no pattern.")


def _is_date(text: str) -> bool:
    """Whether the text is a day of the calendar."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _code(context: Context, field: FieldSpec) -> Type:
    if field.codelist not in context.spec.codelists:
        where = field.where.at("codelist")
        context.unknown(UNKNOWN_CODELIST, where, "code list", str(field.codelist), context.spec.codelists)
        return UNTYPED
    return code(str(field.codelist))


def _reference(context: Context, field: FieldSpec) -> Type:
    where = field.where.at("dataset")
    target = context.spec.datasets.get(str(field.dataset))
    if target is None:
        context.unknown(UNKNOWN_DATASET, where, "dataset", str(field.dataset), context.spec.datasets)
        return UNTYPED
    elif target.derive is not None:
        context.report(
            FIELD,
            where,
            f"{target.id} is derived; a reference leads to a dataset that is collected.",
        )
    elif len(target.key) != 1 and not context.lost(target.where.at("key")):
        message = f"A reference holds one value, but the key of {target.id} has {len(target.key)} fields."
        context.report(FIELD, where, message, "Refer to a dataset whose key is one field.")
    return reference(str(field.dataset))
