"""Before each provision stands ADD, MOD, SUP or NOC, and neither text keeps it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from rbm_spec.cli.main import run
from tests.cli.commands import ITU
from tests.redline.plans import CONTRIBUTION, OUTCOME, amend, deleted, documents, faults, proven
from tests.redline.settling import ACCEPT, REJECT, Block, settled
from tests.targets.document.plans import DOCUMENT
from tests.targets.document.reading import W, body, parts, text_of

SIGN = f"{W}rPr/{W}rStyle[@{W}val='AmendingMarkSign']"


def marks(content: bytes) -> list[tuple[str, str]]:
    """Each amending mark with the first words of the provision: of the paragraph below, or of its own after it."""
    found = []
    for block, below in pairwise([*body(content), Element("none")]):
        sign = next((each for each in block.iter(f"{W}r") if each.find(SIGN) is not None), None)
        if sign is not None:
            said = (deleted(sign) or text_of(sign)).strip()
            is_line = block.find(f"{W}pPr/{W}pStyle[@{W}val='AmendingMark']") is not None
            home = below if is_line else block
            words = (deleted(home) or text_of(home)).removeprefix(f"{said} ")
            found.append((said, words.strip("[]")[:30]))
    return found


def test_amending_marks(made: Callable[..., bytes]) -> None:
    """One before each outcome and indicator. Only the contribution's list is untouched where a title is: NOC."""
    lines = marks(made("old", "new", CONTRIBUTION))
    assert [mark for mark, _ in lines] == ["MOD", "NOC", "NOC", "NOC", "SUP", "NOC", "NOC", "NOC"]
    assert lines[4] == ("SUP", "number of unqualified external")
    assert [mark for mark, _ in marks(made("new", "old", CONTRIBUTION))][4] == "ADD"
    # Each sheet of the annex prints the statement of the outcome, which has changed.
    assert [mark for mark, _ in marks(made("old", "new"))] == ["MOD"] * 4 + ["SUP"] + ["MOD"] * 3
    assert [mark for mark, _ in marks(made("old", "old", CONTRIBUTION))] == ["NOC"] * 8


def test_a_comment_on_the_first_mark_says_what_marks_are(made: Callable[..., bytes]) -> None:
    for name in ("annex", CONTRIBUTION):
        comments = [text_of(each) for each in fromstring(parts(made("old", "new", name))["word/comments.xml"])]
        assert [words.startswith("ADD, MOD, SUP and NOC say") for words in comments] == [True] + [False] * (
            len(comments) - 1
        )
    assert b"ADD, MOD" not in parts(made("old", "new", "annex", "--lasting-marks"))["word/comments.xml"]


def test_lasting_marks_are_all_that_stays_when_all_is_accepted(
    made: Callable[..., bytes], plain: dict[tuple[str, str], bytes]
) -> None:
    content = made("old", "new", "annex", "--lasting-marks")
    kept = [block for block in settled(content, ACCEPT) if block[1] != "AmendingMark"]
    expected = settled(plain["new", "annex"], ACCEPT)
    signs = {words for block, other in zip(kept, expected, strict=True) if (words := sign_of(block, other))}
    assert signs == {"MOD"}, "what is suppressed is gone, and the line before it stays"
    assert [block[2] for block in settled(content, ACCEPT) if block[1] == "AmendingMark"] == ["MOD", "SUP"]
    assert settled(content, REJECT) == settled(plain["old", "annex"], REJECT)


def sign_of(block: Block, other: Block) -> str:
    """What a block begins with that the other does not have; nothing for the same ones."""
    if block == other:
        return ""
    assert block[:2] == other[:2]
    assert block[2].endswith(other[2])
    return block[2].removesuffix(other[2]).strip()


ENABLER = "enablers/partnerships.yaml"
OTHERS = "alternatives:\n  - {text: An ITU that is well managed., proposed_by: A made-up Member State}\n"
SECTIONS = [{
    "heading": "Wording",
    "content": [{"text": "It could read:"}, {"outcome": "efficiently_managed_itu"}, {"text": "So much for that."}],
}]  # fmt: skip


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Plans with enablers in print: of one wording, of two, with the second one changed, and without an enabler."""
    folder = tmp_path_factory.mktemp("texts")
    paper = {**DOCUMENT, "id": "paper", "template": "resolution_annex", "sections": SECTIONS, "annexes": []}
    for side in ("one", "two", "other", "fewer"):
        shutil.copytree(ITU, folder / side)
        (folder / side / "documents/paper.yaml").write_text(json.dumps(paper), "utf-8")
        if side in ("two", "other"):
            with (folder / side / OUTCOME).open("a", encoding="utf-8") as file:
                file.write(OTHERS)
    amend(folder / "other" / OUTCOME, ("is well managed", "is soundly managed"))
    amend(folder / "other" / ENABLER, ("name: Partnerships", "name: All partnerships"))
    (folder / "fewer" / ENABLER).unlink()
    return folder


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # The outcome in its section, seven enablers, the outcome above its table of results.
        ("one", "two", "MOD NOC NOC NOC NOC NOC NOC NOC NOC"),
        ("two", "one", "MOD NOC NOC NOC NOC NOC NOC NOC NOC"),
        ("two", "two", "NOC NOC NOC NOC NOC NOC NOC NOC NOC"),
        ("two", "other", "MOD NOC NOC NOC NOC MOD NOC NOC NOC"),
        ("one", "fewer", "NOC NOC NOC NOC NOC SUP NOC NOC NOC"),
        ("fewer", "one", "NOC NOC NOC NOC NOC ADD NOC NOC NOC"),
    ],
)
def test_marks_before_enablers_and_outcomes_of_several_wordings(
    old: str, new: str, expected: str, texts: Path, tmp_path: Path
) -> None:
    file = tmp_path / "redline.docx"
    sides = [str(texts / side) for side in (old, new)]
    assert run(["redline", *sides, "--document", "paper", "--output", str(file)]) == 0
    content = file.read_bytes()
    assert [mark for mark, _ in marks(content)] == expected.split()
    plain = documents(texts, (old, new))
    proven(content, plain[old, "paper"], plain[new, "paper"])
    assert faults(content, tmp_path) == []


def test_a_provision_that_only_moves_is_transferred(texts: Path, tmp_path: Path) -> None:
    """ITU has a sign of its own for that, and the comment says it too."""
    moved = tmp_path / "moved"
    shutil.copytree(texts / "one", moved)
    first, second = "  - average_recruitment_time\n", "  - mandatory_training\n"
    amend(moved / OUTCOME, (first + second, second + first))
    file = tmp_path / "redline.docx"
    assert run(["redline", str(texts / "one"), str(moved), "--document", CONTRIBUTION, "--output", str(file)]) == 0
    assert [mark for mark, _ in marks(file.read_bytes())][1:4] in (["ADD*", "NOC", "SUP*"], ["SUP*", "NOC", "ADD*"])
    comments = parts(file.read_bytes())["word/comments.xml"].decode()
    assert "is transferred to another place" in comments
    assert "is transferred to this place" in comments
    assert "w:date" not in comments, "the document has no date, so none is made up"
    plain = documents(tmp_path, ("moved",)) | documents(texts, ("one",))
    proven(file.read_bytes(), plain["one", CONTRIBUTION], plain["moved", CONTRIBUTION])
