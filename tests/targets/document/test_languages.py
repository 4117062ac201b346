"""Documents in six languages: the same numbers and tables, marked gaps, and Arabic from right to left."""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path

import pytest
from babel import Locale
from babel.dates import get_month_names
from babel.numbers import get_decimal_symbol
from openxml_audit import OpenXmlValidator

from rbm_spec import pipeline
from rbm_spec.plan.languages import in_language
from rbm_spec.targets.document import generate
from rbm_spec.targets.document.build import pages_of, rendered, standing_of
from rbm_spec.targets.document.mirrored import figures_together
from rbm_spec.targets.document.templates import GITHUB, environment
from rbm_spec.targets.words.phrases import Phrases, phrases
from rbm_spec.translations.applied import untranslated
from tests.targets.document.plans import CONTRIBUTION, ITU
from tests.targets.document.reading import M, W, body, parts, text_of

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
OTHERS = tuple(language for language in LANGUAGES if language != "en")
NUMBERED = ("Heading1", "Heading2", "TableCaption", "DashList", "Legend")


@cache
def documents() -> dict[str, bytes]:
    """The documents of the proposal in all its languages."""
    plan = pipeline.check(ITU).plan
    assert plan is not None
    return {artifact.path: artifact.content for artifact in generate(plan)}


def words(language: str) -> Phrases:
    found = phrases(language)
    assert found is not None
    return found


def docx(language: str, name: str) -> bytes:
    return documents()[f"document/{language}/{name}.docx"]


def shape(content: bytes) -> list[object]:
    """Tables by their rows and columns, numbered paragraphs by style, and equations, in order."""
    found: list[object] = []
    for element in body(content).iter():
        if element.tag == f"{W}tbl":
            rows = list(element.iter(f"{W}tr"))
            found.append((len(rows), [len(list(row.iter(f"{W}tc"))) for row in rows]))
        elif element.tag == f"{W}pStyle" and element.get(f"{W}val") in NUMBERED:
            found.append(element.get(f"{W}val"))
        elif element.tag == f"{M}oMathPara":
            found.append("equation")
    return found


def test_every_language_of_the_plan_has_every_document() -> None:
    assert {path.split("/")[1] for path in documents()} == set(LANGUAGES)
    for language in LANGUAGES:
        found = {path.split("/")[2] for path in documents() if path.startswith(f"document/{language}/")}
        annex, paper = ({f"{name}.{form}" for form in ("docx", "html", "md")} for name in ("annex", CONTRIBUTION))
        assert found == {*annex, *paper, f"{CONTRIBUTION}.xml"}


