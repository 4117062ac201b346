"""House rules of documents: what they say, and the good texts that they leave alone."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from rbm_spec.checks import run_checks
from rbm_spec.checks._resolutions import cited, listed
from tests.checks.plans import STARTER, codes, compiled

DOCUMENT: dict[str, Any] = {
    "kind": "document", "id": "paper", "status": "draft", "template": "contribution", "body": "Council (made up)",
    "meeting": "Third meeting - Geneva, 15-16 January 2018", "original_language": "en", "presented_by": "Somebody",
    "title": "Made up", "purpose": "To show.", "action_required": "The Council is invited to take note.",
    "references": [], "sections": [{"heading": "Proposal", "content": [{"text": "A paragraph."}]}],
}  # fmt: skip


def paper(**keys: Any) -> dict[str, str]:
    return {"documents/paper.yaml": json.dumps({**DOCUMENT, **keys})}


def text(said: str, **keys: Any) -> list[str]:
    """What is found in a document with this paragraph."""
    return codes(paper(sections=[{"heading": "Proposal", "content": [{"text": said}]}], **keys))


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("C28/35-E", []), ("CWG-SFP-3/5-E", []), ("CWG-SFP-2/INF/1-E", []), ("CWG-FHR 8/28-E", []),
        ("C06/DT/10(Rev.2)-E", []), ("C28/35(Add.1)-E", []), ("C28/35 (Corr.1)-E", []), ("[to be supplied]", []),
        ("C28/35-E(Rev.1)", ["RBM851"]), ("C28/35(Rev.1)", ["RBM851"]), ("IMAC-6/17E", ["RBM851"]),
        ("C28/35", ["RBM851"]), ("C28/35-F", ["RBM851"]), ("C28/35E", ["RBM851"]),
        ("C2028/35-E", ["RBM850"]), ("28/35-E", ["RBM850"]), ("C28-35-E", ["RBM850"]), ("C28/35(Rev)-E", ["RBM850"]),
        ("Document 5", ["RBM850", "RBM851"]), ("no digits", ["RBM850"]),
    ],
)  # fmt: skip
def test_numbers_of_documents(number: str, expected: list[str]) -> None:
    assert codes(paper(number=number)) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("C28/36-E", []), ("C28/35(Rev.1)-E", []), ("C28/35(Add.1)-E", []), ("[to be supplied]", []),
        ("C28/35-E", ["RBM873"]), ("C28/35", ["RBM851", "RBM873"]), ("C28/35-F", ["RBM851", "RBM873"]),
    ],
)  # fmt: skip
def test_two_documents_of_one_number(number: str, expected: list[str]) -> None:
    other = {"documents/report.yaml": json.dumps({**DOCUMENT, "id": "report", "number": number})}
    assert codes({**paper(number="C28/35-E"), **other}) == expected
    unknown = {**paper(number="[to be supplied]"), **other}
    assert "RBM873" not in codes(unknown)


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("C28/35", "has no letter of a language."),
        ("C28/35-F", "ends with the letter F, and the document is written in the language of the letter E."),
        ("C28/35E", "does not end with a hyphen and the letter E."),
        ("C28/35-E(Rev.1)", "does not end with a hyphen and the letter E."),
    ],
)
def test_letters_are_said_with_the_right_number(number: str, says: str) -> None:
    (finding,) = [each for each in run_checks(compiled(paper(number=number))) if each.rule.code == "RBM851"]
    assert finding.message == f"The number “{number}” {says}"
    assert finding.fix
    assert finding.fix.new == ("C28/35(Rev.1)-E" if "Rev" in number else "C28/35-E")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Document C23/52 says so.", []),
        ("Documents CWG-SFP-3/5 and C14/22 + Add.1 say so.", []),
        ("Document C23-52 says so.", ["RBM850"]),
        ("Document C 23/52 says so.", ["RBM850"]),
        ("Document X says so.", []),
    ],
)
def test_cited_documents(said: str, expected: list[str]) -> None:
    assert text(said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Resolution 71 (Rev. Bucharest, 2022) says so.", []),
        ("Resolution\u00a071 (Rev.\u00a0Bucharest, 2022) says so.", []),
        ("RESOLUTION 71 (REV. BUCHAREST, 2022)", []),
        ("Resolutions 151 (Rev. Bucharest, 2022) and Resolution 71 (Rev. Bucharest, 2022) say so.", []),
        ("Resolution 151 (Antalya, 2006) says so.", []),
        ("Council Resolution 1428 (C24) says so.", []),
        ("Resolution 71 (Rev. Bucharest, 2022) says so; Resolution 71 adds more.", []),
        ("General Assembly resolution 70/1 says so.", []),
        ("This resolution is about 12 things.", []),
        ("Security Council resolution 1325 (2000) says so.", []),
        ("General Assembly resolution 1514 (XV) says so.", []),
        ("Res. 71 (Rev. Bucharest, 2022) says so.", ["RBM852"]),
        ("Res. 71 says so.", ["RBM852"]),
        ("As resolution 71 (Rev. Bucharest, 2022) says.", ["RBM852"]),
        ("As resolution 151 (Rev. Busan 2014) says.", ["RBM852"]),
        ("As Council resolution 1428 (C24) says.", ["RBM852"]),
        ("Resolution 71 says so.", ["RBM852"]),
        ("Resolution 71 (Rev Bucharest, 2022) says so.", ["RBM852"]),
        ("Resolution 71 (Bucharest 2022) says so.", ["RBM852"]),
        ("Resolution 71 (Rev. Bucharest, 2021) says so.", ["RBM853"]),
        ("Resolution 71 (Rev. Geneva, 2022) says so.", ["RBM853"]),
        ("Resolution 9999 (Rev. Bucharest, 2022) says so.", ["RBM854"]),
    ],
)
def test_resolutions(said: str, expected: list[str]) -> None:
    assert text(said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("75 per cent of them{note:Made up}.", []),
        ("The percentage of them.", []),
        ("75% of them{note:Made up}.", ["RBM855"]),
        ("75\u00a0% of them{note:Made up}.", ["RBM855"]),
        ("75 percent of them{note:Made up}.", ["RBM855"]),
        ("75 per cent of them.", ["RBM865"]),
        ("One – and two.", []),
        ("A well-known, results-based plan for 2028-2031.", []),
        ("One - and two.", ["RBM867"]),
        ("One -- and two.", ["RBM867"]),
        ("- one thing", ["RBM856"]),
        ("As follows:\n- one thing\n- another", ["RBM856"]),
        ("(a) one thing", ["RBM856"]),
        ("1.1 The Union", ["RBM857"]),
        ("2.5 million people", []),
        ("[The whole text.]", []),
        ("One [two] three [four [five]].", []),
        ("A share in [0, 1) of them.", []),
        ("One [two three.", ["RBM858"]),
        ("One two] three.", ["RBM858"]),
        ("The Union [shall][should] answer.", ["RBM860"]),
        ("The Union [shall/should] answer.", ["RBM860"]),
        ("The Union [shall/should/may] answer.", ["RBM860"]),
        ("The Union [shall / should / may] answer.", ["RBM860"]),
        ("See the page [https://x.test/a].", []),
        ("As section 1 says.", ["RBM863"]),
        ("As section 9 says.", ["RBM863"]),
        ("As Table 7 and equation (9) show.", ["RBM863", "RBM863"]),
        ("As paragraph 1.1 above says.", ["RBM863"]),
        ("As figure 3 shows.", ["RBM863"]),
        ("As paragraph 4 of Resolution 71 (Rev. Bucharest, 2022) says.", []),
        ("As Document C23/52, table 3 shows.", []),
        ("The figure 2028, in the table of 3 rows.", []),
        ("As section 4.3 of Resolution 71 (Rev. Bucharest, 2022) says.", []),
        ("As section 3 of the proposal says.", []),
        ("As Document C23/52, section 3 says.", []),
        ("See the annex.", ["RBM864"]),
        ("See the annex to Resolution 71 (Rev. Bucharest, 2022).", []),
        ("It says “ways of working that allow it”.", ["RBM865"]),
        ("Resolution 71 (Rev. Bucharest, 2022) says “ways of working that allow it”.", []),
        ("What is called “the plan”.", []),
    ],
)
def test_texts(said: str, expected: list[str]) -> None:
    assert text(said) == expected


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        (["one thing;", "another."], []), (["one thing", "another"], []), (["– one thing", "another"], ["RBM856"]),
        (["one thing,", "another"], ["RBM856"]), (["one thing; and", "another"], ["RBM856"]),
        (["1) one thing", "another"], ["RBM856"]), (["(1) one thing", "another"], ["RBM856"]),
        (["bread and", "x"], ["RBM856"]),
    ],
)  # fmt: skip
def test_lists(items: list[str], expected: list[str]) -> None:
    assert codes(paper(sections=[{"heading": "Proposal", "content": [{"items": items}]}])) == expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Introduction", []), ("1 Introduction", ["RBM857"]), ("1. Introduction", ["RBM857"]),
        ("3) Introduction", ["RBM857"]), ("2028 to 2031", []), ("12 months of work", []), ("1.1 Why", ["RBM857"]),
    ],
)  # fmt: skip
def test_headings(heading: str, expected: list[str]) -> None:
    assert codes(paper(sections=[{"heading": heading, "content": [{"text": "A paragraph."}]}])) == expected


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"action_required": "The Council Working Group is invited to consider and approve the proposal."}, []),
        ({"action_required": "[to be supplied]"}, []),
        ({"action_required": "Approve it."}, ["RBM866"]),
        ({"references": ["Document C23/52;", "Document C23/53"]}, ["RBM856"]),
    ],
)
def test_boxes(keys: dict[str, Any], expected: list[str]) -> None:
    assert codes(paper(**keys)) == expected


@pytest.mark.parametrize(
    ("words", "keys", "budget", "expected"),
    [
        (2199, {}, {}, []),  # four pages of 550 words, the heading being one of them
        (2200, {}, {}, ["RBM862"]),
        (2200, {"pages": 5}, {}, []),
        (550, {"pages": 1}, {}, ["RBM861"]),
        (549, {"pages": 1}, {}, []),
        (9, {}, {"words": 10}, []),
        (10, {}, {"words": 10}, ["RBM861"]),
        (274, {}, {"pages": 0.5}, []),
        (275, {}, {"pages": 0.5}, ["RBM861"]),
    ],
)
def test_budgets(words: int, keys: dict[str, Any], budget: dict[str, float], expected: list[str]) -> None:
    paragraphs = [{"text": " ".join(["word"] * min(100, words - start))} for start in range(0, words, 100)]
    assert codes(paper(sections=[{"heading": "Proposal", "content": paragraphs, **budget}], **keys)) == expected


@pytest.mark.parametrize(
    ("language", "most", "said"),
    [("fr", 529, "mot "), ("ru", 369, "слово "), ("zh", 998, "字"), ("de", 549, "Wort ")],
)
def test_a_page_of_another_language_holds_other_words(language: str, most: int, said: str) -> None:
    for count, expected in ((most, []), (most + 2, ["RBM861"])):
        sections = [{"heading": "X", "pages": 1, "content": [{"text": (said * count).strip()}]}]
        plan = compiled(paper(sections=sections))
        other = replace(plan, spec=replace(plan.spec, authoring_language=language))
        assert [each.rule.code for each in run_checks(other) if each.rule.code == "RBM861"] == expected


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"status": "proposed", "statement": "Answers [in time]."}, []),
        ({"status": "agreed", "statement": "Answers in time."}, []),
        ({"status": "agreed", "statement": "Answers [in time]."}, ["RBM859"]),
        ({"status": "agreed", "alternatives": [{"text": "Other.", "proposed_by": "Somebody"}]}, ["RBM859"]),
        ({"status": "proposed", "alternatives": [{"text": "Other.", "proposed_by": "Somebody"}]}, []),
    ],
)
def test_agreed_texts(keys: dict[str, Any], expected: list[str]) -> None:
    outcome = {
        "kind": "outcome", "id": "timely_service", "statement": "Made up.", "source": "Made up",
        "enablers": ["service_culture"], "indicators": ["answer_time"],
    }  # fmt: skip
    assert codes({"outcomes/timely_service.yaml": json.dumps({**outcome, **keys})}) == expected


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"status": "agreed"}, []),
        ({"status": "proposed", "title": "[Made up]", "purpose": "To [show]."}, []),
        ({"status": "agreed", "title": "[Made up]", "purpose": "To [show].", "references": ["[A]"]}, ["RBM859"] * 3),
        ({"status": "agreed", "sections": [{"heading": "[X]", "content": [{"text": "[A]"}]}]}, ["RBM859"] * 2),
        (
            {"status": "agreed", "sections": [{"heading": "X", "content": [{"alternatives": [
                {"text": "One [way].", "proposed_by": "A"}, {"text": "Another.", "proposed_by": "B"}]}]}]},
            ["RBM859"],
        ),
    ],
)  # fmt: skip
def test_agreed_documents(keys: dict[str, Any], expected: list[str]) -> None:
    assert codes(paper(**keys)) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Every answer comes in time.", []),
        ("Every reply is an answer.", ["RBM868"]),
        ("Replies are answers.", ["RBM868"]),
        ("Two REPLYS and an answer.", ["RBM868"]),
        ("An answer is called “a reply” elsewhere.", []),
        ("A reply-paid answer.", []),
        ("Nothing of the kind.", ["RBM869"]),
    ],
)
def test_glossary(said: str, expected: list[str]) -> None:
    term = {"term": "answer", "definition": "What is sent back.", "instead_of": ["reply", "replies"]}
    plan = STARTER["plan.yaml"] + f"glossary:\n  answer: {json.dumps(term)}\n"
    outcome = STARTER["outcomes/timely_service.yaml"].replace("statement:", f"statement: {said}\nsource_:")
    outcome = "\n".join(line for line in outcome.splitlines() if not line.startswith("source_:")) + "\n"
    files = {"plan.yaml": plan, "outcomes/timely_service.yaml": outcome}
    silent = {
        "indicators/answer_time.yaml": STARTER["indicators/answer_time.yaml"].replace("answer", "ansver")
        .replace("ansver_time", "answer_time").replace("ansvered_on", "answered_on")
    }  # fmt: skip
    found = codes({**files, **silent, **paper()})
    assert sorted({code for code in found if code in ("RBM868", "RBM869")}) == expected


def test_rules_about_english_leave_other_languages_alone() -> None:
    said = "Siehe section 9 of it – und Resolution 71 (1), 75 percent - oder so, in the annex"
    plan = compiled(paper(sections=[{"heading": "Proposal", "content": [{"text": said}]}]))
    german = replace(plan, spec=replace(plan.spec, authoring_language="de", languages=("de",)))
    found = {finding.rule.code for finding in run_checks(german)}
    assert {code for code in found if code.startswith("RBM8")} == {"RBM867"}


def test_findings_point_at_the_words() -> None:
    said = "As Resolution 71 (Rev Bucharest, 2022) says, 75%{note:Made up} are answered."
    found = run_checks(compiled(paper(sections=[{"heading": "Proposal", "content": [{"text": said}]}])))
    spans = {each.rule.code: each.where.span for each in found if each.rule.code.startswith("RBM8")}
    assert {code: said[span[0] : span[1]] for code, span in spans.items() if span} == {
        "RBM852": "Resolution 71 (Rev Bucharest, 2022)",
        "RBM855": "%",
    }
    assert all(each.hint for each in found)


SPOKEN = {
    "ar": [
        ("القرار 71 (المراجَع في بوخارست، 2022) والقرار 151 (أنطاليا، 2006).", []),
        ("قرار الجمعية العامة 70/1.", []),
        ("ينص القرار 71 على ذلك.", ["RBM852"]),
        ("القرار 71 (المراجَع في بوخارست، 2021).", ["RBM853"]),
        ("القرار 9999 (المراجَع في دبي، 2018).", ["RBM854"]),
        ("كما جاء في القسم 2.", ["RBM863"]),
        ("كما يبين الجدول 2 والفقرة 1.1.", ["RBM863"]),
        ("كما جاء في القسم 3 من القرار 71 (المراجَع في دبي، 2018).", []),
        ("كما يرد في الملحق.", ["RBM864"]),
        ("75% منهم{note:مثال}.", ["RBM855"]),
        ("75 في المائة منهم.", ["RBM865"]),
    ],
    "es": [
        ("La Resolución 71 (Rev. Bucarest, 2022) y la Resolución 162 (Rev. Busán, 2014).", []),
        ("RESOLUCIÓN 71 (REV. DUBÁI, 2018)", []),
        ("La Resolución 71 lo dice.", ["RBM852"]),
        ("La Res. 71 (Rev. Dubái, 2018).", ["RBM852"]),
        ("La resolución 71 (Rev. Dubái, 2018).", ["RBM852"]),
        ("La Resolución 71 (Rev. Dubái, 2022).", ["RBM853"]),
        ("Como dice la sección 2.", ["RBM863"]),
        ("Como dice la sección 2 del presente documento.", ["RBM863"]),
        ("Como muestra el cuadro 2 y dice el párrafo 1.1.", ["RBM863"]),
        ("Como dice la sección 2 de la propuesta.", []),
        ("Véase el anexo.", ["RBM864"]),
        ("Véase el anexo a la Resolución 71 (Rev. Dubái, 2018).", []),
        ("El 75 % de ellos{note:ejemplo}.", ["RBM855"]),
        ("- una cosa", ["RBM856"]),
    ],
    "fr": [
        ("La Résolution 71 (Rév. Bucarest, 2022), la Résolution 1428 (C24) et la résolution 70/1.", []),
        ("RÉSOLUTION 71 (RÉV. BUCAREST, 2022)", []),
        ("La Résolution 71 (Rev. Bucarest, 2022).", ["RBM852"]),
        ("La Rés. 71 (Rév. Bucarest, 2022).", ["RBM852"]),
        ("La résolution 71 (Rév. Bucarest, 2022).", ["RBM852"]),
        ("La Résolution 71 (Rév. Genève, 2022).", ["RBM853"]),
        ("La Résolution 9999 (Rév. Bucarest, 2022).", ["RBM854"]),
        ("Voir la section 2.", ["RBM863"]),
        ("Voir le tableau 2 et l’équation (3).", ["RBM863"]),
        ("Voir le tableau 2 du rapport.", []),
        ("Voir la section 2 du rapport.", []),
        ("Voir la section 2 du présent document.", ["RBM863"]),
        ("Le détail figure en annexe.", ["RBM864"]),
        ("Le détail figure dans l’annexe de la Résolution 71 (Rév. Dubaï, 2018).", []),
        ("Le Document C23-52 le dit.", ["RBM850"]),
        ("75 % d’entre eux{note:exemple}.", ["RBM855"]),
        ("75 pour cent d’entre eux.", ["RBM865"]),
    ],
    "ru": [
        ("Резолюция 71 (Пересм. Бухарест, 2022 г.) и Резолюция 151 (Анталия, 2006 г.).", []),
        ("РЕЗОЛЮЦИЯ 71 (ПЕРЕСМ. ПУСАН, 2014 Г.)", []),
        ("В Резолюции 71 это сказано.", ["RBM852"]),
        ("Рез. 71 (Пересм. Дубай, 2018 г.).", ["RBM852"]),
        ("В резолюции 71 (Пересм. Дубай, 2018 г.) это сказано.", ["RBM852"]),
        ("Резолюция 71 (Пересм. Бухарест, 2021 г.).", ["RBM853"]),
        ("См. раздел 2.", ["RBM863"]),
        ("См. таблицу 2 и пункт 1.1.", ["RBM863"]),
        ("См. пункт 3 повестки дня.", []),
        ("См. раздел 2 Резолюции 71 (Пересм. Дубай, 2018 г.).", []),
        ("Подробности даны в Приложении.", ["RBM864"]),
        ("75% из них{note:пример}.", ["RBM855"]),
        ("75 процентов из них.", ["RBM865"]),
        ("а) одно", ["RBM856"]),
        ("1.1 Союз", ["RBM857"]),
        ("2.5 миллиона человек", []),
    ],
    "zh": [
        ("第71号决议（2022年，布加勒斯特，修订版）和第151号决议（2006年，安塔利亚）。", []),
        ("联大第70/1号决议。", []),
        ("第71号决议对此作了规定。", ["RBM852"]),
        ("第71号决议（2021年，布加勒斯特，修订版）。", ["RBM853"]),
        ("见第2节。", ["RBM863"]),
        ("见表2和第1.1段。", ["RBM863"]),
        ("发表2篇，代表3人。", []),
        ("见第71号决议（2018年，迪拜，修订版）第2节。", []),
        ("详情见附件。", ["RBM864"]),
        ("其中75%{note:示例}。", []),
        ("其中75%。", ["RBM865"]),
    ],
}  # fmt: skip
INVITED = {
    "ar": "يُدعى المجلس إلى أن يحيط علماً بهذه الوثيقة.", "es": "Se invita al Consejo a tomar nota.",
    "fr": "Le Conseil est invité à prendre note du présent document.",
    "ru": "Совету предлагается принять документ к сведению.", "zh": "请理事会将本文件记录在案。",
}  # fmt: skip


def spoken(language: str, said: str, action: str) -> list[str]:
    """The house rules that this paragraph and this box break in a plan written in another language."""
    sections = [{"heading": "X", "content": [{"text": said}]}]
    plan = compiled(paper(sections=sections, action_required=action))
    other = replace(plan, spec=replace(plan.spec, authoring_language=language, languages=(language,)))
    found = [finding for finding in run_checks(other) if finding.where.file == "documents/paper.yaml"]
    return sorted({each.rule.code for each in found if each.rule.code.startswith("RBM8")})


@pytest.mark.parametrize(
    ("language", "said", "expected"),
    [(language, said, expected) for language, cases in SPOKEN.items() for said, expected in cases],
)
def test_other_languages_have_the_same_rules(language: str, said: str, expected: list[str]) -> None:
    assert spoken(language, said, INVITED[language]) == expected


@pytest.mark.parametrize("language", INVITED)
def test_box_asks_in_the_formula_of_the_language(language: str) -> None:
    assert spoken(language, "x", "Approve it.") == ["RBM866"]


def test_every_listed_city_has_a_name_in_every_language() -> None:
    for number, sessions in listed().items():
        for session in sessions:
            plan = compiled(paper())
            for language in INVITED:
                other = replace(plan, spec=replace(plan.spec, authoring_language=language))
                text = cited(number, session, other)
                assert ("2022" in text) == ("2022" in session)
                assert "Bucharest" not in text
                assert spoken(language, text, INVITED[language]) == [], text
