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
    """Something that is counted in every cell and in the total: people, or rows."""

    cells: Mapping[By, int]
    total: int


@dataclass(frozen=True)
class _Tables:
    """The breakdowns, and the coarser tables that they print, each with the size of its cells.

    `real` is how many of `tables` are breakdowns. `known` holds what each cell implies, `prints` the coarser cells that
    a finer one gives away.
    """

    tables: tuple[Mapping[By, int], ...]
    real: int
    counts: tuple[Counts, ...]
    known: Mapping[By, By]
    prints: Mapping[By, tuple[By, ...]]

    def sizes(self) -> dict[By, int]:
        return {by: n for table in self.tables for by, n in table.items()}

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
    people: Counts,
    small: frozenset[By],
    implied: Mapping[By, By],
    rows: Counts | None = None,
    ignored: Sequence[Sequence[str]] = (),
) -> Hidden:
    """What to hide.

    `people` counts the cells of the breakdowns; `small` are those that must be hidden. `implied` maps a cell to the
    pairs that follow from its codes: whoever knows the duty station knows the region. `rows` counts rows where these
    are not people. `ignored` holds the sets of dimensions that measures ignore.
    """
    withheld: frozenset[int] = frozenset()
    while True:
        kept = [number for number in range(len(breakdowns)) if number not in withheld]
        tables = [
            {by: n for by, n in people.cells.items() if tuple(path for path, _ in by) == tuple(breakdowns[number])}
            for number in kept
        ]
        coarser, prints = _coarser(tables, ignored)
        known = {by: by + implied.get(by, ()) for table in (*tables, *coarser) for by in table}
        counts = (people,) if rows is None else (people, rows)
        hidden, exposed = _hide(_Tables((*tables, *coarser), len(tables), counts, known, prints), small)
        if exposed is None:
            return Hidden(frozenset(by for by in hidden if by in people.cells), withheld)
        withheld |= {kept[exposed]}


def _coarser(
    tables: Sequence[Mapping[By, int]], ignored: Sequence[Sequence[str]]
) -> tuple[list[Mapping[By, int]], dict[By, tuple[By, ...]]]:
    """The tables that are printed inside finer ones and are no breakdown themselves, and who prints which cell."""
    listed = {frozenset(by): by for table in tables for by in table}
    extra: dict[frozenset[str], dict[By, int]] = {}
    prints: dict[By, tuple[By, ...]] = {}
    for table in tables:
        for by, n in table.items():
            for paths in ignored:
                rest = tuple(pair for pair in by if pair[0] not in paths)
                if rest and len(rest) < len(by):
                    coarse = listed.get(frozenset(rest), rest)
                    prints[by] = (*prints.get(by, ()), coarse)
                    if coarse is rest:
                        cells = extra.setdefault(frozenset(path for path, _ in rest), {})
                        cells[rest] = cells.get(rest, 0) + n
    return list(extra.values()), prints


def _hide(plan: _Tables, small: frozenset[By]) -> tuple[frozenset[By], int | None]:
    """The hidden cells, and the number of a table that stays open although all that could be is hidden."""
    sizes = plan.sizes()
    equations = list(_equations(plan))
    standing: dict[By, list[Equation]] = {by: [] for by in sizes}
    for equation in equations:
        for by, _ in equation:
            standing[by].append(equation)
    hidden = plan.closed({by for by in sizes if by in small})
    while exposed := _exposed(plan, equations, sizes, hidden):
        more: set[By] = set()
        for by in exposed:
            mate = _mate(by, standing[by], sizes, hidden)
            if mate is None:
                return frozenset(hidden), next(i for i, table in enumerate(plan.tables) if by in table)
            more |= {mate, *(finer for finer, coarser in plan.prints.items() if mate in coarser)}
        hidden = plan.closed(hidden | more)
    further = sorted(_sorted(by for by in hidden - small if by in _real(plan)), key=lambda by: -sizes[by])
    for by in further if len(further) <= MAX_REVIEWED else ():
        fewer = plan.closed({each for each in hidden if each in _real(plan)} - {by})
        if by not in fewer and not _exposed(plan, equations, sizes, fewer):
            hidden = fewer
    return frozenset(hidden), None


def _real(plan: _Tables) -> set[By]:
    return {by for table in plan.tables[: plan.real] for by in table}


def _exposed(plan: _Tables, equations: Sequence[Equation], sizes: Mapping[By, int], hidden: set[By]) -> list[By]:
    """The hidden cells of breakdowns that follow from what is shown."""
    counted = {by for counts in plan.counts for by in _counted(plan, counts, hidden)}
    return _sorted((_following(equations, hidden) | counted) & _real(plan))


def _sorted(cells: Iterable[By]) -> list[By]:
    return sorted(cells, key=lambda by: [(path, code is None, code or "") for path, code in by])


def _mate(by: By, equations: Sequence[Equation], sizes: Mapping[By, int], hidden: set[By]) -> By | None:
    """The shown cell to hide with `by`.

    The one that closes the most equations in which `by` is the only hidden cell; then one of the same breakdown; then
    the smallest.
    """
    closes: dict[By, int] = {}
    for equation in equations:
        alone = all(other == by or other not in hidden for other, _ in equation)
        for other, _ in equation:
            if other not in hidden:
                closes[other] = closes.get(other, 0) + alone
    dims = [path for path, _ in by]

    def cost(other: By) -> tuple[int, bool, int]:
        return -closes[other], [path for path, _ in other] != dims, sizes[other]

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
    breakdowns = [{by: counts.cells[by] for by in table} for table in plan.tables[: plan.real]]
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
