"""All that one release says about the same people -> what of it stays hidden.

Indicators belong together when they count the same people, when the people of one are part of another's, or when one
reads the other. They are protected as one: a cell that is hidden in one of them is hidden in all. Three kinds of layer
(`disclosure`) are looked at: each indicator by itself; the people that several indicators count, over all their
breakdowns; and the breakdowns of a larger group for a part of it, because the rest may be published too. Where both a
group and a part of it are shown, by different indicators, the rest is shown as well: a cell with too few of the rest is
hidden.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from typing import NamedTuple

from .definitions import By, Indicator, Method, Paths, People
from .disclosure import Counts, Hidden, Layer, protect
from .periods import Period
from .release import Cell, persons

ALWAYS = date.min, date.max


class Crowd(NamedTuple):
    """People in a stretch of time."""

    people: People
    start: date
    end: date

    def is_same(self, other: Crowd) -> bool:
        """Whether both are the same people."""
        return (self.people.name, self.start, self.end) == (other.people.name, other.start, other.end)

    def is_part(self, whole: Crowd) -> bool:
        """Whether all of these are among the others, who are more."""
        inside = whole.start <= self.start and self.end <= whole.end
        related = whole.people.name in (self.people.name, *self.people.within)
        return inside and related and not self.is_same(whole)


def crowds(indicator: Indicator, period: Period) -> dict[str, Crowd]:
    """Whom an indicator counts in a period, by measure."""
    return {
        measure.id: Crowd(measure.people, *((period.start, period.end) if measure.people.timed else ALWAYS))
        for measure in indicator.method(period).measures
        if measure.people is not None
    }


def groups(indicators: Mapping[str, Indicator], periods: Mapping[str, Period]) -> dict[str, tuple[str, ...]]:
    """For each indicator whose breakdowns are protected those it belongs together with, itself included, in order."""
    named = [name for name in periods if indicators[name].personal and indicators[name].breakdowns]
    group = {name: {name} for name in named}
    known = {name: list(crowds(indicators[name], periods[name]).values()) for name in named}
    whose = {name: {each.people.name for each in known[name]} for name in named}
    reach = {name: whose[name].union(*(each.people.within for each in known[name])) for name in named}
    for at, first in enumerate(named):
        for second in named[at + 1 :]:
            if group[first] is not group[second] and (
                first in indicators[second].needs
                or second in indicators[first].needs
                or (
                    (reach[first] & whose[second] or whose[first] & reach[second])
                    and any(_is_related(a, b) for a, b in product(known[first], known[second]))
                )
            ):
                group[first] |= group[second]
                for name in group[second]:
                    group[name] = group[first]
    return {name: tuple(each for each in named if each in group[name]) for name in named}


def _is_related(a: Crowd, b: Crowd) -> bool:
    return a.is_same(b) or a.is_part(b) or b.is_part(a)


@dataclass(frozen=True)
class Earlier:
    """A cell as it was published before: `people` is None where it was hidden."""

    indicator: str
    period: str
    by: By
    people: int | None


@dataclass(frozen=True)
class Member:
    """One indicator of a group: its cells, and what each of them implies.

    `told` is None for what is published now; else the cells that were shown then.
    """

    indicator: Indicator
    period: Period
    cells: Sequence[Cell]
    implied: Mapping[By, By]
    told: frozenset[By] | None = None

    @property
    def listed(self) -> list[Cell]:
        """The cells of breakdowns."""
        return [cell for cell in self.cells if cell.by]

    @property
    def total(self) -> Cell:
        """The cell of everybody."""
        return self.cells[0]

    def splits(self, measure: str, paths: Paths) -> bool:
        """Whether a breakdown of this indicator splits the measure."""
        return _splits(self.indicator.method(self.period), measure, paths)


def _splits(method: Method, measure: str, paths: Paths) -> bool:
    ignore = next(each.ignore for each in method.measures if each.id == measure)
    return not set(paths) & set(ignore)


def _largest(known: Mapping[str, Crowd]) -> list[str]:
    """The measures that count all whom the others of their indicator count: a printed cell holds one of these."""
    return [
        name
        for name, each in known.items()
        if all(each.is_same(other) or other.is_part(each) for other in known.values())
    ]


def published_before(
    indicator: Indicator, period: Period, several: Iterable[Earlier], implied: Mapping[By, By]
) -> Member | None:
    """An indicator as it was published in a period; None where that says nothing that can be held against figures.

    How many people a cell has is known of the largest measure only: of that which counts all that the others count.
    """
    cells = [each for each in several if all(path in indicator.dimensions for path, _ in each.by)]
    method, known = indicator.method(period), crowds(indicator, period)
    largest = _largest(known)
    if not (known and cells and cells[0].by == ()):
        return None
    found = []
    for each in cells:
        paths = tuple(path for path, _ in each.by)
        split = [name for name in largest if _splits(method, name, paths)]
        counts = {} if each.people is None else dict.fromkeys(split, each.people)
        found.append(Cell(each.by, {}, each.people or 0, counts=counts))
    shapes = tuple(dict.fromkeys(tuple(path for path, _ in each.by) for each in cells if each.by))
    told = frozenset(each.by for each in cells if each.by and each.people is not None)
    return Member(replace(indicator, breakdowns=shapes), period, found, implied, told)


def hidden_together(members: Sequence[Member], minimum: int, earlier: Sequence[Member] = ()) -> dict[str, Hidden]:
    """What each indicator of a group hides; `earlier` is what was published before."""
    ordered, before = [_ordered(member) for member in members], [_ordered(member) for member in earlier]
    shapes = list(dict.fromkeys(paths for member in (*ordered, *before) for paths in member.indicator.breakdowns))
    small = {
        cell.by for member in ordered for cell in member.listed if cell.reads_hidden or 0 < persons(cell) < minimum
    } | set(_small_rests([*ordered, *before], minimum))
    listed = {cell.by for member in ordered for cell in member.listed}
    gone = {cell.by for member in before for cell in member.listed} - listed
    layers = [*map(_own, ordered), *(layer for layer in _shared(ordered, before) if layer.cells)]
    implied = {by: pairs for member in (*before, *ordered) for by, pairs in member.implied.items()}
    ignored = list(dict.fromkeys(each for m in ordered for each in m.indicator.method(m.period).ignored))
    found = protect(shapes, layers, frozenset(small | gone), implied, ignored)
    return {member.indicator.id: _given(member, shapes, found) for member in members}


def ordered(by: By) -> By:
    """A cell with its dimensions in one order, whoever writes it."""
    return tuple(sorted(by, key=lambda pair: pair[0]))


def _ordered(member: Member) -> Member:
    """The member with all cells and breakdowns in one order."""
    breakdowns = tuple(tuple(sorted(paths)) for paths in member.indicator.breakdowns)
    return replace(
        member,
        indicator=replace(member.indicator, breakdowns=breakdowns),
        cells=[replace(cell, by=ordered(cell.by)) for cell in member.cells],
        implied={ordered(by): pairs for by, pairs in member.implied.items()},
        told=None if member.told is None else frozenset(map(ordered, member.told)),
    )


def _given(member: Member, shapes: Sequence[Paths], found: Hidden) -> Hidden:
    """What of the hidden cells is this indicator's, as it writes them."""
    withheld = [shapes[number] for number in found.withheld]
    return Hidden(
        frozenset(cell.by for cell in member.listed if ordered(cell.by) in found.cells),
        frozenset(
            number for number, paths in enumerate(member.indicator.breakdowns) if tuple(sorted(paths)) in withheld
        ),
    )


