"""Indicators as written -> resolved: measures, components, breakdowns, and what each needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from rbm_spec.expr.agreement import Mismatch, fits
from rbm_spec.expr.nodes import Call, Expr, names
from rbm_spec.expr.types import UNTYPED, Kind, Type
from rbm_spec.expr.typing import UNIT
from rbm_spec.model.spec import ComponentSpec, IndicatorSpec, MeasureSpec, MethodSpec
from rbm_spec.plan.aggregates import typed_aggregate
from rbm_spec.plan.breakdowns import resolve_breakdowns
from rbm_spec.plan.context import (
    DISPLAY,
    FIELD,
    NAME_CLASH,
    ONE_CONDITION,
    ONE_FORMULA,
    UNKNOWN_DATASET,
    Context,
)
from rbm_spec.plan.datasets import RESERVED
from rbm_spec.plan.model import Component, Dataset, Indicator, Measure, Method
from rbm_spec.plan.order import in_order
from rbm_spec.plan.paths import datasets_read
from rbm_spec.plan.scopes import FormulaScope, RowScope

Datasets = Mapping[str, Dataset]


def resolve_indicators(context: Context, datasets: Datasets) -> dict[str, Indicator]:
    """Every indicator, each after those it reads, otherwise in the order of the outcomes."""
    known = context.spec.indicators
    named = [name for outcome in context.spec.outcomes.values() for name in outcome.indicators if name in known]
    order = dict.fromkeys([*named, *known])
    methods = {name: _methods(context, known[name], datasets) for name in order}
    needs = {name: _needs(found) for name, found in methods.items()}
    resolved: dict[str, Indicator] = {}
    for name in in_order(context, needs, methods):
        spec = context.spec.indicators[name]
        resolved[name] = _indicator(context, spec, methods[name], needs[name], datasets, resolved)
    return resolved


def _needs(methods: Iterable[Method]) -> tuple[str, ...]:
    found = {
        name.parts[1]: None
        for method in methods
        for component in method.components
        for name in names(component.formula)
        if name.role == "indicator"
    }
    return tuple(found)


def _indicator(
    context: Context,
    spec: IndicatorSpec,
    methods: tuple[Method, ...],
    needs: tuple[str, ...],
    datasets: Datasets,
    resolved: Mapping[str, Indicator],
) -> Indicator:
    others = [resolved[name] for name in needs if name in resolved]
    breakdowns = resolve_breakdowns(context, spec, [*methods, *_behind(others, resolved)], datasets)
    paths = [dimension.parts for dimensions in breakdowns for dimension in dimensions]
    measures = [measure for method in methods for measure in method.measures.values()]
    reads: dict[str, None] = {}
    for measure in measures:
        wanted = [parts for parts in paths if ".".join(parts) not in measure.ignore]
        reads |= dict.fromkeys(measure.reads)
        reads |= dict.fromkeys(datasets_read(datasets, context.spec.codelists, measure.dataset, (), wanted))
    for other in others:
        reads |= dict.fromkeys(other.reads)
    personal = any(datasets[name].personal for name in reads if name in datasets)
    return Indicator(spec, methods, breakdowns, needs, tuple(reads), personal)


def _behind(others: Iterable[Indicator], resolved: Mapping[str, Indicator]) -> list[Method]:
    """The methods of all indicators that are read, directly or through others."""
    found: dict[str, Indicator] = {}
    pending = list(others)
    while pending:
        other = pending.pop()
        if other.id not in found:
            found[other.id] = other
            pending += [resolved[name] for name in other.needs if name in resolved]
    return [method for other in found.values() for method in other.methods]


def _methods(context: Context, spec: IndicatorSpec, datasets: Datasets) -> tuple[Method, ...]:
    """Oldest first, today's last."""
    context.check_unit(spec.unit, spec.where)
    earlier = sorted(spec.previous_methods, key=lambda method: method.until or "")
    return tuple(_method(context, spec, method, datasets) for method in (*earlier, spec.method))


def _method(context: Context, spec: IndicatorSpec, method: MethodSpec, datasets: Datasets) -> Method:
    _check_quantities(context, method)
    _check_names(context, method)
    measures = {
        name: _measure(context, name, each, datasets, frozenset(method.measures))
        for name, each in method.measures.items()
        if _has_dataset(context, each)
    }
    return Method(
        method,
        measures,
        _components(context, spec, method, measures, datasets),
        _until(context, method),
    )


def _until(context: Context, method: MethodSpec) -> date | None:
    if method.until is None:
        return None
    try:
        return date.fromisoformat(method.until)
    except ValueError:
        context.report(FIELD, method.where.at("until"), f"There is no date {method.until}.")
        return date.min


def _check_quantities(context: Context, method: MethodSpec) -> None:
    """One formula, or components, and not both."""
    ids = [component.id for component in method.components]
    if not ids or method.has_both:
        context.absent += [method.where.at("formula"), method.where.at("components")]
    if not ids and not context.lost(method.where, "formula", "components"):
        context.report(
            ONE_FORMULA,
            method.where,
            "The indicator has neither a formula nor components.",
            "Add `formula:`.",
        )
    elif method.has_both:
        context.report(
            ONE_FORMULA, method.where, "The indicator has a formula and components; one must go.",
            "Several quantities are components; a single one is the formula.",
        )  # fmt: skip


