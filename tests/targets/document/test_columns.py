"""Columns of tables hold their longest word; what fits already is left alone."""

from __future__ import annotations

import re

import pytest

from rbm_spec.targets.document.columns import PAGE, unsplit, widened

GRID = re.compile(rb'<w:gridCol w:w="(\d+)" />')


def table(style: str, widths: list[int], *rows: list[str]) -> bytes:
    grid = "".join(f'<w:gridCol w:w="{width}" />' for width in widths)
    said = "".join(
        "<w:tr>" + "".join(f'<w:tc><w:p><w:r><w:t xml:space="preserve">{cell}</w:t></w:r></w:p></w:tc>' for cell in row)
        + "</w:tr>"
        for row in rows
    )  # fmt: skip
    return f'<w:tbl><w:tblStyle w:val="{style}" /><w:tblGrid>{grid}</w:tblGrid>{said}</w:tbl>'.encode()


def widths(content: bytes) -> list[int]:
    return [int(width) for width in GRID.findall(content)]


@pytest.mark.parametrize(
    "unchanged",
    [
        table("Table", [1000, 1000], ["short", "words stand in several lines"]),
        table("Layout", [100, 9000], ["неопределенность", ""]),
        table("Table", [1000, 7000], ["Аддис-Абеба", "of two parts that a line may end between"]),
        table("Table", [600, 9039], ["在没有空格的语言中可以在任何地方换行", ""]),
        table("Table", [], ["a table without columns"]),
    ],
)
def test_what_fits_or_is_not_known_stays(unchanged: bytes) -> None:
    assert widened(unchanged) == unchanged


def test_a_narrow_column_takes_what_it_lacks_from_those_with_room() -> None:
    found = widths(widened(table("Table", [1000, 3000, 5639], ["определено", "a", "b"])))
    # Ten letters of 0.57 em of 10 points, and the margins of the cell.
    assert found[0] == round(10 * 0.57 * 200 + 170)
    assert abs(sum(found) - PAGE) <= len(found)
    assert found[1] < 3000
    assert found[2] < 5639


def test_a_date_is_one_word() -> None:
    (first, _) = widths(widened(table("Table", [700, 8939], ["2028-12-31", ""])))
    assert first == round(10 * 0.535 * 200 + 170)


def test_rows_of_data_leave_what_remains_to_the_longest_text() -> None:
    row = ["2028-12-31", "a text of four lines", "a text of four lines that is longer"]
    first, second, third = widths(widened(table("Rows", [1000, 1000, 1000], row)))
    assert first == round(10 * 0.535 * 160 + 170)
    # Behind their longest words, of 5 and 6 letters, 15 and 29 letters remain.
    needed = [round(count * 0.535 * 160 + 170) for count in (5, 6)]
    assert (third - needed[1]) / (second - needed[0]) == pytest.approx(29 / 15, abs=0.01)
    assert abs(first + second + third - PAGE) <= 3


def test_broad_letters_take_more_room() -> None:
    (first, _) = widths(widened(table("Table", [300, 9339], ["Women", ""])))
    assert first == round((2 * 0.9 + 3 * 0.535) * 200 + 170)


def split_rows(content: bytes) -> list[bool]:
    """Whether each row may be split over two pages."""
    return [b"<w:cantSplit />" not in row for row in re.findall(rb"<w:tr>.*?</w:tr>", content)]


def test_rows_stay_whole_unless_they_are_as_tall_as_half_a_page() -> None:
    """In a column of half the page, about 44 letters stand in a line of 13 points; half a page has 25 such lines."""
    rows = [["a", "b"], ["x" * 700, "b"], ["x" * 1500, "b"]]
    content = table("Table", [4800, 4800], *rows)
    assert split_rows(unsplit(content)) == [False, False, True]
    assert unsplit(unsplit(content)) == unsplit(content)
    header = content.replace(b"<w:tr>", b'<w:tr><w:trPr><w:tblHeader w:val="on" /></w:trPr>', 1)
    assert b'<w:tr><w:trPr><w:cantSplit /><w:tblHeader w:val="on" /></w:trPr>' in unsplit(header)
    assert split_rows(unsplit(table("Layout", [], ["a"]))) == [False]


def test_words_wider_than_the_page_share_it() -> None:
    found = widths(widened(table("Table", [100, 100], ["x" * 100, "x" * 100])))
    assert found[0] == found[1] == round(PAGE / 2)


def test_beside_a_word_wider_than_the_page_a_short_one_stays_whole() -> None:
    found = widths(widened(table("Table", [200, 4000, 4000], ["2028", "x" * 64, "x" * 64])))
    assert found[0] == round(4 * 0.535 * 200 + 170)
    assert found[1] == found[2] == round((PAGE - found[0]) / 2)


def test_escaped_signs_count_once_and_runs_are_joined() -> None:
    split = table("Table", [700, 8939], ["R&amp;D</w:t></w:r><w:r><w:t>ooooo", ""])
    assert widths(widened(split))[0] == round(8 * 0.535 * 200 + 170)
