"""An indicator -> why nothing can be said of it in the period that is chosen, or not all."""

from __future__ import annotations

from rbm_spec.plan.model import Indicator
from rbm_spec.targets.excel.live.calculation import FAULTY, NO_PERIOD, SOUND, TOO_MANY, Calculation
from rbm_spec.targets.excel.live.derived import ties
from rbm_spec.targets.excel.live.faults import incomplete, wrong_derived
from rbm_spec.targets.excel.live.grid import Ref
from rbm_spec.targets.excel.live.measures import Layout
from rbm_spec.targets.excel.live.periods import ROW
from rbm_spec.targets.excel.live.rows import EARLY, Rows, period_name
from rbm_spec.targets.excel.live.scalars import LARGE, Block


def gaps(made: Calculation, view: Rows, block: Block, indicator: Indicator, layout: Layout) -> Ref:
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


def _stops(made: Calculation, indicator: Indicator) -> list[Ref]:
    """Where it stands whether something is said of the indicators that this one reads."""
    return [made.results[name].stop for name in indicator.needs if name in made.results]


def stop(made: Calculation, view: Rows, block: Block, indicator: Indicator) -> Ref:
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


def broken(block: Block, indicator: Indicator) -> Ref:
    """1 in the first period under a new method."""
    flags = block.periods.broken(indicator)
    text = f"IF({ROW}=0,0,{block.periods.column(('broken', indicator.id), 'series break', flags)})"
    return block.grid.add("broken", "series break", text, flags[0])
