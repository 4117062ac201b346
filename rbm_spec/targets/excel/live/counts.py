"""An indicator -> how many rows or persons are behind each of its cells, and which cells are listed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rbm_spec.expr.nodes import names
from rbm_spec.kernel.definitions import By
from rbm_spec.plan.model import Indicator, Method
from rbm_spec.targets.excel.live.calculation import Calculation
from rbm_spec.targets.excel.live.grid import Ref
from rbm_spec.targets.excel.live.measures import Measured
from rbm_spec.targets.excel.live.scalars import Block


def counts(
    made: Calculation, block: Block, indicator: Indicator, found: Sequence[Mapping[str, Measured]], laid: Sequence[By]
) -> tuple[Ref, Ref]:
    """n of each cell, and over 0 where the cell is listed."""
    texts, seen = [], []
    for by in laid:
        each_n, each_seen = zip(
            *(_in_cell(made, indicator, method, measures, by)
              for method, measures in zip(indicator.methods, found, strict=True)), strict=True
        )  # fmt: skip
        if len(found) == 1:
            texts.append(each_n[0])
            seen.append(each_seen[0])
        else:
            choice = block.periods.method_number(indicator)
            texts.append(f"CHOOSE({choice},{','.join(each_n)})")
            seen.append(f"CHOOSE({choice},{','.join(each_seen)})")
    n = block.grid.add("n", "n", texts, 0)
    return n, block.grid.add("seen", "listed when over 0", seen, [1, *[0] * (len(laid) - 1)])


def counted(
    made: Calculation,
    block: Block,
    indicator: Indicator,
    found: Sequence[Mapping[str, Measured]],
    laid: Sequence[By],
    component: str,
) -> Ref:
    """n of the measures behind one component, in each cell."""
    reads = [_read(method, component) for method in indicator.methods]
    texts = []
    for by in laid:
        each = [
            _largest(made, method, measures, by, *read)
            for method, measures, read in zip(indicator.methods, found, reads, strict=True)
        ]
        several = f"CHOOSE({block.periods.method_number(indicator)},{','.join(each)})" if len(each) > 1 else ""
        texts.append(several or each[0])
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


def behind(made: Calculation, indicator: Indicator, component: str) -> frozenset[str]:
    """The datasets behind a component."""
    found: set[str] = set()
    for method in indicator.methods:
        measures, others = _read(method, component)
        found.update(*(method.measures[each].reads for each in measures))
        found.update(*(made.plan.indicators[each].reads for each in others))
    return frozenset(found)


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
