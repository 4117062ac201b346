"""Nothing hidden can be recovered from everything that a computation gives out: by linear algebra over all atoms.

An atom is a kind of person: all that a row says. Unknown are how many there are of each kind and what their scores
add up to. Each published figure is an equation over these; so is each cell that is not listed (it is empty), and each
share, whose numerator is its value times its denominator. A hidden cell is safe when neither its people, nor a
numerator, nor a sum of scores is a combination of the equations. Nothing of the kernel is used.

`PUBLISHED` lists what is given out. A new output is one line there: how its text is read back as statements.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import html5lib
import pytest
import sdmx

from tests.cli.commands import here
from tests.targets.document.reading import W, body, text_of

Cell = frozenset[tuple[str, str]]
"""Dimension and code, `` for *not stated*; empty for the total."""
STATIONS = {"geneva": "europe", "bern": "europe", "dakar": "africa", "cairo": "africa"}
CODES = {"gender": ["f", "m", ""], "grade": ["p3", "p5"], "station": list(STATIONS), "trained": ["true", "false"]}
LABELS = {code: code.upper() for codes in CODES.values() for code in codes if code} | {
    "europe": "EUROPE", "africa": "AFRICA",
}  # fmt: skip
PEOPLE = """
kind: dataset
id: people
title: People (made up)
owner: Desk
grain: One row for each person.
personal: true
key: [number]
time: as_of
fields:
  number: {type: string, required: true, label: Number}
  as_of: {type: date, required: true, label: As of}
  gender: {type: code, codelist: genders, label: Gender}
  grade: {type: code, codelist: grades, required: true, label: Grade}
  station: {type: code, codelist: stations, required: true, label: Station}
  trained: {type: boolean, required: true, label: Trained}
  score: {type: integer, required: true, label: Score}
