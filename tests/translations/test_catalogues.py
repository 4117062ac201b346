"""Catalogues are read within limits, merged without losing work, and never printed when they are stale."""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from rbm_spec import pipeline, resources
from rbm_spec.plan.languages import in_language
from rbm_spec.source import Where
from rbm_spec.targets.words.phrases import forget
from rbm_spec.translations.catalogue import Catalogue, Entry, head_of, written
from rbm_spec.translations.judging import judged
from rbm_spec.translations.merging import merged
from rbm_spec.translations.reading import MOST_BYTES, Unreadable, read_catalogue
from tests.cli.commands import here
from tests.targets.document.plans import ITU
from tests.without import not_run

TITLE = Where("plan.yaml", ("title",))
HEAD = head_of("plan", "fr", "nplurals=2; plural=(n > 1);")


def of(source: str, text: str = "Titre") -> Catalogue:
    return Catalogue(HEAD, {"plan.title": Entry("plan.title", source, text)})


def test_what_is_written_is_read_back_by_us_and_by_babel() -> None:
    text = 'A "title" \\ of\nthree\tparts'
    catalogue = Catalogue(
        HEAD,
        {"plan.title": Entry("plan.title", text, "Un « titre »\n", True, "before\n", ("seen",))},
        (Entry("old", "Old", "Vieux", obsolete=True),),
        ("A draft.",),
    )
    assert read_catalogue(written(catalogue).encode()) == catalogue
    (message,) = [each for each in read_po(io.BytesIO(written(catalogue).encode())) if each.id]
    assert (message.context, message.id, message.string, message.fuzzy) == ("plan.title", text, "Un « titre »\n", True)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('msgid "a\n', "not written as gettext writes it"),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n', "has one form"),
        ('msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=ISO-8859-1\\n"\n', "charset=ISO-8859-1"),
        ('"a"\n', "belongs to no msgid"),
        ('msgid "a"\nmsgid "b"\nmsgstr "c"\n', "second or misplaced msgid"),
        ('msgid "\\x41"\nmsgstr "c"\n', "not an escape"),
        ('msgid "a"\n\nmsgstr "c"\n', "needs both"),
        ('msgctxt "p"\nmsgid "a"\nmsgstr "c"\n\nmsgctxt "p"\nmsgid "b"\nmsgstr "d"\n', "translated twice"),
        ('msgid "a"\nmsgstr "c\u202e"\n', "RIGHT-TO-LEFT OVERRIDE"),
        ('msgid "a"\nmsgstr "' + "c" * 20_001 + '"\n', "longer than"),
        ("#" * (MOST_BYTES + 1), "larger than"),
    ],
)
def test_what_is_no_catalogue_is_refused(text: str, message: str) -> None:
    with pytest.raises(Unreadable, match=message):
        read_catalogue(text.encode())


def test_plural_expression_of_a_head_is_never_run() -> None:
    raw = b'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(9**9**9**9);\\n"\n'
    assert read_catalogue(raw).head == {"Plural-Forms": "nplurals=2; plural=(9**9**9**9);"}


def test_translation_of_another_sentence_does_not_count() -> None:
    assert judged({TITLE: "Title"}, of("Title")).current == {TITLE: "Titre"}
    assert judged({TITLE: "New title"}, of("Title")).stale == (TITLE,)
    assert judged({TITLE: "Title"}, Catalogue(HEAD, {})).lacking == (TITLE,)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Of {0}", "De"),
        ("So.{note:A}", "Ainsi."),
        ("{section:a}", "{section:b}"),
        ("Title", "Titre\nTitre"),
        ("[Title]", "Titre"),
        ("Title", "[Titre]"),
    ],
)
def test_translation_of_another_form_does_not_count(source: str, text: str) -> None:
    found = judged({TITLE: source}, of(source, text))
    assert (found.current, [where for where, _, _ in found.unfit]) == ({}, [TITLE])


def test_update_makes_changed_sentences_fuzzy_and_keeps_what_is_gone() -> None:
    once = merged({TITLE: "New"}, of("Title"))
    assert once.entries["plan.title"] == Entry("plan.title", "New", "Titre", True, "Title")
    twice = merged({TITLE: "Newer"}, once)
    assert twice.entries["plan.title"].previous == "Title"
    assert merged({TITLE: "Title"}, twice).entries == of("Title").entries
    gone = merged({}, of("Title"))
    assert gone.obsolete == (Entry("plan.title", "Title", "Titre", obsolete=True),)
    assert merged({TITLE: "Title"}, gone).entries == of("Title").entries


