"""Trees that have passed their schema -> the `Spec`, with defaults filled in.

One function per kind, in the order of the schemas. Nothing can go wrong here that the schema has not refused; what is
not a matter of shape (an indicator with both formula and components) is a finding of the plan stage. What an error has
taken out of a tree has left something that says nothing in its place, and the `Spec` tells where in its holes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any, TypeVar

from rbm_spec.holes import Holes
from rbm_spec.model.spec import (
    Alternative,
    AttributeSpec,
    BaselineSpec,
    Block,
    CellTarget,
    CodelistSpec,
    CodeSpec,
    ComponentSpec,
    Condition,
    DatasetSpec,
    DerivedFieldSpec,
    DeriveSpec,
    DocumentSpec,
    EnablerSpec,
    ExampleSpec,
    FieldSpec,
    IndicatorSpec,
    MeasureSpec,
    MethodSpec,
    OutcomeSpec,
    PlanSpec,
    RuleSpec,
    SectionSpec,
    Spec,
    TargetSpec,
    TermSpec,
    Written,
)
from rbm_spec.source import Where

Raw = Mapping[str, Any]
T = TypeVar("T")

CONDITIONS = ("at_least", "at_most", "between", "toward", "exactly", "k_of_n", "text")


# Without these, and all that belongs into those, nothing can be said about a table or a list, nor about who reads it.
ESSENTIAL = {"dataset": (("fields",), ("derive", "fields")), "codelist": (("codes",), ("attributes",))}
COMPLETE = {"dataset": (("derive", "group_by"), ("derive", "latest_by"))}


def build_spec(files: Mapping[str, tuple[str, Raw]], holes: Holes | None = None) -> Spec:
    """The spec from file names to (kind, data), in which errors may have made holes.

    Where plan.yaml could not be read, a plan without id stands in for it that knows every unit in use: the other files
    can still be looked at, and are not blamed for what the plan would have said.
    """
    holes = Holes() if holes is None else holes
    gone = [file for file, (kind, _) in files.items() if _is_gone(file, kind, holes)]

    def all_of(kind: str, build: Callable[[Raw, Where], T]) -> dict[str, T]:
        chosen = ((file, data) for file, (found, data) in files.items() if found == kind and file not in gone)
        return {data["id"]: build(data, Where(file)) for file, data in sorted(chosen)}

    plan = next(iter(all_of("plan", _plan).values()), None) or _unread()
    if not plan.id:
        holes = replace(holes, places=holes.places | {plan.where})
    if holes.lost(plan.where.at("units")):
        plan = replace(plan, units={**plan.units, **_units_in_use(data for _, data in files.values())})
    misnamed = (PurePosixPath(file).stem for file in files if holes.lost(Where(file, ("id",))))
    return Spec(
        plan,
        all_of("enabler", _enabler),
        all_of("outcome", _outcome),
        all_of("indicator", _indicator),
        all_of("dataset", _dataset),
        all_of("codelist", _codelist),
        all_of("document", _document),
        holes,
        frozenset((*holes.unread, *misnamed, *(files[file][1]["id"] for file in gone))),
    )


def _is_gone(file: str, kind: str, holes: Holes) -> bool:
    """Whether so much of a file is in holes that nothing is known of its rows or codes."""
    return any(holes.lost(Where(file, path)) for path in ESSENTIAL.get(kind, ())) or any(
        holes.touch(Where(file, path)) for path in COMPLETE.get(kind, ())
    )


def _units_in_use(files: Iterable[Raw]) -> dict[str, str]:
    units: dict[str, str] = {}
    pending: list[Any] = list(files)
    while pending:
        each = pending.pop()
        if isinstance(each, dict):
            if isinstance(each.get("unit"), str):
                units[each["unit"]] = each["unit"]
            pending.extend(each.values())
        elif isinstance(each, list):
            pending.extend(each)
    return units


def _unread() -> PlanSpec:
    """What stands in for a plan that could not be read."""
    period = {"start": "", "end": ""}
    raw = {"id": "", "version": "", "title": "", "period": period, "languages": [], "authoring_language": ""}
    return _plan({**raw, "currency": ""}, Where("plan.yaml"))


def _number(raw: float | int) -> Decimal:
    return Decimal(repr(raw))


def _written(raw: Raw, key: str, where: Where) -> Written | None:
    return Written(raw[key], where.at(key)) if key in raw else None


def _alternatives(raw: Raw) -> tuple[Alternative, ...]:
    return tuple(Alternative(each["text"], each["proposed_by"]) for each in raw.get("alternatives", ()))


def _plan(raw: Raw, where: Where) -> PlanSpec:
    return PlanSpec(
        id=raw["id"],
        version=raw["version"],
        title=raw["title"],
        start=raw["period"]["start"],
        end=raw["period"]["end"],
        reporting=raw.get("reporting", "annual"),
        languages=tuple(raw["languages"]),
        authoring_language=raw["authoring_language"],
        currency=raw["currency"],
        minimum_cell=raw.get("disclosure", {}).get("minimum_cell", 5),
        decides_minimum_cell="minimum_cell" in raw.get("disclosure", {}),
        holidays=raw.get("holidays"),
        units={noun: each["label"] for noun, each in raw.get("units", {}).items()},
        glossary={name: _term(each) for name, each in raw.get("glossary", {}).items()},
        status=raw.get("status", "draft"),
        source=raw.get("source"),
        where=where,
    )


def _term(raw: Raw) -> TermSpec:
    return TermSpec(raw["term"], raw["definition"], raw.get("source"), tuple(raw.get("instead_of", ())))


def _enabler(raw: Raw, where: Where) -> EnablerSpec:
    return EnablerSpec(
        id=raw["id"],
        code=raw.get("code"),
        name=raw["name"],
        statement=raw["statement"],
        outcomes=tuple(raw["outcomes"]),
        status=raw.get("status", "draft"),
        source=raw.get("source"),
        where=where,
    )


def _outcome(raw: Raw, where: Where) -> OutcomeSpec:
    return OutcomeSpec(
        id=raw["id"],
        code=raw.get("code"),
        statement=raw["statement"],
        enablers=None if raw["enablers"] == "all" else tuple(raw["enablers"]),
        indicators=tuple(raw["indicators"]),
        parent=raw.get("parent"),
        status=raw["status"],
        source=raw.get("source"),
        alternatives=_alternatives(raw),
        where=where,
    )


def _codelist(raw: Raw, where: Where) -> CodelistSpec:
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
        name: _number(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
        for name, value in raw.items()
        if name not in ("label", "valid") and value is not None
    }
    return CodeSpec(raw["label"], valid.get("from"), valid.get("to"), attributes)


def _dataset(raw: Raw, where: Where) -> DatasetSpec:
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
        return value if value is None or isinstance(value, str) else _number(value)

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


def _percentile(raw: Raw) -> Decimal | None:
    return _number(raw["percentile"]) if "percentile" in raw else None


def _derive(raw: Raw, where: Where) -> DeriveSpec:
    return DeriveSpec(
        source=raw["from"],
        condition=_written(raw, "where", where),
        group_by=tuple(raw.get("group_by", ())),
        fields={
            name: DerivedFieldSpec(
                each["aggregate"],
                _written(each, "of", where.at("fields", name)),
                _written(each, "where", where.at("fields", name)),
                _percentile(each),
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


def _measures(raw: Raw, where: Where) -> dict[str, MeasureSpec]:
    return {name: _measure(each, where.at("measures", name)) for name, each in raw.get("measures", {}).items()}


def _measure(raw: Raw, where: Where) -> MeasureSpec:
    return MeasureSpec(
        label=raw["label"],
        source=raw["from"],
        condition=_written(raw, "where", where),
        during=raw.get("during"),
        aggregate=raw["aggregate"],
        of=_written(raw, "of", where),
        percentile=_percentile(raw),
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
    return "toward", (_number(toward["value"]), _number(toward.get("within", 0)))


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
            return Condition(kind, tuple(map(_number, numbers)))
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
    value = each["value"] if isinstance(each["value"], str) else _number(each["value"])
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


def _indicator(raw: Raw, where: Where) -> IndicatorSpec:
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
        alternatives=_alternatives(raw),
        where=where,
    )


def _block(raw: Raw) -> Block:
    kind, value = next(iter(raw.items()), ("text", ""))
    match kind:
        case "items":
            return Block(kind, items=tuple(value))
        case "alternatives":
            return Block(kind, alternatives=_alternatives(raw))
        case _:
            return Block(kind, text=value)


def _section(raw: Raw) -> SectionSpec:
    pages = _number(raw["pages"]) if "pages" in raw else None
    return SectionSpec(raw.get("id"), raw["heading"], raw.get("words"), pages, tuple(map(_block, raw["content"])))


def _document(raw: Raw, where: Where) -> DocumentSpec:
    return DocumentSpec(
        id=raw["id"],
        template=raw["template"],
        body=raw["body"],
        meeting=raw["meeting"],
        number=raw.get("number"),
        date=raw.get("date"),
        organ=raw.get("organ"),
        agenda_item=raw.get("agenda_item"),
        original_language=raw["original_language"],
        presented_by=raw["presented_by"],
        title=raw["title"],
        purpose=raw["purpose"],
        action_required=raw["action_required"],
        references=tuple(raw["references"]),
        sections=tuple(map(_section, raw["sections"])),
        annexes=tuple(raw.get("annexes", ())),
        pages=raw.get("pages"),
        status=raw.get("status", "draft"),
        where=where,
    )
