"""Pages follow the plan: what was saved is shown, errors leave the last good document in its place."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Sequence
from pathlib import Path

import html5lib
import pytest

from rbm_spec import resources
from rbm_spec.load.characters import FORBIDDEN
from rbm_spec.preview.pages import HTML
from rbm_spec.preview.site import Site, begun, overtaken, waiting
from rbm_spec.preview.watch import Watch, calm, marks
from rbm_spec.targets.words import phrases
from tests.preview.visit import TRAINING, replace
from tests.targets.document.plans import CONTRIBUTION

PAPER = f"/document/en/{CONTRIBUTION}.html"


def site(plan: Path, languages: Sequence[str] = (), before: Site | None = None) -> Site:
    """What is shown in the end after a save."""
    today = begun(plan, languages, before or waiting(plan))
    return today.finish(today.site) if today.finish else today.site


def standing(found: Site) -> str:
    return f"{found.standing.counts} {found.standing.news}".strip()


def shell(found: Site) -> str:
    return found.pages["/"].content.decode()


def test_every_page_is_well_formed_and_every_link_leads_to_one(plan: Path) -> None:
    found = site(plan, ("en", "ar"))
    assert {"/", PAPER, PAPER.replace("/en/", "/ar/"), "/equations/ar.html", "/findings.html"} <= found.pages.keys()
    for path, page in found.pages.items():
        if page.kind != HTML:
            continue
        tree = html5lib.HTMLParser(namespaceHTMLElements=False, strict=True).parse(page.content.decode())
        for each in tree.iter():
            for name in ("src", "href"):
                target, _, place = each.get(name, "").partition("#")
                assert not target or target in found.pages, (path, target)
                assert not target or not place or f'id="{place}"'.encode() in found.pages[target].content, (path, place)


def test_an_error_leaves_the_last_good_document(plan: Path) -> None:
    good = site(plan)
    replace(plan, TRAINING, "direction: increase", "direction: upwards")
    bad = site(plan, (), good)
    assert bad.pages[PAPER] == good.pages[PAPER]
    assert standing(bad).startswith("1 error")
    assert shell(bad).count("This is how it was before the errors.") == 2
    assert "before the errors" not in shell(good)
    assert b"<mark>upwards</mark>" in bad.pages["/findings.html"].content
    alone = site(plan)
    assert b"Nothing to show yet" in alone.pages["/empty.html"].content
    assert "before the errors" not in shell(alone)


def test_findings_are_shown_before_the_documents_are_made(plan: Path) -> None:
    before = site(plan)
    replace(plan, "codelists/duty_stations.yaml", "label: Region of the office", "label: Region of the place")
    today = begun(plan, (), before)
    assert today.finish
    first, last = today.site, today.finish(today.site)
    assert first.findings == last.findings != before.findings
    assert first.papers == before.papers
    assert first.standing.news == "Document and equations are being made anew."
    assert last.standing.news == ""


def test_a_save_does_not_wait_for_the_documents_of_the_one_before(plan: Path) -> None:
    """What was made meanwhile is newer than what is shown; the findings are those of the last save."""
    before = site(plan)
    replace(plan, f"documents/{CONTRIBUTION}.yaml", "heading: Introduction", "heading: Beginnings")
    slow = begun(plan, (), before)
    replace(plan, TRAINING, "direction: increase", "direction: upwards")
    bad = site(plan, (), slow.site)
    assert slow.finish
    shown = overtaken(bad, slow.finish(slow.site))
    assert b"Beginnings" in shown.pages[PAPER].content
    assert shown.findings == bad.findings
    assert shown.standing == bad.standing


def test_a_finding_leads_to_its_place_its_equations_and_its_document(plan: Path) -> None:
    good = site(plan)
    replace(plan, TRAINING, "direction: increase", "direction: upwards")
    replace(plan, f"documents/{CONTRIBUTION}.yaml", "kind: document", "kind: document\nbeginning: now")
    bad = site(plan, (), good)
    findings = bad.pages["/findings.html"].content.decode()
    line = 1 + (plan / "indicators/mandatory_training.yaml").read_text("utf-8").split("\n").index("direction: upwards")
    assert f'href="/source/indicators/mandatory_training.yaml.html#L{line}"' in findings
    assert 'href="/equations/en.html#mandatory_training" target="equations"' in findings
    assert f'href="/view/en/{CONTRIBUTION}.html" target="_top"' in findings
    source = bad.pages["/source/indicators/mandatory_training.yaml.html"].content.decode()
    assert re.search(r'<code>direction: upwards</code>\s*<p class="error">', source)


def test_nothing_outside_the_plan_is_shown(plan: Path, tmp_path: Path) -> None:
    """A link may lead anywhere; neither what it leads to nor a file that is no spec is a page."""
    secret = "kind: indicator\nid: secret_one\ntitle: my secret\n"
    (tmp_path / "secret.yaml").write_text(secret, "utf-8")
    (plan / "indicators" / "secret.yaml").symlink_to(tmp_path / "secret.yaml")
    shutil.move(plan / "codelists", tmp_path / "codelists")
    (plan / "codelists").symlink_to(tmp_path / "codelists")
    (plan / "notes.txt").write_text(secret, "utf-8")
    (plan / ".env").write_text(secret, "utf-8")
    found = site(plan)
    assert found.standing.worst == "error"
    assert not [
        path for path, page in found.pages.items() if b"my secret" in page.content or b"secret_one" in page.content
    ]
    assert not [path for path in found.pages if "secret" in path or "codelists" in path or "notes" in path]


def test_a_file_that_is_no_text_is_shown_with_signs_for_what_it_holds(plan: Path) -> None:
    (plan / "indicators" / "wide.yaml").write_bytes("kind: indicator\n".encode("utf-16"))
    (plan / "indicators" / "odd.yaml").write_bytes(b"kind: \x00\x1b[31m\xff\xe2\x80\xae indicator\n")
    found = site(plan)
    for name in ("wide", "odd"):
        text = found.pages[f"/source/indicators/{name}.yaml.html"].content.decode()
        html5lib.HTMLParser(namespaceHTMLElements=False, strict=True).parse(text)
        assert "kind" in text.replace("\ufffd", "")
        assert not FORBIDDEN.search(text)


def test_names_of_any_bytes_can_be_asked_for(plan: Path) -> None:
    strange = os.fsencode(plan / "indicators") + b"/<b>#?%2e caf\xe9\xff.yaml"
    Path(os.fsdecode(strange)).write_text("kind: indicator\n", "utf-8")
    (plan / "indicators" / "..yaml").write_text("kind: indicator\n", "utf-8")
    found = site(plan)
    sources = [path for path in found.pages if path.startswith("/source/")]
    assert any("caf" in path for path in sources)
    assert all(re.fullmatch(r"/[A-Za-z0-9_.~%/-]+", path) for path in found.pages if path != "/")
    assert b"<b>" not in found.pages["/findings.html"].content


def test_a_language_that_the_plan_lacks_is_named(plan: Path) -> None:
    said = "The plan is not printed in sw; plan.yaml lists its languages."
    assert standing(site(plan, ("en", "sw"))).endswith(said)
    assert said in site(plan, ("sw",)).pages["/empty.html"].content.decode()


def test_text_of_a_plan_stays_text(plan: Path) -> None:
    replace(plan, f"documents/{CONTRIBUTION}.yaml", "heading: Introduction", 'heading: "<script>alert(1)</script>"')
    replace(plan, TRAINING, "direction: increase", "direction: <img src=x>")
    for page in site(plan).pages.values():
        if page.kind == HTML:
            assert b"<script>alert" not in page.content
            assert b"<img" not in page.content


def test_watching_builds_again_after_a_save(plan: Path) -> None:
    watch = Watch(plan, (), lambda said: None)
    watch.start()
    assert until(watch, "notes.")
    before = watch.today()
    replace(plan, f"documents/{CONTRIBUTION}.yaml", "heading: Introduction", "heading: Beginnings")
    for _ in range(600):
        if watch.today() is not before and b"Beginnings" in watch.today().pages[PAPER].content:
            break
        time.sleep(0.1)
    watch.stop()
    assert b"Beginnings" in watch.today().pages[PAPER].content


def until(watch: Watch, said: str, without: str = "being made") -> bool:
    """Whether the pages say so within a minute, and nothing is being made."""
    for _ in range(600):
        if said in (now := standing(watch.today())) and "being made" not in now and without not in now:
            return True
        time.sleep(0.1)
    return False


def test_watching_goes_on_whatever_happens_to_the_folder(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    watch = Watch(plan, (), heard.append)
    watch.start()
    assert until(watch, "notes.")
    before = watch.today()
    plan.rename(plan.with_name("elsewhere"))
    assert until(watch, "The plan cannot be read: No such file or directory. What was shown before stays.")
    assert watch.today().pages[PAPER] == before.pages[PAPER]
    plan.with_name("elsewhere").rename(plan)
    assert until(watch, standing(before))

    def fails(*_: object) -> Site:
        raise ValueError("Expected '=' after a key")

    with monkeypatch.context() as broken:
        broken.setattr("rbm_spec.preview.watch.begun", fails)
        replace(plan, f"documents/{CONTRIBUTION}.yaml", "heading: Introduction", "heading: Beginnings")
        assert until(watch, "The preview cannot be made: Expected '=' after a key.")
    replace(plan, f"documents/{CONTRIBUTION}.yaml", "heading: Beginnings", "heading: Introduction")
    assert until(watch, standing(before))
    watch.stop()
    assert len(heard) == 2


def test_what_editors_keep_beside_a_file_is_no_news(plan: Path) -> None:
    before = tuple(marks(plan))
    for name in (
        ".plan.yaml.swp",
        ".#plan.yaml",
        "#plan.yaml#",
        "plan.yaml~",
        "indicators/.goutputstream-X",
        "indicators/a.yaml~",
    ):
        (plan / name).write_text("kind: plan\n")
    assert tuple(marks(plan)) == before


def test_a_file_in_the_place_of_another_is_news(plan: Path) -> None:
    """Of the same size and time too, as after a restore."""
    before, file = tuple(marks(plan)), plan / TRAINING
    old = file.stat()
    file.with_name("4913").write_text(file.read_text("utf-8").replace("outcome: e", "outcome: f"), "utf-8")
    os.utime(file.with_name("4913"), ns=(old.st_atime_ns, old.st_mtime_ns))
    file.with_name("4913").replace(file)
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (old.st_size, old.st_mtime_ns)
    assert tuple(marks(plan)) != before


def test_a_new_folder_that_is_not_of_the_plan_is_not_searched(plan: Path) -> None:
    deep = plan / "translations" / "old" / "older"
    deep.mkdir(parents=True)
    before = tuple(marks(plan))
    (deep / "fr.po").touch()
    assert tuple(marks(plan)) == before


@pytest.mark.parametrize(
    ("looks", "end"),
    [("aa", "a"), ("abb", "b"), ("abcaa", "a"), ("abcdefghijklmnopq", "k")],
    ids=["a save in one step", "in two steps", "back as it was", "always another one"],
)
def test_a_save_in_several_steps_is_one(looks: str, end: str) -> None:
    found = iter([((name, 0, 0, 0, 0),) for name in looks])
    assert calm(next(found), lambda: next(found), lambda: None)[0][0] == end


def test_a_template_is_followed_too(plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake in one is a finding, with the document of before; mended, the document is made with it."""
    shutil.copytree(resources.generators(), tmp_path / "generators")
    monkeypatch.setattr(resources, "generators", lambda: tmp_path / "generators")
    template = tmp_path / "generators" / "document" / "contribution.md.j2"
    text = template.read_text("utf-8")
    watch = Watch(plan, (), lambda said: None)
    watch.start()
    assert until(watch, "notes.")
    template.write_text(text + "{{ nothing_like_this }}\n", "utf-8")
    assert until(watch, "1 error")
    assert "before the errors" in shell(watch.today())
    template.write_text(text + "\nGood morning.\n", "utf-8")
    assert until(watch, "12 notes.", without="error")
    watch.stop()
    assert b"Good morning." in watch.today().pages[PAPER].content


def test_words_are_read_again_after_a_save(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(resources.generators(), tmp_path / "generators")
    monkeypatch.setattr(resources, "generators", lambda: tmp_path / "generators")
    phrases.forget()
    before = phrases.phrases("en")
    assert before is not None
    file = tmp_path / "generators" / "words" / "en.toml"
    said = before.say("document.purpose")
    file.write_text(file.read_text("utf-8").replace(f'"{said}"', '"What for"'), "utf-8")
    phrases.forget()
    after = phrases.phrases("en")
    monkeypatch.undo()
    phrases.forget()
    assert after is not None
    assert after.say("document.purpose") == "What for"
