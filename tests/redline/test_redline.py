"""Accepting all gives the new document, rejecting all the old one, and each change says what it means."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from itertools import pairwise, permutations
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring
from openxml_audit import OpenXmlValidator

from rbm_spec import pipeline
from rbm_spec.cli.main import run
from rbm_spec.targets.document.build import artifacts, pages_of, rendered
from rbm_spec.targets.document.package import finished
from rbm_spec.targets.document.pandoc import converted
from rbm_spec.targets.document.redline import redlined
from rbm_spec.targets.document.templates import WORD, environment
from rbm_spec.targets.words.phrases import phrases
from tests.cli.commands import ITU
from tests.redline.settling import ACCEPT, REJECT, Office, settled
from tests.targets.document.plans import DOCUMENT, ENGLISH
from tests.targets.document.reading import M, W, body, parts, repacked, text_of
from tests.targets.plans import compiled

RECOMMENDATIONS = "indicators/oversight_recommendations.yaml"
OUTCOME = "outcomes/efficiently_managed_itu.yaml"
OPINIONS = "unqualified_audit_opinions"
CONTRIBUTION = "enabler_indicators_contribution"


def amend(file: Path, *changes: tuple[str, str]) -> None:
    text = file.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    file.write_text(text, "utf-8")


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Otherwise in the new plan: words, equations, labels in rows of tables, a target; and one indicator is gone."""
    folder = tmp_path_factory.mktemp("redline")
    for side in ("old", "new"):
        shutil.copytree(ITU, folder / side)
    new = folder / "new"
    amend(
        new / RECOMMENDATIONS,
        ("100 * accepted / all_decided", "accepted / all_decided * 100"),
        ("label: Of these, accepted", "label: Of these, agreed to"),
    )
    amend(new / OUTCOME, ("strong and", "robust and"), (f"  - {OPINIONS}\n", ""))
    amend(new / "indicators/mandatory_training.yaml", ("targets: {2031: tbd}", "targets: {2031: {at_least: 97.5}}"))
    (new / f"indicators/{OPINIONS}.yaml").unlink()
    return folder


@pytest.fixture(scope="module")
def made(plans: Path) -> Callable[..., bytes]:
    """The bytes of a redline from one plan to another."""
    known: dict[tuple[str, ...], bytes] = {}

    def make(old: str, new: str, name: str = "annex", *more: str) -> bytes:
        asked = (old, new, name, *more)
        if asked not in known:
            file = plans / "redline.docx"
            sides = [str(plans / side) for side in (old, new)]
            assert run(["redline", *sides, "--document", name, "--output", str(file), *more]) == 0
            known[asked] = file.read_bytes()
        return known[asked]

    return make


@pytest.fixture(scope="module")
def plain(plans: Path) -> dict[tuple[str, str], bytes]:
    """The documents of both plans, by side and name."""
    words = phrases("en")
    assert words is not None
    found = {}
    for side in ("old", "new"):
        plan = pipeline.check(plans / side).plan
        assert plan is not None
        found |= {(side, Path(each.path).stem): each.content for each in artifacts(plan, {"en": words})
                  if each.path.endswith(".docx")}  # fmt: skip
    return found


def proven(content: bytes, old: bytes, new: bytes) -> None:
    assert settled(content, ACCEPT) == settled(new, ACCEPT)
    assert settled(content, REJECT) == settled(old, REJECT)


def faults(content: bytes, folder: Path) -> list[str]:
    file = folder / "audited.docx"
    file.write_bytes(content)
    return [str(each) for each in OpenXmlValidator().validate(str(file)).errors]


@pytest.mark.parametrize("name", ["annex", CONTRIBUTION])
@pytest.mark.parametrize(("old", "new"), [("old", "new"), ("new", "old")])
def test_accepting_and_rejecting_all(
    old: str, new: str, name: str, made: Callable[..., bytes], plain: dict[tuple[str, str], bytes], tmp_path: Path
) -> None:
    content = made(old, new, name, "--no-marks")
    proven(content, plain[old, name], plain[new, name])
    assert faults(content, tmp_path) == []


def test_equations_rows_and_captions_are_tracked(made: Callable[..., bytes]) -> None:
    tracked = body(made("old", "new"))
    for name in ("ins", "del"):
        assert any(mark.find(f".//{M}f") is not None for mark in tracked.iter(f"{W}{name}"))
    gone = [row for row in tracked.iter(f"{W}tr") if row.find(f"{W}trPr/{W}del") is not None]
    assert any("Opinions issued" in words for words in map(_deleted, gone))
    assert "SEQ Table" in "".join(each.text or "" for each in tracked.iter(f"{W}delInstrText"))
    same = parts(made("old", "old", "annex", "--no-marks"))["word/document.xml"]
    assert b"<w:ins " not in same
    assert b"<w:del " not in same


def _deleted(element: object) -> str:
    return "".join(each.text or "" for each in element.iter(f"{W}delText"))  # type: ignore[attr-defined]


def marks(content: bytes) -> list[tuple[str, str]]:
    """Each amending mark with the first words of the provision below it."""
    blocks = list(body(content))
    found = []
    for mark, below in pairwise(blocks):
        if mark.find(f"{W}pPr/{W}pStyle[@{W}val='AmendingMark']") is not None:
            found.append((text_of(mark), (_deleted(below) or text_of(below)).strip("[]")[:30]))
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


def test_marks_are_all_that_stays_when_all_is_accepted(
    made: Callable[..., bytes], plain: dict[tuple[str, str], bytes]
) -> None:
    content = made("old", "new")
    kept = [block for block in settled(content, ACCEPT) if block[1] != "AmendingMark"]
    assert kept == settled(plain["new", "annex"], ACCEPT)
    assert settled(content, REJECT) == settled(plain["old", "annex"], REJECT)


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
    assert outcome.startswith("The statement of the outcome `efficiently_managed_itu`: “… managed ITU with robust and")
    target = next(words for text, words in found if "97.5" in text)
    assert "A target for 2031 of `mandatory_training`, component `completion` is set: at least 97.5" in target
    gone = [words for _, words in found if OPINIONS in words]
    assert all("its series ends" in words for words in gone)
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
        content = redlined(old, new, "Editor", "2028-01-01", lambda place, was, now: "made up", marks=False)
        proven(content, old, new)
        if old in pages.values():
            assert faults(content, tmp_path) == []
            assert content == redlined(old, new, "Editor", "2028-01-01", lambda place, was, now: "made up", marks=False)


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
def test_libreoffice_accepts_and_rejects_alike(
    name: str, made: Callable[..., bytes], plain: dict[tuple[str, str], bytes], office: Office
) -> None:
    """But for equations: LibreOffice does not track objects, so both of them stay there."""
    content = made("old", "new", name, "--no-marks")
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
        tracked = redlined(was, now, "Editor", "2028-01-01", lambda place, one, other: "made up", marks=False)
        proven(tracked, was, now)
        assert faults(tracked, tmp_path) == []
        assert not list(body(tracked).iter(f"{W}hyperlink")), "a link has no place in a tracked change"
