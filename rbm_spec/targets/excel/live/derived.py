"""Derived datasets -> columns beside those of their source: a derived row stands where its group begins."""

from __future__ import annotations

from collections.abc import Sequence

from rbm_spec.expr.types import NUMBER, Kind
from rbm_spec.plan.model import Aggregate, Derivation
from rbm_spec.targets.excel.live import aggregates
from rbm_spec.targets.excel.live.aggregates import Entered, aggregated, counted, entered, identity
from rbm_spec.targets.excel.live.grid import Ref
from rbm_spec.targets.excel.live.rows import Rows
from rbm_spec.targets.excel.live.terms import UNKNOWN


class Derived:
    """Answers `rows.Derive`."""

    def leads(self, rows: Rows, dataset: str) -> Ref:
        """1 in the rows of the source that stand for a derived row."""
        return _leads(rows, dataset, _derivation(rows, dataset))

    def field(self, rows: Rows, dataset: str, name: str) -> Ref:
        """The values of a field of the derived dataset."""
        derivation = _derivation(rows, dataset)
        leads = _leads(rows, dataset, derivation)
        boolean = rows.plan.datasets[dataset].fields[name].type.kind is Kind.BOOLEAN
        if name in derivation.fields and derivation.group_by:
            text = _aggregate(rows, derivation, derivation.fields[name])
        else:
            text = rows.field(derivation.source, name).here
        nothing = UNKNOWN if boolean else '""'
        formula = f"IF({leads.here}=1,{text},{nothing})"
        return rows.grid.add(
            ("field", dataset, rows.frequency, name), f"{dataset}.{name}", formula, 0.5 if boolean else ""
        )


def _derivation(rows: Rows, dataset: str) -> Derivation:
    derivation = rows.plan.datasets[dataset].derivation
    assert derivation is not None
    return derivation


def _leads(rows: Rows, dataset: str, derivation: Derivation) -> Ref:
    marks, group = _groups(rows, derivation)
    number = rows.grid.number.here
    if derivation.latest_by:
        newest = _newest(rows, derivation, marks, group)
        formula = f"IF({marks.here}=1,IF({_moment(rows, derivation).here}={newest.here},1,0),0)"
    else:
        formula = f"IF({marks.here}=1,IF({group.here}={number},1,0),0)"
    return rows.grid.add(("leads", dataset, rows.frequency), f"{dataset}: there is a row", formula, 0)


def ties(rows: Rows, dataset: str) -> str | None:
    """A cell that is over 0 in rows of the source that tie for the newest of their group."""
    derivation = _derivation(rows, dataset)
    if not derivation.latest_by:
        return None
    _, group = _groups(rows, derivation)
    leads = _leads(rows, dataset, derivation)
    formula = f"IF({leads.here}=1,COUNTIFS({group.all},{group.here},{leads.all},1)-1,0)"
    return rows.grid.add(("ties", dataset, rows.frequency), f"{dataset}: newest rows too many", formula, 0).abroad


def _groups(rows: Rows, derivation: Derivation) -> tuple[Ref, Ref]:
    """Which rows of the source are grouped, and the number of their group."""
    source = derivation.source
    condition = Aggregate("count", None, derivation.condition, None, NUMBER)
    marks = aggregates.kept(rows, source, None, condition)
    if derivation.latest_by:
        moment = rows.field(source, str(derivation.on))
        formula = f'IF({marks.here}=1,IF({moment.here}="",0,1),0)'
        marks = rows.grid.add(("dated", source, formula), f"{source}: rows with a date", formula, 0)
    return marks, groups(rows, source, marks, derivation.group_by or derivation.latest_by)


def groups(rows: Rows, dataset: str, marks: Ref, names: Sequence[str]) -> Ref:
    """For each marked row the number of the first with the same values in these fields; 0 for other rows."""
    fields = rows.plan.datasets[dataset].fields
    group: Ref | None = None
    for name in names:
        each = identity(rows, dataset, rows.field(dataset, name), fields[name].type.kind, marks)
        text = each.here if group is None else f"{group.here}*{rows.grid.rows + 1}+{each.here}"
        pair = rows.grid.add(("group", dataset, text), f"{dataset}: group", f'IF({marks.here}=1,{text},"")', "")
        first = f"IF({marks.here}=1,MATCH({pair.here},{pair.all},0),0)"
        group = rows.grid.add(("group", dataset, first), f"{dataset}: first of the group", first, 0)
    assert group is not None
    return group


def _moment(rows: Rows, derivation: Derivation) -> Ref:
    moment = rows.field(derivation.source, str(derivation.on))
    formula = f'IF({moment.here}="",0,{moment.here})'
    return rows.grid.add(("moment", derivation.source, formula), f"{derivation.source}: date, or 0", formula, 0)


def _newest(rows: Rows, derivation: Derivation, marks: Ref, group: Ref) -> Ref:
    moment = _moment(rows, derivation)
    formula = f"IF({marks.here}=1,SUMPRODUCT(MAX(({group.all}={group.here})*{moment.all})),0)"
    return rows.grid.add(
        ("newest", derivation.source, formula), f"{derivation.source}: newest of the group", formula, 0
    )


def _aggregate(rows: Rows, derivation: Derivation, each: Aggregate) -> str:
    """The value of a derived field in the row that stands for the group."""
    source = derivation.source
    marks, group = _groups(rows, derivation)
    keeps = marks
    if each.condition is not None:
        text = f"IF({marks.here}=1,IF({rows.term(source, each.condition).bound(1)}=1,1,0),0)"
        keeps = rows.grid.add(("kept", source, text), f"{source}: rows that count", text, 0)
    within = [(group, rows.grid.number.here)]
    of = entered(rows, source, keeps, each)
    if each.name in ("all", "any"):
        return _kleene(of, each.name, within)
    count = counted(of, within, lambda ref: ref.all)
    n = rows.grid.add(("n", source, count), f"{source}: rows of the group", f"IF({marks.here}=1,{count},0)", 0)
    value = aggregated(rows, source, each, of, within, n.here, lambda ref: ref.all)
    return value if each.name in ("count", "count_distinct", "sum") else f'IF({n.here}=0,"",{value})'


def _kleene(of: Entered, name: str, within: Sequence[tuple[Ref, str]]) -> str:
    """One false decides `all`, one true decides `any`, else a missing one leaves it open."""
    assert of.values is not None
    pairs = ",".join(f"{ref.all},{value}" for ref, value in within)
    decides, otherwise = ("0", "1") if name == "all" else ("1", "0")
    some = f"COUNTIFS({of.values.all},{{}},{pairs})>0"
    return f"IF({some.format(decides)},{decides},IF({some.format(UNKNOWN)},{UNKNOWN},{otherwise}))"
