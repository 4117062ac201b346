"""What a returned document asks for and no text of a spec can say: listed, and never written as something else."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from rbm_spec.collect.archive import Refused
from rbm_spec.load import load_files
from rbm_spec.proposals.beside import Note
from rbm_spec.proposals.pieces import Piece
from rbm_spec.proposals.printed import printed
from rbm_spec.proposals.proposed import proposal
from rbm_spec.proposals.proved import proved
from rbm_spec.proposals.returned import Returned, returned
from rbm_spec.proposals.wishes import Proposal
from rbm_spec.source import Where
from rbm_spec.translations.places import texts_of
from tests.proposals.test_import import ACTION, BY, INVITED, PAPER, asked, document, files, sent, whole
from tests.targets.document.plans import CONTRIBUTION, ENGLISH

MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def with_part(content: bytes, part: str, old: str, new: str) -> bytes:
    """The document with some XML of one part replaced; the part is made when `old` is empty."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for each in source.namelist():
            text = source.read(each).decode()
            if each == part and old:
                assert old in text
                text = text.replace(old, new, 1)
            if each != part or old:
                package.writestr(each, text)
        if not old:
            package.writestr(part, new)
    return target.getvalue()


def test_what_one_puts_in_and_another_takes_out_again_is_said_and_changes_nothing() -> None:
    gone = f'<w:del w:id="2" {BY.replace("Delegate", "Chair")}><w:r><w:delText>not </w:delText></w:r></w:del>'
    content = document((INVITED, f'is </w:t></w:r><w:ins w:id="1" {BY}>{gone}</w:ins><w:r><w:t>{INVITED[3:]}'))
    found = asked(content)
    assert (found.changes, found.left) == ((), ())
    assert [(each.by, each.kind, each.text) for each in found.elsewhere] == [
        ("Chair", "inserted and deleted again", "not")
    ]


def test_a_new_item_of_a_list_is_no_longer_title() -> None:
    """Enter and some words at the end of an item are a paragraph of their own, which a title cannot hold."""
    text = whole("[average recruitment timelines];")
    put = f'<w:ins w:id="1" {BY}><w:r><w:t>]; [time to promote</w:t></w:r></w:ins>'
    ends = f'<w:pPr><w:rPr><w:ins w:id="3" {BY}/></w:rPr></w:pPr>'
    content = document((
        f'<w:t xml:space="preserve">{text}</w:t></w:r>',
        f"<w:t>[average recruitment timelines</w:t></w:r></w:p><w:p>{put}<w:r><w:t>];</w:t></w:r>",
    ))  # fmt: skip
    xml = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    before = xml[: xml.index("<w:t>[average recruitment timelines</w:t>")]
    start = before.rindex("<w:p>")
    properties = before[start:].split("<w:pPr>")[1].split("</w:pPr>")[0]
    old = before[start:]
    new = old.replace(f"<w:pPr>{properties}</w:pPr>", ends.replace("<w:rPr>", f"{properties}<w:rPr>"), 1)
    found = asked(with_part(content, "word/document.xml", old, new))
    made = proved(files(), found, CONTRIBUTION, ENGLISH)
    assert made.files == files()
    assert ["would not print it" in why for _, why in made.refused] == [True]


def test_changes_and_comments_outside_the_text_are_listed() -> None:
    put = f'<w:ins w:id="1" {BY}><w:r><w:t>Draft</w:t></w:r></w:ins>'
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    said = f'<w:footnote w:id="2"><w:p>{put}<w:r><w:t>A source.</w:t></w:r></w:p></w:footnote>'
    note = f"<w:footnotes {w}>{said}</w:footnotes>"
    content = with_part(document(), "word/footnotes.xml", "", note)
    comment = (
        f'<w:comments {w}><w:comment w:id="7" {BY}><w:p><w:r><w:t>Which?</w:t></w:r></w:p></w:comment></w:comments>'
    )
    found = asked(with_part(content, "word/comments.xml", "", comment))
    assert [(each.old, each.new, each.by, "footnote was taken out or put in" in each.why) for each in found.left] == [
        ("A source.", "DraftA source.", "Delegate", True)
    ]
    assert [(each.where, each.text) for each in found.said] == [(None, "Which?")]
    assert found.changes == ()


def test_changes_of_looks_are_counted() -> None:
    text = whole(INVITED)
    change = f'<w:rPr><w:b/><w:rPrChange w:id="1" {BY}><w:rPr/></w:rPrChange></w:rPr>'
    plain = f'<w:t xml:space="preserve">{text}</w:t>'
    found = asked(document((plain, f"<w:t/></w:r><w:r>{change}{plain}")))
    assert found == Proposal((), (), (), (), 1)


def test_a_footnote_or_a_picture_that_was_put_in_is_listed() -> None:
    for thing in ('<w:footnoteReference w:id="9"/>', "<w:drawing/>", f"<m:oMath {MATH}/>"):
        put = f'<w:ins w:id="1" {BY}><w:r><w:t>really </w:t></w:r><w:r>{thing}</w:r></w:ins>'
        found = asked(document((INVITED, f"is </w:t></w:r>{put}<w:r><w:t>{INVITED[3:]}")))
        assert found.changes == ()
        assert ["footnote was put in" in each.why for each in found.left] == [True], thing


