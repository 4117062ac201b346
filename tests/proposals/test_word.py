"""What Word writes besides plain runs: each is read as what people see, proposed, or listed with where and what."""

from __future__ import annotations

import zipfile
from functools import cache
from io import BytesIO

import pytest

from rbm_spec.load import load_files
from rbm_spec.proposals.printed import Printed, printed
from rbm_spec.proposals.proposed import proposal
from rbm_spec.proposals.returned import returned
from rbm_spec.proposals.wishes import Proposal
from rbm_spec.source import Where
from tests.proposals.test_import import ACTION, INVITED, asked, document, files
from tests.proposals.test_listed import with_part
from tests.proposals.word import ANN, BOB, RUN, gone, ins, paragraph, within
from tests.targets.document.plans import ENGLISH

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
W15 = 'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
V = 'xmlns:v="urn:schemas-microsoft-com:vml"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
SENTENCE = "is invited to consider and approve the proposal."
NOTHING = Proposal((), (), ())
BOX = f"<w:txbxContent><w:p>{ins('In a box')}<w:r><w:t>as it was</w:t></w:r></w:p></w:txbxContent>"


@cache
def annex() -> Printed:
    found = printed(load_files(files())[0], "annex", ENGLISH)
    assert found is not None
    return found


def in_annex(*changes: tuple[str, str], part: str = "word/document.xml") -> Proposal:
    return proposal(annex(), returned(document(*changes, part=part, name="annex")))


@cache
def xml_of(name: str, part: str = "word/document.xml") -> str:
    return zipfile.ZipFile(BytesIO(document(name=name))).read(part).decode()


SAME = {
    "runs cut by rsid and spelling": within(
        f'<w:r w:rsidR="00AB"><w:t>is inv</w:t></w:r><w:proofErr w:type="spellStart"/>{RUN}ited to consider and '
        'approve the </w:t></w:r><w:bookmarkStart w:id="5" w:name="x"/><w:r><w:lastRenderedPageBreak/>'
        "<w:t>proposal.</w:t></w:r>"
    ),
    "a content control": within(
        f'<w:sdt><w:sdtPr><w:alias w:val="no words"/></w:sdtPr>'
        f'<w:sdtContent>{RUN}{SENTENCE}</w:t></w:r></w:sdtContent></w:sdt>'
    ),
    "a smart tag": within(
        f'<w:smartTag w:uri="u" w:element="e"><w:smartTagPr><w:attr w:name="a" w:val="v"/></w:smartTagPr>'
        f"{RUN}{SENTENCE}</w:t></w:r></w:smartTag>"
    ),
    "a link": within(f'<w:hyperlink w:anchor="x">{RUN}{SENTENCE}</w:t></w:r></w:hyperlink>'),
    "a field": within(
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF x </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{RUN}{SENTENCE}</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    ),
    "soft hyphens": SENTENCE.replace("consider", "con</w:t><w:softHyphen/><w:t>si\u00adder"),
    "no-break and other blanks": SENTENCE.replace("to consider and", "to\u00a0consider</w:t><w:tab/><w:t>and"),
    "a line end within a paragraph": SENTENCE.replace("to consider", "to</w:t><w:br/><w:t>consider"),
    "a direction": within(f'<w:bdo w:val="ltr"><w:dir w:val="ltr">{RUN}{SENTENCE}</w:t></w:r></w:dir></w:bdo>'),
}  # fmt: skip


@pytest.mark.parametrize("how", SAME)
def test_the_same_words_written_otherwise_propose_nothing(how: str) -> None:
    assert asked(document((SENTENCE, SAME[how]))) == NOTHING


def test_changes_of_looks_are_said_once_and_change_nothing() -> None:
    text = paragraph(xml_of("annex"), "Source of the title", "tbl")
    look = f'<w:tblPrChange w:id="1" {ANN}><w:tblPr/></w:tblPrChange></w:tblPr>'
    found = in_annex((text, text.replace("</w:tblPr>", look, 1)))
    assert found == Proposal((), (), (), (), 1)
    marks = (
        f'<w:pPr><w:numPr><w:ins w:id="3" {ANN}/></w:numPr>'
        f'<w:rPr><w:rPrChange w:id="2" {ANN}><w:rPr/></w:rPrChange></w:rPr>'
        f'<w:pPrChange w:id="1" {ANN}><w:pPr/></w:pPrChange></w:pPr>'
    )
    old = paragraph(xml_of("annex"), "Results table")
    assert "<w:pPr>" in old
    heading = old[: old.index("<w:pPr>")] + marks + old[old.index("</w:pPr>") + 8 :]
    assert in_annex((old, heading)).looks == 3