def test_footnote_is_translated_too() -> None:
    assert judged({TITLE: "So.{note:See A.}"}, of("So.{note:See A.}", "Ainsi.{note:Voir A.}")).unfit == ()


def paragraphs(*said: str) -> dict[Where, str]:
    return {Where("documents/paper.yaml", ("sections", i)): text for i, text in enumerate(said)}


def entries_of(catalogue: Catalogue) -> list[tuple[str, str, bool]]:
    return [(entry.source, entry.text, entry.fuzzy) for entry in catalogue.entries.values()]


def test_sentences_that_move_take_their_translations_along() -> None:
    french = {"One.": "Un.", "Two.": "Deux.", "Three.": "Trois."}
    old = merged(paragraphs(*french), Catalogue(HEAD, {}))
    old = replace(old, entries={k: replace(e, text=french[e.source]) for k, e in old.entries.items()})
    more = merged(paragraphs("New.", "One.", "Two.", "Three."), old)
    assert entries_of(more) == [("New.", "", False), *((a, b, False) for a, b in french.items())]
    assert more.obsolete == ()
    fewer = merged(paragraphs("Two.", "Three."), old)
    assert entries_of(fewer) == [("Two.", "Deux.", False), ("Three.", "Trois.", False)]
    assert [(each.source, each.text) for each in fewer.obsolete] == [("One.", "Un.")]
    assert read_catalogue(written(fewer).encode()).obsolete[0].source == "One."
    assert entries_of(merged(paragraphs(*french), fewer)) == entries_of(old)
    changed = merged(paragraphs("One.", "Two, but otherwise.", "Three."), old)
    assert entries_of(changed)[1] == ("Two, but otherwise.", "Deux.", True)


def test_a_translation_that_was_stale_when_its_text_went_is_not_current_when_it_comes_back() -> None:
    stale = merged({TITLE: "New"}, of("Title"))
    gone = merged({}, stale)
    assert gone.obsolete == (Entry("plan.title", "Title", "Titre", obsolete=True),)
    assert merged({TITLE: "New"}, gone).entries["plan.title"] == Entry("plan.title", "New", "Titre", True, "Title")
    unsure = Catalogue(HEAD, {"plan.title": Entry("plan.title", "Title", "Titre", True)})
    assert merged({TITLE: "Title"}, merged({}, unsure)).entries["plan.title"].fuzzy


def test_update_changes_nothing_twice() -> None:
    once = written(merged({TITLE: "New"}, of("Title")))
    assert written(merged({TITLE: "New"}, read_catalogue(once.encode()))) == once


def test_translated_plan_has_other_texts_and_the_same_meaning() -> None:
    plan = pipeline.check(ITU).plan
    assert plan is not None
    french = in_language(plan, "fr")
    assert french.spec.title == "Plan stratégique de l’Union pour la période 2028-2031"
    for name, indicator in plan.indicators.items():
        assert [each.formula for each in french.indicators[name].method.components] == [
            each.formula for each in indicator.method.components
        ]
        assert french.indicators[name].spec.title != indicator.spec.title


def test_without_its_catalogue_a_language_has_the_marked_texts_of_the_plan(tmp_path: Path) -> None:
    shutil.copytree(ITU, tmp_path / "plan")
    (tmp_path / "plan" / "translations" / "zh.po").unlink()
    plan = pipeline.check(tmp_path / "plan").plan
    assert plan is not None
    assert in_language(plan, "zh").spec.title == "\u200eStrategic Plan for the Union for 2028-2031 [EN]\u200e"


INVITED = "The Council is invited to replace this text by its own."
PURPOSE = "documents.contribution.purpose"


def abroad(said: str, *entries: str) -> list[tuple[str, str]]:
    """Each finding in the French of the starter plan with `said` as its purpose: its code, and the characters."""
    folder = resources.generators() / "init"
    files = {each.relative_to(folder).as_posix(): each.read_bytes() for each in folder.glob("**/*.yaml")}
    paper = files["documents/contribution.yaml"].decode().replace("To show how a document is made from a plan.", said)
    paper = paper.replace("references:\n", "references:\n  - Resolution 71 (Rev. Bucharest, 2022)\n")
    files["documents/contribution.yaml"] = paper.encode()
    files["plan.yaml"] = files["plan.yaml"].replace(b"languages: [en]", b"languages: [en, fr]")
    catalogue = "\n\n".join(entries)
    found = pipeline.check_files({**files, "translations/fr.po": catalogue.encode()}).findings
    there = [(each.rule.code, each.where.span) for each in found if each.where.file == "translations/fr.po"]
    return sorted((code, catalogue[slice(*span)]) for code, span in there if span)


