"""The tree of an indicator -> its spec: measures, components with targets, methods, examples."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rbm_spec.model.raw import Raw, alternatives, number, percentile, written
from rbm_spec.model.spec import (
    BaselineSpec,
    CellTarget,
    ComponentSpec,
    Condition,
    ExampleSpec,
    IndicatorSpec,
    MeasureSpec,
    MethodSpec,
    TargetSpec,
    Written,
)
from rbm_spec.source import Where

CONDITIONS = ("at_least", "at_most", "between", "toward", "exactly", "k_of_n", "text")


def _measures(raw: Raw, where: Where) -> dict[str, MeasureSpec]:
    return {name: _measure(each, where.at("measures", name)) for name, each in raw.get("measures", {}).items()}


def _measure(raw: Raw, where: Where) -> MeasureSpec:
    return MeasureSpec(
        label=raw["label"],
        source=raw["from"],
        condition=written(raw, "where", where),
        during=raw.get("during"),
        aggregate=raw["aggregate"],
        of=written(raw, "of", where),
        percentile=percentile(raw),
        ignore=tuple(raw.get("ignore", ())),
        unit=raw.get("unit"),
        partial=raw.get("partial") == "allowed",
        where=where,
    )


def _direction(raw: Raw) -> tuple[str, tuple[Decimal, Decimal] | None]:
    direction = raw["direction"]
    if isinstance(direction, str):
        return direction, None
    toward = direction["toward"]
    return "toward", (number(toward["value"]), number(toward.get("within", 0)))


def _condition(raw: str | Raw) -> Condition | None:
    if isinstance(raw, str):
        return Condition(raw)
    for kind in CONDITIONS:
        if kind in raw:
            value = raw[kind]
            if kind == "text":
                return Condition(kind, text=value)
            if kind == "toward":
                value = [value["value"], value["within"]]
            numbers = value if isinstance(value, list) else [value]
            return Condition(kind, tuple(map(number, numbers)))
    return None


def _as_text(code: object) -> str:
    """A code as data has it: `true`, not True."""
    return str(code).lower() if isinstance(code, bool) else str(code)


def _targets(raw: Raw, where: Where) -> tuple[TargetSpec, ...]:
    found = []
    for year, each in raw.get("targets", {}).items():
        cells = each.get("for", ()) if not isinstance(each, str) else ()
        by_cell = tuple(
            CellTarget({path: _as_text(code) for path, code in cell["by"].items()}, condition)
            for cell in cells
            if (condition := _condition(cell)) is not None
        )
        written = [kind for kind in CONDITIONS if kind in each] if not isinstance(each, str) else []
        found.append(TargetSpec(year, _condition(each), by_cell, len(written) > 1, where.at("targets", year)))
    return tuple(found)


def _baseline(raw: Raw) -> BaselineSpec | None:
    if "baseline" not in raw:
        return None
    each = raw["baseline"]
    value = each["value"] if isinstance(each["value"], str) else number(each["value"])
    return BaselineSpec(each["year"], value, each.get("note"), each.get("source"))


def _components(raw: Raw, indicator: Raw, where: Where) -> tuple[ComponentSpec, ...]:
    """The components as written, or the formula as the only one; baseline and targets go down to each component."""
    if "components" in raw:
        return tuple(
            _component(name, each, indicator, where.at("components", name)) for name, each in raw["components"].items()
        )
    if "formula" not in raw:
        return ()
    only = {"label": indicator["title"], "formula": raw["formula"], **_own(indicator)}
    return (_component("", only, indicator, where),)


def _own(indicator: Raw) -> dict[str, Any]:
    keys = ("display", "baseline", "targets", "trajectory")
    return {key: indicator[key] for key in keys if key in indicator}


def _component(name: str, raw: Raw, indicator: Raw, where: Where) -> ComponentSpec:
    direction, toward = _direction({"direction": raw.get("direction", indicator["direction"])})
    shared = indicator if name and direction != "none" else {}
    return ComponentSpec(
        id=name,
        label=raw["label"],
        formula=Written(raw["formula"], where.at("formula")),
        unit=raw.get("unit", indicator["unit"]),
        direction=direction,
        toward=toward,
        decimals=raw.get("decimals", indicator["decimals"]),
        display=raw.get("display", "number"),
        baseline=_baseline(raw) or _baseline(shared),
        targets=_targets(raw, where) or _targets(shared, Where(where.file)),
        trajectory=raw.get("trajectory", shared.get("trajectory")),
        note=raw.get("note"),
        where=where,
    )


def _method(raw: Raw, indicator: Raw, where: Where) -> MethodSpec:
    return MethodSpec(
        _measures(raw, where),
        _components(raw, indicator, where),
        "formula" in raw and "components" in raw,
        raw.get("until"),
        raw.get("note"),
        where,
    )


def _expected(value: object) -> str | bool | None:
    return value if value is None or isinstance(value, bool | str) else repr(value)


def _example(raw: Raw, indicator: Raw, where: Where) -> ExampleSpec:
    """`value` stands for the only formula, which has the id ''."""
    names = {} if "components" in indicator else {"value": ""}
    return ExampleSpec(
        raw["title"],
        str(raw["period"]),
        dict(raw["data"]),
        {names.get(name, name): _expected(value) for name, value in raw["expect"].items()},
        raw.get("note"),
        where,
    )


def build_indicator(raw: Raw, where: Where) -> IndicatorSpec:
    """An indicator, with its method of today and those before."""
    direction, _ = _direction(raw)
    return IndicatorSpec(
        id=raw["id"],
        code=raw.get("code"),
        version=raw["version"],
        status=raw["status"],
        title=raw["title"],
        definition=raw["definition"],
        rationale=raw.get("rationale"),
        limitations=raw.get("limitations"),
        notes=raw.get("notes"),
        outcome=raw["outcome"],
        responsible=raw["responsible"],
        source=raw["source"],
        unit=raw["unit"],
        direction=direction,
        decimals=raw["decimals"],
        frequency=raw["frequency"],
        method=_method(raw, raw, where),
        previous_methods=tuple(
            _method(each, raw, where.at("previous_methods", i))
            for i, each in enumerate(raw.get("previous_methods", ()))
        ),
        disaggregate=tuple(tuple(dims) for dims in raw.get("disaggregate", ())),
        examples=tuple(_example(each, raw, where.at("examples", i)) for i, each in enumerate(raw.get("examples", ()))),
        alternatives=alternatives(raw),
        where=where,
    )