def _own(member: Member) -> Layer:
    people = Counts({cell.by: persons(cell) for cell in member.listed}, persons(member.total))
    rows = Counts({cell.by: cell.n for cell in member.listed}, member.total.n)
    return Layer(frozenset(people.cells), (people, rows))


def _shared(members: Sequence[Member], earlier: Sequence[Member]) -> Iterator[Layer]:
    """The people that more than one indicator or release tells something of: over the breakdowns of all that do."""
    now, before = _telling(members), _telling(earlier)
    seen: list[Crowd] = []
    for each in (crowd for _, _, crowd in (*now, *before)):
        if any(each.is_same(other) for other in seen):
            continue
        seen.append(each)
        same = [(member, name) for member, name, crowd in now if crowd.is_same(each)]
        then = [(member, name) for member, name, crowd in before if crowd.is_same(each)]
        whole = [(member, name) for member, name, crowd in now if each.is_part(crowd)]
        if not same and not _is_rest(each, now):
            continue
        if then or len({member.indicator.id for member, _ in (*same, *whole)}) > 1:
            told = frozenset(by for member, _ in then for by in member.told or ())
            yield Layer(_in_all([*same, *then, *(whole if same else [])]), _counts(same), told)


def _telling(members: Sequence[Member]) -> list[tuple[Member, str, Crowd]]:
    return [(each, name, crowd) for each in members for name, crowd in crowds(each.indicator, each.period).items()]


def _is_rest(each: Crowd, now: Sequence[tuple[Member, str, Crowd]]) -> bool:
    """Whether some people of before may be what is left of a group without a part of it, both published now."""
    wholes = [crowd for _, _, crowd in now if each.is_part(crowd)]
    return any(part.is_part(whole) for whole in wholes for _, _, part in now)


def _in_all(telling: Iterable[tuple[Member, str]]) -> frozenset[By]:
    """The cells that nobody who publishes their breakdown leaves out: whoever is in none of these is known."""
    by_shape: dict[Paths, frozenset[By]] = {}
    for member, measure in telling:
        for paths in member.indicator.breakdowns:
            if member.splits(measure, paths):
                cells = frozenset(cell.by for cell in member.listed if tuple(path for path, _ in cell.by) == paths)
                by_shape[paths] = by_shape.get(paths, cells) & cells
    return frozenset(by for cells in by_shape.values() for by in cells)


def _counts(same: Sequence[tuple[Member, str]]) -> tuple[Counts, ...]:
    """How many these people are, where every printed cell is known to hold one of them."""
    cells: dict[By, int] = {}
    for member, measure in same:
        if measure not in _largest(crowds(member.indicator, member.period)):
            return ()
        cells |= {cell.by: cell.counts[measure] for cell in member.listed if measure in cell.counts}
    return tuple(Counts(cells, member.total.counts[measure]) for member, measure in same[:1])


def _small_rests(members: Sequence[Member], minimum: int) -> Iterator[By]:
    """The cells in which a group and a part of it are shown, not by one indicator, and the rest is too few."""
    for one, other in product(members, members):
        if one is other or None not in (one.told, other.told):
            continue
        mine, theirs = (crowds(each.indicator, each.period) for each in (one, other))
        larger = {cell.by: cell.counts for cell in other.listed}
        for (part, a), (whole, b) in product(mine.items(), theirs.items()):
            if not a.is_part(b) or any(a.is_same(each) for each in theirs.values()):
                continue
            for cell in one.listed:
                if part in cell.counts and 0 < larger.get(cell.by, {}).get(whole, 0) - cell.counts[part] < minimum:
                    yield cell.by
