"""Paragraphs that go, come, are joined and split: each in its own line of the specs, or listed with its place."""

from __future__ import annotations

import zipfile
from io import BytesIO

from rbm_spec.load import load_files
from rbm_spec.proposals.printed import printed
from rbm_spec.proposals.proposed import proposal
from rbm_spec.proposals.proved import proved
from rbm_spec.proposals.returned import returned
from rbm_spec.source import Where
from rbm_spec.translations.places import texts_of
from tests.proposals.test_import import PAPER, asked, document, files
from tests.proposals.word import BOB, ended, gone, ins, paragraph, without
from tests.targets.document.plans import CONTRIBUTION, ENGLISH

BODY = zipfile.ZipFile(BytesIO(document())).read("word/document.xml").decode()
CORNERSTONE = Where(PAPER, ("sections", 0, "content", 1, "text"))
HEADING = Where(PAPER, ("sections", 1, "heading"))
OTHERS = Where(PAPER, ("sections", 1, "content", 2, "text"))


def test_a_paragraph_that_goes_takes_no_change_of_the_next_along() -> None:
    """LibreOffice and Word write both as one row of changes of one author."""
    cornerstone, heading = (paragraph(BODY, text) for text in ("The cornerstone of RBM", "Experience of the UN system"))
    said = '<w:r><w:t xml:space="preserve">Experience of the UN system</w:t></w:r>'
    again = heading.replace(said, gone("Experience of the UN system") + ins("Experience elsewhere"))
    found = asked(document((cornerstone, without(cornerstone)), (heading, again)))
    assert [(each.where, each.new) for each in found.changes] == [(HEADING, "Experience elsewhere")]
    assert [(each.new, each.places, each.near) for each in found.left] == [("", (CORNERSTONE,), "“Introduction”")]
    assert "whole paragraph was taken out" in found.left[0].why
    assert found.left[0].old.startswith("The cornerstone of RBM is the Strategic Plan. ")


def test_a_new_paragraph_is_one_of_the_text_that_it_stands_at() -> None:
    """A folded text keeps its form: two empty lines are there a line that is empty in print."""
    old = paragraph(BODY, "Other UN agencies")
    new = ended(old[: old.index("<w:r>")] + ins("A paragraph of ours.") + "</w:p>", "ins")
    made = proved(files(), asked(document((old, new + old))), CONTRIBUTION, ENGLISH)
    assert made.refused == ()
    text = texts_of(load_files(made.files)[0])[OTHERS]
    assert text.startswith("A paragraph of ours.\n\nOther UN agencies, such as UNESCO")
    assert b"          A paragraph of ours.\n\n\n          Other UN agencies, such as" in made.files[PAPER]


def test_one_of_several_paragraphs_of_a_text_goes() -> None:
    spec = files()[PAPER].replace(b"purpose: >-\n", b"purpose: |-\n  First words.\n\n  Second words.\n\n")
    plan = {**files(), PAPER: spec}
    before = printed(load_files(plan)[0], CONTRIBUTION, ENGLISH)
    assert before is not None
    purpose = paragraph(BODY, "To further improve results-based management by")
    first, second = (
        f"{purpose[: purpose.index('<w:r>')]}<w:r><w:t>{each} words.</w:t></w:r></w:p>" for each in ("First", "Second")
    )
    content = document((purpose, first + without(second) + purpose))
    made = proved(plan, proposal(before, returned(content)), CONTRIBUTION, ENGLISH)
    assert made.refused == ()
    text = texts_of(load_files(made.files)[0])[Where(PAPER, ("purpose",))]
    assert text.startswith("First words.\n\nTo further improve")


def test_two_paragraphs_that_were_joined_are_listed_with_both_places() -> None:
    before = paragraph(BODY, "ITU is continuously")
    found = asked(document((before, ended(before, "del", BOB))))
    assert found.changes == ()
    assert [(each.old, each.new, each.by, each.near) for each in found.left] == [("\n", "", "Bob", "“Introduction”")]
    assert found.left[0].places == (Where(PAPER, ("sections", 0, "content", 0, "text")), CORNERSTONE)
    assert "Two paragraphs were joined" in found.left[0].why