def test_a_row_of_a_table_that_was_deleted_is_listed() -> None:
    before = printed(load_files(files())[0], "annex", ENGLISH)
    assert before is not None
    xml = zipfile.ZipFile(io.BytesIO(document(name="annex"))).read("word/document.xml").decode()
    row = next(each for each in re.findall(r"<w:tr>.*?</w:tr>", xml, re.S) if "average recruitment timelines" in each)
    mark = f'<w:trPr><w:del w:id="1" {BY}/></w:trPr>'
    gone = (
        row.replace("<w:trPr>", f"{mark[:-9]}", 1) if "<w:trPr>" in row else row.replace("<w:tr>", f"<w:tr>{mark}", 1)
    )
    found = proposal(before, returned(document((row, gone), name="annex")))
    assert found.changes == ()
    assert "average recruitment timelines" in "".join(each.old for each in found.left)
    assert {each.by for each in found.left} == {"Delegate"}


def test_a_document_of_something_else_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="not the document that the plan prints"):
        asked(document(name="annex"))


def test_a_mark_in_a_text_stays_a_mark() -> None:
    """The words around a footnote and a number change; the spec keeps both as it writes them."""
    text = "is invited,{note:See the minutes.} after section {section:aim}, to consider the proposal."
    spec = (
        files()[PAPER]
        .replace(INVITED.encode(), text.encode())
        .replace(b"  - heading: Introduction", b"  - id: aim\n    heading: Introduction")
    )
    marked = {**files(), PAPER: spec}
    before = printed(load_files(marked)[0], CONTRIBUTION, ENGLISH)
    assert before is not None
    assert before.beside == {"a footnote": ("See the minutes.",)}
    start = before.text.index("to consider the proposal")
    piece = lambda a, b, kind="kept", by="": Piece(before.text[a:b], kind, by)  # noqa: E731
    back = Returned(
        (
            piece(0, start),
            piece(start, start + 11, "deleted", "Ann"),
            Piece("to note", "inserted", "Ann"),
            piece(start + 11, len(before.text)),
        ),
        (),
        beside=before.beside,
        notes=(Note("See the minutes.", "See the minutes.", ()),),
    )
    made = proved(marked, proposal(before, back), CONTRIBUTION, ENGLISH)
    assert made.refused == ()
    assert texts_of(load_files(made.files)[0])[ACTION].strip().endswith(text.replace("to consider", "to note"))


def test_words_of_a_footnote_are_those_of_its_mark() -> None:
    text = "is invited,{note:See the minutes.} after section {section:aim}, to consider the proposal."
    spec = (
        files()[PAPER]
        .replace(INVITED.encode(), text.encode())
        .replace(b"  - heading: Introduction", b"  - id: aim\n    heading: Introduction")
    )
    marked = {**files(), PAPER: spec}
    before = printed(load_files(marked)[0], CONTRIBUTION, ENGLISH)
    assert before is not None
    for new, taken in (("See the records: # of 2028.", True), ("See {section:aim}.", False), ("", False)):
        note = Note("See the minutes.", new, ("Ann",))
        back = Returned(
            (Piece(before.text),),
            (),
            beside=before.beside,
            notes=(note,),
        )
        made = proved(marked, found := proposal(before, back), CONTRIBUTION, ENGLISH)
        assert [(each.where, each.by) for each in found.changes] == ([(ACTION, ("Ann",))] if taken else [])
        assert made.refused == ()
        said = texts_of(load_files(made.files)[0])[ACTION]
        assert said.strip().endswith(text.replace("See the minutes.", new) if taken else text)
        assert [(each.old, each.new, each.by) for each in found.left] == (
            [] if taken else [("See the minutes.", new, "Ann")]
        )


def test_a_range_of_years_is_changed_whichever_hyphen_it_has() -> None:
    """Documents have one there at which no line ends, specs have either."""
    for place, old, text in (
        (ACTION, "plans 2028", "plans 2030-2033 is invited"),
        (Where(PAPER, ("sections", 2, "content", 0, "text")), "Union for 2028", "Union for 2030-2033 an enabler"),
    ):
        near = sent().text.index("it is suggested" if place != ACTION else "Action required")
        at = sent().text.index(old, near) + len(old) - 4
        assert sent().text[at : at + 9] == "2028-2031"
        back = Returned(
            (
                Piece(sent().text[:at]),
                Piece("2028-2031", "deleted", "Ann"),
                Piece("2030-2033", "inserted", "Ann"),
                Piece(sent().text[at + 9 :]),
            ),
            (),
            beside=sent().beside,
        )
        found = proposal(sent(), back)
        assert [each.where for each in found.changes] == [place]
        made = proved(files(), found, CONTRIBUTION, ENGLISH)
        assert made.refused == ()
        assert text in texts_of(load_files(made.files)[0])[place]
