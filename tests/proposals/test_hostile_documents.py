"""Documents made to hurt: each is refused in a sentence, or read within what it may cost; nothing is fetched."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from rbm_spec.collect.archive import Refused
from rbm_spec.proposals.anchors import stretches
from rbm_spec.proposals.proved import proved
from rbm_spec.proposals.returned import returned
from rbm_spec.proposals.wishes import Proposal
from tests.cli.commands import rbm_spec
from tests.proposals.test_import import ACTION, INVITED, asked, document, files, plan
from tests.proposals.test_listed import with_part
from tests.proposals.word import ANN, BOB, ins, within
from tests.targets.document.plans import CONTRIBUTION, ENGLISH

assert plan
MANY, THOUSANDS = 100_000, 20_000
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELS = "word/_rels/document.xml.rels"
BODY = "word/document.xml"


def changed(change: Callable[[zipfile.ZipFile], None]) -> bytes:
    """The document with more written into its package."""
    target = BytesIO(document())
    with zipfile.ZipFile(target, "a") as package:
        change(package)
    return target.getvalue()


def more(name: str, content: bytes = b"x") -> bytes:
    return changed(lambda package: package.writestr(name, content, zipfile.ZIP_DEFLATED))


def said_smaller() -> bytes:
    """A package whose directory says that its body is small, and whose body is not."""
    content = inside(" " * 3_000_000)
    with zipfile.ZipFile(BytesIO(content)) as package:
        size = package.getinfo(BODY).file_size
    return content.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))


def related(target: str, mode: str, kind: str = "oleObject") -> bytes:
    link = f'<Relationship Id="rIdX" {mode} Target="{target}" Type="http://x/relationships/{kind}"/></Relationships>'
    return with_part(document(), RELS, "</Relationships>", link)


def entity(definition: str) -> bytes:
    return with_part(document(), BODY, "<w:document", f"<!DOCTYPE a [{definition}]><w:document")


def inside(xml: str) -> bytes:
    """The document with more at the beginning of its body."""
    return document(("<w:body>", f"<w:body>{xml}"))


def body() -> str:
    xml = zipfile.ZipFile(BytesIO(document())).read(BODY).decode()
    return xml[xml.index("<w:body>") + 8 : xml.index("</w:body>")]


def thousand() -> bytes:
    def write(package: zipfile.ZipFile) -> None:
        for i in range(1001):
            package.writestr(f"x{i}.xml", b"")

    return changed(write)


OUTSIDE = "a name that leads outside"
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "a part of 150 MB": (lambda: more("word/x.xml", bytes(150_000_000)), "would unpack to more than a document can"),
    "a part that says it is smaller": (said_smaller, "damaged"),
    "text of 30 MB": (lambda: inside(" " * 30_000_000), "more than 20 MB of text"),
    "three million empty runs": (lambda: inside("<w:r/>" * 3_100_000), "more than 3,000,000 marks"),
    "two bodies": (lambda: more("Word/Document.xml"), "two parts of one name"),
    "a name that leads outside": (lambda: more("word/../../x.xml"), OUTSIDE),
    "a name of Windows that leads outside": (lambda: more("word\\..\\x.xml"), OUTSIDE),
    "a thousand parts": (thousand, "more parts than a document"),
    "a macro": (lambda: more("word/vbaProject.bin"), "holds a macro, an embedded file"),
    "an embedded file": (lambda: more("word/embeddings/x.bin"), "Take it out, save the document as .docx"),
    "an entity of its own": (lambda: entity('<!ENTITY a "b">'), "XML entities, which no document needs"),
    "an entity that is a file": (lambda: entity('<!ENTITY a SYSTEM "file:///etc/passwd">'), "XML entities"),
    "a link that is followed": (
        lambda: related("http://x/", 'TargetMode="External"'),
        "links to data in another place",
    ),
    "no UTF-8": (lambda: with_part(document(), BODY, "UTF-8", "UTF-7"), "not written in UTF-8, as Word writes it"),
    "no XML": (lambda: with_part(document(), BODY, "</w:body>", "</w:bodi>"), "damaged"),
    "depth": (lambda: inside("<w:sdt>" * MANY + "</w:sdt>" * MANY), "nested deeper"),
    "boxes in boxes": (lambda: inside("<w:txbxContent>" * 9 + "</w:txbxContent>" * 9), "nested deeper"),
    "another document": (lambda: with_part(document(), BODY, body(), "<w:p/>" * 9), "not the document that the plan"),
    "ten times as long": (lambda: inside("<w:p><w:r><w:t>Proposal</w:t></w:r></w:p>" * 999), "many times as long"),
    "no body": (lambda: with_part(document(), "_rels/.rels", 'officeDocument"', 'none"'), "not a Word document"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_in_a_sentence(what: str) -> None:
    make, why = REFUSED[what]
    content = make()
    with pytest.raises(Refused, match=re.escape(why)):
        asked(content)


def test_a_way_that_leads_outside_the_package_leads_nowhere() -> None:
    for target in ("../../../etc/passwd", "/../x.xml", "file:///etc/passwd", "..\\x", "", "/"):
        assert asked(related(target, "", "footer")) == Proposal((), (), ())


def test_a_hundred_thousand_changes_of_one_text_are_one_change() -> None:
    change = within("".join(ins("so ", (ANN, BOB)[i % 2]) for i in range(MANY)))
    found = asked(document((INVITED, change + INVITED)))
    assert [(each.where, len(each.by)) for each in found.changes] == [(ACTION, 2)]
    assert found.changes[0].new.count("so ") == MANY
    made = proved(files(), found, CONTRIBUTION, ENGLISH)
    assert made.files == files()
    assert ["larger than 256 KiB" in why for _, why in made.refused] == [True]


def test_thousands_of_comments_are_all_said() -> None:
    starts = "".join(f'<w:commentRangeStart w:id="{i}"/>' for i in range(THOUSANDS))
    comments = "".join(
        f'<w:comment w:id="{i}" {ANN}><w:p><w:r><w:t>No {i}</w:t></w:r></w:p></w:comment>' for i in range(THOUSANDS)
    )
    content = document((INVITED, within(starts) + INVITED))
    content = with_part(content, "word/comments.xml", "", f"<w:comments {W}>{comments}</w:comments>")
    found = asked(content)
    assert len(found.said) == THOUSANDS
    made = proved(files(), found, CONTRIBUTION, ENGLISH)
    assert len(made.unsaid) == THOUSANDS, "so many do not fit into a spec; the command lists them"


def test_fields_that_never_end_and_lines_that_repeat_take_no_time() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    fields = f"<w:p>{begin * MANY}"
    content = with_part(document(), "word/footer1.xml", "<w:p>", fields)
    assert returned(content).pieces == returned(document()).pieces
    ours = [line for i in range(1000) for line in ("a", "b", f"{i}")]
    theirs = [line for i in range(1000) for line in ("a", "a", "b", "a", f"{i}", "b")]
    found = list(stretches(ours, theirs))
    for one, whole in ((0, ours), (1, theirs)):
        assert [i for pair in found for i in range(*pair[one])] == list(range(len(whole)))
    equal = [(a, c) for (a, b), (c, d) in found if b - a == d - c == 1 and ours[a] == theirs[c]]
    assert len(equal) == len(ours)
    repeated = list(stretches(["a", "b"] * 5000, ["b", "b", "a"] * 5000))
    assert repeated == [((0, 10000), (0, 15000))], "too much to compare belongs together as a whole"


def test_the_command_answers_with_a_code(plan: Path, tmp_path: Path) -> None:
    file = tmp_path / "back.docx"
    for content, code in ((more("word/vbaProject.bin"), 2), (b"", 2), (bytes(30_000_000), 74)):
        file.write_bytes(content)
        done = rbm_spec("import-docx", file, plan, "--apply")
        assert (done.code, done.out) == (code, ""), done.err
        assert "back.docx: " in done.err
        assert "Traceback" not in done.err
    pipe = tmp_path / "pipe.docx"
    os.mkfifo(pipe)
    assert rbm_spec("import-docx", pipe, plan).code == 74
    assert rbm_spec("import-docx", tmp_path / "none.docx", plan).code == 2