def _check_names(context: Context, method: MethodSpec) -> None:
    """Measures and components share one name space with the words of the language."""
    for component in method.components:
        if component.id in method.measures and component.formula.text.strip() != component.id:
            context.report(
                NAME_CLASH, component.where.key(), f"`{component.id}` is a measure and a component; names are shared.",
                "Give one of them another id.",
            )  # fmt: skip
    named: list[tuple[str, MeasureSpec | ComponentSpec]] = [*method.measures.items()]
    named += [(component.id, component) for component in method.components]
    for name, each in named:
        if name in RESERVED or name in ("indicator", "period", "plan"):
            context.report(
                NAME_CLASH,
                each.where.key(),
                f"`{name}` is a word of the expression language.",
                "Choose another id.",
            )


def _has_dataset(context: Context, spec: MeasureSpec) -> bool:
    known = context.spec.datasets
    if spec.source not in known:
        context.unknown(UNKNOWN_DATASET, spec.where.at("from"), "dataset", spec.source, known)
    return spec.source in known


def _measure(context: Context, name: str, spec: MeasureSpec, datasets: Datasets, measures: frozenset[str]) -> Measure:
    scope = RowScope(datasets, context.spec.codelists, spec.source, measures)
    aggregate = typed_aggregate(context, spec, scope, spec.source)
    during = _during(context, spec, datasets)
    paths = [tuple(during.split("."))] if during else []
    reads = datasets_read(datasets, context.spec.codelists, spec.source, (aggregate.condition, aggregate.of), paths)
    return Measure(name, spec, spec.source, during, aggregate, spec.ignore, reads)


def _during(context: Context, spec: MeasureSpec, datasets: Datasets) -> str | None:
    """The path of the date that places a row in the period."""
    if spec.during is None:
        return datasets[spec.source].time if spec.source in datasets else None
    if spec.during == "always":
        return None
    scope = RowScope(datasets, context.spec.codelists, spec.source)
    where = spec.where.at("during")
    found = scope.resolve_path(spec.during)
    if isinstance(found, Mismatch):
        context.mismatch(where, found)
    elif found.kind not in (Kind.DATE, Kind.DATETIME, Kind.UNTYPED):
        context.report(FIELD, where, f"`during` must name a date field; `{spec.during}` is {found}.")
    return spec.during


def _components(
    context: Context,
    indicator: IndicatorSpec,
    method: MethodSpec,
    measures: Mapping[str, Measure],
    datasets: Datasets,
) -> tuple[Component, ...]:
    types = {name: measure.aggregate.type for name, measure in measures.items()}
    types |= dict.fromkeys(set(method.measures) - set(measures), UNTYPED)
    tables = [datasets[measure.dataset] for measure in measures.values() if measure.dataset in datasets]
    is_open = context.lost(method.where, "measures", "components")
    above: dict[str, Type] = {}
    components = []
    for i, spec in enumerate(method.components):
        below = {each.id: each.formula.text for each in method.components[i:]}
        scope = FormulaScope(context, indicator, types, dict(above), below, tables, is_open)
        formula = context.typed(spec.formula, scope)
        if spec.id and spec.unit != indicator.unit:
            context.check_unit(spec.unit, spec.where)
        if spec.id:
            above[spec.id] = context.presented(spec)
        _check_targets(context, spec)
        if formula is not None:
            _check_presentation(context, spec, formula)
            components.append(Component(spec.id, spec, formula, formula.type))
    return tuple(components)


def _check_targets(context: Context, spec: ComponentSpec) -> None:
    """A target is one condition. Targets that come down from the indicator are reported once."""
    for target in spec.targets:
        if target.has_several and target.where not in {finding.where for finding in context.findings}:
            message = f"The target of {target.year} has several conditions; it can have one."
            context.report(ONE_CONDITION, target.where, message, "From a to b is written between: [a, b].")


def _check_presentation(context: Context, spec: ComponentSpec, formula: Expr) -> None:
    """Whether the formula can be shown in the declared unit and display."""
    where, found = spec.formula.where.chars(formula.span), formula.type
    if found.kind is Kind.UNTYPED or context.damaged(spec.where, "unit", "display"):
        return
    if spec.display == "yes_no":
        if found.kind is not Kind.BOOLEAN:
            context.report(DISPLAY, where, f"yes_no shows a condition; this is {found}.", "Compare it: x > 0.")
        return
    if found.kind is not Kind.NUMBER:
        hint = "A condition is shown with display: yes_no." if found.kind is Kind.BOOLEAN else None
        context.report(DISPLAY, where, f"The result must be a number; this is {found}.", hint)
        return
    if spec.display in ("k_of_n", "ratio") and not (isinstance(formula, Call) and formula.op == "/"):
        context.report(
            DISPLAY,
            where,
            f"{spec.display} needs a formula whose last step is a division.",
            "Write part / whole, or take `display` out.",
        )
        return
    if context.knows_unit(spec.unit) and (wrong := fits(found, spec.unit, context.vocabulary)):
        context.report(UNIT, where, wrong, "Change the formula or the unit.")
