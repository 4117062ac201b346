"""An indicator -> its rows on the sheet of sums: the total and the cells of its breakdowns, with all columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rbm_spec.expr.nodes import Call, Name, names
from rbm_spec.expr.types import Kind
from rbm_spec.kernel.definitions import By
from rbm_spec.plan.definitions import components as defined
from rbm_spec.plan.model import Indicator, Method
from rbm_spec.targets.excel.live import cells
from rbm_spec.targets.excel.live.calculation import (
    FAULTY,
    NO_PERIOD,
    SOUND,
    TOO_MANY,
    Calculation,
    Dimensions,
    Result,
)
from rbm_spec.targets.excel.live.derived import ties
from rbm_spec.targets.excel.live.faults import incomplete, wrong_derived
from rbm_spec.targets.excel.live.grid import Ref
from rbm_spec.targets.excel.live.measures import Layout, Measured, measured
from rbm_spec.targets.excel.live.periods import ROW
from rbm_spec.targets.excel.live.publish import Words, published
from rbm_spec.targets.excel.live.rows import EARLY, Rows, period_name
from rbm_spec.targets.excel.live.scalars import LARGE, Block, Formulas, Known, cached, rank
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
        *_counts(made, block, indicator, found, laid),
        {each: _counted(made, block, indicator, found, laid, each) for each in components},
        {each: _behind(made, indicator, each) for each in components},
        _gaps(made, view, block, indicator, layout),
        _stop(made, view, block, indicator),
        _broken(block, indicator),
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
    number = _method_number(block, indicator)
    chosen: dict[str, Sided] = {}
    for name in found[-1][1]:
        each = [components[name] for _, components in found]
        sides = None
        if all(pair for _, pair in each):
            first, second = zip(*(pair for _, pair in each if pair), strict=True)
            sides = (_chosen(block, number, first), _chosen(block, number, second))
        chosen[name] = (_chosen(block, number, [known for known, _ in each]), sides)
    return chosen


def _method_number(block: Block, indicator: Indicator) -> str:
    """1 for the oldest method."""
    numbers = [
        indicator.methods.index(method) + 1 if method else len(indicator.methods)
        for method in block.periods.method(indicator)
    ]
    return f"IF({ROW}=0,{len(indicator.methods)},{block.periods.column(('method', indicator.id), 'method', numbers)})"


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


def _counts(
    made: Calculation, block: Block, indicator: Indicator, found: Sequence[Found], laid: Sequence[By]
) -> tuple[Ref, Ref]:
    """n of each cell, and over 0 where the cell is listed."""
    texts, seen = [], []
    for by in laid:
        each_n, each_seen = zip(
            *(_in_cell(made, indicator, method, measures, by)
              for method, (measures, _) in zip(indicator.methods, found, strict=True)), strict=True
        )  # fmt: skip
        if len(found) == 1:
            texts.append(each_n[0])
            seen.append(each_seen[0])
        else:
            choice = _method_number(block, indicator)
            texts.append(f"CHOOSE({choice},{','.join(each_n)})")
            seen.append(f"CHOOSE({choice},{','.join(each_seen)})")
    n = block.grid.add("n", "n", texts, 0)
    return n, block.grid.add("seen", "listed when over 0", seen, [1, *[0] * (len(laid) - 1)])


def _counted(
    made: Calculation,
    block: Block,
    indicator: Indicator,
    found: Sequence[Found],
    laid: Sequence[By],
    component: str,
) -> Ref:
    """n of the measures behind one component, in each cell."""
    behind = [_read(method, component) for method in indicator.methods]
    texts = []
    for by in laid:
        each = [
            _largest(made, method, measures, by, *read)
            for method, (measures, _), read in zip(indicator.methods, found, behind, strict=True)
        ]
        texts.append(each[0] if len(each) == 1 else f"CHOOSE({_method_number(block, indicator)},{','.join(each)})")
    return block.grid.add(("counted", component), f"{component or 'result'}: counted", texts, 0)


def _read(method: Method, component: str) -> tuple[set[str], set[str]]:
    """The measures and the other indicators behind a component."""
    formulas = {each.id: each.formula for each in method.components}
    measures, others, pending = set[str](), set[str](), [component]
    while pending:
        for name in names(formulas[pending.pop()]):
            if name.role == "component":
                pending.append(name.dotted)
            elif name.role == "indicator":
                others.add(name.parts[1])
            elif name.role != "constant":
                measures.add(name.dotted)
    return measures, others


def _behind(made: Calculation, indicator: Indicator, component: str) -> frozenset[str]:
    """The datasets behind a component."""
    found: set[str] = set()
    for method in indicator.methods:
        measures, others = _read(method, component)
        found.update(*(method.measures[each].reads for each in measures))
        found.update(*(made.plan.indicators[each].reads for each in others))
    return frozenset(found)


def _gaps(made: Calculation, view: Rows, block: Block, indicator: Indicator, layout: Layout) -> Ref:
    """Rows that lack a value, in each cell; rows of derived data stand in no table."""
    sources = dict.fromkeys(
        (measure.dataset, measure.ignore)
        for method in indicator.methods
        for measure in method.measures.values()
        if made.plan.datasets[measure.dataset].derivation is None
    )
    texts: list[str] = []
    for dims, inside in layout.parts:
        tables = dict.fromkeys(dataset for dataset, ignore in sources if not {each.path for each in dims} & set(ignore))
        counts = []
        for each in tables:
            gap = incomplete(view, made.plan.datasets[each]).abroad
            if not dims:
                counts.append([f"COUNTIFS({gap},1)"])
                continue
            ref, numbers = layout.numbers(view, each, dims)
            counts.append([f"COUNTIFS({gap},1,{ref.abroad},{numbers[by]})" for by in inside])
        texts += map("+".join, zip(*counts, strict=True)) if counts else ["0"] * len(inside)
    return block.grid.add("gaps", "rows not complete", texts, 0)


def _in_cell(
    made: Calculation, indicator: Indicator, method: Method, measures: Mapping[str, Measured], by: By
) -> tuple[str, str]:
    """Formulas for n and for whether a cell is listed, under one method."""
    others = [made.results[name] for name in indicator.needs if name in made.results]
    at = [(each, each.cells.index(by)) for each in others]
    seen = [each.seen.here for each in measures.values()]
    seen += [each.seen.at(each.seen.first + place) for each, place in at]
    listed = f"MAX({','.join(seen)})" if seen and by else "1"
    return _largest(made, method, measures, by, set(measures), set(indicator.needs)), listed


def _largest(
    made: Calculation, method: Method, measures: Mapping[str, Measured], by: By, wanted: set[str], needs: set[str]
) -> str:
    """The largest n of the measures wanted that split by the cell; of other indicators where no measure is wanted."""
    among = {name: each for name, each in measures.items() if name in wanted}
    splitting = {
        name: each for name, each in among.items() if not any(path in method.measures[name].ignore for path, _ in by)
    } or among
    personal = [each for name, each in splitting.items() if made.plan.datasets[method.measures[name].dataset].personal]
    counts = [(each.people or each.n).here for each in personal or splitting.values()]
    if not counts:
        others = [each for name, each in made.results.items() if name in needs]
        counts = [each.n.at(each.n.first + each.cells.index(by)) for each in others]
    return f"MAX({','.join(counts)})" if counts else "0"


def _stops(made: Calculation, indicator: Indicator) -> list[Ref]:
    """Where it stands whether something is said of the indicators that this one reads."""
    return [made.results[name].stop for name in indicator.needs if name in made.results]


def _stop(made: Calculation, view: Rows, block: Block, indicator: Indicator) -> Ref:
    """Why nothing can be said: no such period; rows, days or money beyond what is computed; rows with faults."""
    read = [name for name in indicator.reads if made.plan.datasets[name].derivation is None]
    rows = [made.facts.first + list(made.tables).index(name) for name in read if name in made.tables]
    facts = made.facts.known
    early = [ref for (dataset, *_), ref in made.grid.marked(EARLY) if dataset in indicator.reads]
    over = [*(facts["beyond"].at(row) for row in rows), *(f"SUM({ref.abroad})" for ref in early)]
    over += [f"SUM({ref.all})" for _, ref in block.grid.marked(LARGE)]
    over += [f"IF({each.at(each.first)}={TOO_MANY},1,0)" for each in _stops(made, indicator)]
    beyond = "+".join(over) or "0"
    faults = [facts["wrong"].at(row) for row in rows]
    for each in (made.plan.datasets[name] for name in indicator.reads):
        if each.derivation is not None:
            faults += [f"SUM({cells})" for cells in (ties(view, each.id),) if cells]
            faults += filter(None, [wrong_derived(view, each)])
    wrong = "+".join(faults) or "0"
    start = period_name("start", indicator.spec.frequency)
    text = f"IF({start}=0,{NO_PERIOD},IF({beyond}>0,{TOO_MANY},IF({wrong}>0,{FAULTY},{SOUND})))"
    default = block.periods.default(indicator.spec.frequency)
    return block.grid.add("stop", "stopped", text, SOUND if default else NO_PERIOD)


def _broken(block: Block, indicator: Indicator) -> Ref:
    """1 in the first period under a new method."""
    flags = block.periods.broken(indicator)
    text = f"IF({ROW}=0,0,{block.periods.column(('broken', indicator.id), 'series break', flags)})"
    return block.grid.add("broken", "series break", text, flags[0])