"""
LIST = "kind: codelist\nid: {id}\ntitle: {id}\ncodes:\n"
INDICATOR = """
kind: indicator
id: {id}
version: 0.1.0
status: draft
title: {id}
source: Made up
outcome: timely_service
responsible: Desk
definition: Made up.
unit: {unit}
direction: none
decimals: {decimals}
display: {display}
frequency: annual
measures:{measures}
formula: {formula}
disaggregate: {breakdowns}
"""


@dataclass(frozen=True)
class Made:
    """An indicator: `part` names the trained among the people, or the sum of scores; `whole` is its denominator."""

    formula: str
    breakdowns: str
    unit: str = "staff"
    display: str = "number"
    part: str = "people"
    whole: str = ""
    ignore: str = ""


MEASURES = {
    "everybody": "{from: people, label: Everybody, aggregate: count, unit: staff}",
    "trained": '{from: people, label: Trained, where: trained = true, aggregate: count, unit: staff}',
    "of_all": "{from: people, label: Of all, aggregate: count, ignore: [gender], unit: staff}",
    "mean_score": "{from: people, label: Mean score, aggregate: mean, of: score}",
}  # fmt: skip
INDICATORS = {
    "heads": Made("everybody", "[[gender], [station], [gender, grade]]"),
    "regions": Made("everybody", "[[station.region], [grade, station.region]]"),
    "trained_heads": Made("trained", "[[station], [grade]]", part="trained"),
    "trained_share": Made(
        "100 * trained / everybody", "[[gender], [station, grade]]", "percent", part="trained", whole="people"
    ),
    "trained_of": Made("trained / everybody", "[[gender, station]]", "ratio", "k_of_n", "trained", "people"),
    "genders": Made(
        "100 * everybody / of_all", "[[gender], [grade, gender]]", "percent", whole="people", ignore="gender"
    ),
    "scores": Made("mean_score", "[[grade], [gender, station]]", "score", part="score", whole="people"),
}  # fmt: skip


@dataclass(frozen=True)
class Statement:
    """What an output says of a cell: its numbers as written, none where it is hidden; the exact value where it is."""

    indicator: str
    cell: Cell
    hidden: bool
    value: str = ""
    n: str = ""
    published: str = ""


@dataclass(frozen=True)
class Given:
    """Where the outputs of a computation are."""

    folder: Path
    printed: str

    def text(self, path: str) -> str:
        """The text of a file."""
        return (self.folder / path).read_text("utf-8")

    def lines(self, path: str) -> Iterator[dict[str, str]]:
        """The lines of a CSV file."""
        yield from csv.DictReader(io.StringIO(self.text(path)))


def results_csv(given: Given) -> Iterator[Statement]:
    for line in given.lines("out/results.csv"):
        pairs = [part.partition("=") for part in line["cell"].split(";") if part]
        cell = frozenset((path, code) for path, _, code in pairs)
        yield Statement(
            line["indicator"], cell, line["reason"] == "suppressed", line["value"], line["n"], line["published"]
        )


def results_json(given: Given) -> Iterator[Statement]:
    for each in json.loads(given.text("json/results.json"), parse_float=str)["results"]:
        said = ["" if each[name] is None else str(each[name]) for name in ("value", "n", "published")]
        cell = frozenset((path, code or "") for path, code in each["cell"].items())
        yield Statement(each["indicator"], cell, each["reason"] == "suppressed", *said)


def tidy_csv(given: Given) -> Iterator[Statement]:
    for line in given.lines("tidy/tidy.csv"):
        own = {name.removeprefix("by_"): code for name, code in line.items() if name.startswith("by_") and code}
        cell = frozenset((path, "" if code == "_U" else code) for path, code in own.items())
        yield Statement(
            line["indicator"], cell, line["reason"] == "suppressed", line["value"], line["n"], line["published"]
        )


def sdmx_csv(given: Given) -> Iterator[Statement]:
    structure = next(iter(sdmx.read_sdmx(given.folder / "sdmx" / "structure.xml").structure.values()))
    paths = {path.replace(".", "_").upper(): path for path in ("gender", "grade", "station", "station.region")}
    for data in sdmx.read_sdmx(given.folder / "sdmx" / "data.csv", structure=structure).data:
        for each in data.obs:
            key = {name: str(one.value) for name, one in each.key.values.items()}
            more = {name: str(one.value) for name, one in each.attached_attribute.items()}
            own = {paths[name]: code for name, code in key.items() if name in paths and code != "_T"}
            cell = frozenset((path, "" if code == "_U" else code) for path, code in own.items())
            said = ("" if each.value is None else str(each.value), more.get("OBS_COUNT", ""), more.get("PUBLISHED", ""))
            yield Statement(key["INDICATOR"], cell, more["OBS_STATUS"] == "Q", *said)


def table(given: Given) -> Iterator[Statement]:
    """What is printed is rounded and says less; what it hides it must hide all the same."""
    paths = {"Gender": "gender", "Grade": "grade", "Station": "station", "region": "station.region"}
    codes = {label: code for code, label in LABELS.items()} | {"not stated": ""}
    name, breakdown = "", list[str]()
    for line in given.printed.splitlines():
        if found := re.search(r"\(([a-z_]+)\), 2028$", line):
            name, breakdown = found[1], []
        elif found := re.fullmatch(r" {4}By (.*)", line):
            breakdown = [paths[label] for label in found[1].split(" and ")]
        elif line.startswith(" " * 6) and breakdown:
            said, _, rest = line.strip().partition("  ")
            cell = frozenset((path, codes[label]) for path, label in zip(breakdown, said.split("; "), strict=True))
            hidden = "hidden" in rest
            yield Statement(name, cell, hidden, published=rest if not hidden else "".join(re.findall("[0-9]", rest)))


PLACES = {"Gender": "gender", "Grade": "grade", "Station": "station"}
CODE = {label: code for code, label in LABELS.items()} | {"not stated": ""}


def open_sdg(given: Given) -> Iterator[Statement]:
    """Values as they are printed; a share of k out of n as a fraction."""
    for number, (name, made) in enumerate(INDICATORS.items(), start=1):
        for line in given.lines(f"site/data/indicator_1-1-{number}.csv"):
            own = {PLACES.get(label, "station.region"): said for label, said in line.items() if label not in FIXED}
            cell = frozenset((path, CODE[said]) for path, said in own.items() if said)
            exact = line["Value"] if made.display == "k_of_n" or not made.whole else ""
            yield Statement(name, cell, line["Observation status"] == "Q", exact, published=line["Value"])


FIXED = ("Year", "Units", "Series", "Observation status", "Value")


def page(given: Given) -> Iterator[Statement]:
    """Of each indicator the total, then the rows of all tables of its breakdowns."""
    root = html5lib.parse(given.text("report/report.html"), namespaceHTMLElements=False)
    for article in root.iter("article"):
        name = article.get("id")
        for section in article.iter("section"):
            anchor = section.get("id")
            if section.get("class") == "quantity":
                (figure,) = (each for each in section.iter("p") if each.get("class") == "figure")
                pairs = [(each.find("dt"), each.find("dd")) for each in section.iter("div")]
                terms = {plain(term): plain(text) for term, text in pairs if term is not None and text is not None}
                yield reported(name, frozenset(), plain(figure), terms.get("n", ""))
            for panel in section.iter("table") if ".by." in anchor else ():
                *outer, inner = re.findall(r"station\.region|[a-z]+", anchor.split(".by.")[1])
                fixed = {(outer[0], CODE[plain(panel.find("caption"))])} if outer else set()
                for row in panel.iter("tr"):
                    if row.find("td") is not None:
                        label, *values, n = [plain(each) for each in row if each.tag in ("th", "td")]
                        yield reported(name, frozenset({*fixed, (inner, CODE[label])}), values[0], n)


def plain(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def document(given: Given) -> Iterator[Statement]:
    """The tables below each heading of a breakdown, and the first table of each indicator."""
    name, paths, fixed, first = "", [], set(), False
    for block in body((given.folder / "report" / "report.docx").read_bytes()):
        said = " ".join(text_of(block).split())
        if found := re.match(r"Indicator \d+: \[?([a-z_]+)", said):
            name, paths, first = found[1], [], True
        elif found := re.fullmatch(r"(?:Table \d+: )?By ([^:]*)(?:: (.*))?", said):
            paths = [PLACES.get(each, "station.region") for each in found[1].split(" and ")]
            fixed = {(paths[0], CODE[found[2]])} if found[2] else set()
        elif said.startswith(("How computed", "Table")) and not first:
            paths = []
        elif block.tag == f"{W}tbl" and (paths or first):
            rows = [[" ".join(text_of(cell).split()) for cell in row.iter(f"{W}tc")] for row in block.iter(f"{W}tr")]
            for label, value, n, *_ in rows[1:]:
                cell = frozenset() if first else frozenset({*fixed, (paths[-1], CODE[label])})
                yield reported(name, cell, value, n)
            first = False


def reported(name: str, cell: Cell, said: str, n: str) -> Statement:
    """A figure in print: counts are exact, what is rounded is not learned, but for the n beside it."""
    hidden = "hidden to protect people" in said
    printed = "" if said.startswith("no value") and hidden else re.sub("[a-z ]+$", "", said) if hidden else said
    exact = re.sub("[^0-9].*", "", said) if not INDICATORS[name].whole and not hidden else ""
    return Statement(name, cell, hidden, exact, n, printed)


PUBLISHED: Mapping[str, Callable[[Given], Iterable[Statement]]] = {
    "results.csv": results_csv,
    "results.json": results_json,
    "tidy CSV": tidy_csv,
    "SDMX-CSV": sdmx_csv,
    "Open SDG": open_sdg,
    "page": page,
    "Word document": document,
    "printed table": table,
}
"""Each output, and how its text is read back."""


def computed(capsys: pytest.CaptureFixture[str], folder: Path, rows: Sequence[Mapping[str, str]]) -> Given:
    """The plan above, and everything that is given out for these rows."""
    plan, data = folder / "plan", folder / "data"
    here(capsys, "init", plan)
    for old in (
        *plan.glob("indicators/*"),
        *plan.glob("datasets/*"),
        *plan.glob("codelists/*"),
        *plan.glob("documents/*"),
    ):
        old.unlink()
    files = {"datasets/people.yaml": PEOPLE}
    for name, codes in (("genders", ("f", "m")), ("grades", CODES["grade"]), ("regions", ("europe", "africa"))):
        files[f"codelists/{name}.yaml"] = LIST.format(id=name) + "".join(
            f"  {c}: {{label: {LABELS[c]}}}\n" for c in codes
        )
    stations = LIST.format(id="stations").replace(
        "codes:", "attributes: {region: {type: code, codelist: regions, label: region}}\ncodes:"
    )
    files["codelists/stations.yaml"] = stations + "".join(
        f"  {code}: {{label: {LABELS[code]}, region: {region}}}\n" for code, region in STATIONS.items()
    )
    for name, made in INDICATORS.items():
        used = "".join(f"\n  {each}: {text}" for each, text in MEASURES.items() if each in made.formula)
        files[f"indicators/{name}.yaml"] = INDICATOR.format(
            id=name, unit=made.unit, decimals=0 if made.unit in ("staff", "ratio") else 1, display=made.display,
            measures=used, formula=made.formula, breakdowns=made.breakdowns,
        )  # fmt: skip
    outcome = plan / "outcomes" / "timely_service.yaml"
    files["outcomes/timely_service.yaml"] = outcome.read_text("utf-8").replace(
        "[answer_time]", f"[{', '.join(INDICATORS)}]"
    )
    files["plan.yaml"] = (
        (plan / "plan.yaml").read_text("utf-8").replace("request: {label: requests}", "staff: {label: staff}")
    )
    for path, text in files.items():
        (plan / path).write_text(text, "utf-8")
    data.mkdir()
    with (data / "people.csv").open("w", newline="") as out:
        writer = csv.DictWriter(out, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    exports = [
        part
        for kind, name in (("json", "json"), ("tidy-csv", "tidy"), ("sdmx-csv", "sdmx"), ("open-sdg", "site"))
        for part in ("--export", kind, folder / name)
    ]
    done = here(capsys, "calc", plan, "--data", data, "--period", 2028, "--all", "--out", folder / "out", *exports)
    assert done.code == 0, done.err
    told = here(capsys, "report", plan, "--results", folder / "out" / "results.json", "--out", folder / "report")
    assert told.code == 0, told.err
    return Given(folder, done.out)


ATOMS = [dict(zip(CODES, codes, strict=True)) for codes in product(*CODES.values())]
Row = dict[int, Fraction]


def within(cell: Cell, atom: Mapping[str, str]) -> bool:
    return all(
        STATIONS[atom["station"]] == code if path == "station.region" else atom[path] == code for path, code in cell
    )


def vector(what: str, cell: Cell) -> Row:
    """The number of people in a cell, of the trained, or the sum of scores, over the unknowns of all atoms."""
    shift = len(ATOMS) if what == "score" else 0
    return {
        at + shift: Fraction(1)
        for at, atom in enumerate(ATOMS)
        if within(cell, atom) and (what != "trained" or atom["trained"] == "true")
    }


def plus(one: Row, other: Row, times: Fraction) -> Row:
    found = {at: one.get(at, Fraction(0)) + times * other.get(at, Fraction(0)) for at in one.keys() | other.keys()}
    return {at: each for at, each in found.items() if each}


class Known:
    """All combinations of equations; rows are kept reduced, each with a column of its own."""

    def __init__(self) -> None:
        self.rows: dict[int, Row] = {}

    def left(self, row: Row) -> Row:
        """What of a row is no combination of those known; empty if all is."""
        for pivot, known in self.rows.items():
            if pivot in row:
                row = plus(row, known, -row[pivot])
        return row

    def learn(self, row: Row) -> None:
        rest = self.left(row)
        if not rest:
            return
        pivot = min(rest)
        rest = {at: each / rest[pivot] for at, each in rest.items()}
        self.rows = {at: plus(known, rest, -known.get(pivot, Fraction(0))) for at, known in self.rows.items()}
        self.rows[pivot] = rest


def coarser(cell: Cell, ignored: str) -> Cell:
    return frozenset(pair for pair in cell if pair[0] != ignored)


def learn(known: Known, said: Statement) -> None:
    """What a statement tells: the people behind it, and its value as a share of them."""
    made = INDICATORS[said.indicator]
    if said.n:
        known.learn(vector("trained" if said.indicator == "trained_heads" else "people", said.cell))
    if said.value and not made.whole:
        known.learn(vector(made.part, said.cell))
    if said.value and made.whole:
        share = Fraction(said.value).limit_denominator(500)
        share = (Fraction(said.value) / 100).limit_denominator(500) if made.unit == "percent" else share
        known.learn(plus(vector(made.part, said.cell), vector(made.whole, coarser(said.cell, made.ignore)), -share))
    if made.display == "k_of_n" and said.published:
        known.learn(vector(made.part, said.cell))
        known.learn(vector(made.whole, said.cell))


def learn_what_is_empty(known: Known, statements: Iterable[Statement]) -> None:
    """In a breakdown that is listed, a cell that is not listed has nobody in it."""
    listed: dict[str, set[Cell]] = {}
    for each in statements:
        listed.setdefault(each.indicator, set()).add(each.cell)
    for name, cells in listed.items():
        for paths in {frozenset(path for path, _ in cell) for cell in cells if cell}:
            codes = [[(path, code) for code in CODES.get(path, ["europe", "africa"])] for path in sorted(paths)]
            for cell in map(frozenset, product(*codes)):
                if cell not in cells:
                    known.learn(vector("trained" if name == "trained_heads" else "people", cell))


def rows_of(seed: int) -> list[dict[str, str]]:
    """People of whom some kinds are rare."""
    random = Random(seed)
    weights = {name: [random.choice([1, 3, 12]) for _ in codes] for name, codes in CODES.items()}
    return [
        {
            "number": str(number), "as_of": "2028-06-30",
            **{name: random.choices(codes, weights[name])[0] for name, codes in CODES.items()},
            "score": str(random.randint(1, 9)),
        }
        for number in range(random.randint(8, 90))
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(10))
def test_nothing_hidden_can_be_recovered(capsys: pytest.CaptureFixture[str], tmp_path: Path, seed: int) -> None:
    given = computed(capsys, tmp_path, rows_of(seed))
    everything = {name: list(read(given)) for name, read in PUBLISHED.items()}
    hidden = {(each.indicator, each.cell) for each in everything["results.csv"] if each.hidden}
    listed = {(each.indicator, each.cell) for each in everything["results.csv"]}
    counts = {(each.indicator, each.cell): each.n for each in everything["results.csv"]}
    known = Known()
    for name, statements in everything.items():
        assert {(each.indicator, each.cell) for each in statements if each.hidden} == hidden, name
        assert {(each.indicator, each.cell) for each in statements} >= {each for each in listed if each[1]}, name
        for each in statements:
            assert each.n in ("", counts[each.indicator, each.cell]), (name, each)
            if each.hidden:
                assert (each.value, each.n, each.published) == ("", "", ""), (name, each)
            elif name != "printed table":
                learn(known, each)
        learn_what_is_empty(known, statements)
    for indicator, cell in sorted(hidden, key=str):
        made = INDICATORS[indicator]
        for what in {"people", made.part} if indicator != "trained_heads" else {"trained"}:
            assert known.left(vector(what, cell)), (indicator, what, sorted(cell))


@pytest.mark.parametrize("seed", [0, 1])
def test_who_proves_and_traces_learns_no_more(capsys: pytest.CaptureFixture[str], tmp_path: Path, seed: int) -> None:
    """Where rows stand would tell who is in two cells at once; of a hidden cell, and of people, no row is told."""
    given = computed(capsys, tmp_path, rows_of(seed))
    plan, store = tmp_path / "plan", tmp_path / "kept"
    asked = ("--into", store, "--received", "2029-02-01", "--sender", "Desk", "--period", 2028)
    assert here(capsys, "ingest", plan, tmp_path / "data" / "people.csv", *asked).code == 0
    assert here(capsys, "calc", plan, "--store", store, "--period", 2028, "--out", tmp_path / "stored").code == 0
    assert (tmp_path / "stored" / "results.csv").read_text().count("suppressed") > 0
    by_cell = {(each.indicator, each.cell): each for each in results_csv(given)}
    hidden = [each for each in by_cell.values() if each.hidden][:4]
    shown = [each for each in by_cell.values() if not each.hidden and each.cell][:4]
    for each in [*hidden, *shown]:
        cell = [part for path, code in each.cell for part in ("--cell", f"{path}={code}")]
        done = here(capsys, "trace", each.indicator, plan, "--store", store, "--period", 2028, *cell)
        figure, rest = done.out.splitlines()[1], "\n".join(done.out.splitlines()[2:])
        assert done.code == 0
        assert ("(n None," in figure) if each.hidden else (f"(n {each.n}," in figure)
        assert not re.search(r"lines? [0-9]|over [0-9,]+ rows", rest)
        assert ("is hidden" in rest) == each.hidden
    spoilt = json.loads((tmp_path / "stored" / "results.json").read_text())
    for one in spoilt["results"]:
        one["value"] = one["n"] = one["published"] = None if one["reason"] == "suppressed" else 1
        one["status"] = "A"
    (tmp_path / "spoilt.json").write_text(json.dumps(spoilt))
    done = here(capsys, "rerun", tmp_path / "spoilt.json", "--store", store)
    assert done.code == 1
    lines = [line for line in done.out.splitlines() if " A in the file, Q now" in line]
    assert all(re.fullmatch(r"  \S+ \{.*\}: status A in the file, Q now", line) for line in lines)


def test_what_a_reader_knows_is_learned() -> None:
    """The test itself: a margin and all cells but one give the last one away, also through the region of a station."""
    known = Known()
    africa, cairo, dakar = ((("station.region", "africa"),), (("station", "cairo"),), (("station", "dakar"),))
    learn(known, Statement("regions", frozenset(africa), False, value="10", n="10"))
    assert known.left(vector("people", frozenset(dakar)))
    learn(known, Statement("heads", frozenset(cairo), False, value="7", n="7"))
    assert not known.left(vector("people", frozenset(dakar)))
    assert known.left(vector("trained", frozenset(cairo)))
    learn(known, Statement("trained_share", frozenset(cairo), False, value="71.42857142857143", n="7"))
    assert not known.left(vector("trained", frozenset(cairo)))
