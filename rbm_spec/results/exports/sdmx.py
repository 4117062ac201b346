"""Facts -> SDMX-CSV 2.0, with the definition of its structure beside it in SDMX-ML 3.0.

Dimensions are FREQ, INDICATOR, COMPONENT, those of the plan's breakdowns, and TIME_PERIOD; nothing is there that the
plan does not declare. `_T` is a total, `_U` *not stated*. OBS_VALUE is unrounded as in `results.csv`, a condition 1 or
0, and empty where there is no value; PUBLISHED is the value as it is printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rbm_spec.kernel.lines import csv_text
from rbm_spec.kernel.periods import Period
from rbm_spec.plan.model import Plan
from rbm_spec.results.exports.figures import Figure, figures
from rbm_spec.results.exports.names import (
    NOT_STATED,
    TOTAL,
    agency,
    code_id,
    component_id,
    dimension_ids,
)
from rbm_spec.results.exports.structure import ATTRIBUTES, FLOW, FREQUENCIES, structure
from rbm_spec.results.facts import Fact


def files(plan: Plan, facts: Iterable[Fact]) -> dict[str, str]:
    """`structure.xml` and `data.csv`."""
    ids = dimension_ids(plan)
    columns = ["STRUCTURE", "STRUCTURE_ID", "ACTION", "FREQ", "INDICATOR", "COMPONENT", *ids.values(), "TIME_PERIOD"]
    columns += ["OBS_VALUE", *ATTRIBUTES]
    flow = f"{agency(plan)}:{FLOW}({plan.spec.version})"
    lines = [["dataflow", flow, "I", *_line(plan, each, ids)] for each in figures(plan, facts)]
    return {"structure.xml": structure(plan), "data.csv": csv_text(columns, lines)}


def _line(plan: Plan, figure: Figure, ids: dict[str, str]) -> Iterator[object]:
    fact, spec = figure.fact, figure.component.spec
    yield FREQUENCIES[figure.indicator.spec.frequency]
    yield from (fact.indicator, component_id(fact.indicator, fact.component))
    cell = dict(fact.by)
    for path in ids:
        code = cell.get(path)
        yield TOTAL if path not in cell else NOT_STATED if code is None else code_id(code)
    yield _time(figure)
    yield int(fact.value) if isinstance(fact.value, bool) else fact.value
    said = {
        "UNIT_MEASURE": code_id(spec.unit),
        "DECIMALS": spec.decimals,
        "OBS_STATUS": fact.status,
        "CONF_STATUS": fact.confidentiality,
        "REASON": fact.reason,
        "OBS_COUNT": fact.n,
        "PUBLISHED": fact.published,
        "TARGET": fact.target,
        "ASSESSMENT": fact.assessment,
    }
    yield from (said[name] for name in ATTRIBUTES)


def _time(figure: Figure) -> str:
    """A year or quarter by its label; longer times by their first day and how long they are."""
    frequency, period = figure.indicator.spec.frequency, figure.period
    return period.label if frequency in ("annual", "quarterly") else _range(period)


def _range(period: Period) -> str:
    years = period.end.year - period.start.year + 1
    whole = (period.start.month, period.start.day) == (1, 1)
    long = f"P{years}Y" if whole else f"P{(period.end - period.start).days + 1}D"
    return f"{period.start.isoformat()}/{long}"
