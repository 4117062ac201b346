"""Nothing hidden may follow from what is shown: checked by rank over the rationals, independently of the algorithm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from rbm_spec.kernel.definitions import By
from rbm_spec.kernel.disclosure import Counts, Hidden, Layer, protect
from tests.conformance.outcomes import rank

REGION = {"geneva": "europe", "bern": "europe", "dakar": "africa", "cairo": "africa"}
VALUES: dict[str, list[str | None]] = {
    "gender": ["female", "male", None],
    "grade": ["p3", "p5", "d1"],
    "station": list(REGION),
    "station.region": ["africa", "europe"],
}
MINIMUM = 5

people = st.lists(
    st.fixed_dictionaries({path: st.sampled_from(VALUES[path]) for path in ("gender", "grade", "station")}), max_size=40
)
breakdowns = st.lists(
    st.lists(st.sampled_from(sorted(VALUES)), min_size=1, max_size=3, unique=True).map(tuple),
    min_size=1,
    max_size=4,
    unique_by=frozenset,
)


def tabulate(
    rows: Sequence[dict[str, str | None]], shapes: Sequence[Sequence[str]]
) -> tuple[dict[By, int], dict[By, By]]:
    cells: Counter[By] = Counter()
    implied: dict[By, By] = {}
    for row in rows:
        whole = {**row, "station.region": REGION[str(row["station"])]}
        for shape in shapes:
            by = tuple((path, whole[path]) for path in shape)
            cells[by] += 1
            if "station" in shape and "station.region" not in shape:
                implied[by] = (("station.region", whole["station.region"]),)
    return dict(cells), implied


def layer(people: dict[By, int], total: int) -> Layer:
    return Layer(frozenset(people), (Counts(people, total),))


def protected(rows: Sequence[dict[str, str | None]], shapes: Sequence[Sequence[str]]) -> tuple[dict[By, int], Hidden]:
    cells, implied = tabulate(rows, shapes)
    small = frozenset(by for by, n in cells.items() if n < MINIMUM)
    return cells, protect(shapes, [layer(cells, len(rows))], small, implied)


def atoms() -> list[dict[str, str | None]]:
    """Everybody that there could be; the region is that of the station."""
    return [
        {"gender": gender, "grade": grade, "station": station, "station.region": REGION[str(station)]}
        for gender, grade, station in product(VALUES["gender"], VALUES["grade"], VALUES["station"])
    ]


def vector(by: By) -> list[Fraction]:
    return [Fraction(all(atom[path] == code for path, code in by)) for atom in atoms()]


@given(people, breakdowns)
def test_no_hidden_cell_is_a_combination_of_shown_ones(rows, shapes) -> None:
    cells, hidden = protected(rows, shapes)
    kept = [shape for number, shape in enumerate(shapes) if number not in hidden.withheld]
    listed = [by for by in cells if tuple(path for path, _ in by) in kept]
    shown = [(), *(by for by in listed if by not in hidden.cells)]
    empty = [
        by
        for shape in kept
        for by in {tuple((path, atom[path]) for path in shape) for atom in atoms()}
        if by not in cells
    ]
    known = [vector(by) for by in [*shown, *empty]]
    base = rank(known)
    for by in listed:
        if by in hidden.cells:
            assert rank([*known, vector(by)]) > base


@given(people, breakdowns)
def test_every_small_cell_is_hidden_or_withheld(rows, shapes) -> None:
    cells, hidden = protected(rows, shapes)
    for by, n in cells.items():
        withheld = any(tuple(path for path, _ in by) == tuple(shapes[i]) for i in hidden.withheld)
        assert n >= MINIMUM or withheld or by in hidden.cells


@given(people, breakdowns, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows, shapes, random) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert protected(rows, shapes)[1] == protected(shuffled, shapes)[1]


def test_a_station_is_protected_by_another_of_its_region() -> None:
    rows = [
        {"gender": "female", "grade": "p3", "station": station}
        for station, n in (("geneva", 9), ("bern", 8), ("dakar", 2), ("cairo", 7))
        for _ in range(n)
    ]
    _, hidden = protected(rows, [("station",), ("station.region",)])
    assert hidden.cells == {(("station", "dakar"),), (("station", "cairo"),)}


def test_a_breakdown_with_a_single_small_cell_is_withheld() -> None:
    rows = [{"gender": "female", "grade": "p3", "station": "geneva"}] * 3
    assert protected(rows, [("gender",)])[1] == Hidden(frozenset(), frozenset({0}))


def station(name: str, region: str | None = None) -> By:
    return (("station", name),) if region is None else (("station", name), ("region", region))


def test_a_share_does_not_print_a_hidden_head_count() -> None:
    """12 people are 80 per cent of a station: it has 15, and with the total the station of 3 follows."""
    people = {
        station("geneva"): 90, station("cairo"): 30, station("dakar"): 3, station("bangkok"): 15,
        station("geneva", "europe"): 90, station("cairo", "arab"): 30, station("dakar", "africa"): 3,
        station("bangkok", "asia"): 12, station("bangkok", "europe"): 3,
    }  # fmt: skip
    small = frozenset(by for by, n in people.items() if n < MINIMUM)
    shapes = [("station",), ("station", "region")]
    hidden = protect(shapes, [layer(people, 138)], small, {}, ignored=[("region",)])
    for finer in people:
        if len(finer) == 2 and finer not in hidden.cells:
            assert finer[:1] not in hidden.cells
    assert station("dakar") in hidden.cells
    assert len([by for by in hidden.cells if len(by) == 1]) >= 2


def test_a_share_prints_a_coarser_table_that_is_no_breakdown() -> None:
    """Only the crossing is published; the stations follow from the shares, and must not give a hidden cell away."""
    people = {
        station("geneva", "europe"): 90, station("geneva", "asia"): 2, station("cairo", "arab"): 30,
        station("cairo", "africa"): 9,
    }  # fmt: skip
    small = frozenset({station("geneva", "asia")})
    hidden = protect([("station", "region")], [layer(people, 131)], small, {}, ignored=[("region",)])
    assert hidden.cells >= {station("geneva", "asia"), station("geneva", "europe")}


def test_rows_are_counted_like_people() -> None:
    """Ten people and eighteen rows: two rows are left for two hidden cells, so each is one."""
    people = {(("channel", "letter"),): 1, (("channel", "mail"),): 1, (("channel", "telephone"),): 10}
    rows = {(("channel", "letter"),): 1, (("channel", "mail"),): 1, (("channel", "telephone"),): 16}
    small = frozenset(by for by, n in people.items() if n < MINIMUM)
    hidden = protect([("channel",)], [Layer(frozenset(people), (Counts(people, 11), Counts(rows, 18)))], small, {})
    assert hidden.cells == set(people)
