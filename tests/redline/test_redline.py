"""Accepting all gives the new document, rejecting all the old one, and each change says what it means."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring

from rbm_spec.cli.main import run
from rbm_spec.targets.document.build import pages_of, rendered
from rbm_spec.targets.document.package import finished
from rbm_spec.targets.document.pandoc import converted
from rbm_spec.targets.document.redline import redlined
from rbm_spec.targets.document.templates import WORD, environment
from tests.cli.commands import ITU
from tests.redline.plans import CONTRIBUTION, OPINIONS, deleted, documents, faults, proven
from tests.redline.settling import Office
from tests.targets.document.plans import DOCUMENT, ENGLISH
from tests.targets.document.reading import M, W, body, parts, repacked, text_of
from tests.targets.plans import compiled


@pytest.mark.parametrize("name", ["annex", CONTRIBUTION])
@pytest.mark.parametrize(("old", "new"), [("old", "new"), ("new", "old")])
@pytest.mark.parametrize("more", [(), ("--no-marks",)], ids=["marked", "bare"])
def test_accepting_and_rejecting_all(
    more: tuple[str, ...], old: str, new: str, name: str, made: Callable[..., bytes],
    plain: dict[tuple[str, str], bytes], tmp_path: Path,
) -> None:  # fmt: skip
    content = made(old, new, name, *more)
    proven(content, plain[old, name], plain[new, name])
    assert faults(content, tmp_path) == []


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_another_language_is_read_from_the_catalogues_of_both_sides(
    language: str, made: Callable[..., bytes], plans: Path, tmp_path: Path
) -> None:
    content = made("old", "new", CONTRIBUTION, "--language", language)
    plain = documents(plans, ("old", "new"), language)
    proven(content, plain["old", CONTRIBUTION], plain["new", CONTRIBUTION])
    assert faults(content, tmp_path) == []
    assert "Purpose" not in text_of(body(content))


def test_equations_rows_and_captions_are_tracked(made: Callable[..., bytes]) -> None:
    tracked = body(made("old", "new"))
    for name in ("ins", "del"):
        assert any(mark.find(f".//{M}f") is not None for mark in tracked.iter(f"{W}{name}"))
    gone = [row for row in tracked.iter(f"{W}tr") if row.find(f"{W}trPr/{W}del") is not None]
    assert any("Opinions issued" in words for words in map(deleted, gone))
    assert "SEQ Table" in "".join(each.text or "" for each in tracked.iter(f"{W}delInstrText"))
    same = parts(made("old", "old", "annex", "--no-marks"))["word/document.xml"]
    assert b"<w:ins " not in same
    assert b"<w:del " not in same


def said(content: bytes) -> list[tuple[str, str]]:
    """Each comment with the paragraph that it is about: kept and inserted words."""
    comments = {each.get(f"{W}id"): text_of(each) for each in fromstring(parts(content)["word/comments.xml"])}
    return [
        (text_of(p), comments.pop(start.get(f"{W}id")))
        for p in body(content).iter(f"{W}p")
        for start in p.findall(f"{W}commentRangeStart")
    ]


def test_each_change_says_what_it_means(made: Callable[..., bytes]) -> None:
    found = said(made("old", "new"))
    assert all("Follows from" not in words for _, words in found)
    outcome = next(words for text, words in found if text.startswith("Outcome:"))
    assert outcome.startswith("The statement of the outcome: “… managed ITU with robust and transparent oversight …”")
    target = next(words for text, words in found if "97.5" in text)
    assert "A target for 2031 of “percentage of ITU staff who have completed mandatory training”" in target
    assert target.endswith("is set: at least 97.5.")
    assert not any("`" in words for _, words in found)
    gone = [words for _, words in found if "its series ends" in words]
    assert gone
    assert not any(OPINIONS in words for words in gone)
    tracked = body(made("old", "new"))
    changed = [p for p in tracked.iter(f"{W}p") if any(p.find(f"{W}{name}/{W}r/{W}{of}") is not None
                                                       for name, of in (("ins", "t"), ("del", "delText")))]  # fmt: skip
    assert len(found) <= len(changed)
    assert len(list(tracked.iter(f"{W}commentReference"))) == len(found)


def test_a_reason_that_was_given_stands_in_the_comment(plans: Path, tmp_path: Path) -> None:
    (tmp_path / "diff.json").write_text("")
    sides = [str(plans / side) for side in ("old", "new")]
    run(["diff", *sides, "--format", "json", "--output", str(tmp_path / "diff.json")])
    changes = json.loads((tmp_path / "diff.json").read_text("utf-8"))["changes"]
    mark = next(each["fingerprint"] for each in changes if each["says"].startswith("The statement of the outcome"))
    shutil.copytree(plans / "new", tmp_path / "new")
    entry = f"  - fingerprint: {mark}\n    reason: Agreed in the corridor (made up)\n"
    (tmp_path / "new/accepted_changes.yaml").write_text(f"kind: accepted_changes\nchanges:\n{entry}", "utf-8")
    file = tmp_path / "reason.docx"
    assert run(["redline", sides[0], str(tmp_path / "new"), "--document", CONTRIBUTION, "--output", str(file)]) == 0
    assert any("Reason: Agreed in the corridor (made up)" in words for _, words in said(file.read_bytes()))


PAGES = {
    "empty": "",
    "plain": "One paragraph of words.\n\nAnother paragraph.[^1]\n\n[^1]: A note with $a + b$ in it.\n",
    "other": "One short paragraph of words.[^2][^1]\n\nAnother one.\n\n[^1]: A note.\n\n[^2]: A note.\n",
    "table": "Words before.\n\n| a | b |\n|---|---|\n| 1 | 2[^1] |\n| 3 | $$x$$ |\n\n: A caption\n\n[^1]: In a cell.\n",
    "taller": "Words behind.\n\n| a | b |\n|---|---|\n| 3 | $x$ |\n| 4 | *5* |\n| 1 | 2 |\n\n: A caption\n\nThe end.\n",
    "wider": "# Head\n\n| a | b | c |\n|---|---|---|\n| 1 | 2 | 3 |\n\n$$\\frac{x}{y}$$\n\nWords before.\n",
}


def test_documents_that_have_little_in_common(plain: dict[tuple[str, str], bytes], tmp_path: Path) -> None:
    """Whole tables, footnotes, equations and paragraphs come and go, from each document to each other."""
    pages, ours = converted(PAGES), {name: plain["old", name] for name in ("annex", CONTRIBUTION)}
    for old, new in (*permutations(pages.values(), 2), *permutations(ours.values(), 2)):
        content = redlined(old, new, "Editor", "2028-01-01", lambda place, was, now: "made up", "none")
        proven(content, old, new)
        if old in pages.values():
            assert faults(content, tmp_path) == []
            assert content == redlined(old, new, "Editor", "2028-01-01", lambda place, was, now: "made up", "none")


def test_a_footer_is_tracked_without_a_comment(plans: Path, tmp_path: Path) -> None:
    for side in ("old", "new"):
        shutil.copytree(plans / "old", tmp_path / side)
    file = f"documents/{CONTRIBUTION}.yaml"
    for side, number in (("old", "C28/35-E"), ("new", "C28/36-E")):
        text = (tmp_path / side / file).read_text("utf-8")
        assert not re.search(r"^number: [^n#]", text, re.MULTILINE)
        lines = [line for line in text.splitlines(keepends=True) if not line.startswith("number:")]
        (tmp_path / side / file).write_text("".join(lines) + f"number: {number}\n", "utf-8")
    sides = [str(tmp_path / side) for side in ("old", "new")]
    assert run(["redline", *sides, "--document", CONTRIBUTION, "--output", str(tmp_path / "f.docx")]) == 0
    footer = parts((tmp_path / "f.docx").read_bytes())["word/footer1.xml"].decode()
    assert "<w:delText" in footer
    assert "comment" not in footer


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("office"))


@pytest.mark.parametrize("name", ["annex", CONTRIBUTION])
@pytest.mark.parametrize("more", [(), ("--no-marks",)], ids=["marked", "bare"])
def test_libreoffice_accepts_and_rejects_alike(
    more: tuple[str, ...], name: str, made: Callable[..., bytes], plain: dict[tuple[str, str], bytes], office: Office
) -> None:
    """But for equations: LibreOffice does not track objects, so both of them stay there."""
    content = made("old", "new", name, *more)
    for command, plan in (("AcceptAllTrackedChanges", "new"), ("RejectAllTrackedChanges", "old")):
        assert office.settled(content, command) == office.settled(without_contents(plain[plan, name]), command)


def without_contents(content: bytes) -> bytes:
    """The document without its list of contents, as redlines are."""
    inside = parts(content)
    inside["word/document.xml"] = re.sub(rb"<w:sdt>.*?</w:sdt>", b"", inside["word/document.xml"])
    return repacked(inside)


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


def test_footnotes_and_references_come_and_go(tmp_path: Path) -> None:
    old, new = with_notes("First", "Second", "Third", section="one"), with_notes("Second", "Other", section="two")
    for was, now in ((old, new), (new, old)):
        tracked = redlined(was, now, "Editor", "2028-01-01", lambda place, one, other: "made up", "none")
        proven(tracked, was, now)
        assert faults(tracked, tmp_path) == []
        assert not list(body(tracked).iter(f"{W}hyperlink")), "a link has no place in a tracked change"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--output", "x.txt"], "x.txt is no name of a Word document"),
        (["--output", "x.docx", "--document", "nothing"], f"Name another --document: annex, {CONTRIBUTION}"),
        (["--output", "nowhere/x.docx"], "There is no such folder: nowhere"),
    ],
)
def test_what_cannot_be_written(
    arguments: list[str],
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["redline", str(ITU), str(ITU), *arguments]) in (2, 74)
    assert words in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