def entry(context: str, source: str, *lines: str) -> str:
    said = "\n".join(f'"{line}"' for line in lines)
    return f'msgctxt "{context}"\nmsgid "{source}"\nmsgstr {said}'


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Répondre à 75 pour cent."], []),
        (["Répondre à 75 %."], [("RBM855", " %")]),
        (["", "Répondre ", "à 75 %."], [("RBM855", " %")]),
        (['Tous \\"oui\\" : 75 %.'], [("RBM855", 'Tous \\"oui\\" : 75 %.')]),
        (["La Résolution 71 (Rev. Bucarest, 2022)."], [("RBM852", "Résolution 71 (Rev. Bucarest, 2022)")]),
        (["La Résolution 71 (Rév. Boukarest, 2022)."], [("RBM853", "Résolution 71 (Rév. Boukarest, 2022)")]),
        (["Montrer [le document."], [("RBM858", "[")]),
        (["Voir la section 1."], [("RBM863", "section 1")]),
        (["Un - deux."], [("RBM867", "-")]),
        (["Sous {autre}."], [("RBM142", "Sous {autre}.")]),
    ],
)
def test_house_rules_hold_in_translations(lines: list[str], expected: list[tuple[str, str]]) -> None:
    assert abroad("To show.", entry(PURPOSE, "To show.", *lines)) == expected


def test_house_rules_look_at_headings_items_and_boxes_of_translations() -> None:
    sections = "documents.contribution.sections.0"
    found = abroad(
        "To show.",
        entry("documents.contribution.action_required", INVITED, "Non."),
        entry("documents.contribution.references.0", "Resolution 71 (Rev. Bucharest, 2022)", "Résolution 71 ;"),
        entry(f"{sections}.heading", "Proposal", "1. Proposition"),
        entry(f"{sections}.content.0.text", "The outcome could read as follows:", "- Le résultat"),
    )
    assert found == [
        ("RBM852", "Résolution 71"), ("RBM856", "- "), ("RBM856", ";"), ("RBM857", "1. "), ("RBM866", "Non."),
    ]  # fmt: skip


def test_what_is_wrong_in_the_plan_too_is_said_there_alone() -> None:
    assert abroad("To answer 75%.", entry(PURPOSE, "To answer 75%.", "Répondre à 75 %.")) == []


def test_a_translation_that_does_not_count_is_not_judged() -> None:
    assert abroad("To show more.", entry(PURPOSE, "To show.", "Répondre à 75 %.")) == []


def test_gettext_has_nothing_to_say_against_them(tmp_path: Path) -> None:
    program = shutil.which("msgfmt")
    if program is None:
        not_run("apt", "Catalogues read by gettext: the package gettext")
    new = tmp_path / "new.po"
    new.write_text(written(merged(paragraphs("One."), Catalogue(HEAD, {}))), "utf-8")
    for file in (new, *sorted((ITU / "translations").glob("*.po"))):
        run = subprocess.run([program, "--check", "-o", "/dev/null", file], capture_output=True, text=True, check=False)
        assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_check_names_a_fixed_word_that_lacks_a_plural_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(resources.generators() / "words", tmp_path / "generators" / "words")
    file = tmp_path / "generators" / "words" / "ru.toml"
    text = file.read_text("utf-8")
    last = ', "учтено {0} строк"'
    assert last in text
    file.write_text(text.replace(last, ""), "utf-8")
    monkeypatch.setattr(resources, "generators", lambda: tmp_path / "generators")
    forget()
    try:
        done = here(capsys, "translate", "check", ITU, "--language", "ru")
    finally:
        monkeypatch.undo()
        forget()
    assert done.code == 1
    assert done.out.splitlines() == [
        "ru: complete.",
        "  report.rows_counted is absent from generators/words/ru.toml, or lacks a plural form or a place such as {0}, "
        "so no documents are made",
    ]
