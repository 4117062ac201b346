"""Datasets as written -> resolved: fields, rules, derivations, and who is personal.

Collected datasets come first, then derived ones, each after its source.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from rbm_spec.expr.types import Kind
from rbm_spec.model.spec import DatasetSpec, DeriveSpec
from rbm_spec.plan.aggregates import typed_aggregate
from rbm_spec.plan.context import CIRCLE, FIELD, NAME_CLASH, UNKNOWN_DATASET, UNKNOWN_FIELD, Context
from rbm_spec.plan.fields import field_type
from rbm_spec.plan.model import Aggregate, Dataset, Derivation, Field, RowRule
from rbm_spec.plan.scopes import RowScope
from rbm_spec.source import Where

RESERVED = frozenset(["and", "or", "not", "in", "is", "missing", "present", "true", "false"])


def resolve_datasets(context: Context) -> dict[str, Dataset]:
    """Every dataset, in an order in which they can be computed."""
    datasets: dict[str, Dataset] = {}
    for spec in context.spec.datasets.values():
        if spec.derive is None and spec.fields:
            datasets[spec.id] = _collected(context, spec)
        elif spec.derive is None:
            context.report(FIELD, spec.where, f"The dataset {spec.id} has neither fields nor derive.", "Add `fields:`.")
            context.absent.append(spec.where.at("fields"))
    for spec in _derived_in_order(context):
        if spec.derive and spec.derive.source in datasets and (found := _derived(context, spec, datasets)):
            datasets[spec.id] = found
    for spec in context.spec.datasets.values():
        if spec.id in datasets:
            datasets[spec.id] = _with_rules(context, datasets[spec.id], datasets)
    return datasets


def _collected(context: Context, spec: DatasetSpec) -> Dataset:
    fields = {name: Field(name, field_type(context, field), field.label, field) for name, field in spec.fields.items()}
    for name in fields:
        if name in RESERVED:
            message = f"`{name}` is a word of the expression language; a field cannot have this name."
            context.report(NAME_CLASH, spec.where.key("fields", name), message, "Choose another name for the field.")
    return _placed(context, spec, fields, None, bool(spec.personal), spec.personal)


def _placed(
    context: Context,
    spec: DatasetSpec,
    fields: Mapping[str, Field],
    derivation: Derivation | None,
    personal: bool,
    person: bool | str | None,
) -> Dataset:
    """The dataset, once its key, time and person are known to be fields."""
    for i, name in enumerate(spec.key):
        _known(context, fields, name, spec.where.at("key", i), spec.id)
    if spec.time and _known(context, fields, spec.time, spec.where.at("time"), spec.id):
        found = fields[spec.time].type
        if found.kind not in (Kind.DATE, Kind.DATETIME, Kind.UNTYPED):
            message = f"`time` must name a date field; `{spec.time}` is {found}."
            context.report(FIELD, spec.where.at("time"), message, "Name a field of type date, or leave `time` out.")
    if isinstance(spec.personal, str):
        _known(context, fields, spec.personal, spec.where.at("personal"), spec.id)
    named = person if isinstance(person, str) and person in fields else None
    return Dataset(spec, fields, (), derivation, personal, named, spec.time)


def _known(context: Context, fields: Iterable[str], name: str, where: Where, dataset: str) -> bool:
    known = list(fields)
    if name not in known:
        context.unknown(UNKNOWN_FIELD, where, f"field of {dataset}", name, known)
    return name in known


def _derived_in_order(context: Context) -> list[DatasetSpec]:
    """Derived datasets, each after its source; circles and unknown sources are reported and left out."""
    order: list[DatasetSpec] = []
    done = {spec.id for spec in context.spec.datasets.values() if spec.derive is None and spec.fields}
    waiting = [spec for spec in context.spec.datasets.values() if spec.derive is not None]
    while waiting:
        ready = [spec for spec in waiting if spec.derive and spec.derive.source in done]
        if not ready:
            break
        order += ready
        done |= {spec.id for spec in ready}
        waiting = [spec for spec in waiting if spec.id not in done]
    _report_sources(context, waiting)
    return order


def _report_sources(context: Context, waiting: list[DatasetSpec]) -> None:
    """Why derived datasets cannot be computed: an unknown source, or a circle, which is reported once."""
    sources = {spec.id: spec.derive.source for spec in waiting if spec.derive}
    said: set[str] = set()
    for spec in waiting:
        assert spec.derive is not None
        where = spec.derive.where.at("from")
        if spec.derive.source not in context.spec.datasets:
            context.unknown(UNKNOWN_DATASET, where, "dataset", spec.derive.source, context.spec.datasets)
            continue
        circle = [spec.id]
        while circle[-1] in sources and sources[circle[-1]] not in circle:
            circle.append(sources[circle[-1]])
        if sources.get(circle[-1]) == spec.id and spec.id not in said:
            said.update(circle)
            context.report(
                CIRCLE,
                where,
                f"These datasets derive from each other in a circle: {', '.join(circle)}.",
                "Let one of them come from a dataset that is collected.",
            )


def _derived(context: Context, spec: DatasetSpec, datasets: Mapping[str, Dataset]) -> Dataset | None:
    """None when it is not known which fields it has."""
    derive = spec.derive
    assert derive is not None
    source = datasets[derive.source]
    scope = RowScope(datasets, context.spec.codelists, source.id)
    condition = context.typed_condition(derive.condition, scope)
    if spec.fields:
        context.report(
            FIELD,
            spec.where.key("fields"),
            "A derived dataset takes its fields from derive; leave `fields` out.",
        )
    if bool(derive.group_by) == bool(derive.latest_by) and not context.lost(derive.where, "group_by", "latest_by"):
        context.report(
            FIELD,
            derive.where.key(),
            "A derivation has either `group_by` with `fields`, or `latest_by` with `on`.",
        )
    grouped = _carried(context, derive, "group_by", derive.group_by, source)
    latest = _carried(context, derive, "latest_by", derive.latest_by, source)
    aggregates = {name: typed_aggregate(context, each, scope, source.id) for name, each in derive.fields.items()}
    derivation = Derivation(source.id, condition, grouped, aggregates, latest, _newest(context, derive, source))
    if len(grouped) < len(derive.group_by) or len(latest) < len(derive.latest_by):
        return None
    fields = dict(source.fields) if latest else _grouped_fields(derive, source, grouped, aggregates)
    person = source.person if source.person in fields else None
    personal = source.personal or bool(spec.personal)
    return _placed(context, spec, fields, derivation, personal, spec.personal or person)


def _grouped_fields(
    derive: DeriveSpec,
    source: Dataset,
    grouped: tuple[str, ...],
    aggregates: Mapping[str, Aggregate],
) -> dict[str, Field]:
    fields = {name: source.fields[name] for name in grouped}
    for name, aggregate in aggregates.items():
        fields[name] = Field(name, aggregate.type, derive.fields[name].label or name.replace("_", " "))
    return fields


def _carried(
    context: Context, derive: DeriveSpec, key: str, names: tuple[str, ...], source: Dataset
) -> tuple[str, ...]:
    return tuple(
        name for i, name in enumerate(names) if _known(context, source.fields, name, derive.where.at(key, i), source.id)
    )


def _newest(context: Context, derive: DeriveSpec, source: Dataset) -> str | None:
    """The date field that decides which row is the newest."""
    if not derive.latest_by:
        if derive.on is not None and not context.lost(derive.where.at("latest_by")):
            context.report(FIELD, derive.where.key("on"), "`on` belongs to `latest_by`.")
        return None
    if derive.on is None:
        if not context.lost(derive.where.at("on")):
            message = "`latest_by` needs `on`: the date field that decides which row is the newest."
            context.report(FIELD, derive.where.key(), message)
        return None
    where = derive.where.at("on")
    if _known(context, source.fields, derive.on, where, source.id):
        found = source.fields[derive.on].type
        if found.kind not in (Kind.DATE, Kind.DATETIME, Kind.UNTYPED):
            context.report(FIELD, where, f"`on` must name a date field; `{derive.on}` is {found}.", "Name a date.")
    return derive.on


def _with_rules(context: Context, dataset: Dataset, datasets: Mapping[str, Dataset]) -> Dataset:
    scope = RowScope(datasets, context.spec.codelists, dataset.id)
    rules = []
    for rule in dataset.spec.rules:
        condition = context.typed_condition(rule.condition, scope)
        if condition is not None:
            rules.append(RowRule(condition, rule.message))
    return replace(dataset, rules=tuple(rules))
