"""A Word document with tracked changes, after accepting or rejecting all: by other code, and by LibreOffice."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from tests.targets.document.reading import M, W, body, parts

Block = tuple
ACCEPT, REJECT = ("ins", "del"), ("del", "ins")


def settled(content: bytes, way: tuple[str, str]) -> list[Block]:
    """The blocks of the body, then those of the footer, after taking over the first kind of marks without the second.

    A paragraph is its style and its words, equations and footnotes included; a table its rows, with their cells.
    """
    inside = parts(content)
    notes = {note.get(f"{W}id"): note for note in fromstring(inside["word/footnotes.xml"])}
    return [*_blocks(body(content), way[1], notes), *_blocks(fromstring(inside["word/footer1.xml"]), way[1], notes)]


def _blocks(element: Element, gone: str, notes: dict[str | None, Element]) -> list[Block]:
    found: list[Block] = []
    for child in element:
        if child.tag == f"{W}p":
            words = _words(child, gone, notes)
            is_gone = child.find(f"{W}pPr/{W}rPr/{W}{gone}") is not None
            assert not (is_gone and words), "Words of a paragraph that goes would move into the next one."
            if not is_gone:
                found.append(("p", _style(child, gone), words))
        elif child.tag == f"{W}tbl":
            rows = [row for row in child.findall(f"{W}tr") if row.find(f"{W}trPr/{W}{gone}") is None]
            cells = [[_blocks(cell, gone, notes) for cell in row.findall(f"{W}tc")] for row in rows]
            assert all(all(row) for row in cells), "A cell without a paragraph is no cell."
            found += [("tbl", cells)] if rows else []
    return found


def _style(paragraph: Element, gone: str) -> str:
    old = paragraph.find(f"{W}pPr/{W}pPrChange/{W}pPr/{W}pStyle") if gone == "ins" else None
    found = old if old is not None else paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else found.get(f"{W}val", "")


def _words(paragraph: Element, gone: str, notes: dict[str | None, Element]) -> str:
    """A field is what it counts, whatever number stands there until it is counted anew."""
    said, is_result = [], False
    for kind, text in _pieces(paragraph, gone, notes):
        is_result = kind == "separate" or (is_result and kind != "end")
        if kind == "words" and not is_result:
            said.append(text)
    return "".join(said)


def _pieces(element: Element, gone: str, notes: dict[str | None, Element]) -> Iterator[tuple[str, str]]:
    match element.tag.rpartition("}")[2]:
        case name if name == gone:
            return
        case "t" | "delText":
            yield "words", element.text or ""
        case "instrText" | "delInstrText":
            yield "words", f"[{(element.text or '').strip()}]"
        case "fldChar":
            yield element.get(f"{W}fldCharType", ""), ""
        case "fldSimple":
            yield "words", f"[{element.get(f'{W}instr', '').strip()}]"
        case "footnoteReference":
            note = notes[element.get(f"{W}id")]
            yield "words", f"[note: {[_words(each, gone, notes) for each in note]}]"
        case name:
            yield "words", f"[{name} " if element.tag.startswith(M) else ""
            for child in element:
                yield from _pieces(child, gone, notes)
            yield "words", "]" if element.tag.startswith(M) else ""


MACRO = """\
<?xml version="1.0" encoding="UTF-8"?>
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub Settle(source, command, target)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  document = StarDesktop.loadComponentFromURL(source, "_blank", 0, hidden())
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  dispatcher.executeDispatch(document.CurrentController.Frame, ".uno:" &amp; command, "", 0, Array())
  Dim form(0) As New com.sun.star.beans.PropertyValue
  form(0).Name = "FilterName"
  form(0).Value = "MS Word 2007 XML"
  document.storeToURL(target, form())
  document.close(True)
End Sub
</script:module>
"""


class Office:
    """LibreOffice, with a profile of its own that knows one macro."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._run("--terminate_after_init")
        (folder / "profile/user/basic/Standard/Module1.xba").write_text(MACRO, "utf-8")

    def _run(self, argument: str) -> None:
        profile = f"-env:UserInstallation={(self.folder / 'profile').as_uri()}"
        subprocess.run(
            ["soffice", profile, "--headless", "--norestore", argument], capture_output=True, timeout=120, check=True
        )

    def settled(self, content: bytes, command: str) -> list[str]:
        """The paragraphs with words, those of tables included, without blanks and equations."""
        source, target = self.folder / "source.docx", self.folder / "target.docx"
        source.write_bytes(content)
        target.unlink(missing_ok=True)
        places = ", ".join(f'"{each}"' for each in (source.as_uri(), command, target.as_uri()))
        self._run(f"macro:///Standard.Module1.Settle({places})")
        texts = ("".join(each.text or "" for each in p.iter(f"{W}t")) for p in body(target.read_bytes()).iter(f"{W}p"))
        return [said for text in texts if (said := "".join(text.split()))]
