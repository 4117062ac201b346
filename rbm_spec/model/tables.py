"""Trees of code lists and datasets -> their specs."""

from __future__ import annotations

from decimal import Decimal

from rbm_spec.model.raw import Raw, number, percentile, written
from rbm_spec.model.spec import (
    AttributeSpec,
    CodelistSpec,
    CodeSpec,
    DatasetSpec,
    DerivedFieldSpec,
    DeriveSpec,
    FieldSpec,
    RuleSpec,
    Written,
)
from rbm_spec.source import Where


def build_codelist(raw: Raw, where: Where) -> CodelistSpec:
    """A code list; its numbers are exact."""
    return CodelistSpec(
        id=raw["id"],
        title=raw["title"],
        description=raw.get("description"),
        source=raw.get("source"),
        attributes={
            name: AttributeSpec(each["type"], each.get("codelist"), each.get("label"))
            for name, each in raw.get("attributes", {}).items()
        },
        codes={code: _code(each) for code, each in raw["codes"].items()},
        where=where,
    )


def _code(raw: Raw) -> CodeSpec:
    valid = raw.get("valid", {})
    attributes = {
        name: number(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
        for name, value in raw.items()
        if name not in ("label", "valid") and value is not None
    }
    return CodeSpec(raw["label"], valid.get("from"), valid.get("to"), attributes)


def build_dataset(raw: Raw, where: Where) -> DatasetSpec:
    """A dataset that is collected, or derived from another."""
    return DatasetSpec(
        id=raw["id"],
        title=raw["title"],
        owner=raw["owner"],
        grain=raw["grain"],
        description=raw.get("description"),
        source=raw.get("source"),
        personal=raw.get("personal", False),
        key=tuple(raw.get("key", ())),
        time=raw.get("time"),
        fields={name: _field(each, where.at("fields", name)) for name, each in raw.get("fields", {}).items()},
        rules=tuple(
            RuleSpec(Written(each["condition"], where.at("rules", i, "condition")), each["message"])
            for i, each in enumerate(raw.get("rules", ()))
        ),
        derive=_derive(raw["derive"], where.at("derive")) if "derive" in raw else None,
        where=where,
    )


def _field(raw: Raw, where: Where) -> FieldSpec:
    def bound(key: str) -> Decimal | str | None:
        value = raw.get(key)
        return value if value is None or isinstance(value, str) else number(value)

    return FieldSpec(
        type=raw["type"],
        codelist=raw.get("codelist"),
        dataset=raw.get("dataset"),
        currency=raw.get("currency"),
        unit=raw.get("unit"),
        label=raw["label"],
        help=raw.get("help"),
        required=raw.get("required", False),
        minimum=bound("minimum"),
        maximum=bound("maximum"),
        pattern=raw.get("pattern"),
        where=where,
    )


def _derive(raw: Raw, where: Where) -> DeriveSpec:
    return DeriveSpec(
        source=raw["from"],
        condition=written(raw, "where", where),
        group_by=tuple(raw.get("group_by", ())),
        fields={
            name: DerivedFieldSpec(
                each["aggregate"],
                written(each, "of", where.at("fields", name)),
                written(each, "where", where.at("fields", name)),
                percentile(each),
                each.get("label"),
                each.get("unit"),
                where.at("fields", name),
            )
            for name, each in raw.get("fields", {}).items()
        },
        latest_by=tuple(raw.get("latest_by", ())),
        on=raw.get("on"),
        where=where,
    )
