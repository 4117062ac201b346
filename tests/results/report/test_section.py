"""The Word document: valid, described, the same bytes, and without what is hidden."""

from __future__ import annotations

import re
import struct
import zlib
from base64 import b64decode
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring
from openxml_audit import OpenXmlValidator

from rbm_spec.results.report.charts import bullet, trend
from rbm_spec.results.report.pictures import BAR, COLOURS, DOTS, ZONE, of_bullet, of_trend
from rbm_spec.results.report.section import section
from rbm_spec.targets.document.accessible import inaccessible
from rbm_spec.targets.words.phrases import phrases
from tests.results.report.results import HIDDEN, document, figure, plan, view, words
from tests.targets.document.reading import W, body, parts, text_of

PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


@cache
def made(synthetic: bool = False) -> bytes:
    cells = [figure("7.0", cell={"station": "here"}), figure(None, **HIDDEN, cell={"station": "there"})]
    before = document(figure("50.0", period="2027"), period="2027")
    return section(plan(), view([before, document(figure(), *cells, synthetic=synthetic)]), words("en"))


def lines(content: bytes) -> list[str]:
    return [text_of(each) for each in body(content).iter(f"{W}p")]


def test_document_is_valid(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(made())
    result = OpenXmlValidator().validate(path)
    assert result.is_valid, result.errors


@pytest.mark.parametrize("language", ["en", "ar"])
def test_everybody_can_read_it_and_it_lists_what_it_holds(language: str) -> None:
    own = phrases(language)
    assert own is not None
    content = section(plan(), view([document(figure())]), own)
    assert inaccessible({f"document/{language}/report.docx": content}) == []
    frame = body(content).find(f"{W}sdt")
    assert frame is not None
    assert next(text_of(each) for each in frame.iter(f"{W}p")) == own.say("document.contents")
    assert len(list(frame.iter(f"{W}hyperlink"))) == len(
        [each for each in body(content).iter(f"{W}pStyle") if each.get(f"{W}val") in ("AnnexHeading", "EntryHeading")]
    )


def test_it_says_what_the_page_says() -> None:
    said = lines(made())
    assert any(f"posts.csv {'c' * 64}" in line for line in said)
    rows = [[text_of(cell) for cell in row.iter(f"{W}tc")] for row in body(made()).iter(f"{W}tr")]
    assert ["Score", "66.6", "12", "50 (2027)", "at least 60", "● met"] in rows
    assert ["There", "hidden to protect people", ""] in rows
    assert all(any(cell for cell in row) for row in rows)


def test_pictures_are_described_in_words() -> None:
    described = [each.get("descr") for each in body(made()).iter(PICTURE)]
    assert described == [
        "Score: 66.6. Scale from 0 to 80. Baseline 50 (2027). Target: at least 60.",
        "Score over the years: 2027: 50.0; 2028: 66.6.",
    ]
    assert b"base64" not in parts(made())["word/document.xml"]
    assert fromstring(parts(made())["word/document.xml"]) is not None


def test_same_results_same_bytes() -> None:
    one = made()
    made.cache_clear()
    assert made() == one


def test_made_up_data_says_so_at_the_top_and_at_each_indicator_in_the_list_of_contents_too() -> None:
    said = lines(made(synthetic=True))
    assert sum("MADE-UP DATA" in line for line in said) == 3
    assert not any("MADE-UP" in line for line in lines(made()))


def pixels(uri: str) -> list[bytes]:
    """The rows of a picture, as numbers of colours."""
    content = b64decode(uri.removeprefix("data:image/png;base64,"))
    width, height = struct.unpack(">II", content[16:24])
    assert bytes.fromhex("".join(COLOURS)) in content
    start = content.index(b"IDAT")
    (size,) = struct.unpack(">I", content[start - 4 : start])
    raw = zlib.decompress(content[start + 4 : start + 4 + size])
    assert len(raw) == height * (width + 1)
    return [raw[row * (width + 1) + 1 : (row + 1) * (width + 1)] for row in range(height)]


def test_bullet_is_painted_where_it_is_drawn() -> None:
    chart = bullet(Fraction(40), (Fraction(60), None), Fraction(20), percent=True)
    assert chart is not None
    middle = pixels(of_bullet(chart))[5 * DOTS]
    assert middle[30 * DOTS] == BAR
    assert middle[70 * DOTS] == ZONE
    assert middle[45 * DOTS] not in (BAR, ZONE)


def test_where_a_page_runs_from_right_to_left_so_does_a_picture() -> None:
    """The bar ends where it began, counted from the other edge; columns stand in the order of the table below."""
    chart = bullet(Fraction(40), (Fraction(60), None), None, percent=True)
    years = trend([Fraction(25), Fraction(100)], [False, True], [None] * 2, percent=True)
    assert chart is not None
    assert years is not None
    for plain, turned in (
        (of_bullet(chart), of_bullet(chart, mirrored=True)),
        (of_trend(years), of_trend(years, mirrored=True)),
    ):
        assert [row[::-1] for row in pixels(plain)] == pixels(turned)


def test_columns_of_a_trend_have_the_height_of_their_values() -> None:
    chart = trend([Fraction(25), None, Fraction(100)], [False, False, False], [None] * 3, percent=True)
    assert chart is not None
    columns = list(zip(*pixels(of_trend(chart)), strict=True))
    heights = [columns[at * DOTS].count(BAR) for at in (16, 50, 84)]
    assert heights[1] == 0
    assert abs(heights[2] - 4 * heights[0]) <= 4


def test_no_number_hides_in_the_picture_of_a_hidden_figure() -> None:
    (only,) = view([document(figure(None, **HIDDEN))]).outcomes[0].indicators[0].quantities
    assert (only.bullet, only.trend) == (None, None)
    assert not re.search("[0-9]", only.shown.value)
