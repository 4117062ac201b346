"""The page: whole, by itself, always the same; texts are text, statuses have words, and what is hidden is nowhere."""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest

from rbm_spec.results.report.page import apart
from rbm_spec.results.report.reading import NotAResult
from tests.results.report.results import HIDDEN, document, figure, html, plan, view
from tests.targets.document.test_hostile import LABELS
from tests.targets.words.little import A

X = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
LOADING = {"script", "link", "img", "iframe", "object", "embed", "form", "base", "image", "use", "style@src"}


def parsed(text: str) -> Element:
    """The page as a browser reads it, without a single error of form."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=True)
    found: Element = parser.parse(text)
    return found


def said(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def of_class(root: Element, name: str) -> list[Element]:
    return [each for each in root.iter() if name in (each.get("class") or "").split()]


def test_page_is_well_formed_and_loads_nothing() -> None:
    text = html(document(figure(), figure("7.0", cell={"station": "here"})))
    root = parsed(text)
    assert {each.tag.rpartition("}")[2] for each in root.iter() if isinstance(each.tag, str)}.isdisjoint(LOADING)
    assert "default-src 'none'" in text
    assert not re.search(r"https?://(?!www\.w3\.org/1998/Math/MathML)|url\(|@import|\bon[a-z]+=", text)
    ids = [each.get("id") for each in root.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    goals = {each.get("href", "").removeprefix("#") for each in root.iter(f"{X}a")}
    assert goals <= set(ids)


def test_same_results_same_bytes_in_whatever_order() -> None:
    one, other = document(), document(figure("70.0", period="2029"), period="2029")
    assert html(one, other) == html(other, one)


@pytest.mark.parametrize(
    ("assessment", "kind", "word"),
    [("met", "met", "met"), ("not_met", "not_met", "not met"), ("not_assessed", "not_assessed", "not assessed")],
)
def test_status_has_a_shape_and_a_word(assessment: str, kind: str, word: str) -> None:
    root = parsed(html(document(figure(assessment=assessment))))
    statuses = of_class(root, "status")
    assert {said(each) for each in statuses} == {word}
    shapes = {tuple(path.get("d") or path.tag for path in each.iter() if path.tag != f"{SVG}svg") for each in statuses}
    assert len(shapes) == 1
    assert all(kind in (each.get("class") or "") for each in statuses)


def test_value_baseline_target_and_rows() -> None:
    root = parsed(html())
    (value,) = of_class(root, "value")
    assert said(value) == "66.6"
    (against,) = of_class(root, "against")
    assert said(against) == "n12 Baseline50 (2027) Targetat least 60"


def test_target_of_a_later_year_is_no_target_of_this_one() -> None:
    quantity = {"label": "Score", "formula": "a", "direction": "increase", "targets": {"2031": {"at_least": 80}}}
    root = parsed(html(document(figure(assessment=None)), of=plan(components={"score": quantity})))
    (against,) = of_class(root, "against")
    assert said(against) == "n12 Target 2031at least 80"
    assert {said(each) for each in of_class(root, "status")} == {"no target for 2028"}


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("not_submitted", "the data was not submitted"),
        ("no_data", "there is nothing to compute it from"),
        ("zero_denominator", "the divisor is zero"),
        ("invalid", "there are faults in the data, or the result is no number"),
    ],
)
def test_absent_figures_say_why(reason: str, words: str) -> None:
    root = parsed(html(document(figure(None, reason=reason))))
    (answer,) = of_class(root, "figure")
    assert said(answer) == f"no value {words}"
    assert not of_class(root, "bullet")


def hidden(**changes: Any) -> dict[str, Any]:
    return figure(None, **{**HIDDEN, **changes})


def test_hidden_cells_have_words_and_no_drawing() -> None:
    cells = [figure("7.0", cell={"station": "here"}), hidden(cell={"station": "there"})]
    root = parsed(html(document(figure(), *cells)))
    (table,) = of_class(root, "panel")
    rows = {said(row[0]): row[1] for row in table.iter(f"{X}tr") if row[0].get("scope") == "row"}
    assert said(rows["There"]) == "hidden to protect people"
    assert list(rows["There"].iter()) == [rows["There"]]
    assert rows["There"].attrib == {"class": "why hidden", "colspan": "1"}
    assert len(list(rows["Here"].iter(f"{SVG}rect"))) == 1


def test_whatever_stands_in_hidden_cells_leaves_no_trace() -> None:
    """Two results that differ only in what they hide (fields that calc never writes) give the same bytes."""
    cell = {"station": "there"}
    plain = html(document(figure(), hidden(cell=cell)))
    odd = html(document(figure(), hidden(cell=cell, secret=4242424, target="4242424")))
    assert odd == plain
    with pytest.raises(NotAResult):
        html(document(figure(), hidden(cell=cell, value=4242424)))


def test_withheld_breakdowns_are_said() -> None:
    root = parsed(html(document(withheld={"tested": [["station"]]})))
    (breakdown,) = of_class(root, "breakdown")
    assert "The breakdown by Station is withheld as a whole" in said(breakdown)


def test_drawings_follow_what_is_printed() -> None:
    """On a scale to 80: the bar to 66.6 is 83.25 of 100, the target 60 stands at 75, the baseline 50 at 62.5."""
    root = parsed(html())
    (chart,) = of_class(root, "bullet")
    (bar,), (zone,) = of_class(chart, "bar"), of_class(chart, "zone")
    assert (bar.get("x"), bar.get("width")) == ("0", "83.25")
    assert (zone.get("x"), zone.get("width")) == ("75", "25")
    assert [each.get("d") for each in of_class(chart, "edge")] == ["M75 0v24"]
    assert [each.get("d") for each in of_class(chart, "mark")] == ["M62.5 5v14"]
    assert chart.get("aria-label") == "Score: 66.6. Scale from 0 to 80. Baseline 50 (2027). Target: at least 60."


def test_series_break_cuts_the_line_and_is_explained() -> None:
    before = {
        "until": "2028-12-31", "note": "The sum of scores <before> rounding.", "measures": {"a": {**A, "label": "Old"}},
        "components": {"score": {"label": "Score", "formula": "a"}},
    }  # fmt: skip
    quantity = {"label": "Score", "formula": "a", "direction": "increase"}
    of = plan(components={"score": quantity}, previous_methods=[before])
    years = [
        document(figure("50.0", period="2027"), period="2027"), document(figure("55.0")),
        document(figure("20.0", period="2029", status="B"), period="2029"),
        document(figure("30.0", period="2030"), period="2030"),
    ]  # fmt: skip
    root = parsed(html(*years, of=of))
    (line,) = of_class(root, "line")
    assert len(of_class(line, "run")) == 2
    assert [each.get("d") for each in of_class(line, "break")] == ["M50 0v40"]
    (trend,) = of_class(root, "trend")
    assert "before 2029 were computed by another method, which held until 31 December 2028" in said(trend)
    assert said(trend).endswith("The sum of scores <before> rounding.")
    (table,) = of_class(trend, "years")
    assert [said(each) for each in table.iter(f"{X}th") if each.get("scope") == "col"][1:] == [
        "2027", "2028", "2029", "2030",
    ]  # fmt: skip


def test_a_year_without_value_is_a_gap() -> None:
    years = [document(figure("50.0", period=y) if y != "2029" else figure(None, period=y), period=y) for y in
             ("2028", "2029", "2030")]  # fmt: skip
    root = parsed(html(*years))
    (line,) = of_class(root, "line")
    assert of_class(line, "run") == []
    assert len(of_class(line, "dot")) == 2
    (table,) = of_class(root, "years")
    assert "there is nothing to compute it from" in said(table)


def test_made_up_data_says_so_at_the_top_at_each_indicator_and_on_each_sheet_of_paper() -> None:
    text = html(document(synthetic=True))
    root = parsed(text)
    assert said(of_class(root, "made-up")[0]).startswith("MADE-UP DATA Every figure here is computed from data made up")
    assert len(of_class(root, "mark-made-up")) == 1
    assert '@bottom-center { color: #a5341b; content: "MADE-UP DATA"' in text
    assert "MADE-UP" not in html()


def test_how_computed_leads_to_equation_words_rows_files_and_hashes() -> None:
    (details,) = of_class(parsed(html()), "how")
    text = said(details)
    assert list(details.iter("{http://www.w3.org/1998/Math/MathML}math"))
    for each in ("In words: ", "12 rows counted", "posts.csv", "c" * 64, "1.0.0", "a" * 64):
        assert each in text


@pytest.mark.parametrize("label", [*LABELS, "</style><script>alert(1)</script>", "\u202eevil\u0000", "{{ 7 * 7 }}"])
def test_labels_are_text(label: str) -> None:
    """The same elements and attributes, whatever a label says."""

    def shape(text: str) -> list[tuple[str, list[str]]]:
        return [(str(each.tag), sorted(each.attrib)) for each in parsed(text).iter() if "Math" not in str(each.tag)]

    def page(text: str) -> str:
        quantity = {"label": text, "formula": "a", "direction": "increase", "note": text}
        return html(document(notes=[text]), of=plan(components={"score": quantity}, title=text, definition=text))

    try:
        hostile = page(label)
    except (AssertionError, NotAResult):  # the gate refuses characters that print nothing, and no indicator is left
        assert not label.isprintable()
        return
    assert shape(hostile) == shape(page("QQQ"))


def test_two_results_of_one_period_are_refused() -> None:
    with pytest.raises(NotAResult, match=r"r2028\.json and r2028\.json are both about 2028"):
        html(document(), document())


def test_other_states_of_the_specification_are_named() -> None:
    found = view([document(spec_hash="d" * 64)])
    assert found.warnings == (
        "The figures of 2028 were computed from another state of the specification (hash dddddddddddd) than the one"
        " that titles, definitions and methods on this page come from (hash aaaaaaaaaaaa).",
    )


def test_arabic_page_is_mirrored_and_keeps_texts_of_the_plan_apart() -> None:
    root = parsed(html(document(figure("-14648.5")), language="ar"))
    assert (root.get("lang"), root.get("dir")) == ("ar", "rtl")
    (value,) = of_class(root, "value")
    assert value.tag == f"{X}bdi"
    assert said(value).lstrip("\u200e") == "−14 648,5"  # bdi alone keeps the sign before the number
    title = next(root.iter(f"{X}h3"))[0]
    assert (title.tag, title.get("lang"), title.get("dir"), title.text) == (f"{X}bdi", "en-GB", "ltr", "Tested")
    assert [said(each)[:14] for each in of_class(root, "warning")] == ["مسودة أعدّتها ", "لم تُترجم نصوص"]
    for each in root.iter("{http://www.w3.org/1998/Math/MathML}math"):
        assert each.get("dir") == "ltr"


def test_a_text_that_is_not_translated_keeps_its_direction() -> None:
    marked = apart("قبل \u200eAs it was. [EN]\u200e & بعد")
    assert marked == 'قبل <bdi lang="en" dir="ltr">As it was. [EN]</bdi> &amp; بعد'
    assert apart("<b>\u200e<i> [EN]\u200e") == '&lt;b&gt;<bdi lang="en" dir="ltr">&lt;i&gt; [EN]</bdi>'


def test_numbers_keep_together() -> None:
    assert "14\u202f648.5" in html(document(figure("14648.5")))
