"""Every fault planted on the page is found in one run, at its characters, with its remedy, and nothing else is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from rbm_spec.load.folder import read_folder
from rbm_spec.pipeline import check_files
from rbm_spec.render.located import Located, located

HERE = Path(__file__).parent
PLAN = HERE.parents[1] / "specs" / "itu_2028_2031"
BLOCK = re.compile(r"^```fault\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SAID = re.compile(r'(RBM[0-9]{3})(?: in (\S+))?(?: "(.*)")?$')
CARETS = re.compile(r"   *\^[ ^]*$")
POINT = re.compile(r"<U\+([0-9A-F]{4,5})>")


class Line:
    """One line of a file; the same object stays while lines around it come and go."""

    def __init__(self, text: str) -> None:
        self.text = text


@dataclass
class Plant:
    """One fault: the diff, the characters that must be marked, the code, and words that must be said.

    `elsewhere` is a file or folder that is blamed as a whole and is not the one that the diff changes.
    """

    file: str
    stored: str
    diff: list[tuple[str, Line]] = field(default_factory=list)
    marked: Line | None = None
    columns: tuple[int, int] = (0, 0)
    code: str = ""
    elsewhere: str = ""
    words: str = ""


@dataclass
class Page:
    """One faulty plan."""

    title: str
    plants: list[Plant]


def pages() -> Iterator[Page]:
    text = (HERE / "faults.md").read_text("utf-8")
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        yield Page(section.split("\n", 1)[0], [plant(block) for block in BLOCK.findall(section)])


def plant(block: str) -> Plant:
    head, *lines = block.splitlines()
    match = re.fullmatch(r"(\S+)(?: \(stored as (\S+)\))?", head)
    assert match, head
    made = Plant(match[1], match[2] or "utf-8")
    for line in lines:
        if said := SAID.fullmatch(line):
            made.code, made.elsewhere, made.words = said[1], said[2] or "", said[3] or ""
        elif CARETS.fullmatch(line):
            made.marked = made.diff[-1][1]
            made.columns = (line.index("^") - 1, line.rindex("^") - 1)
        else:
            text = POINT.sub(lambda point: chr(int(point[1], 16)), line[2:])
            made.diff.append((line[:1], Line(text)))
    assert made.code, block
    return made


def planted(page: Page) -> tuple[dict[str, list[Line]], dict[str, bytes]]:
    """The files after all edits, as lines and as bytes."""
    files = {
        path.relative_to(PLAN).as_posix(): [Line(text) for text in path.read_text("utf-8").splitlines()]
        for path in PLAN.glob("**/*.yaml")
    }
    for each in page.plants:
        before = [line.text for sign, line in each.diff if sign in " -"]
        lines = files.setdefault(each.file, [])
        texts = [line.text for line in lines]
        starts = [i for i in range(len(texts) + 1) if texts[i : i + len(before)] == before]
        assert len(starts) == 1 or not texts, (each.file, before, starts)
        start = starts[0]
        kept = iter(lines[start : start + len(before)])
        new = []
        for sign, line in each.diff:
            if sign == "+":
                new.append(line)
                continue
            old = next(kept)
            if sign == " ":
                new.append(old)
                each.marked = old if each.marked is line else each.marked
        lines[start : start + len(before)] = new
    stored = {each.file: each.stored for each in page.plants}
    return files, {
        file: "".join(f"{line.text}\n" for line in lines).encode(stored.get(file, "utf-8"))
        for file, lines in files.items()
    }


def wanted(each: Plant, files: dict[str, list[Line]]) -> tuple[str, str]:
    """The place and the code of a plant."""
    place = each.elsewhere or each.file
    if each.marked is not None:
        place += f":{files[each.file].index(each.marked) + 1}:{each.columns[0]}-{each.columns[1]}"
    return place, each.code


def place(one: Located) -> str:
    """File, line, first and last column; the file alone where that is all there is to point at."""
    where, region = one.finding.where, one.region
    if not where.path and where.span is None:
        return where.file
    last = region.end_column - 1 if region.end_line == region.line else len(one.source)
    return f"{where.file}:{region.line}:{region.column}-{last}"


def run(files: dict[str, bytes], folder: Path) -> list[Located]:
    for name, raw in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
    read, found = read_folder(folder)
    return located(check_files(read, found).findings, read)


PAGES = list(pages())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.title)
def test_every_fault_is_found_once_at_its_place(page: Page, tmp_path: Path) -> None:
    sound = {path.relative_to(PLAN).as_posix(): path.read_bytes() for path in PLAN.glob("**/*.yaml")}
    known = {(one.finding.rule.code, one.finding.where) for one in run(sound, tmp_path / "sound")}
    lines, files = planted(page)
    found = [one for one in run(files, tmp_path / "faulty") if (one.finding.rule.code, one.finding.where) not in known]
    got = Counter((place(one), one.finding.rule.code) for one in found)
    expected = Counter(wanted(each, lines) for each in page.plants)
    assert (sorted((got - expected).elements()), sorted((expected - got).elements())) == ([], [])
    said = {(place(one), one.finding.rule.code): f"{one.finding.message} {one.finding.hint or ''}" for one in found}
    assert [each for each in page.plants if each.words not in said[wanted(each, lines)]] == []
    assert all(one.finding.hint for one in found)


def test_there_are_enough_faults_and_stages() -> None:
    codes = [plant.code for page in PAGES for plant in page.plants]
    assert len(codes) >= 60
    assert {code[:4] for code in codes} >= {"RBM1", "RBM2", "RBM3", "RBM4", "RBM5", "RBM6"}
