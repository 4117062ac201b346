"""A document in another language: its changes are those of the catalogue, and no sentence of the specs is touched."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from rbm_spec.pipeline import Checked, check, check_files
from rbm_spec.proposals.amended import Amended
from rbm_spec.proposals.pieces import Piece
from rbm_spec.proposals.printed import Printed
from rbm_spec.proposals.proposed import proposal
from rbm_spec.proposals.proved import proved, sent
from rbm_spec.proposals.returned import Returned, returned
from rbm_spec.proposals.translated import abroad, catalogue_of, file_of
from rbm_spec.proposals.wishes import Proposal
from rbm_spec.targets.document import generate
from rbm_spec.targets.words.phrases import Phrases, phrases
from rbm_spec.translations.judging import context_of
from tests.cli.commands import rbm_spec
from tests.proposals.test_import import ACTION, PAPER, plan
from tests.proposals.test_listed import with_part
from tests.proposals.word import ANN, gone, ins, within
from tests.targets.document.plans import CONTRIBUTION, ITU

assert plan
LANGUAGES = ("ar", "es", "fr", "ru", "zh")
INVITED = {"fr": "examiner", "ar": "والموافقة عليه", "es": "examinar", "ru": "рассмотреть", "zh": "审议"}


@cache
def checked() -> Checked:
    return check(ITU)


@cache
def documents() -> dict[str, bytes]:
    found = checked().plan
    assert found is not None
    return {artifact.path: artifact.content for artifact in generate(found)}


def words_of(language: str) -> Phrases:
    found = phrases(language)
    assert found is not None
    return found


@cache
def printed_in(language: str, name: str = CONTRIBUTION) -> Printed:
    found = checked()
    assert found.plan is not None
    made = sent(found.files, name, words_of(language), abroad(found.plan, found.files, language))
    assert made is not None
    return made


def document(language: str, old: str = "", new: str = "", name: str = CONTRIBUTION) -> bytes:
    content = documents()[f"document/{language}/{name}.docx"]
    return with_part(content, "word/document.xml", old, new) if old else content


def made_of(language: str, asked: Proposal) -> Amended:
    found = checked()
    assert found.plan is not None
    there = abroad(found.plan, found.files, language)
    return proved(found.files, asked, CONTRIBUTION, words_of(language), there)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [CONTRIBUTION, "annex"])
def test_an_untouched_document_proposes_nothing(language: str, name: str) -> None:
    back = returned(document(language, name=name))
    assert back.language == language
    assert proposal(printed_in(language, name), back) == Proposal((), (), ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_change_is_one_of_the_catalogue(language: str) -> None:
    """Programs put marks of direction around words; they are no part of a translation."""
    old = INVITED[language]
    change = within(gone(old) + ins(f"\u200f{old} X\u200e"))
    asked = proposal(printed_in(language), returned(document(language, old, change)))
    assert [(each.where, each.by) for each in asked.changes] == [(ACTION, ("Ann",))]
    assert asked.left == ()
    made = made_of(language, asked)
    files = checked().files
    assert {file for file in files if made.files[file] != files[file]} == {file_of(language)}
    before, after = (catalogue_of(each, language) for each in (files, made.files))
    assert before is not None
    assert after is not None
    context = context_of(ACTION)
    assert after.entries[context].text == before.entries[context].text.replace(old, f"{old} X")
    assert {each for each in after.entries if after.entries[each] != before.entries[each]} == {context}
    assert check_files(made.files).findings == checked().findings


def test_a_comment_is_one_of_translators() -> None:
    old = INVITED["fr"]
    ends = within('<w:commentRangeStart w:id="7"/>') + old + within('<w:commentRangeEnd w:id="7"/>')
    said = f'<w:comment w:id="7" {ANN}><w:p><w:r><w:t>Vraiment ?</w:t></w:r></w:p></w:comment>'
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    content = with_part(document("fr", old, ends), "word/comments.xml", "", f"<w:comments {w}>{said}</w:comments>")
    made = made_of("fr", proposal(printed_in("fr"), returned(content)))
    after = catalogue_of(made.files, "fr")
    assert after is not None
    assert after.entries[context_of(ACTION)].notes == ("Comment by Ann: Vraiment ?",)


def test_a_sentence_without_a_translation_is_listed_and_stays_as_it_is() -> None:
    files = dict(checked().files)
    catalogue = files[file_of("fr")].decode()
    context = f'msgctxt "{context_of(ACTION)}"'
    at = catalogue.index("msgstr", catalogue.index(context))
    files[file_of("fr")] = (catalogue[:at] + 'msgstr ""' + catalogue[catalogue.index("\n", at) :]).encode()
    found = check_files(files)
    assert found.plan is not None
    there = abroad(found.plan, files, "fr")
    before = sent(files, CONTRIBUTION, words_of("fr"), there)
    assert before is not None
    here = before.text.index("is invited to consider") + len("is invited to ")
    pieces = (Piece(before.text[:here]), Piece("now ", "inserted", "Ann"), Piece(before.text[here:]))
    moved = Returned(pieces, (), (), 0, before.beside)
    asked = proposal(before, moved)
    assert asked.changes == ()
    assert [(each.new, each.places) for each in asked.left] == [("now ", (ACTION,))]
    assert "has no translation that counts" in asked.left[0].why


UNFIT = {
    "a direction turned around": ("examiner", "\u202eexaminer", "RIGHT-TO-LEFT OVERRIDE"),
    "a mark": ("examiner", "examiner {note:x}", "curly brackets"),
}


@pytest.mark.parametrize("what", UNFIT)
def test_what_no_translation_may_say_is_refused_in_words(what: str) -> None:
    old, new, why = UNFIT[what]
    back = returned(document("fr", old, within(gone(old) + ins(new))))
    asked = proposal(printed_in("fr"), back)
    made = made_of("fr", asked)
    assert made.files == checked().files
    reasons = [each.why for each in asked.left] + [reason for _, reason in made.refused]
    assert [why in reason for reason in reasons] == [True], reasons


def test_a_catalogue_that_has_moved_on_is_not_overwritten() -> None:
    old = INVITED["fr"]
    asked = proposal(printed_in("fr"), returned(document("fr", old, within(gone(old) + ins("noter")))))
    files = {**checked().files}
    files[file_of("fr")] = files[file_of("fr")].replace(old.encode(), b"lire")
    found = check_files(files)
    assert found.plan is not None
    made = proved(files, asked, CONTRIBUTION, words_of("fr"), abroad(found.plan, files, "fr"))
    assert made.files == files
    assert ["something else there since" in why for _, why in made.refused] == [True]


def test_the_command_knows_the_language_by_itself(plan: Path, tmp_path: Path) -> None:
    old = INVITED["ar"]
    file = tmp_path / "back.docx"
    content = document("ar", old, within(gone(old) + ins("وإقراره")))
    file.write_bytes(with_part(content, "docProps/core.xml", ">ar<", ">en-GB<"))
    before = (plan / PAPER).read_bytes()
    done = rbm_spec("import-docx", file, plan, "--apply")
    assert done.code == 0, done.err
    assert "translations/ar.po" in done.out
    assert (plan / PAPER).read_bytes() == before
    assert "وإقراره" in (plan / "translations/ar.po").read_text("utf-8")
    assert rbm_spec("check", plan).code == rbm_spec("check", ITU).code
    again = rbm_spec("import-docx", file, plan, "--language", "fr")
    assert again.code == 2
    assert "not the document that the plan prints" in again.err
    assert rbm_spec("import-docx", file, plan, "--language", "de").code == 2
