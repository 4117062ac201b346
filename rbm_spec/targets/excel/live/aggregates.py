"""An aggregate over rows -> columns that say which rows enter it with which value, and a formula over them.

A formula takes conditions, pairs of a column and the number it must hold: the cell of a breakdown, the group of a
derived row. Numbers are compared, never text, so that COUNTIFS means what it says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from rbm_spec.expr.types import Kind
from rbm_spec.plan.model import Aggregate
from rbm_spec.targets.excel.live.grid import Ref
from rbm_spec.targets.excel.live.rows import EARLY, MOST_ALIKE, RowPlace, Rows
from rbm_spec.targets.excel.live.terms import UNKNOWN, Quality, by_size, centimes, hundredths

Condition = tuple[Ref, str]
Show = Callable[[Ref], str]


@dataclass(frozen=True)
class Entered:
    """`kept` is 1 where `where` holds, `in_` where the row enters with a value; `values` holds it, else empty text."""

    kept: Ref
    in_: Ref
    values: Ref | None
    kind: Kind
    quality: Quality


def kept(rows: Rows, dataset: str, during: str | None, each: Aggregate) -> Ref:
    """1 in the rows of the period for which the condition is true."""
    text = "1"
    if each.condition is not None:
        text = f"IF({rows.term(dataset, each.condition).bound(1)}=1,1,0)"
    if during is not None:
        place = RowPlace(rows, dataset)
        day = rows.read(dataset, tuple(during.split(".")))
        moment = f"INT({day.text})" if day.kind is Kind.DATETIME else day.text
        start, end = place.period("start"), place.period("end")
        text = f"IF(IFERROR(AND({moment}>={start},{moment}<={end}),FALSE),{text},0)"
    begun = rows.begun(dataset).here
    formula = f"IF({begun}=0,0,{text})"
    return rows.grid.add(("kept", dataset, formula), f"{dataset}: rows that count", formula, 0)


def entered(rows: Rows, dataset: str, keeps: Ref, each: Aggregate) -> Entered:
    """The columns behind an aggregate over the rows that `keeps` marks."""
    if each.of is None:
        return Entered(keeps, keeps, None, Kind.NUMBER, Quality.SMALL)
    term = rows.term(dataset, each.of)
    if term.kind is Kind.BOOLEAN and each.name not in ("all", "any"):
        place = RowPlace(rows, dataset)
        kept_term = place.keep(term)
        value = f'IF({kept_term.text}={UNKNOWN},"",{kept_term.text})'
    else:
        value = term.text if term.kind is Kind.BOOLEAN else f'IFERROR({term.text},"")'
    formula = f'IF({keeps.here}=1,{value},"")'
    values = rows.grid.add(("value", dataset, formula), f"{dataset}: values", formula, "")
    present = f'IF({values.here}="",0,1)'
    in_ = rows.grid.add(("in", dataset, present), f"{dataset}: rows with a value", present, 0)
    return Entered(keeps, in_, values, term.kind, term.quality)


def counted(each: Entered, conditions: Sequence[Condition], show: Show) -> str:
    """How many rows enter."""
    return f"COUNTIFS({_pairs([(each.in_, '1'), *conditions], show)})"


def aggregated(
    rows: Rows, dataset: str, spec: Aggregate, each: Entered, conditions: Sequence[Condition], n: str, show: Show
) -> str:
    """The value; `n` is the cell that counts the rows, and where it is 0 only counts and sums mean anything."""
    criteria = [(each.in_, "1"), *conditions]
    match spec.name:
        case "count":
            return counted(each, conditions, show)
        case "count_distinct":
            first = distinct(rows, dataset, each, tuple(ref for ref, _ in conditions))
            return f"COUNTIFS({_pairs([(first, '1'), *conditions], show)})"
        case "sum":
            return _sum(rows, dataset, spec, each, criteria, show)
        case "mean":
            return f"IF({n}=0,0,({_sum(rows, dataset, spec, each, criteria, show)})/{n})"
    numbers, mask = _numbers(rows, dataset, each), _mask(criteria, show)
    match spec.name:
        case "min":
            return f"IF({n}=0,0,{_smallest(numbers, mask, '1', show)})"
        case "max":
            return f"IF({n}=0,0,{_smallest(numbers, mask, n, show)})"
        case _:
            share = Fraction(1, 2) if spec.name == "median" else Fraction(repr(spec.percentile)) / 100
            rank = f"({n}-1)*{share.numerator}/{share.denominator}"
            low = _smallest(numbers, mask, f"INT({rank})+1", show)
            high = _smallest(numbers, mask, f"MIN(INT({rank})+2,{n})", show)
            return f"IF({n}=0,0,{low}+({high}-{low})*({rank}-INT({rank})))"


def result_quality(spec: Aggregate, each: Entered) -> Quality:
    """What is known of the value."""
    if spec.name.startswith("count"):
        return Quality.SMALL
    if spec.type.unit.money:
        return Quality.MONEY
    if spec.name in ("min", "max"):
        return each.quality
    whole = each.quality in (Quality.SMALL, Quality.WHOLE) and spec.name == "sum"
    return Quality.WHOLE if whole else Quality.COMPUTED


def _pairs(criteria: Sequence[Condition], show: Show) -> str:
    return ",".join(f"{show(ref)},{value}" for ref, value in criteria)


def _mask(criteria: Sequence[Condition], show: Show) -> str:
    return "*".join(f"({show(ref)}={value})" for ref, value in criteria)


def _smallest(numbers: Ref, mask: str, rank: str, show: Show) -> str:
    """The value of this rank, rows outside pushed behind all others."""
    return f"SUMPRODUCT(SMALL((1-{mask})*1E+305+{show(numbers)},{rank}))"


def _numbers(rows: Rows, dataset: str, each: Entered) -> Ref:
    """The values with 0 in place of nothing, for arithmetic over whole columns."""
    assert each.values is not None
    formula = f"IF({each.in_.here}=1,{each.values.here},0)"
    return rows.grid.add(("number", dataset, formula), f"{dataset}: values, or 0", formula, 0)


def _sum(rows: Rows, dataset: str, spec: Aggregate, each: Entered, criteria: Sequence[Condition], show: Show) -> str:
    """Money in francs and centimes apart, so that large amounts cancel to the centime."""
    assert each.values is not None
    pairs = _pairs(criteria, show)
    if not spec.type.unit.money:
        return f"SUMIFS({show(each.values)},{pairs})"
    cell, title = each.values.here, f"{dataset}: amounts"
    whole = rows.grid.add(("whole", cell), f"{title}, whole", f'IF({cell}="",0,TRUNC({cell}))', 0)
    near = f"ROUND({cell}-TRUNC({cell}),{centimes(f'MAX(1,ABS({cell}))')})"
    large = f"({hundredths(cell)}-100*TRUNC({cell}))/100"
    part = f'IF({cell}="",0,{by_size(f"ABS({cell})", large, near)})'
    rest = rows.grid.add(("rest", cell), f"{title}, after the point", part, 0)
    return f"SUMIFS({show(whole)},{pairs})+SUMIFS({show(rest)},{pairs})"


def distinct(rows: Rows, dataset: str, each: Entered, by: tuple[Ref, ...]) -> Ref:
    """1 in the first row with each value, in each cell that the columns `by` tell apart."""
    assert each.values is not None
    number = identity(rows, dataset, each.values, each.kind, each.in_)
    text = number.here
    for ref in by:
        text = f"({text})*1E+6+{ref.here}"
    pair = rows.grid.add(
        ("pair", dataset, text, each.in_), f"{dataset}: value and cell", f'IF({each.in_.here}=1,{text},"")', ""
    )
    first = f"IF({each.in_.here}=1,IF(MATCH({pair.here},{pair.all},0)={rows.grid.number.here},1,0),0)"
    return rows.grid.add(("first", dataset, first), f"{dataset}: first of its value", first, 0)


def identity(rows: Rows, dataset: str, values: Ref, kind: Kind, marks: Ref) -> Ref:
    """A number for each value, equal for equal values: the first row that holds it; 0 for missing."""
    cell, count, numbers = values.here, rows.grid.rows + 1, rows.grid.number.all
    if kind is Kind.BOOLEAN:
        text = f"IF({cell}={UNKNOWN},0,{cell}+1)"
    elif kind in (Kind.NUMBER, Kind.DATE, Kind.DATETIME):
        text = f'IF({cell}="",0,MATCH({cell},{values.all},0))'
        if kind is Kind.NUMBER:
            fine = f"IFERROR(IF(ABS({cell})>{MOST_ALIKE},IF({hundredths(cell)}=100*TRUNC({cell}),0,1),0),0)"
            rows.grid.add((EARLY, dataset, fine), f"{dataset}: beyond numbers that are told apart", fine, 0)
    else:
        # MATCH is quick but not exact about case and wildcards; where it missed the very text, every row is compared.
        every = f"{count}-SUMPRODUCT(MAX(EXACT({values.all},{cell})*({count}-{numbers})))"
        guess = f'IF({cell}="",0,IFERROR(MATCH({cell},{values.all},0),0))'
        near = rows.grid.add(("near", dataset, guess), f"{dataset}: first row that may hold the text", guess, 0).here
        found = f"IF({near}=0,{every},IF(EXACT(INDEX({values.all},{near}),{cell}),{near},{every}))"
        text = f'IF({cell}="",0,{found})'
    formula = f"IF({marks.here}=1,{text},0)"
    return rows.grid.add(("identity", dataset, formula), f"{dataset}: number of the value", formula, 0)
