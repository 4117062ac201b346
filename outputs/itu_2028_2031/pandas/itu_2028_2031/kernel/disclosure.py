"""Which cells of a breakdown about people stay hidden.

A cell with 1 to `minimum - 1` people is hidden; then as many further cells as needed so that no hidden cell follows
from what is shown. Three ways of following are closed:

*Arithmetic.* Two breakdowns of one indicator add up to the same margins, and so do a breakdown and the total. Each such
equation, with the shown cells taken out, is a row over the hidden cells; a hidden cell follows exactly when the reduced
matrix has a row that holds this cell alone.

*Counting.* A printed cell holds a row at least. Where the number of people, or of rows, that are not in shown cells
equals the number of hidden cells, each of them holds one.

*Shares.* A measure that ignores a dimension prints, inside every finer cell, what belongs to the coarser one: with the
share of a region in a duty station goes the head count of the station. Such coarser cells are tables of their own,
shown where one of their finer cells is; and where a coarser cell is hidden, its finer cells are hidden with it.

When a breakdown cannot be protected even with every cell hidden, it is withheld whole: its cells are not listed either.
The choice depends on the cells alone, never on the order of rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from .definitions import By

PRIME = 2**61 - 1
"""Rows are reduced modulo a large prime: whole numbers stay short, and a zero that is none does not happen."""

MAX_REVIEWED = 100
"""Up to so many further cells are each tried again, the largest first: some are not needed in the end."""

Row = dict[By, int]
Equation = frozenset[tuple[By, int]]


@dataclass(frozen=True)
class Hidden:
    """`cells` are printed without a value; the cells of the breakdowns in `withheld` (by number) not at all."""

    cells: frozenset[By]
    withheld: frozenset[int]


NOTHING = Hidden(frozenset(), frozenset())


@dataclass(frozen=True)
class Counts:
    """Something that is counted in cells and in the total: people, or rows."""

    cells: Mapping[By, int]
    total: int


@dataclass(frozen=True)
class Layer:
    """What is published of some people: cells, the counts that are printed in them.

    A cell of a breakdown of the layer that is not among `cells` is known to be empty. `told` are cells that were shown
    before, whatever is hidden now.
    """

    cells: frozenset[By]
    counts: tuple[Counts, ...] = ()
    told: frozenset[By] = frozenset()


@dataclass(frozen=True)
class _Tables:
    """The breakdowns of one layer, and the coarser tables that they print.

    `real` is how many of `tables` are breakdowns. `known` holds what each cell implies, `prints` the coarser cells that
    a finer one gives away.
    """

    tables: tuple[frozenset[By], ...]
    real: int
    counts: tuple[Counts, ...]
    known: Mapping[By, By]
    prints: Mapping[By, tuple[By, ...]]
    told: frozenset[By]

    def closed(self, hidden: set[By]) -> set[By]:
        """`hidden` with all that must go with it: finer cells of a hidden cell, coarser ones that nothing prints."""
        everything = set(hidden)
        while True:
            more = {
                finer
                for finer, coarser in self.prints.items()
                if finer not in everything and any(each in everything for each in coarser)
            }
            if not more:
                break
            everything |= more
        printed = {each for finer, coarser in self.prints.items() if finer not in everything for each in coarser}
        coarse = {by for table in self.tables[self.real :] for by in table}
        return everything | (coarse - printed)


def protect(
    breakdowns: Sequence[Sequence[str]],
    layers: Sequence[Layer],
    small: frozenset[By],
    implied: Mapping[By, By],
    ignored: Sequence[Sequence[str]] = (),
) -> Hidden:
    """What to hide in all layers at once.

    `small` are the cells that must be hidden. `implied` maps a cell to the pairs that follow from its codes: whoever
    knows the duty station knows the region. `ignored` holds the sets of dimensions that measures ignore. The first
    layer that counts a cell says how large it is.
    """
    sizes: dict[By, int] = {}
    for counts in (counts for layer in layers for counts in layer.counts):
        sizes = {**counts.cells, **sizes}
    withheld: frozenset[int] = frozenset()
    while True:
        kept = [number for number in range(len(breakdowns)) if number not in withheld]
        shapes = [tuple(breakdowns[number]) for number in kept]
        every = [_tables(layer, shapes, implied, ignored) for layer in layers]
        hidden, exposed = _hide(every, sizes, small)
        if exposed is None:
            return Hidden(frozenset(by for by in hidden if by in sizes), withheld)
        withheld |= {kept[exposed]}


def _tables(
    layer: Layer, shapes: Sequence[tuple[str, ...]], implied: Mapping[By, By], ignored: Sequence[Sequence[str]]
) -> _Tables:
    real = [frozenset(by for by in layer.cells if tuple(path for path, _ in by) == shape) for shape in shapes]
    coarser, prints = _coarser(real, ignored)
    known = {by: by + implied.get(by, ()) for table in (*real, *coarser) for by in table}
    return _Tables((*real, *coarser), len(real), layer.counts, known, prints, layer.told)


def _coarser(
    tables: Sequence[frozenset[By]], ignored: Sequence[Sequence[str]]
) -> tuple[list[frozenset[By]], dict[By, tuple[By, ...]]]:
    """The tables that are printed inside finer ones and are no breakdown themselves, and who prints which cell."""
    listed = {frozenset(by): by for table in tables for by in table}
    extra: dict[frozenset[str], set[By]] = {}
    prints: dict[By, tuple[By, ...]] = {}
    for by in (by for table in tables for by in table):
        for paths in ignored:
            rest = tuple(pair for pair in by if pair[0] not in paths)
            if rest and len(rest) < len(by):
                coarse = listed.get(frozenset(rest), rest)
                prints[by] = (*prints.get(by, ()), coarse)
                if coarse is rest:
                    extra.setdefault(frozenset(path for path, _ in rest), set()).add(rest)
    return [frozenset(each) for each in extra.values()], prints


def _hide(every: Sequence[_Tables], sizes: Mapping[By, int], small: frozenset[By]) -> tuple[frozenset[By], int | None]:
    """The hidden cells, and the number of a table that stays open although all that could be is hidden."""
    equations = [list(dict.fromkeys(_equations(plan))) for plan in every]
    listed = frozenset(by for plan in every for by in _real(plan))
    hidden = _closed(every, {by for by in listed if by in small})
    while exposed := _exposed(every, equations, hidden):
        more: set[By] = set()
        for by, where in exposed.items():
            told = frozenset[By]().union(*(every[number].told for number in where))
            mate = _mate(by, [each for number in where for each in equations[number]], sizes, hidden | told)
            if mate is None:
                tables = every[where[0]].tables
                return frozenset(hidden), next(i for i, table in enumerate(tables) if by in table)
            more |= {mate, *(finer for plan in every for finer, coarser in plan.prints.items() if mate in coarser)}
        hidden = _closed(every, hidden | more)
    further = sorted(_sorted(by for by in hidden - small if by in listed), key=lambda by: -sizes[by])
    for by in further if len(further) <= MAX_REVIEWED else ():
        fewer = _closed(every, {each for each in hidden if each in listed} - {by})
        if by not in fewer and not _exposed(every, equations, fewer):
            hidden = fewer
    return frozenset(hidden), None


def _closed(every: Sequence[_Tables], hidden: set[By]) -> set[By]:
    while True:
        more = set().union(hidden, *(plan.closed(hidden) for plan in every))
        if more == hidden:
            return hidden
        hidden = more


def _real(plan: _Tables) -> set[By]:
    return {by for table in plan.tables[: plan.real] for by in table}


def _exposed(every: Sequence[_Tables], equations: Sequence[Sequence[Equation]], hidden: set[By]) -> dict[By, list[int]]:
    """The hidden cells of breakdowns that follow from what is shown, and in which layers."""
    found: dict[By, list[int]] = {}
    for number, plan in enumerate(every):
        unknown = hidden - plan.told
        counted = {by for counts in plan.counts for by in _counted(plan, counts, unknown)}
        for by in (_following(equations[number], unknown) | counted) & _real(plan):
            found.setdefault(by, []).append(number)
    return {by: found[by] for by in _sorted(found)}


def _sorted(cells: Iterable[By]) -> list[By]:
    return sorted(cells, key=lambda by: [(path, code is None, code or "") for path, code in by])


def _mate(by: By, equations: Sequence[Equation], sizes: Mapping[By, int], hidden: set[By]) -> By | None:
    """The shown cell to hide with `by`.

    The one that closes the most equations in which `by` is the only hidden cell; then one of the same breakdown; then
    the smallest.
    """
    closes: dict[By, int] = {}
    for equation in equations:
        cells = [other for other, _ in equation]
        if by in cells:
            alone = all(other == by or other not in hidden for other in cells)
            for other in cells:
                if other not in hidden:
                    closes[other] = closes.get(other, 0) + alone
    dims = [path for path, _ in by]

    def cost(other: By) -> tuple[int, bool, int]:
        return -closes[other], [path for path, _ in other] != dims, sizes.get(other, 0)

    return min(_sorted(closes), key=cost, default=None)


def _equations(plan: _Tables) -> Iterator[Equation]:
    """Sums that are known to be equal: of each table to the total, and of two tables over what they share."""
    for table in plan.tables:
        yield frozenset((by, 1) for by in table)
    for first, second in combinations(plan.tables, 2):
        shared = _paths(plan, first) & _paths(plan, second)
        if shared:
            margins: dict[By, set[tuple[By, int]]] = {}
            for sign, table in ((1, first), (-1, second)):
                for by in table:
                    part = tuple(sorted((pair for pair in plan.known[by] if pair[0] in shared), key=str))
                    margins.setdefault(part, set()).add((by, sign))
            yield from map(frozenset, margins.values())


def _paths(plan: _Tables, table: Iterable[By]) -> set[str]:
    return {path for by in table for path, _ in plan.known[by]}


def _following(equations: Sequence[Equation], hidden: set[By]) -> set[By]:
    """The hidden cells that arithmetic gives away."""
    unknown = {frozenset((by, sign) for by, sign in equation if by in hidden) for equation in equations}
    rows: list[Row] = [dict(equation) for equation in unknown if equation]
    rows.sort(key=lambda row: (len(row), [str(by) for by in _sorted(row)]))
    reduced: dict[By, Row] = {}
    for row in rows:
        for pivot in [by for by in row if by in reduced]:
            _subtract(row, reduced[pivot], row[pivot])
        if row:
            pivot = min(row, key=str)
            inverse = pow(row[pivot], -1, PRIME)
            row = {by: factor * inverse % PRIME for by, factor in row.items()}
            for other in reduced.values():
                if pivot in other:
                    _subtract(other, row, other[pivot])
            reduced[pivot] = row
    return {by for by, row in reduced.items() if len(row) == 1}


def _subtract(row: Row, other: Row, times: int) -> None:
    for by, factor in other.items():
        left = (row.get(by, 0) - times * factor) % PRIME
        if left:
            row[by] = left
        else:
            row.pop(by, None)


def _counted(plan: _Tables, counts: Counts, hidden: set[By]) -> set[By]:
    """The hidden cells that counting gives away: as many as there are people, or rows, left."""
    found: set[By] = set()
    breakdowns = [
        {by: counts.cells[by] for by in table} if table <= counts.cells.keys() else {}
        for table in plan.tables[: plan.real]
    ]
    whole: Mapping[By, int] = {(): counts.total}
    for table in breakdowns:
        paths = _paths(plan, table)
        for outer in [whole, *(each for each in breakdowns if each and each is not table and _dims(each) <= paths)]:
            gone: dict[By, list[By]] = {}
            left: dict[By, int] = {}
            for by, n in table.items():
                inside = _ordered(plan.known[by], outer)
                if by in hidden:
                    gone.setdefault(inside, []).append(by)
                else:
                    left[inside] = left.get(inside, 0) + n
            for inside, cells in gone.items():
                if inside in outer and inside not in hidden and outer[inside] - left.get(inside, 0) == len(cells):
                    found |= set(cells)
    return found


def _dims(table: Mapping[By, int]) -> set[str]:
    return {path for by in table for path, _ in by}


def _ordered(pairs: By, table: Mapping[By, int]) -> By:
    """`pairs` in the order in which the cells of `table` write them."""
    order = [path for path, _ in next(iter(table))]
    return tuple(sorted((pair for pair in pairs if pair[0] in order), key=lambda pair: order.index(pair[0])))