def test_a_move_with_its_ranges_is_a_change_where_it_left_and_one_where_it_came() -> None:
    left = SENTENCE.replace("consider and ", within(
        f'<w:moveFromRangeStart w:id="1" {ANN} w:name="move1"/>'
        + gone("consider and ").replace("w:del ", "w:moveFrom ").replace("</w:del>", "</w:moveFrom>")
        + '<w:moveFromRangeEnd w:id="1"/>'
    ))  # fmt: skip
    came = left.replace("proposal.", within(
        f'<w:moveToRangeStart w:id="2" {ANN} w:name="move1"/>'
        + ins("consider and ").replace("w:ins", "w:moveTo") + '<w:moveToRangeEnd w:id="2"/>'
    ) + "proposal.")  # fmt: skip
    found = asked(document((SENTENCE, came)))
    assert [(each.where, each.by) for each in found.changes] == [(ACTION, ("Ann",))]
    assert found.changes[0].new.endswith("is invited to approve the consider and proposal.")


@pytest.mark.parametrize("outer", ["ins", "del"])
def test_what_was_put_in_and_taken_out_again_is_said_with_who_took_it_out(outer: str) -> None:
    run = "<w:r><w:delText>not </w:delText></w:r>"
    put, took = f'<w:ins w:id="1" {ANN}>', f'<w:del w:id="2" {BOB}>'
    nested = f"{put}{took}{run}</w:del></w:ins>" if outer == "ins" else f"{took}{put}{run}</w:ins></w:del>"
    found = asked(document((SENTENCE, within(nested) + SENTENCE)))
    assert (found.changes, found.left) == ((), ())
    assert [(each.kind, each.text, each.by) for each in found.elsewhere] == [
        ("inserted and deleted again", "not", "Bob")
    ]


def test_quotes_and_dashes_that_the_program_put_right_are_changes_all_the_same() -> None:
    found = asked(document((SENTENCE, "is invited – “as is” – to consider and approve the proposal.")))
    assert [(each.where, each.by) for each in found.changes] == [(ACTION, ())]
    assert found.changes[0].new.endswith("is invited – “as is” – to consider and approve the proposal.")


def test_signs_of_a_font_and_pictures_are_shown_as_such() -> None:
    for sign in ('<w:sym w:font="Wingdings" w:char="F0FC"/>', "<w:object/>", "<w:t>\ue000</w:t>"):
        found = asked(document((SENTENCE, within(f'<w:ins w:id="1" {ANN}><w:r>{sign}</w:r></w:ins>') + SENTENCE)))
        assert found.changes == ()
        assert [each.by for each in found.left] == ["Ann"], sign


def test_an_emoji_is_the_sign_that_every_program_shows() -> None:
    emoji = (
        f'<mc:AlternateContent {MC}><mc:Choice Requires="w16se"><w:t>X</w:t></mc:Choice><mc:Fallback><w:t>☺ </w:t>'
        "</mc:Fallback></mc:AlternateContent>"
    )
    found = asked(document((SENTENCE, within(f'<w:ins w:id="1" {ANN}><w:r>{emoji}</w:r></w:ins>') + SENTENCE)))
    assert [each.new.endswith("☺ " + SENTENCE) for each in found.changes] == [True]


