"""What checks ask about quantities: which they are, whether one is a plain quotient, which numbers it can be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

from rbm_spec.expr.nodes import Call, Expr, Name, Number, names, walk
from rbm_spec.expr.ranges import ANY, Range, possible_range
from rbm_spec.model.spec import ComponentSpec, TargetSpec
from rbm_spec.plan.model import Component, Indicator, Measure, Method, Plan
from rbm_spec.plan.quantities import bounded_by, measure_range


def todays(plan: Plan) -> Iterator[tuple[Indicator, Component]]:
    """Every quantity under today's method."""
    for indicator in plan.indicators.values():
        for component in indicator.method.components:
            yield indicator, component


def every(plan: Plan) -> Iterator[tuple[Indicator, Method, Component]]:
    """Every quantity under every method."""
    for indicator in plan.indicators.values():
        for method in indicator.methods:
            for component in method.components:
                yield indicator, method, component


def called(indicator: Indicator, component: Component) -> str:
    """The quantity in a message."""
    return f"`{component.id}`" if component.id else f"`{indicator.id}`"


def own_targets(indicator: Indicator, component: Component) -> tuple[TargetSpec, ...]:
    """The targets that are about this quantity alone: not those that several quantities inherit."""
    return () if is_shared(indicator, component) else component.spec.targets


def is_shared(indicator: Indicator, component: Component) -> bool:
    """Whether the targets stand at the indicator and go down to several of its components."""
    return _inherits(component.spec) and sum(map(_inherits, indicator.spec.method.components)) > 1


def _inherits(spec: ComponentSpec) -> bool:
    """Whether the targets of a component stand at the indicator."""
    return bool(spec.id and spec.targets and spec.targets[0].where.path[0] == "targets")


@dataclass(frozen=True, slots=True)
class Product:
    """A formula of multiplications and divisions only: `factor` times `over` divided by `under`."""

    factor: Fraction
    over: tuple[Expr, ...]
    under: tuple[Expr, ...]


def as_product(expr: Expr) -> Product:
    """The formula with its literals gathered; anything but products and quotients stays whole."""
    factor = Fraction(1)
    sides: dict[bool, list[Expr]] = {True: [], False: []}
    pending = [(expr, True)]
    while pending:
        node, over = pending.pop()
        match node:
            case Call(op="*", args=(a, b)):
                pending += [(b, over), (a, over)]
            case Call(op="/", args=(a, b)):
                pending += [(b, not over), (a, over)]
            case Call(op="neg", args=(a,)):
                factor = -factor
                pending.append((a, over))
            case Number(value=value) if value:
                factor = factor * Fraction(value) if over else factor / Fraction(value)
            case _:
                sides[over].append(node)
    return Product(factor, tuple(sides[True]), tuple(sides[False]))


def measure_behind(expr: Expr, method: Method) -> Measure | None:
    """The measure that a name stands for, through components that are nothing but a measure."""
    while isinstance(expr, Name) and expr.role == "component":
        expr = next(each.formula for each in method.components if each.id == expr.dotted)
    return method.measures.get(expr.dotted) if isinstance(expr, Name) and expr.role == "measure" else None


def quotient(formula: Expr, method: Method) -> tuple[Measure, Measure, Fraction] | None:
    """Numerator, denominator and factor of a formula that is one measure divided by another."""
    found = as_product(formula)
    if len(found.over) != 1 or len(found.under) != 1:
        return None
    over, under = measure_behind(found.over[0], method), measure_behind(found.under[0], method)
    return (over, under, found.factor) if over and under else None


def ranges_of(plan: Plan, method: Method, expr: Expr) -> Mapping[str, Range]:
    """What the names of a formula can be."""
    found: dict[str, Range] = {}
    for name in names(expr):
        if name.dotted not in found:
            measure = measure_behind(name, method)
            found[name.dotted] = measure_range(plan, measure) if measure else ANY
    return found


def component_range(plan: Plan, method: Method, component: Component) -> Range:
    """The numbers that a quantity can be; 0 to 1, times the factor, where it is the share of a part."""
    found: dict[str, Range] = {}
    for each in method.components:
        known = {**ranges_of(plan, method, each.formula), **found}
        result = _branch_range(plan, method, each.formula, known)
        if each is component:
            return result
        if each.id and measure_behind(Name((each.id,), role="component"), method) is None:
            found[each.id] = result
    return ANY


def _branch_range(plan: Plan, method: Method, formula: Expr, known: Mapping[str, Range]) -> Range:
    """Of a formula, or of each result that an `if` around it can have."""
    pending, results = [formula], []
    while pending:
        node = pending.pop()
        if isinstance(node, Call) and node.op == "if":
            pending += node.args[1:]
            continue
        parts = quotient(node, method)
        if parts and parts[2] > 0 and bounded_by(plan, parts[0], parts[1]):
            results.append(Range(Fraction(0), parts[2]))
        else:
            results.append(_sharp(node, known))
    return reduce(Range.joined, results)


def zero_divisors(expr: Expr) -> Iterator[Expr]:
    """What is divided by and comes to zero whatever is measured: literals alone."""
    for node in walk(expr):
        if isinstance(node, Call) and node.op == "/" and next(names(node.args[1]), None) is None:
            found = possible_range(node.args[1], {})
            if found.low == found.high == 0:
                yield node.args[1]


def _sharp(expr: Expr, known: Mapping[str, Range]) -> Range:
    """From ranges where that is enough; by algebra, which is slow to load, where a name stands there twice."""
    wide, read = possible_range(expr, known), [name.dotted for name in names(expr)]
    if None not in (wide.low, wide.high) or len(set(read)) == len(read):
        return wide
    from rbm_spec.expr.movement import sharp_range

    return sharp_range(expr, known)


def years(plan: Plan) -> range:
    """The years that the plan touches."""
    return range(plan.start.year, plan.end.year + 1)
