"""The printed table: titles once, quantities and breakdowns further in, nothing wider than a page, in six languages."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from rbm_spec import pipeline
from rbm_spec.plan.model import Plan
from rbm_spec.render.printing import width, wrapped
from rbm_spec.results.facts import Fact
from rbm_spec.results.table import PAGE, to_table
from tests.cli.commands import ITU

SIX = ("ar", "en", "es", "fr", "ru", "zh")
LONG = {
    "ar": "متوسط الوقت اللازم لإنجاز عمليات التدقيق الداخلي والتحقيقات والتقييمات " * 3,
    "en": "Supercalifragilisticexpialidocious" * 5,
    "es": "tiempo medio de contratación de personal en todas las categorías y lugares de destino " * 3,
    "fr": "délai moyen de recrutement du personnel dans toutes les catégories et tous les lieux d’affectation " * 3,
    "ru": "средняя продолжительность проведения внутренних аудитов, расследований и оценок " * 3,
    "zh": "完成内部审计、调查和评价工作的平均时间" * 8,
}


def fact(component: str, by: tuple[tuple[str, str | None], ...] = (), target: str | None = None) -> Fact:
    assessment = None if target is None else "not_assessed"
    return Fact(
        "workforce_proportions", component, "2028", by, Decimal(1), "12345.6", None, "A", "F", 1234, target, assessment
    )


@pytest.fixture(scope="module")
def plan() -> Plan:
    plan = pipeline.check(ITU).plan
    assert plan is not None
    return plan


def printed(plan: Plan, facts: list[Fact]) -> list[str]:
    """The lines, with a dot for the narrow space that groups digits."""
    return to_table(plan, facts, {}).replace("\N{NARROW NO-BREAK SPACE}", "·").splitlines()


def in_language(plan: Plan, language: str) -> Plan:
    """The plan as if it had been written in this language, with a long title and long labels."""
    indicator = plan.indicators["workforce_proportions"]
    methods = tuple(
        replace(
            method,
            components=tuple(
                replace(each, spec=replace(each.spec, label=f"{LONG[language]}{each.id}")) for each in method.components
            ),
        )
        for method in indicator.methods
    )
    named = replace(indicator, spec=replace(indicator.spec, title=LONG[language]), methods=methods)
    spec = replace(plan.spec, authoring_language=language)
    return replace(plan, spec=spec, indicators={**plan.indicators, indicator.id: named})


@pytest.mark.parametrize("target", [None, "at least 5", "word " * 60])
@pytest.mark.parametrize("language", SIX)
def test_nothing_is_wider_than_a_page_and_nothing_is_cut(plan: Plan, language: str, target: str | None) -> None:
    facts = [
        fact(component, by, target)
        for component in ("women_share", "headcount")
        for by in ((), (("duty_station", "geneva"), ("region", None)))
    ]
    named = in_language(plan, language)
    text = to_table(
        named, facts, {"workforce_proportions": [("sector", "region")]}, synthetic=True, notes=[LONG[language]]
    )
    for line in text.splitlines():
        assert width(line) <= PAGE, line
    letters = re.sub(r"\s", "", text)
    assert letters.count(re.sub(r"\s", "", LONG[language])) >= 2  # the title and the note; labels stand beside figures
    assert "…" not in text
    if language != "en":
        words = {"synthetic", "made-up", "total", "value", "assessment", "note", "breakdown", "not stated", "withheld"}
        own = {"total", "note"} if language in ("fr", "es") else set()
        assert [word for word in words - own if word in text.replace("SYNTHETIC", "").lower()] == []


def test_titles_stand_once_and_breakdowns_further_in(plan: Plan) -> None:
    cells = [(("sector", "development"),), (("sector", None),), (("grade", "P5"), ("region", "africa"))]
    facts = [fact("women_share"), *(fact("women_share", by) for by in cells), fact("headcount")]
    assert printed(plan, facts) == [
        "percentage of geographical and gender proportions in the workforce, by duty station, sector, grade",
        "  (workforce_proportions), 2028",
        "                         Value     Unit        n",
        "  Share of women         12·345.6  %        1234",
        "    By Sector",
        "      Development (BDT)  12·345.6  %        1234",
        "      not stated         12·345.6  %        1234",
        "    By Grade and Region of nationality",
        "      P5; Africa         12·345.6  %        1234",
        "  Workforce              12·345.6  persons  1234",
    ]


def test_numbers_stand_at_the_right_and_what_is_said_of_them_at_the_left(plan: Plan) -> None:
    facts = [
        replace(fact("women_share"), published="-12345.6", status="B", n=1234567),
        replace(fact("headcount"), published="1", n=1),
    ]
    assert printed(plan, facts)[2:] == [
        "                  Value                     Unit             n",
        "  Share of women  −12·345.6 (series break)  %        1·234·567",
        "  Workforce               1                 persons          1",
    ]


@pytest.mark.parametrize(
    ("text", "columns", "step", "lines"),
    [
        ("", 5, 0, [""]),
        ("one two", 7, 0, ["one two"]),
        ("one two", 6, 0, ["one", "two"]),
        ("one two", 6, 2, ["one", "  two"]),
        ("12  CHF", 9, 0, ["12  CHF"]),
        ("abcdefgh", 3, 1, ["abc", " de", " fg", " h"]),
        ("评价工作", 5, 0, ["评价", "工作"]),
        ("  12 CHF", 8, 0, ["  12 CHF"]),
    ],
)
def test_wrapping(text: str, columns: int, step: int, lines: list[str]) -> None:
    assert wrapped(text, columns, step) == lines
