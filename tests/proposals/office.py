"""Documents edited in LibreOffice as a delegate edits them, and saved as Word documents."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

from tests.without import not_run

Act = tuple[str, str, str]
"""What is done, words of the document, and other words: replace, comment, before (a new paragraph), or remove (one)."""

MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Function Found(document, words)
  sought = document.createSearchDescriptor()
  sought.SearchString = words
  sought.SearchCaseSensitive = True
  Found = document.findFirst(sought)
End Function
Sub Replace_(document, words, others)
  Found(document, words).String = others
End Sub
Sub Comment(document, words, others)
  place = Found(document, words)
  note = document.createInstance("com.sun.star.text.textfield.Annotation")
  note.Content = others
  note.Author = "Ann"
  place.Text.insertTextContent(place, note, True)
End Sub
Sub Before(document, words, others)
  place = Found(document, words)
  cursor = place.Text.createTextCursorByRange(place.Start)
  cursor.gotoStartOfParagraph(False)
  place.Text.insertString(cursor, others, False)
  place.Text.insertControlCharacter(cursor, com.sun.star.text.ControlCharacter.PARAGRAPH_BREAK, False)
End Sub
Sub Remove(document, words, others)
  place = Found(document, words)
  cursor = place.Text.createTextCursorByRange(place.Start)
  cursor.gotoStartOfParagraph(False)
  cursor.gotoEndOfParagraph(True)
  cursor.goRight(1, True)
  cursor.String = ""
End Sub
Function Opened(source)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  Opened = StarDesktop.loadComponentFromURL(source, "_blank", 0, hidden())
End Function
Sub Saved(document, target)
  Dim form(0) As New com.sun.star.beans.PropertyValue
  form(0).Name = "FilterName"
  form(0).Value = "MS Word 2007 XML"
  document.storeToURL(target, form())
  document.close(True)
End Sub
Sub Work
On Error GoTo Wrong
ACTS
Exit Sub
Wrong:
StarDesktop.terminate()
End Sub
</script:module>
"""
NAME = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.UserProfile/Data">
<prop oor:name="givenname" oor:op="fuse"><value>Ann</value></prop></item></oor:items>
"""


def edited(jobs: Mapping[str, tuple[bytes, bool, Iterable[Act]]], folder: Path) -> dict[str, bytes]:
    """By name a document, whether its changes are tracked, and what is done to it → the documents as they come back."""
    soffice = shutil.which("soffice")
    if soffice is None:
        not_run("apt", "documents edited in LibreOffice: libreoffice-writer")
    lines = []
    for name, (content, tracked, acts) in jobs.items():
        source, target = (folder / f"{name}-{way}.docx" for way in ("sent", "back"))
        source.write_bytes(content)
        lines += [f"document = Opened({_text(source.as_uri())})", f"document.RecordChanges = {tracked}"]
        lines += [f"{kind}(document, {_text(words)}, {_text(others)})" for kind, words, others in acts]
        lines += [f"Saved(document, {_text(target.as_uri())})"]
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(NAME, "utf-8")
    command = [soffice, f"-env:UserInstallation={user.parent.as_uri()}", "--headless", "--norestore"]
    subprocess.run([*command, "--terminate_after_init"], capture_output=True, timeout=120, check=True)
    (user / "basic/Standard/Module1.xba").write_text(MODULE.replace("ACTS", escape("\n".join(lines))), "utf-8")
    subprocess.run([*command, "macro:///Standard.Module1.Work()"], capture_output=True, timeout=120, check=True)
    return {name: (folder / f"{name}-back.docx").read_bytes() for name in jobs}


def _text(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'
