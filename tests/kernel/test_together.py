"""Nothing hidden may follow from all that indicators say of the same people: by rank over everybody there could be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rbm_spec.kernel.definitions import By, Component, Indicator, Measure, Method, Paths, People
from rbm_spec.kernel.dimensions import Dimension
from rbm_spec.kernel.disclosure import Hidden
from rbm_spec.kernel.periods import Period
from rbm_spec.kernel.release import Cell
from rbm_spec.kernel.together import Earlier, Member, groups, hidden_together, ordered, published_before
from tests.conformance.outcomes import rank

YEAR = Period("2028", date(2028, 1, 1), date(2028, 12, 31))
VALUES: dict[str, list[str | None]] = {
    "gender": ["female", "male", None], "grade": ["p3", "p5", "d1"], "station": ["geneva", "bern", "dakar"],
}  # fmt: skip
EVERYBODY = People("all")
ACCEPTED, REJECTED = People("accepted", ("all",)), People("rejected", ("all",))
CROWDS = {1: EVERYBODY, 2: ACCEPTED, 3: REJECTED}
MINIMUM = 5
Row = Mapping[str, str | None]

rows_of_people = st.lists(
    st.fixed_dictionaries({path: st.sampled_from(codes) for path, codes in {**VALUES, "answer": ["2", "3"]}.items()}),
    max_size=45,
)
shapes = st.lists(
    st.lists(st.sampled_from(sorted(VALUES)), min_size=1, max_size=2, unique=True).map(tuple),
    min_size=1, max_size=2, unique_by=frozenset,
)  # fmt: skip
release = st.lists(st.tuples(st.sampled_from(sorted(CROWDS)), shapes), min_size=1, max_size=3)


def is_in(crowd: int, row: Row) -> bool:
    return crowd == 1 or row["answer"] == str(crowd)


def matches(row: Row, by: By) -> bool:
    return all(row[path] == code for path, code in by)


def member(name: str, crowd: int, breakdowns: Sequence[Paths], rows: Iterable[Row]) -> Member:
    mine = [row for row in rows if is_in(crowd, row)]
    found = {tuple((path, row[path]) for path in paths) for paths in breakdowns for row in mine}
    cells = []
    for by in [(), *sorted(found, key=str)]:
        n = sum(matches(row, by) for row in mine)
        cells.append(Cell(by, {}, n, n, counts={"counted": n}))
    method = Method((Measure("counted", people=CROWDS[crowd]),), (Component("", "person", 0),))
    indicator = Indicator(name, "annual", (method,), tuple(breakdowns), personal=True)
    return Member(indicator, YEAR, cells, {})


def members(several: Sequence[tuple[int, Sequence[Paths]]], rows: Sequence[Row]) -> list[Member]:
    return [member(f"indicator_{i}", crowd, each, rows) for i, (crowd, each) in enumerate(several)]


def protected(several: Sequence[Member]) -> dict[str, Hidden]:
    """Each group by itself, as in a release."""
    indicators = {each.indicator.id: each.indicator for each in several}
    found: dict[str, Hidden] = {}
    for group in groups(indicators, dict.fromkeys(indicators, YEAR)).values():
        found |= hidden_together([each for each in several if each.indicator.id in group], MINIMUM)
    return found


ATOMS = [dict(zip((*VALUES, "answer"), codes, strict=True)) for codes in product(*VALUES.values(), ["2", "3"])]


def vector(crowd: int, by: By) -> list[Fraction]:
    return [Fraction(is_in(crowd, atom) and matches(atom, by)) for atom in ATOMS]


def crowd_of(each: Member) -> int:
    people = each.indicator.methods[0].measures[0].people
    assert people is not None
    return next(number for number, each in CROWDS.items() if each == people)


def kept(each: Member, hidden: Hidden) -> list[Paths]:
    return [paths for number, paths in enumerate(each.indicator.breakdowns) if number not in hidden.withheld]


def recovered(several: Sequence[Member], found: Mapping[str, Hidden]) -> list[tuple[str, By]]:
    """The cells without a value that are a combination of totals, printed cells and cells known to be empty."""
    known, unknown = [], []
    for each in several:
        hidden, crowd = found[each.indicator.id], crowd_of(each)
        known.append(vector(crowd, ()))
        listed = {cell.by for cell in each.listed}
        for paths in kept(each, hidden):
            for codes in product(*(VALUES[path] for path in paths)):
                by = tuple(zip(paths, codes, strict=True))
                if by in hidden.cells:
                    unknown.append((each.indicator.id, by, vector(crowd, by)))
                else:
                    known.append(vector(crowd, by))
        assert hidden.cells <= listed
    base = rank(known)
    return [(name, by) for name, by, each in unknown if rank([*known, each]) == base]


@given(rows_of_people, release)
def test_no_hidden_cell_follows_from_all_indicators(rows, several) -> None:
    made = members(several, rows)
    assert recovered(made, protected(made)) == []


@given(rows_of_people, release)
def test_every_small_cell_is_hidden_in_every_indicator(rows, several) -> None:
    made = members(several, rows)
    found = protected(made)
    for each in made:
        for cell in each.listed:
            paths = tuple(path for path, _ in cell.by)
            hidden = found[each.indicator.id]
            assert cell.n >= MINIMUM or cell.by in hidden.cells or paths not in kept(each, hidden)


@given(rows_of_people, release)
def test_a_rest_that_is_shown_is_not_small(rows, several) -> None:
    """Who is not in the part is printed too, once the group and the part are."""
    made = members(several, rows)
    found = protected(made)
    shown = {
        (crowd_of(each), frozenset(cell.by)): cell.n
        for each in made
        for cell in each.listed
        if cell.by not in found[each.indicator.id].cells
        and tuple(path for path, _ in cell.by) in kept(each, found[each.indicator.id])
    }
    for (crowd, by), n in shown.items():
        if crowd != 1 and (1, by) in shown:
            rest = shown[1, by] - n
            assert rest == 0 or rest >= MINIMUM


@given(rows_of_people, release, st.randoms(use_true_random=False))
def test_neither_rows_nor_indicators_have_an_order(rows, several, random) -> None:
    made = members(several, rows)
    shuffled = members(several, random.sample(rows, len(rows)))
    assert protected(made) == protected(shuffled)


def people(**stations: int) -> list[Row]:
    return [
        {"gender": "female", "grade": "p3", "station": station, "answer": "2"}
        for station, n in stations.items()
        for _ in range(n)
    ]


def test_a_margin_of_one_indicator_does_not_open_a_cell_of_another() -> None:
    """Gender by station hides 2 women in Dakar and, for them, others; the stations alone are the other's breakdown."""
    rows = [
        {"gender": gender, "grade": "p3", "station": station, "answer": "2"}
        for gender, station, n in (
            ("female", "geneva", 20), ("male", "geneva", 15), ("female", "dakar", 2), ("male", "dakar", 9),
            ("female", "bern", 8), ("male", "bern", 12),
        )
        for _ in range(n)
    ]  # fmt: skip
    made = members([(1, [("gender", "station")]), (1, [("station",), ("gender",)])], rows)
    alone = {each.indicator.id: hidden_together([each], MINIMUM)[each.indicator.id] for each in made}
    assert recovered(made, alone) != []
    together = protected(made)
    assert recovered(made, together) == []
    assert len(together["indicator_0"].cells) == 4


