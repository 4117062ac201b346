"""A plan, observations with measures laid open, and a target -> for each measure what would have to change.

What is suppressed is no observation with a value, so nothing here can say anything about it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from rbm_spec.expr.catalogue import Window
from rbm_spec.expr.nodes import Call, Expr, Name, fold, names, walk
from rbm_spec.kernel.assessment import assess, target_of
from rbm_spec.kernel.definitions import By, Condition
from rbm_spec.kernel.periods import Period
from rbm_spec.kernel.release import Observation
from rbm_spec.kernel.values import Content, Value
from rbm_spec.model.spec import ComponentSpec
from rbm_spec.plan.definitions import definition, method_in
from rbm_spec.plan.model import Component, Indicator, Measure, Method, Plan
from rbm_spec.plan.quantities import bounded_by, measure_range
from rbm_spec.reference.examples import laid_open
from rbm_spec.solve.change import Change, Limits, Problem, change

MOST_NODES = 1000
CENT = Fraction(1, 100)
COUNTS = ("count", "count_distinct")
ORDERED = {"median": "the median", "percentile": "a percentile", "min": "the least", "max": "the greatest"}
"""Aggregates that are the value of one or two rows, whatever the others hold."""
ASSESSABLE = ("at_least", "at_most", "between", "exactly", "toward", "k_of_n")


@dataclass(frozen=True, slots=True)
class Answer:
    """What it takes of one measure. `now` is its value; without one `why_not` says why nothing can be said."""

    measure: Measure
    now: Fraction | None
    limits: Limits
    change: Change | None
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Solved:
    """`state` is `reached`, `open`, `hidden`, `no_target` or `no_value`; there are answers where it is `open`."""

    indicator: Indicator
    component: Component
    period: Period
    by: By
    state: str
    condition: Condition | None = None
    declared: bool = False
    now: Observation | None = None
    answers: tuple[Answer, ...] = ()


def opened(plan: Plan, indicator: Indicator) -> Plan:
    """The plan in which every measure of the indicator is a quantity of its own, hidden as the others are."""
    laid = replace(indicator, methods=tuple(laid_open(method) for method in indicator.methods))
    return replace(plan, indicators={**plan.indicators, indicator.id: laid})


def solve(
    plan: Plan,
    indicator: Indicator,
    component: Component,
    period: Period,
    by: By,
    observations: Iterable[Observation],
    target: Fraction | None,
    wanted: Collection[str] = (),
) -> Solved:
    """The answers for the measures `wanted`, or for all that the formula reads."""
    method = method_in(indicator, period)
    here = {(each.indicator, each.component): each for each in observations if each.by == by}
    now = here.get((indicator.id, component.id))
    if target is None:
        condition = _declared(plan, indicator, component, period, by)
    else:
        condition = _asked(component.spec, target, now)
    solved = Solved(indicator, component, period, by, "open", condition, target is None, now)
    if now is None or now.reason == "suppressed":
        return replace(solved, state="hidden")
    if condition is None or condition.kind not in ASSESSABLE:
        return replace(solved, state="no_target")
    formula = written_out(method, component)
    if formula is None or isinstance(now.value, bool):
        return replace(solved, state="no_value")
    if assess(condition, Value(now.value, now.reason, now.exact), None) == "met":
        return replace(solved, state="reached")
    values: dict[str, Content] = {name: _known(each) for (owner, name), each in here.items() if owner == indicator.id}
    for name in names(formula):
        if name.role == "indicator":
            other = here.get((name.parts[1], name.parts[2] if len(name.parts) > 2 else ""))
            values[name.dotted] = None if other is None else _known(other)
    window = Window(period.start, period.end, plan.start, plan.end, plan.holidays)
    problem = Problem(formula, values, condition, window)
    read = {name.dotted for name in names(formula)}
    measures = [each for each in method.measures.values() if (each.id in wanted if wanted else each.id in read)]
    return replace(solved, answers=tuple(_answer(plan, method, problem, each, by) for each in measures))


def _known(each: Observation) -> Content:
    """The value; of a binary number the decimal behind it."""
    return Value(each.value, exact=each.exact).decimal if isinstance(each.value, Fraction) else each.value


def written_out(method: Method, component: Component) -> Expr | None:
    """The formula over measures alone; None when that is long."""
    known: dict[str, Expr] = {}

    def visit(node: Expr, args: list[Expr]) -> Expr:
        if isinstance(node, Name) and node.role == "component":
            return known[node.dotted]
        return replace(node, args=tuple(args)) if isinstance(node, Call) else node

    for each in method.components:
        made = fold(each.formula, visit)
        if sum(1 for _ in walk(made)) > MOST_NODES:
            return None
        if each.id == component.id:
            return made
        known[each.id] = made
    return None


def _asked(spec: ComponentSpec, target: Fraction, now: Observation | None) -> Condition:
    """A number on its own is a floor or a ceiling: as the quantity should go up or down, else as it lies now."""
    kind = {"increase": "at_least", "decrease": "at_most"}.get(spec.direction)
    if kind is None:
        value = _known(now) if now is not None and now.reason is None else None
        kind = "at_most" if isinstance(value, Fraction) and value > target else "at_least"
    return Condition(kind, (target,))


def _declared(plan: Plan, indicator: Indicator, component: Component, period: Period, by: By) -> Condition | None:
    methods = definition(plan).indicators[indicator.id].method(period).components
    known = next(each for each in methods if each.id == component.id)
    return target_of(known, period.end.year, by)


def _answer(plan: Plan, method: Method, problem: Problem, measure: Measure, by: By) -> Answer:
    now = problem.values.get(measure.id)
    limits = _limits(plan, method, problem, measure, {path for path, _ in by})
    if not isinstance(now, Fraction):
        return Answer(measure, None, limits, None, "it has no value now")
    if measure.aggregate.name in ORDERED:
        what = ORDERED[measure.aggregate.name]
        return Answer(
            measure, now, limits, None, f"it is {what} of its rows, and which of them would change is not known"
        )
    for name in names(problem.formula):
        if (
            name.dotted != measure.id
            and name.role in ("measure", "indicator")
            and problem.values.get(name.dotted) is None
        ):
            return Answer(measure, now, limits, None, f"{name.dotted} has no value")
    return Answer(measure, now, limits, change(problem, measure.id, limits))


def _limits(plan: Plan, method: Method, problem: Problem, measure: Measure, split: set[str]) -> Limits:
    """From what the measure is, and from the measures that are a part of it or of which it is one.

    `split` are the dimensions of the cell: a measure that ignores one of them is over more rows.
    """
    known = measure_range(plan, measure)
    found = Limits(known.low, known.high, _step(plan, measure), "it cannot be less", "it cannot be more")
    if known.low == 0:
        found = replace(found, why_low="it cannot be negative")
    read = {name.dotted for name in names(problem.formula)}
    for other in method.measures.values():
        value = problem.values.get(other.id)
        if other is measure or not isinstance(value, Fraction):
            continue
        here, there = (replace(each, ignore=tuple({*each.ignore} & split)) for each in (measure, other))
        is_part, is_whole = bounded_by(plan, here, there), bounded_by(plan, there, here)
        if is_part and is_whole and other.id not in read:
            continue  # the same rows under another name move along
        if is_part and (found.high is None or value < found.high):
            found = replace(found, high=value, why_high=f"it is a part of “{other.spec.label}”")
        if is_whole and (found.low is None or value > found.low):
            found = replace(found, low=value, why_low=f"“{other.spec.label}” is a part of it")
    return found


def _is_of_cents(of: Expr) -> bool:
    """Whether amounts are added and subtracted, and nothing else."""
    each = list(walk(of))
    return all(node.type.unit.money if isinstance(node, Name) else _adds(node) for node in each)


def _adds(node: Expr) -> bool:
    return isinstance(node, Call) and node.op in ("+", "-", "neg")


def _step(plan: Plan, measure: Measure) -> Fraction | None:
    aggregate = measure.aggregate
    if aggregate.name in COUNTS:
        return Fraction(1)
    if aggregate.name == "sum" and aggregate.type.unit.money and aggregate.of and _is_of_cents(aggregate.of):
        return CENT
    if aggregate.name == "sum" and isinstance(aggregate.of, Name) and len(aggregate.of.parts) == 1:
        field = plan.datasets[measure.dataset].fields[aggregate.of.parts[0]]
        derivation = plan.datasets[measure.dataset].derivation
        if field.spec is not None:
            return Fraction(1) if field.spec.type == "integer" else None
        if derivation and field.id in derivation.fields and derivation.fields[field.id].name in COUNTS:
            return Fraction(1)
    return None
