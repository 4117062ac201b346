"""Values of trees -> values of the spec, where several kinds have the same."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from rbm_spec.model.spec import Alternative, Written
from rbm_spec.source import Where

Raw = Mapping[str, Any]


def number(raw: float | int) -> Decimal:
    """A number of a file, exactly as it is written there."""
    return Decimal(repr(raw))


def written(raw: Raw, key: str, where: Where) -> Written | None:
    """The expression at `key`, None where there is none."""
    return Written(raw[key], where.at(key)) if key in raw else None


def alternatives(raw: Raw) -> tuple[Alternative, ...]:
    """The wordings that compete for a text."""
    return tuple(Alternative(each["text"], each["proposed_by"]) for each in raw.get("alternatives", ()))


def percentile(raw: Raw) -> Decimal | None:
    """Which percentile, None for another aggregate."""
    return number(raw["percentile"]) if "percentile" in raw else None