def test_several_people_replies_and_settled_comments() -> None:
    ids = (7, 8)
    starts, ends = ("".join(f'<w:commentRange{end} w:id="{id_}"/>' for id_ in ids) for end in ("Start", "End"))
    content = document((SENTENCE, within(starts) + SENTENCE + within(ends)))
    said = "".join(
        f'<w:comment w:id="{id_}" {by}><w:p><w:r><w:t>{text}</w:t></w:r></w:p><w:p w14:paraId="0{id_}"/></w:comment>'
        for id_, by, text in ((7, ANN, "Why?"), (8, BOB, "Because."))
    )
    content = with_part(content, "word/comments.xml", "", f"<w:comments {W} {W14}>{said}</w:comments>")
    more = (
        f'<w15:commentsEx {W15}><w15:commentEx w15:paraId="07" w15:done="1"/>'
        '<w15:commentEx w15:paraId="08" w15:paraIdParent="07" w15:done="1"/></w15:commentsEx>'
    )
    content = with_part(content, "word/extended.xml", "", more)
    related = '<Relationship Id="rIdX" Type="http://schemas.microsoft.com/office/2011/relationships/commentsExtended" '
    rels = "word/_rels/document.xml.rels"
    content = with_part(content, rels, "</Relationships>", f'{related}Target="extended.xml"/></Relationships>')
    found = asked(content)
    assert [(each.where, each.by, each.text, each.is_reply, each.is_settled) for each in found.said] == [
        (ACTION, "Ann", "Why?", False, True), (ACTION, "Bob", "Because.", True, True),
    ]  # fmt: skip


def test_a_comment_over_several_paragraphs_stands_at_the_first_of_their_texts() -> None:
    content = document(
        ("Action required</w:t></w:r>", 'Action required</w:t></w:r><w:commentRangeStart w:id="7"/>'),
        ("Document C23/52</w:t></w:r>", 'Document C23/52</w:t></w:r><w:commentRangeEnd w:id="7"/>'),
    )
    said = f'<w:comment w:id="7" {ANN}><w:p><w:r><w:t>All of it.</w:t></w:r></w:p></w:comment>'
    found = asked(with_part(content, "word/comments.xml", "", f"<w:comments {W}>{said}</w:comments>"))
    assert [(each.where, each.text) for each in found.said] == [(ACTION, "All of it.")]


def test_rows_and_cells_that_come_and_go_are_listed_with_their_row() -> None:
    row = paragraph(xml_of("annex"), "Source of the title", "tr")
    for tag in ("ins", "del"):
        mark = f'<w:{tag} w:id="1" {BOB}/>'
        marked = row.replace("</w:trPr>", f"{mark}</w:trPr>", 1) if "</w:trPr>" in row else (
            row.replace("<w:tr>", f"<w:tr><w:trPr>{mark}</w:trPr>", 1)
        )  # fmt: skip
        found = in_annex((row, row + marked if tag == "ins" else marked))
        assert found.changes == ()
        assert {each.by for each in found.left} == {"Bob"}
        assert "Source of the title" in "".join(each.new + each.old for each in found.left)
        assert all("average recruitment timelines" in each.near for each in found.left), found.left
    cell = paragraph(row, "Source of the title", "tc")
    mark = f'<w:cellIns w:id="1" {BOB}/></w:tcPr>'
    new = (
        cell.replace("</w:tcPr>", mark, 1)
        if "</w:tcPr>" in cell
        else cell.replace("<w:tc>", f"<w:tc><w:tcPr>{mark}", 1)
    )
    found = in_annex((row, row.replace(cell, cell + new)))
    assert found.changes == ()
    assert ["Source of the title" in each.new for each in found.left] == [True]


def test_equations_that_were_edited_are_listed_tracked_or_not() -> None:
    xml = xml_of("annex")
    equation = xml[xml.index("<m:oMath>") : xml.index("</m:oMath>")]
    assert "calendar days" in equation
    found = in_annex((equation, equation.replace("calendar days", "working days", 1)))
    assert found.changes == ()
    assert ["An equation says something else" in each.why for each in found.left] == [True]
    assert "workingdays" in found.left[0].new
    run = f'<w:ins w:id="1" {ANN}><m:r><m:t>+ 1</m:t></m:r></w:ins>'
    found = in_annex((equation, equation + run))
    assert [(each.place, each.kind, each.text, each.by) for each in found.elsewhere] == [
        ("an equation", "inserted", "+ 1", "Ann")
    ]
    fraction = f'<m:ctrlPr><w:rPr><w:ins w:id="1" {ANN}/></w:rPr></m:ctrlPr>'
    found = in_annex((equation, equation.replace("<m:oMath>", f"<m:oMath>{fraction}", 1)))
    assert [(each.place, each.kind, each.by) for each in found.elsewhere] == [("an equation", "changed", "Ann")]


