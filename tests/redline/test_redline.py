"""Accepting all gives the new document, rejecting all the old one: done here on the XML, by other code."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from openxml_audit import OpenXmlValidator

from rbm_spec.cli.main import run
from rbm_spec.targets.document.build import pages_of, rendered
from rbm_spec.targets.document.package import finished
from rbm_spec.targets.document.pandoc import converted
from rbm_spec.targets.document.redline import redlined
from rbm_spec.targets.document.templates import WORD, environment
from tests.cli.commands import ITU
from tests.targets.document.plans import DOCUMENT, ENGLISH
from tests.targets.document.reading import M, W, body, parts
from tests.targets.plans import compiled

INDICATOR = "indicators/oversight_recommendations.yaml"


def settled(element: Element, kept: str, gone: str) -> list[tuple]:
    """Blocks as (style, words and equations) after taking over `kept` marks and dropping `gone` ones."""
    found: list[tuple] = []
    for child in element:
        if child.tag == f"{W}p":
            if child.find(f"{W}pPr/{W}rPr/{W}{gone}") is None:
                found.append(("p", style(child, gone), words(child, gone)))
        elif child.tag == f"{W}tbl":
            rows = [row for row in child.findall(f"{W}tr") if row.find(f"{W}trPr/{W}{gone}") is None]
            if rows:
                cells = [[settled(cell, kept, gone) for cell in row.findall(f"{W}tc")] for row in rows]
                found.append(("tbl", cells))
    return found


def style(paragraph: Element, gone: str) -> str:
    old = paragraph.find(f"{W}pPr/{W}pPrChange/{W}pPr/{W}pStyle") if gone == "ins" else None
    found = old if old is not None else paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else found.get(f"{W}val", "")


def words(element: Element, gone: str) -> str:
    if element.tag == f"{W}{gone}":
        return ""
    if element.tag in (f"{W}t", f"{W}delText", f"{M}t"):
        return element.text or ""
    inside = "".join(words(child, gone) for child in element)
    return f"[{element.tag.split('}')[1]} {inside}]" if element.tag.startswith(M) else inside


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Words and an equation are otherwise in the new plan; labels stand in rows of tables too."""
    folder = tmp_path_factory.mktemp("redline")
    shutil.copytree(ITU, folder / "old")
    shutil.copytree(ITU, folder / "new")
    file = folder / "new" / INDICATOR
    text = file.read_text("utf-8")
    changed = text.replace("100 * accepted / all_decided", "accepted / all_decided * 100", 1)
    changed = changed.replace("label: Of these, accepted", "label: Of these, agreed to", 1)
    assert changed.count("agreed to") > text.count("agreed to")
    file.write_text(changed, "utf-8")
    for one in ("old", "new", "same"):
        pair = {"old": ("old", "old"), "new": ("new", "new"), "same": ("old", "new")}[one]
        assert run(["redline", *(str(folder / side) for side in pair), "--document", "annex",
                    "--output", str(folder / f"{one}.docx")]) == 0  # fmt: skip
    return folder


def test_accepting_and_rejecting_all(made: Path) -> None:
    tracked = body((made / "same.docx").read_bytes())
    assert settled(tracked, "ins", "del") == settled(body((made / "new.docx").read_bytes()), "ins", "del")
    assert settled(tracked, "del", "ins") == settled(body((made / "old.docx").read_bytes()), "del", "ins")


def test_marks_and_comments(made: Path) -> None:
    """Plans that are the same give no mark; each changed place has a comment, and equations are tracked."""
    plain = parts((made / "old.docx").read_bytes())["word/document.xml"]
    assert b"<w:ins " not in plain
    assert b"<w:del " not in plain
    content = parts((made / "same.docx").read_bytes())
    assert b"<w:delText" in content["word/document.xml"]
    tracked = body((made / "same.docx").read_bytes())
    assert any(mark.find(f".//{M}oMath") is not None for mark in tracked.iter(f"{W}ins"))
    references = content["word/document.xml"].count(b"<w:commentReference")
    assert references == content["word/comments.xml"].count(b"<w:comment ") > 0
    assert "agreed to" in content["word/comments.xml"].decode()


def test_it_is_a_valid_document(made: Path) -> None:
    found = OpenXmlValidator().validate(str(made / "same.docx"))
    assert found.is_valid, [str(each) for each in found.errors][:10]


def test_documents_that_have_little_in_common(made: Path) -> None:
    """Whole tables, paragraphs and equations come and go."""
    assert run(["redline", *[str(made / "old")] * 2, "--output", str(made / "other.docx")]) == 0
    annex, other = ((made / name).read_bytes() for name in ("old.docx", "other.docx"))
    for old, new in ((annex, other), (other, annex)):
        tracked = redlined(old, new, "Editor", "2028-01-01", lambda was, now: "made up")
        assert settled(body(tracked), "ins", "del") == settled(body(new), "ins", "del")
        assert settled(body(tracked), "del", "ins") == settled(body(old), "del", "ins")
        assert tracked == redlined(old, new, "Editor", "2028-01-01", lambda was, now: "made up")


def with_notes(*notes: str, section: str) -> bytes:
    """A report whose paragraph has these footnotes, and a reference to a section."""
    said = "".join(f" Word{{note:{note}}}" for note in notes)
    sections = [
        {"heading": "One", "id": "one", "content": [{"text": f"See section {{section:{section}}}.{said} and so on."}]},
        {"heading": "Two", "id": "two", "content": [{"text": "As ever.{note:Always}"}]},
    ]
    document = {**DOCUMENT, "id": "paper", "template": "council_report", "sections": sections, "annexes": []}
    plan = compiled(ITU, {"documents/paper.yaml": json.dumps(document)})
    page = next(each for each in pages_of(plan, ENGLISH) if each.name == "paper")
    text = rendered(environment(WORD, ENGLISH), page)
    return finished(converted({"paper": text})["paper"], page.properties)


def notes_of(content: bytes, gone: str) -> list[str]:
    """The texts of the footnotes that are referred to, in order, without those inside `gone` marks."""
    said = {note.get(f"{W}id"): words(note, "") for note in fromstring(parts(content)["word/footnotes.xml"])}

    def referred(element: Element) -> Iterator[str]:
        if element.tag == f"{W}footnoteReference":
            yield said[element.get(f"{W}id")].strip()
        elif element.tag != f"{W}{gone}":
            yield from (each for child in element for each in referred(child))

    return list(referred(body(content)))


def test_footnotes_and_references_come_and_go(tmp_path: Path) -> None:
    old, new = with_notes("First", "Second", "Third", section="one"), with_notes("Second", "Other", section="two")
    for was, now in ((old, new), (new, old)):
        tracked = redlined(was, now, "Editor", "2028-01-01", lambda one, other: "made up")
        assert settled(body(tracked), "ins", "del") == settled(body(now), "ins", "del")
        assert settled(body(tracked), "del", "ins") == settled(body(was), "del", "ins")
        assert notes_of(tracked, "del") == notes_of(now, "")
        assert notes_of(tracked, "ins") == notes_of(was, "")
        path = tmp_path / "tracked.docx"
        path.write_bytes(tracked)
        found = OpenXmlValidator().validate(path)
        assert found.is_valid, [str(each) for each in found.errors][:10]
        assert not list(body(tracked).iter(f"{W}hyperlink")), "a link has no place in a tracked change"
