"""An indicator -> its rows on the sheet of sums: the total and the cells of its breakdowns, with all columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rbm_spec.expr.nodes import Call, Name
from rbm_spec.expr.types import Kind
from rbm_spec.plan.definitions import components as defined
from rbm_spec.plan.model import Indicator, Method
from rbm_spec.targets.excel.live import cells
from rbm_spec.targets.excel.live.calculation import Calculation, Dimensions, Result
from rbm_spec.targets.excel.live.counts import behind, counted, counts
from rbm_spec.targets.excel.live.measures import Layout, Measured, measured
from rbm_spec.targets.excel.live.publish import Words, published
from rbm_spec.targets.excel.live.rows import Rows
from rbm_spec.targets.excel.live.scalars import Block, Formulas, Known, cached, rank
from rbm_spec.targets.excel.live.stops import broken, gaps, stop
from rbm_spec.targets.excel.live.terms import Term
from rbm_spec.targets.unsupported import Inexpressible

Sided = tuple[Known, tuple[Known, Known] | None]
Found = tuple[Mapping[str, Measured], Mapping[str, Sided]]


def compute(made: Calculation, indicator: Indicator, wanted: Sequence[Dimensions]) -> None:
    """The rows of one indicator on the sheet of sums."""
    plan, view = made.plan, made.view(indicator.spec.frequency)
    refused = {dims: why for dims in wanted if (why := _refusal(made, indicator, dims))}
    layout = Layout([((), [()]), *((dims, cells.combinations(plan, dims)) for dims in wanted if dims not in refused)])
    laid = layout.cells
    block = Block(made.section(len(laid)), made.periods, made.constants, indicator.spec.frequency)
    found = [_method(made, view, block, layout, method) for method in indicator.methods]
    finals = _choice(block, indicator, found)
    measures = [each for each, _ in found]
    words = _words(made)
    components = {}
    for each in defined(indicator.method):
        known, sides = finals[each.id]
        components[each.id] = published(block, each, known, sides, laid, words)
    made.knowns[indicator.id] = {
        name: Known(
            Term(each.value.here, finals[name][0].term.kind, quality=finals[name][0].term.quality, simple=True,
                 cached=finals[name][0].value),
            each.reason.here, finals[name][0].value,
        )
        for name, each in components.items()
    }  # fmt: skip
    made.results[indicator.id] = Result(
        indicator,
        laid,
        tuple(dims for dims in indicator.breakdowns if dims not in refused),
        components,
        *counts(made, block, indicator, measures, laid),
        {each: counted(made, block, indicator, measures, laid, each) for each in components},
        {each: behind(made, indicator, each) for each in components},
        gaps(made, view, block, indicator, layout),
        stop(made, view, block, indicator),
        broken(block, indicator),
        {dims: why for dims, why in refused.items() if dims in indicator.breakdowns},
    )


def _refusal(made: Calculation, indicator: Indicator, dims: Dimensions) -> str | None:
    why = cells.refusal(made.plan, indicator, dims)
    for need in indicator.needs:
        if why is None and need in made.results:
            other = made.results[need]
            why = other.refused.get(dims) or (
                None if _has(other, dims) else "It reads an indicator that has no such cells."
            )
    return why


def _has(result: Result, dims: Dimensions) -> bool:
    return any(tuple(path for path, _ in by) == tuple(each.path for each in dims) for by in result.cells)


def _method(made: Calculation, view: Rows, block: Block, layout: Layout, method: Method) -> Found:
    """The measures and components of one method."""
    measures = {name: measured(view, block, layout, method, measure) for name, measure in method.measures.items()}
    components: dict[str, Sided] = {}

    def lookup(name: Name) -> Known:
        if name.role == "indicator":
            return _other(made, block, layout, name)
        return components[name.dotted][0] if name.role == "component" else measures[name.dotted].known

    formulas = Formulas(block, lookup)
    for component in method.components:
        formula = component.formula
        sides = None
        if isinstance(formula, Call) and formula.op == "/":
            sides = (formulas.known(formula.args[0]), formulas.known(formula.args[1]))
        components[component.id] = (formulas.known(formula), sides)
    return measures, components


def _other(made: Calculation, block: Block, layout: Layout, name: Name) -> Known:
    """Another indicator in the same cells."""
    other, component = name.parts[1], name.parts[2] if len(name.parts) > 2 else ""
    if other not in made.results:
        raise Inexpressible(f"It reads the indicator {other}, which is not computed in this workbook.")
    result, known = made.results[other], made.knowns[other][component]
    at = {by: place for place, by in enumerate(result.cells)}
    places = [at[by] for by in layout.cells]
    value, reason = result.components[component].value, result.components[component].reason
    texts = [value.at(value.first + place) for place in places]
    before = block.grid.add(("other", *name.parts), name.dotted, texts, _cached(known))
    reasons = [reason.at(reason.first + place) for place in places]
    why = block.grid.add(("other reason", *name.parts), f"{name.dotted}: reason", reasons, rank(known.value))
    term = known.term
    return Known(
        Term(before.here, term.kind, quality=term.quality, simple=True, cached=known.value), why.here, known.value
    )


def _cached(known: Known) -> str | int | float:
    return 0.5 if known.term.kind is Kind.BOOLEAN and known.value.missing else cached(known.value)


def _choice(block: Block, indicator: Indicator, found: Sequence[Found]) -> dict[str, Sided]:
    """The components by the method that is in force in the period."""
    if len(found) == 1:
        return dict(found[0][1])
    if any(list(components) != list(found[-1][1]) for _, components in found):
        raise Inexpressible("An earlier method had other components.")
    number = block.periods.method_number(indicator)
    chosen: dict[str, Sided] = {}
    for name in found[-1][1]:
        each = [components[name] for _, components in found]
        sides = None
        if all(pair for _, pair in each):
            first, second = zip(*(pair for _, pair in each if pair), strict=True)
            sides = (_chosen(block, number, first), _chosen(block, number, second))
        chosen[name] = (_chosen(block, number, [known for known, _ in each]), sides)
    return chosen


def _chosen(block: Block, number: str, knowns: Sequence[Known]) -> Known:
    """One of several, by number."""
    first = knowns[0]
    quality = max(known.term.quality for known in knowns)
    value = knowns[0].value
    text = f"CHOOSE({number},{','.join(known.term.text for known in knowns)})"
    like = Term(text, first.term.kind, quality=quality, cached=value)
    term = block.column(text, like, value)
    why = f"CHOOSE({number},{','.join(known.reason for known in knowns)})"
    ref = block.grid.add(("reason", why), "reason", why, rank(value))
    return Known(term, ref.here, value)


def _words(made: Calculation) -> Words:
    names, text = made.names, made.constants.text
    return Words(text(names.yes), text(names.no), text(names.out_of), text(names.ratio))
