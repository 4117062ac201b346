"""A document that came back: its changes reach the lines of the specs that say the words, and nothing is lost."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from functools import cache
from html import escape
from pathlib import Path

import pytest

from rbm_spec.collect.archive import Refused
from rbm_spec.load import load_files, read_folder
from rbm_spec.proposals.amended import amended
from rbm_spec.proposals.printed import Printed, printed
from rbm_spec.proposals.proposed import proposal
from rbm_spec.proposals.returned import returned
from rbm_spec.proposals.wishes import Proposal
from rbm_spec.source import Where
from rbm_spec.translations.places import texts_of
from tests.cli.commands import rbm_spec
from tests.proposals.word import gone, within
from tests.targets.document.plans import CONTRIBUTION, ENGLISH, ITU, itu_documents
from tests.without import not_run

PAPER = f"documents/{CONTRIBUTION}.yaml"
ACTION = Where(PAPER, ("action_required",))
INVITED = "is invited to consider and approve the proposal."
BY = 'w:author="Delegate" w:date="2028-05-01T00:00:00Z"'


@cache
def files() -> dict[str, bytes]:
    return read_folder(ITU)[0]


@cache
def sent() -> Printed:
    found = printed(load_files(files())[0], CONTRIBUTION, ENGLISH)
    assert found is not None
    return found


def document(*changes: tuple[str, str], part: str = "word/document.xml", name: str = CONTRIBUTION) -> bytes:
    """The proposal as a Word document, with some of its XML replaced, once each."""
    content = itu_documents()[f"document/en/{name}.docx"]
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for each in source.namelist():
            text = source.read(each)
            if each == part:
                said = text.decode()
                for old, new in changes:
                    assert old in said, old
                    said = said.replace(old, new, 1)
                text = said.encode()
            package.writestr(each, text)
    return target.getvalue()


def tracked(text: str, old: str, new: str) -> tuple[str, str]:
    """The change of the run that says `text`: `old` in it is deleted, `new` inserted."""
    first, last = text.split(old, 1)
    gone = f'<w:del w:id="901" {BY}><w:r><w:delText xml:space="preserve">{old}</w:delText></w:r></w:del>'
    put = f'<w:ins w:id="902" {BY}><w:r><w:t xml:space="preserve">{new}</w:t></w:r></w:ins>'
    begins = '<w:t xml:space="preserve">'
    return f"{begins}{text}</w:t>", f"{begins}{first}</w:t></w:r>{gone}{put if new else ''}<w:r>{begins}{last}</w:t>"


def asked(content: bytes) -> Proposal:
    return proposal(sent(), returned(content))


def whole(text: str) -> str:
    """The words of a run of the document that has `text`."""
    xml = zipfile.ZipFile(io.BytesIO(itu_documents()[f"document/en/{CONTRIBUTION}.docx"])).read("word/document.xml")
    found = re.search(r'<w:t xml:space="preserve">([^<]*' + re.escape(text) + "[^<]*)</w:t>", xml.decode())
    assert found is not None, text
    return found[1]


def test_an_untouched_document_proposes_nothing() -> None:
    for name in (CONTRIBUTION, "annex"):
        before = printed(load_files(files())[0], name, ENGLISH)
        assert before is not None
        assert proposal(before, returned(document(name=name))) == Proposal((), (), ())


def test_a_tracked_change_reaches_its_line() -> None:
    found = asked(document(tracked(whole(INVITED), "consider and approve", "examine")))
    assert [(each.where, each.by) for each in found.changes] == [(ACTION, ("Delegate",))]
    assert found.changes[0].new.endswith("is invited to examine the proposal.")
    assert found.left == ()
    made = amended(files(), found)
    assert made.refused == ()
    old, new = (each[PAPER].decode().splitlines() for each in (files(), made.files))
    assert [line for line in new if line not in old] == [
        "  The Council Working Group for strategic and financial plans 2028-2031 is invited to examine the proposal."
    ]
    assert len(old) == len(new)


def test_a_text_that_is_printed_in_brackets_and_in_a_list_is_changed_without_them() -> None:
    title = "[average recruitment timelines];"
    found = asked(document(tracked(whole(title), "timelines", "time, in days")))
    where = Where("indicators/average_recruitment_time.yaml", ("title",))
    assert [(each.where, each.new) for each in found.changes] == [(where, "average recruitment time, in days")]


def test_words_of_the_template_are_listed() -> None:
    found = asked(document(tracked(whole("Action required"), "required", "requested")))
    assert found.changes == ()
    assert [(each.old, each.new, each.by) for each in found.left] == [("required", "requested", "Delegate")]
    assert "No spec says just these words" in found.left[0].why


def test_a_change_that_runs_over_the_edge_of_a_text_is_listed_whole() -> None:
    found = asked(document(tracked(whole("[average recruitment"), "[average", "(mean")))
    assert found.changes == ()
    assert [(each.old, each.new) for each in found.left] == [("[average", "(mean")]


def test_brackets_that_were_lifted_are_the_status_of_the_text() -> None:
    first = tracked(whole("[average recruitment"), "[", "")
    found = asked(document(first, ("timelines];", f"timelines{within(gone(']'))};")))
    where = Where("indicators/average_recruitment_time.yaml", ("title",))
    assert found.changes == ()
    assert [(each.old, each.new, each.places) for each in found.left] == [("[", "", (where,)), ("]", "", (where,))]
    assert ["Change its status" in each.why for each in found.left] == [True, True]


def test_what_nobody_tracked_is_seen_all_the_same() -> None:
    found = asked(document((INVITED, "is invited to note the proposal.")))
    assert [(each.where, each.by) for each in found.changes] == [(ACTION, ())]
    assert found.changes[0].new.endswith("is invited to note the proposal.")


def test_two_people_in_one_text() -> None:
    first = tracked(whole(INVITED), "consider", "examine")
    content = document(first)
    xml = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    assert "approve" in xml
    second = BY.replace("Delegate", "Chair")
    again = document(first, (
        " and approve the proposal.",
        f' and </w:t></w:r><w:del w:id="9" {second}><w:r><w:delText>approve</w:delText></w:r></w:del>'
        f'<w:ins w:id="10" {second}><w:r><w:t>adopt</w:t></w:r></w:ins>'
        '<w:r><w:t xml:space="preserve"> the proposal.',
    ))  # fmt: skip
    found = asked(again)
    assert [each.by for each in found.changes] == [("Delegate", "Chair")]
    assert found.changes[0].new.endswith("is invited to examine and adopt the proposal.")


def test_a_text_printed_twice_and_changed_in_two_ways_is_left_to_people() -> None:
    before = printed(load_files(files())[0], "annex", ENGLISH)
    assert before is not None
    title = "[average recruitment timelines]"
    listed = (title, "[changed in the list of contents alone]")
    once = proposal(before, returned(document(listed, name="annex")))
    assert once.changes == ()
    assert ["list of contents says something else than the headings" in each.why for each in once.left] == [True]
    content = document(listed, (title, "[mean recruitment time]"), (title, "[time to recruit]"), name="annex")
    found = proposal(before, returned(content))
    assert found.changes == ()
    assert {each.why for each in found.left} - {once.left[0].why} == {
        "This text is printed more than once, and it was changed in different ways."
    }
    same = document(listed, (title, "[mean recruitment time]"), (title, "[mean recruitment time]"), name="annex")
    assert [each.new for each in proposal(before, returned(same)).changes] == ["mean recruitment time"]


def test_a_comment_stands_above_the_line() -> None:
    text = whole(INVITED)
    ends = (
        f'<w:t xml:space="preserve">{text}</w:t>',
        f'<w:t/></w:r><w:commentRangeStart w:id="7"/><w:r><w:t xml:space="preserve">{text}</w:t></w:r>'
        '<w:commentRangeEnd w:id="7"/><w:r><w:t/>',
    )
    content = document(ends)
    comment = f'<w:comment w:id="7" {BY}><w:p><w:r><w:t>Why now: # ask?</w:t></w:r></w:p></w:comment></w:comments>'
    xml = zipfile.ZipFile(io.BytesIO(content)).read("word/comments.xml").decode()
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for each in source.namelist():
            said = (
                xml.replace("/>", f">{comment}", 1)
                if "</w:comments>" not in xml
                else xml.replace("</w:comments>", comment)
            )
            package.writestr(each, said if each == "word/comments.xml" else source.read(each))
    found = asked(target.getvalue())
    assert [(each.where, each.by, each.text) for each in found.said] == [(ACTION, "Delegate", "Why now: # ask?")]
    lines = amended(files(), found).files[PAPER].decode().splitlines()
    assert lines[lines.index("action_required: >-") - 1] == "# Comment by Delegate: Why now: # ask?"


def test_what_looks_like_yaml_stays_text() -> None:
    for words in ("x: [y", "- a # b", "&a *a !t", "%YAML 1.1", "“quoted” 'so'", "{{ 7 * 7 }}", "no"):
        found = asked(document((INVITED, escape(words))))
        made = amended(files(), found)
        assert made.refused == (), words
        assert texts_of(load_files(made.files)[0])[ACTION].strip().endswith(words)


def test_a_text_without_words_left_is_not_written() -> None:
    found = asked(document(tracked(whole("Proposal"), whole("Proposal"), "")))
    made = amended(files(), found)
    assert made.files == files()
    assert ["All words of it were deleted" in why for _, why in made.refused] == [True]


def test_specs_that_have_moved_on_are_not_overwritten() -> None:
    found = asked(document((INVITED, "is invited to note the proposal.")))
    later = {**files(), PAPER: files()[PAPER].replace(INVITED.encode(), b"is invited to decide.")}
    made = amended(later, found)
    assert made.files == later
    assert [why for _, why in made.refused] == ["The specs say something else there since the document was made."]


@pytest.mark.parametrize("content", [b"", b"no document", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" + bytes(99)])
def test_what_is_no_document_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(Refused, match=r"\.docx"):
        returned(content)


def test_entities_and_depth_are_refused() -> None:
    with pytest.raises(Refused, match="entities"):
        returned(document(("<w:document", '<!DOCTYPE a [<!ENTITY b "c">]><w:document')))
    deep = "<w:sdt>" * 300 + "</w:sdt>" * 300
    with pytest.raises(Refused, match="nested deeper"):
        returned(document(("<w:body>", f"<w:body>{deep}")))


def test_libreoffice_saves_the_annex_without_proposing_anything(tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        not_run("apt", "a document saved by LibreOffice: libreoffice-writer")
    (tmp_path / "annex.docx").write_bytes(document(name="annex"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", "out", "annex.docx"]
    subprocess.run(command, check=True, capture_output=True, timeout=180, cwd=tmp_path)
    before = printed(load_files(files())[0], "annex", ENGLISH)
    assert before is not None
    found = proposal(before, returned((tmp_path / "out" / "annex.docx").read_bytes()))
    assert (found.changes, found.left) == ((), ())


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    shutil.copytree(ITU, tmp_path / "specs" / ITU.name)
    return tmp_path / "specs" / ITU.name


def test_a_redline_comes_back_as_the_change_that_it_was_made_of(plan: Path, tmp_path: Path) -> None:
    """Redline and import are each other's mirror: what the one writes the other reads."""
    new = tmp_path / "new"
    shutil.copytree(plan, new)
    for file, old, words in (
        (PAPER, "consider and approve", "examine and adopt"),
        (PAPER, "could read as follows", "reads as follows"),
        ("indicators/average_recruitment_time.yaml", "title: average recruitment timelines", "title: time to recruit"),
    ):
        text = (new / file).read_text("utf-8")
        assert old in text
        (new / file).write_text(text.replace(old, words, 1), "utf-8")
    file = tmp_path / "red.docx"
    assert rbm_spec("redline", plan, new, "--output", file).code == 0
    shown = rbm_spec("import-docx", file, plan)
    assert shown.code == 0
    assert "+title: time to recruit" in shown.out
    assert read_folder(plan)[0] == files()
    done = rbm_spec("import-docx", file, plan, "--apply")
    assert done.code == 0
    wanted = texts_of(load_files(read_folder(new)[0])[0])
    assert {where: " ".join(text.split()) for where, text in texts_of(load_files(read_folder(plan)[0])[0]).items()} == {
        where: " ".join(text.split()) for where, text in wanted.items()
    }


def test_the_command_says_what_it_cannot_take_over_and_writes_nothing(plan: Path, tmp_path: Path) -> None:
    file = tmp_path / "back.docx"
    file.write_bytes(document(tracked(whole("Action required"), "required", "requested")))
    before = read_folder(plan)[0]
    done = rbm_spec("import-docx", file, plan, "--apply")
    assert done.code == 1
    assert "Not taken over:" in done.out
    assert "Delegate: after “Action”: “required” became “requested”." in " ".join(done.out.split())
    assert read_folder(plan)[0] == before