def test_a_cell_hidden_in_one_indicator_is_hidden_in_the_other_however_it_is_written() -> None:
    rows = people(geneva=20, dakar=3, bern=9)
    made = members([(1, [("gender", "station")]), (1, [("station", "gender")])], rows)
    found = protected(made)
    assert {frozenset(by) for by in found["indicator_0"].cells} == {frozenset(by) for by in found["indicator_1"].cells}
    assert found["indicator_1"].cells


def test_who_said_no_follows_from_all_and_those_who_said_yes() -> None:
    rows: list[Row] = [
        {"gender": "female", "grade": "p3", "station": station, "answer": answer}
        for station, answer, n in (
            ("geneva", "2", 17), ("geneva", "3", 3), ("dakar", "2", 9), ("dakar", "3", 8),
            ("bern", "2", 8), ("bern", "3", 12),
        )
        for _ in range(n)
    ]  # fmt: skip
    made = members([(1, [("station",)]), (2, [("station",)])], rows)
    found = protected(made)
    assert (("station", "geneva"),) in found["indicator_0"].cells
    assert (("station", "geneva"),) in found["indicator_1"].cells


@pytest.mark.parametrize(
    ("first", "second", "timed", "expected"),
    [
        (YEAR, YEAR, True, True),
        (YEAR, Period("2028-2029", date(2028, 1, 1), date(2029, 12, 31)), True, True),
        (YEAR, Period("2029", date(2029, 1, 1), date(2029, 12, 31)), True, False),
        (YEAR, Period("2029", date(2029, 1, 1), date(2029, 12, 31)), False, True),
    ],
)
def test_who_belongs_together_in_time(first: Period, second: Period, timed: bool, expected: bool) -> None:
    def indicator(name: str) -> Indicator:
        measure = Measure("counted", people=People("all", (), timed))
        return Indicator(name, "annual", (Method((measure,), ()),), (("gender",),), personal=True)

    found = groups({"a": indicator("a"), "b": indicator("b")}, {"a": first, "b": second})
    assert (found["a"] == ("a", "b")) is expected


def test_people_who_have_nothing_to_do_with_each_other_are_protected_apart() -> None:
    made = members([(2, [("gender",)]), (3, [("gender",)])], [])
    indicators = {each.indicator.id: each.indicator for each in made}
    assert groups(indicators, dict.fromkeys(indicators, YEAR)) == {name: (name,) for name in indicators}


def before(each: Member, hidden: Hidden) -> Member | None:
    """The member as it was published."""
    shown = [
        Earlier(each.indicator.id, YEAR.label, cell.by, None if cell.by in hidden.cells else cell.n)
        for cell in each.cells
        if not cell.by or tuple(path for path, _ in cell.by) in kept(each, hidden)
    ]
    known = replace(each.indicator, dimensions={path: Dimension(path, "text") for path in VALUES})
    return published_before(known, YEAR, shown, {})


@given(rows_of_people, st.integers(1, 3), shapes, shapes)
def test_no_hidden_cell_follows_from_two_releases(rows, crowd, first, second) -> None:
    """The same people, published again by other breakdowns."""
    old, new = member("indicator", crowd, first, rows), member("indicator", crowd, second, rows)
    then = hidden_together([old], MINIMUM)["indicator"]
    earlier = before(old, then)
    assert earlier is not None
    now = hidden_together([new], MINIMUM, [earlier])["indicator"]
    told = {ordered(by) for by in earlier.told or ()}
    both = [(old, then), (new, now)]
    known = [vector(crowd, ())]
    for each, hidden in both:
        for paths in kept(each, hidden):
            for codes in product(*(VALUES[path] for path in paths)):
                by = tuple(zip(paths, codes, strict=True))
                if by not in hidden.cells:
                    known.append(vector(crowd, by))
    base = rank(known)
    for by in now.cells:
        assert ordered(by) in told or rank([*known, vector(crowd, by)]) > base
