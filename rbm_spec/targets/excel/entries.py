"""A field -> what may be entered: words for the heading, number format, and Excel's data validation.

Validation holds the type and its limits. Patterns, keys, rules and the validity of codes are checked when the
workbook comes back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from rbm_spec.model.spec import FieldSpec
from rbm_spec.plan.model import Field, Plan
from rbm_spec.targets.excel.names import clip, length
from rbm_spec.targets.excel.theme import Theme

LONGEST_TITLE = 32
LONGEST_MESSAGE = 255
LARGEST_NUMBER = Decimal(10**15 - 1)
FIRST_DAY = date(1900, 3, 1)
LAST_DAY = date(9999, 12, 31)
FORMATS = {
    "integer": "0",
    "number": "General",
    "money": "#,##0.00",
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm:ss",
}
TEXT_FORMAT = "@"
TRUTHS = ["true", "false"]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a field needs to know of the rest: the plan, the words, and the sheet names of this workbook."""

    plan: Plan
    theme: Theme
    sheets: Mapping[str, str]


def spec_of(field: Field) -> FieldSpec:
    """The field as written; every field that is entered has one."""
    assert field.spec is not None
    return field.spec


def number_format(field: Field) -> str:
    """How Excel shows the values; text stays as typed."""
    return FORMATS.get(spec_of(field).type, TEXT_FORMAT)


def heading(field: Field) -> str:
    """The label, with the currency when the label does not say it."""
    currency = spec_of(field).currency
    return f"{field.label} ({currency})" if currency and currency not in field.label else field.label


def kind(around: Surroundings, field: Field) -> str:
    """What to enter, in words: `date, yyyy-mm-dd, from 2028-01-01`."""
    spec, say = spec_of(field), around.theme.kind
    match spec.type:
        case "code":
            words = say("code", list=around.plan.codelists[field.type.codelist].title)
        case "reference" if field.type.dataset in around.sheets:
            words = say("reference", sheet=around.sheets[field.type.dataset])
        case "reference":
            target = around.plan.datasets[field.type.dataset].spec
            words = say("reference_elsewhere", title=target.title, owner=target.owner)
        case "money":
            words = say("money", currency=spec.currency)
        case "string" if spec.pattern:
            words = say("form", pattern=spec.pattern)
        case _:
            words = say(spec.type)
    if spec.unit:
        unit = around.plan.spec.units.get(spec.unit, spec.unit.replace("_", " "))
        words = say("in_unit", kind=words, unit=unit)
    if spec.minimum is not None:
        words += f", {say('from', minimum=_shown(spec.minimum))}"
    if spec.maximum is not None:
        words += f", {say('to', maximum=_shown(spec.maximum))}"
    return words


def _shown(bound: Decimal | str) -> str:
    return bound if isinstance(bound, str) else format(bound.normalize(), "f")


def prompt(field: Field) -> tuple[str, str]:
    """Title and text of the pop-up. A label too long for the title stands in the text."""
    label, help_ = heading(field), spec_of(field).help
    if length(label) <= LONGEST_TITLE:
        return label, clip(help_ or "", LONGEST_MESSAGE)
    return "", clip(f"{label}: {help_}" if help_ else label, LONGEST_MESSAGE)


def validation(around: Surroundings, field: Field) -> dict[str, Any]:
    """The options of XlsxWriter's `data_validation`."""
    title, text = prompt(field)
    options = _restriction(around, field)
    error = options.pop("error", None)
    if error:
        options["error_title"] = clip(around.theme.errors["title"], LONGEST_TITLE)
        options["error_message"] = clip(error, LONGEST_MESSAGE)
    if title:
        options["input_title"] = title
    return options | {"input_message": text or clip(kind(around, field), LONGEST_MESSAGE)}


def _restriction(around: Surroundings, field: Field) -> dict[str, Any]:
    spec, say = spec_of(field), around.theme.error
    match spec.type:
        case "code":
            title = around.plan.codelists[field.type.codelist].title
            return {
                "validate": "list",
                "source": f"={list_name(field.type.codelist)}",
                "error": say("code", list=title),
            }
        case "reference" if field.type.dataset in around.sheets:
            error = say("reference", sheet=around.sheets[field.type.dataset])
            # Rows of an earlier delivery may be meant, so this only warns. Blanks in the list would let all through.
            return {
                "validate": "list",
                "source": f"={keys_name(field.type.dataset)}",
                "error": error,
                "error_type": "warning",
                "ignore_blank": False,
            }
        case "boolean":
            return {"validate": "list", "source": TRUTHS, "error": say("boolean")}
        case "integer" | "number" | "money":
            least, most = _numbers(spec)
            limits = {"minimum": _shown(least), "maximum": _shown(most)}
            validate = "integer" if spec.type == "integer" else "decimal"
            return {"validate": validate, "criteria": "between", **limits, "error": say(spec.type, **limits)}
        case "date" | "datetime":
            first, last = days(spec)
            end = datetime.combine(last, time(23, 59, 59)) if spec.type == "datetime" else last
            error = say(spec.type, minimum=first.isoformat(), maximum=last.isoformat())
            return {"validate": "date", "criteria": "between", "minimum": first, "maximum": end, "error": error}
        case _:
            return {"validate": "any"}


def _numbers(spec: FieldSpec) -> tuple[Decimal, Decimal]:
    least = spec.minimum if isinstance(spec.minimum, Decimal) else -LARGEST_NUMBER
    most = spec.maximum if isinstance(spec.maximum, Decimal) else LARGEST_NUMBER
    return max(least, -LARGEST_NUMBER), min(most, LARGEST_NUMBER)


def days(spec: FieldSpec) -> tuple[date, date]:
    """The first and last day that may be entered; Excel's calendar is wrong before March 1900."""
    first = date.fromisoformat(spec.minimum) if isinstance(spec.minimum, str) else FIRST_DAY
    last = date.fromisoformat(spec.maximum) if isinstance(spec.maximum, str) else LAST_DAY
    return max(first, FIRST_DAY), max(last, FIRST_DAY)


def list_name(codelist: str) -> str:
    """The defined name of the codes of a list."""
    return f"list_{codelist}"


def keys_name(dataset: str) -> str:
    """The defined name of the keys entered in a sheet."""
    return f"keys_{dataset}"


def data_name(dataset: str) -> str:
    """The defined name of the row of field ids above the data of a dataset."""
    return f"data_{dataset}"