@pytest.mark.parametrize("name", ["annex", CONTRIBUTION])
@pytest.mark.parametrize("language", OTHERS)
def test_numbers_tables_and_equations_are_those_of_the_english(language: str, name: str) -> None:
    mine, english = shape(docx(language, name)), shape(docx("en", name))
    # A legend may be a list of parts in one language where the sentence is short enough in another.
    assert [each for each in mine if each != "Legend"] == [each for each in english if each != "Legend"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_word_opens_them_without_repair(language: str, tmp_path: Path) -> None:
    for name in ("annex", CONTRIBUTION):
        path = tmp_path / f"{name}.docx"
        path.write_bytes(docx(language, name))
        assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_captions_speak_the_language(language: str) -> None:
    captions = [
        text_of(p)
        for p in body(docx(language, "annex")).iter(f"{W}p")
        if any(style.get(f"{W}val") == "TableCaption" for style in p.iter(f"{W}pStyle"))
    ]
    first = words(language).say("document.table", "1", words(language).say("document.results_caption"))
    assert captions[0] == first
    assert len(captions) > 10


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_of_the_proposal_is_translated_by_a_machine(language: str) -> None:
    for name in ("annex", CONTRIBUTION):
        text = documents()[f"document/{language}/{name}.md"].decode()
        assert words(language).say("document.translated_by_machine") in text
        assert untranslated(text) == 0
        assert "\\[EN\\]" not in text


@pytest.mark.parametrize("language", OTHERS)
def test_gaps_stand_in_english_are_marked_and_counted(language: str, tmp_path: Path) -> None:
    shutil.copytree(ITU, tmp_path / "plan")
    catalogue = tmp_path / "plan" / "translations" / f"{language}.po"
    entries = catalogue.read_text("utf-8").split("\n\n")
    catalogue.write_text("\n\n".join(each for each in entries if '.definition"' not in each), "utf-8")
    plan = pipeline.check(tmp_path / "plan").plan
    assert plan is not None
    said = words(language)
    page = next(each for each in pages_of(in_language(plan, language), said) if each.name == "annex")
    text = rendered(environment(GITHUB, said), page)
    assert text.count("\\[EN\\]\u200e") == len(plan.indicators)
    drafted, counted = standing_of(plan, language, said, text)
    assert drafted == said.say("document.translated_by_machine")
    assert re.sub(r"\D", "", counted) == str(len(plan.indicators))
    assert "[EN]" in counted


def test_arabic_is_mirrored_and_its_equations_are_not() -> None:
    document = body(docx("ar", "annex"))
    assert all(table.find(f"{W}tblPr/{W}bidiVisual") is not None for table in document.iter(f"{W}tbl"))
    assert document.find(f"{W}sectPr/{W}bidi") is not None
    for paragraph in document.iter(f"{W}p"):
        is_equation = paragraph.find(f"{M}oMathPara") is not None
        if not is_equation and not text_of(paragraph).strip():
            continue
        bidi = paragraph.find(f"{W}pPr/{W}bidi")
        assert bidi is not None
        assert bidi.get(f"{W}val") == ("0" if is_equation else None)
    assert b"<w:bidi />" in parts(docx("ar", "annex"))["word/footer1.xml"]


@pytest.mark.parametrize("language", [each for each in OTHERS if each != "ar"])
def test_other_languages_run_from_left_to_right(language: str) -> None:
    assert not list(body(docx(language, "annex")).iter(f"{W}bidi"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_language_of_the_text_is_declared(language: str) -> None:
    styles = parts(docx(language, "annex"))["word/styles.xml"].decode()
    key = "bidi" if language == "ar" else "val"
    assert f'w:{key}="{words(language).say("language.tag")}"' in styles


@pytest.mark.parametrize("language", LANGUAGES)
def test_dates_and_decimals_are_those_of_cldr(language: str) -> None:
    """But Arabic has the comma of the United Nations behind Western digits; CLDR gives a point there."""
    said, locale, width = words(language), Locale.parse(language), "abbreviated" if language == "zh" else "wide"
    months = [get_month_names(width, locale=locale)[month] for month in range(1, 13)]
    assert said.say("language.months").split() == ["".join(month.split()) for month in months]
    symbol = get_decimal_symbol(locale, numbering_system="latn")
    assert said.say("language.decimal") == ("," if language == "ar" else symbol)


def test_lists_are_lettered_as_the_language_does() -> None:
    assert [words(language).numbered("x") for language in ("en", "fr", "es")] == ["(1) x", "1) x", "1) x"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_of_arabic_and_chinese_are_never_slanted(language: str) -> None:
    inside = parts(docx(language, "annex"))
    slanted = [name for name, part in inside.items() if re.search(rb"<w:i(?:Cs)? ?/>", part)]
    assert bool(slanted) == (language not in ("ar", "zh"))


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("الحصة 100 x 3 / 6 = 50.", "الحصة \u200e100 x 3 / 6 = 50\u200e."),
        (
            "المتوسط (120 + 70 + 210) / 3 = 400/3 = 133,3؛ و",
            "المتوسط \u200e(120 + 70 + 210) / 3 = 400/3 = 133,3\u200e؛ و",
        ),
        ("يعطي 30 000 - 31 500 = -1 500، و", "يعطي \u200e30 000 - 31 500 = -1 500\u200e، و"),
        ("يُحدَّد لاحقاً (2027)", "يُحدَّد لاحقاً \u200e(2027)\u200e"),
        ("من 10 يناير إلى 9 مايو", "من 10 يناير إلى 9 مايو"),
        ("للفترة 2028-2031، 2028-12-31", "للفترة 2028-2031، 2028-12-31"),
        ("(تعيين لمدة سنة)", "(تعيين لمدة سنة)"),
    ],
)
def test_calculations_in_arabic_run_from_left_to_right_as_one(said: str, printed: str) -> None:
    assert figures_together(said) == printed


def test_every_form_of_an_arabic_document_marks_its_calculations() -> None:
    sum_ = "\u200e100 x 3 / 6 = 50\u200e"
    made = {path: content for path, content in documents().items() if path.startswith("document/ar/annex.")}
    texts = {path: content.decode() for path, content in made.items() if not path.endswith(".docx")}
    texts["word"] = parts(made["document/ar/annex.docx"])["word/document.xml"].decode()
    assert [path for path, text in texts.items() if sum_ not in text] == []
    assert len(texts) == 3
