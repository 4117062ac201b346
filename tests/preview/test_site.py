"""Pages follow the plan: what was saved is shown, errors leave the last good document in its place."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
import time
from pathlib import Path

import html5lib
import pytest

from rbm_spec import resources
from rbm_spec.preview.server import Server
from rbm_spec.preview.site import Site, site
from rbm_spec.preview.watch import Watch
from rbm_spec.targets.words import phrases
from tests.cli.commands import ITU
from tests.targets.document.plans import CONTRIBUTION
from tests.visiting import BROWSER
from tests.without import not_run

PAPER = f"/document/en/{CONTRIBUTION}.html"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    shutil.copytree(ITU, tmp_path / "plan")
    return tmp_path / "plan"


def replace(plan: Path, file: str, old: str, new: str) -> None:
    text = (plan / file).read_text("utf-8")
    assert old in text
    (plan / file).write_text(text.replace(old, new, 1), "utf-8")


def standing(found: Site) -> str:
    said: str = json.loads(found.pages["/state.json"].content)["standing"]
    return said


def test_every_page_is_well_formed_and_every_link_leads_to_one(plan: Path) -> None:
    found = site(plan, ("en", "ar"), None)
    assert {"/", PAPER, PAPER.replace("/en/", "/ar/"), "/equations/ar.html", "/findings.html"} <= found.pages.keys()
    for path, page in found.pages.items():
        if page.kind != "text/html":
            continue
        tree = html5lib.HTMLParser(namespaceHTMLElements=False, strict=True).parse(page.content.decode())
        for each in tree.iter():
            for name in ("src", "href"):
                target = each.get(name, "")
                assert target[:1] in ("", "#") or target in found.pages, (path, target)


def test_an_error_leaves_the_last_good_document(plan: Path) -> None:
    good = site(plan, (), None)
    replace(plan, "indicators/mandatory_training.yaml", "direction: increase", "direction: upwards")
    bad = site(plan, (), good)
    assert bad.pages[PAPER] == good.pages[PAPER]
    assert standing(bad).startswith("1 error")
    assert standing(bad).endswith("The document is that of the last state without errors.")
    assert b"<mark>upwards</mark>" in bad.pages["/findings.html"].content
    alone = site(plan, (), None)
    assert b"Nothing to show yet" in alone.pages["/empty.html"].content


def test_text_of_a_plan_stays_text(plan: Path) -> None:
    replace(plan, f"documents/{CONTRIBUTION}.yaml", "heading: Introduction", 'heading: "<script>alert(1)</script>"')
    replace(plan, "indicators/mandatory_training.yaml", "direction: increase", "direction: <img src=x>")
    for page in site(plan, (), None).pages.values():
        if page.kind == "text/html":
            assert b"<script>alert" not in page.content
            assert b"<img" not in page.content


def test_watching_builds_again_after_a_save(plan: Path) -> None:
    watch = Watch(plan, (), lambda said: None)
    before = watch.today()
    watch.start()
    replace(plan, f"documents/{CONTRIBUTION}.yaml", "heading: Introduction", "heading: Beginnings")
    for _ in range(600):
        if watch.today() is not before and b"Beginnings" in watch.today().pages[PAPER].content:
            break
        time.sleep(0.1)
    watch.stop()
    assert b"Beginnings" in watch.today().pages[PAPER].content


def until(watch: Watch, said: str) -> bool:
    """Whether the pages say so within a minute."""
    for _ in range(600):
        if said in standing(watch.today()):
            return True
        time.sleep(0.1)
    return False


def test_watching_goes_on_whatever_happens_to_the_folder(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    watch = Watch(plan, (), heard.append)
    before = watch.today()
    watch.start()
    plan.rename(plan.with_name("elsewhere"))
    assert until(watch, "The plan cannot be read: No such file or directory. What was shown before stays.")
    assert watch.today().pages[PAPER] == before.pages[PAPER]
    plan.with_name("elsewhere").rename(plan)
    assert until(watch, standing(before))

    def fails(*_: object) -> Site:
        raise ValueError("Expected '=' after a key")

    with monkeypatch.context() as broken:
        broken.setattr("rbm_spec.preview.watch.site", fails)
        replace(plan, f"documents/{CONTRIBUTION}.yaml", "heading: Introduction", "heading: Beginnings")
        assert until(watch, "The preview cannot be made: Expected '=' after a key.")
    replace(plan, f"documents/{CONTRIBUTION}.yaml", "heading: Beginnings", "heading: Introduction")
    assert until(watch, standing(before))
    watch.stop()
    assert len(heard) == 2


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


@pytest.mark.parametrize("error", ["", "upwards"], ids=["good at first", "an error at first"])
def test_the_browser_follows_a_save(plan: Path, error: str) -> None:
    """In Chromium: three panes, a save is seen without a hand on the browser, and no rule of axe is broken."""
    program, node = shutil.which("chromium"), shutil.which("node")
    if program is None:
        not_run("apt", "Chromium: the package chromium is not installed")
    if node is None or not (BROWSER / "node_modules" / "axe-core").is_dir():
        not_run("npm", "axe in Chromium: make test installs it where there is npm")
    training = "indicators/mandatory_training.yaml"
    replace(plan, training, "direction: increase", f"direction: {error or 'increase'}")
    watch = Watch(plan, (), lambda said: None)
    server = Server(0, watch.today)
    watch.start()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    command = [node, str(BROWSER / "live.mjs"), program, server.address, "Beginnings"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=BROWSER) as visitor:
        assert visitor.stdout is not None
        assert visitor.stdout.readline() == "ready\n"
        replace(plan, training, f"direction: {error or 'increase'}", "direction: increase")
        replace(plan, f"documents/{CONTRIBUTION}.yaml", "heading: Introduction", "heading: Beginnings")
        said, errors = visitor.communicate(timeout=240)
    watch.stop()
    server.shutdown()
    server.server_close()
    assert visitor.returncode == 0, errors[-2000:]
    met = json.loads(said)
    assert met["violations"] == []
    assert met["said"] == []
    assert met["asked"] == [server.address.rstrip("/")]
    assert met["standing"] == met["findings"]
    assert met["equations"] > 0