def test_footers_headers_boxes_and_contents_that_were_edited_are_listed_tracked_or_not() -> None:
    foot = "word/footer1.xml"
    page = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>\n    <w:r><w:t>1</w:t></w:r>'
    assert page in xml_of("annex", foot)
    assert in_annex((page, page.replace(">1<", ">27<")), part=foot) == NOTHING
    found = in_annex((page, f"{RUN}Restricted</w:t></w:r>{page}"), part=foot)
    assert [(each.new, each.why) for each in found.left] == [
        ("Restricted", "The footer says something else, and nobody tracked it.")
    ]
    tracked = in_annex((page, f"{ins('Restricted')}{page}"), part=foot)
    assert [(each.place, each.kind, each.text, each.by) for each in tracked.elsewhere] == [
        ("the footer", "inserted", "Restricted", "Ann")
    ]
    box = (
        f"<w:r><mc:AlternateContent {MC}><mc:Choice><w:drawing>{BOX}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{BOX}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    text = paragraph(xml_of("annex"), "Vacancy notice published on")
    found = in_annex((text, text.replace("</w:p>", f"{box}</w:p>")))
    assert [(each.place, each.text) for each in found.elsewhere] == [("a text box", "In a box")]
    assert "as it was" in [each.new for each in found.left]
    watermark = f'<w:r><w:pict><v:shape {V}><v:textpath string="RESTRICTED"/></v:shape></w:pict></w:r>'
    found = in_annex((page, f"{watermark}{page}"), part=foot)
    assert "RESTRICTED" in [each.new for each in found.left]


def test_a_list_of_contents_that_was_made_anew_proposes_nothing() -> None:
    """Word writes pages behind entries and what it has counted before them."""
    found = in_annex(
        ("Results table</w:t></w:r></w:hyperlink>",
         "1</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t>Results table</w:t></w:r><w:r><w:tab/></w:r>"
         "<w:r><w:t>12</w:t></w:r></w:hyperlink>"),
    )  # fmt: skip
    assert found == NOTHING
    heading = Where("indicators/average_recruitment_time.yaml", ("title",))
    title = "[average recruitment timelines]"
    new = "[time to recruit]"
    content = in_annex((title, new), (title, new), (title, new))
    assert [(each.where, each.new) for each in content.changes] == [(heading, "time to recruit")]
    assert content.left == ()


def test_a_document_in_strict_open_xml_or_with_parts_of_other_names_is_read_alike() -> None:
    content = document((SENTENCE, "is invited to note the proposal."))
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(target, "w") as package:
        for name in source.namelist():
            text = source.read(name)
            for kind in (b"wordprocessingml/2006/main", b"officeDocument/2006/math"):
                strict = kind.replace(b"/2006", b"")
                text = text.replace(
                    b"http://schemas.openxmlformats.org/" + kind, b"http://purl.oclc.org/ooxml/" + strict
                )
            text = text.replace(b"word/document.xml", b"word/document2.xml") if name == "_rels/.rels" else text
            package.writestr(name.replace("/document.xml", "/document2.xml"), text)
    assert asked(target.getvalue()) == asked(content)
    assert [each.where for each in asked(content).changes] == [ACTION]


def test_a_template_and_linked_pictures_of_an_office_are_no_reason_to_refuse() -> None:
    rels = "word/_rels/document.xml.rels"
    for kind, works in (("image", True), ("attachedTemplate", True), ("oleObject", False), ("subDocument", False)):
        link = (
            '<Relationship Id="rIdX" TargetMode="External" Target="file:///C:/office.dotx" '
            f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/></Relationships>'
        )
        content = with_part(document(), rels, "</Relationships>", link)
        if works:
            assert asked(content) == NOTHING
        else:
            with pytest.raises(Exception, match="links to data in another place"):
                asked(content)


def test_a_file_in_the_file_is_said_to_be_unread() -> None:
    found = asked(document((paragraph(xml_of("enabler_indicators_contribution"), INVITED),
        paragraph(xml_of("enabler_indicators_contribution"), INVITED) + '<w:altChunk r:id="rId99"/>')))  # fmt: skip
    assert ["a whole file" in each.text for each in found.elsewhere] == [True]
    assert len(found.left) == 1
