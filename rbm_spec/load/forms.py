"""Patterns of the schemas → the form that they ask for, in words."""

from __future__ import annotations

from typing import Any

from rbm_spec.load.alternatives import said
from rbm_spec.load.scalars import clip

_NAME = "small letters, digits and underscores, starting with a letter, at most 63 characters"
_FORMS = {
    "^[a-z][a-z0-9_]{0,62}$": _NAME,
    "^[a-z][a-z0-9_]{0,62}(\\.[a-z][a-z0-9_]{0,62})*$": (
        "names of small letters, digits and underscores, with points between them, as in staff.grade.category"
    ),
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}$": "a date as year-month-day, for example 2028-01-31",
    "^[0-9]{4}$": "a year, for example 2028",
    "^[A-Z]{3}$": "three capital letters, for example CHF",
    "^[a-z]{2}$": "two small letters, for example en",
    "^([a-z][a-z0-9_]{0,62}|[A-Z]{3})$": (
        "the name of a unit in small letters, or a currency in three capital letters"
    ),
    "^[0-9]{4}(-Q[1-4]|-[0-9]{4})?$": "a period: 2028, 2028-Q2 or 2028-2029",
    "^-?[0-9]+(\\.[0-9]+)?(/[0-9]+)?$": "a number, or a fraction such as 200/3",
}


def in_words(pattern: str, schema: dict[str, Any] | None = None) -> str:
    """The form that `pattern` asks for; by the examples of `schema` where no words are known."""
    plain = pattern.removeprefix("(?a)")
    plain = plain[:-2] + "$" if plain.endswith(r"\Z") else plain
    if plain in _FORMS:
        return _FORMS[plain]
    examples = [said(example) for example in (schema or {}).get("examples", [])]
    return f"it like {' or '.join(examples)}" if examples else f"text that matches {clip(plain)}"
