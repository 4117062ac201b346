"""Measures -> columns of an indicator's rows on the sheet of sums: rows counted, value, and why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rbm_spec.expr.types import Kind
from rbm_spec.kernel.definitions import By
from rbm_spec.kernel.values import missing
from rbm_spec.plan.definitions import collected_behind
from rbm_spec.plan.model import Dimension, Measure, Method
from rbm_spec.targets.excel.live import cells
from rbm_spec.targets.excel.live.aggregates import (
    Condition,
    Entered,
    aggregated,
    counted,
    distinct,
    entered,
    kept,
    result_quality,
)
from rbm_spec.targets.excel.live.grid import Ref
from rbm_spec.targets.excel.live.rows import Rows
from rbm_spec.targets.excel.live.scalars import FINE, INVALID, LARGE, NO_DATA, NOT_SUBMITTED, Block, Known
from rbm_spec.targets.excel.live.terms import MISSING, Term, large

ALWAYS = ("count", "count_distinct", "sum")
WRITTEN = ("sum", "min", "max")
"""Aggregates of money that have no more places than the amounts."""
MOST_WRITTEN, MOST_DIVIDED = 10**13, 10**12
"""Beyond these, fifteen digits end before the centime, or before what decides how it is rounded."""


@dataclass(frozen=True)
class Measured:
    """A measure in the block: its value, the cells that count its rows and its persons, and those that see any row."""

    known: Known
    n: Ref
    people: Ref | None
    seen: Ref


def submitted_name(dataset: str) -> str:
    """The defined name of the cell that is 1 when the table counts as submitted."""
    return f"submitted_rows_{dataset}"


def submitted(rows: Rows, measure: Measure) -> str:
    """A formula that is 1 when every dataset that is read was submitted."""
    read = _collected(rows, measure.reads)
    for name in read:
        rows.block(name)
    return f"MIN({','.join(submitted_name(name) for name in read)})"


@dataclass(frozen=True)
class Layout:
    """The cells of a block in order: for each breakdown its dimensions and its cells, the total first.

    `numbered` keeps what many measures ask for.
    """

    parts: Sequence[tuple[tuple[Dimension, ...], Sequence[By]]]
    numbered: dict[tuple[str, tuple[str, ...]], tuple[Ref, Mapping[By, str]]] = field(default_factory=dict)

    @property
    def cells(self) -> tuple[By, ...]:
        """All of them."""
        return tuple(by for _, cells in self.parts for by in cells)

    def numbers(self, rows: Rows, dataset: str, dimensions: Sequence[Dimension]) -> tuple[Ref, Mapping[By, str]]:
        """The column that holds for each row of a dataset the number of its cell, and the numbers of the cells."""
        key = (dataset, tuple(each.path for each in dimensions))
        if key not in self.numbered:
            self.numbered[key] = cells.key(rows, dataset, dimensions), cells.numbers(rows.plan, dimensions)
        return self.numbered[key]


def measured(rows: Rows, block: Block, layout: Layout, method: Method, measure: Measure) -> Measured:
    """The columns of one measure of a method."""
    dataset, spec = measure.dataset, measure.aggregate
    keeps = kept(rows, dataset, measure.during, spec)
    of = entered(rows, dataset, keeps, spec)
    conditions = _conditions(rows, layout, measure)
    every = submitted(rows, measure)
    counts = [f"IF({every}=0,0,{counted(of, each, abroad)})" for each in conditions]
    title = measure.spec.label
    n = block.grid.add(("n", tuple(counts)), f"{title}: rows counted", counts, 0)
    values = [aggregated(rows, dataset, spec, of, each, n.here, abroad) for each in conditions]
    raw = block.grid.add(("raw", tuple(values)), f"{title}: of the rows", values, 0)
    most = f"ABS({raw.here})>1E+15" if spec.type.unit.money else f"ABS({raw.here})>=1E+300"
    sound = f"IF(ISERROR({raw.here}),{INVALID},IF({most},{INVALID},{FINE}))"
    if spec.name not in ALWAYS:
        sound = f"IF({n.here}=0,{NO_DATA},{sound})"
    text = f"IF({every}=0,{NOT_SUBMITTED},{sound})"
    reason = block.grid.add(("reason", text), f"{title}: reason", text, NOT_SUBMITTED)
    formula = f"IF({reason.here}={FINE},{raw.here},{MISSING})"
    value = block.grid.add(("value", formula), title, formula, "#N/A")
    nothing = missing("not_submitted")
    term = Term(value.here, Kind.NUMBER, quality=result_quality(spec, of), simple=True, cached=nothing)
    people = _people(rows, block, measure, of, conditions)
    seen = _seen(rows, block, layout, method, measure, [[(keeps, "1"), *each] for each in conditions])
    if spec.type.unit.money and not spec.name.startswith("count"):
        end = MOST_WRITTEN if spec.name in WRITTEN else MOST_DIVIDED
        # What is too large for any engine is invalid, and no matter for the centre.
        formula = f"IF(IFERROR(ABS({raw.here}),0)>1E+15,0,{large(f'ABS({raw.here})', end)})"
        block.grid.add((LARGE, raw.letter), f"{title}: beyond exact money", formula, 0)
    return Measured(Known(term, reason.here, nothing), n, people, seen)


def abroad(ref: Ref) -> str:
    """Columns of rows, as seen from the sheet of sums."""
    return ref.abroad


def _conditions(rows: Rows, layout: Layout, measure: Measure) -> list[Sequence[Condition]]:
    """What a row must hold to be in each cell, dimensions left out that the measure ignores."""
    found: list[Sequence[Condition]] = []
    for dimensions, each in layout.parts:
        kept = [place for place, dimension in enumerate(dimensions) if dimension.path not in measure.ignore]
        if not kept:
            found += [()] * len(each)
            continue
        ref, numbers = layout.numbers(rows, measure.dataset, [dimensions[place] for place in kept])
        found += [[(ref, numbers[tuple([by[place] for place in kept])])] for by in each]
    return found


def _people(
    rows: Rows, block: Block, measure: Measure, of: Entered, conditions: Sequence[Sequence[Condition]]
) -> Ref | None:
    """The persons among the rows, where rows are about people; only totals of such data are computed here."""
    dataset = rows.plan.datasets[measure.dataset]
    if not dataset.personal or dataset.person is None:
        return None
    person = dataset.fields[dataset.person]
    persons = Entered(of.kept, of.in_, rows.field(dataset.id, person.id), person.type.kind, of.quality)
    first = distinct(rows, dataset.id, persons, ())
    texts = [f"COUNTIFS({first.abroad},1)" for _ in conditions]
    return block.grid.add(("people", tuple(texts)), f"{measure.spec.label}: persons", texts, 0)


def _seen(
    rows: Rows,
    block: Block,
    layout: Layout,
    method: Method,
    measure: Measure,
    conditions: Sequence[Sequence[Condition]],
) -> Ref:
    """How many rows make the cell be listed: those the condition keeps, with a value or not; none while anything
    behind the measure or the dimensions was not submitted."""
    texts: list[str] = []
    for dimensions, each in layout.parts:
        if any(dimension.path in measure.ignore for dimension in dimensions):
            texts += ["0"] * len(each)
            continue
        read = dict.fromkeys([*_collected(rows, measure.reads), *collected_behind(rows.plan, method, dimensions)])
        gate = ",".join(submitted_name(name) for name in read)
        for criteria in conditions[len(texts) : len(texts) + len(each)]:
            count = ",".join([f"{ref.abroad},{value}" for ref, value in criteria])
            texts.append(f"IF(MIN({gate})=0,0,COUNTIFS({count}))")
    return block.grid.add(("seen", tuple(texts)), f"{measure.spec.label}: rows seen", texts, 0)


def _collected(rows: Rows, datasets: Iterable[str]) -> list[str]:
    return [name for name in datasets if rows.plan.datasets[name].derivation is None]
