"""Editors help with specs: the server behind most of them marks, completes and explains, from local files alone."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import ITU, ROOT
from tests.cli.commands import rbm_spec as run
from tests.editor.client import Editor, editor
from tests.without import not_run

HERE = Path(__file__).parent
PROGRAM = HERE / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
NO_STORE = {"yaml.schemaStore.enable": False}
AGGREGATES = {"count", "count_distinct", "sum", "mean", "median", "min", "max", "percentile"}
DIRECTIONS = {"increase", "decrease", "toward", "band", "maintain", "none"}


@dataclass(frozen=True)
class Desk:
    """A plan open in an editor, and the indicator that the tests edit."""

    editor: Editor
    plan: Path
    indicator: Path
    with_modelines: bool
    drafts: Iterator[int]

    def text(self, path: Path) -> str:
        """The file as the editor sees it."""
        text = path.read_text(encoding="utf-8")
        modeline, _, rest = text.partition("\n")
        assert modeline.startswith("# yaml-language-server: $schema=")
        return text if self.with_modelines else rest

    def edited(self, key: str, line: str) -> tuple[Path, str, int]:
        """A draft of the indicator whose first line with `key` is `line`: its path, its text, the line's number."""
        lines = self.text(self.indicator).splitlines()
        at = line_of(key, lines)
        lines[at] = line
        return self.indicator.with_name(f"draft_{next(self.drafts)}.yaml"), "\n".join(lines), at

    def offered(self, key: str, line: str) -> set[str]:
        """What is offered at the end of `line`, written in place of the first line with `key`."""
        path, text, at = self.edited(key, line)
        self.editor.open(path, text)
        position = {"line": at, "character": len(line)}
        answer = self.editor.ask("textDocument/completion", textDocument={"uri": path.as_uri()}, position=position)
        return {item["label"] for item in answer["items"]}

    def explained(self, key: str) -> str:
        """What is shown over `key`."""
        lines = self.text(self.indicator).splitlines()
        at = line_of(key, lines)
        path, text, _ = self.edited(key, lines[at])
        self.editor.open(path, text)
        position = {"line": at, "character": lines[at].index(key)}
        answer = self.editor.ask("textDocument/hover", textDocument={"uri": path.as_uri()}, position=position)
        shown: str = answer["contents"]["value"]
        return shown


def line_of(key: str, lines: list[str]) -> int:
    return next(number for number, line in enumerate(lines) if line.strip().startswith(f"{key}:"))


def kind_of(path: Path) -> str:
    return path.read_text(encoding="utf-8").partition("\nkind: ")[2].partition("\n")[0]


@pytest.fixture(scope="module")
def server() -> list[str]:
    """The command that starts the server."""
    node = shutil.which("node")
    if node and PROGRAM.exists():
        return [node, str(PROGRAM), "--stdio"]
    reason = "yaml-language-server is not installed: run make test" if node else "there is no node to run it"
    not_run("npm", reason)


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("editor") / "starter"
    assert run("init", folder).code == 0
    return folder


def settings_of(folder: Path) -> dict[str, Any]:
    settings: dict[str, Any] = json.loads((folder / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    return settings


@pytest.fixture(scope="module", params=["starter", "starter-settings-alone", "starter-modelines-alone", "itu"])
def desk(request: pytest.FixtureRequest, server: list[str], starter: Path) -> Iterator[Desk]:
    """The starter with all it brings, or half of it; and the real plan, which has modelines alone."""
    indicator = starter / "indicators" / "answer_time.yaml"
    match request.param:
        case "starter":
            folder, settings, plan, modelines = starter, settings_of(starter), starter, True
        case "starter-settings-alone":
            folder, settings, plan, modelines = starter, settings_of(starter), starter, False
        case "starter-modelines-alone":
            folder, settings, plan, modelines = starter, NO_STORE, starter, True
        case _:
            folder, settings, plan, modelines = ROOT, NO_STORE, ITU, True
            indicator = ITU / "indicators" / "average_recruitment_time.yaml"
    with editor(server, folder, settings) as opened:
        yield Desk(opened, plan, indicator, modelines, count())
        assert opened.fetched == []


def test_no_file_has_a_mark_and_each_has_its_schema(desk: Desk) -> None:
    """Without its schema a file would have no marks either, so a spoiled copy of each has one."""
    files = sorted(desk.plan.rglob("*.yaml"))
    assert {kind_of(path) for path in files} == {
        "plan", "enabler", "outcome", "indicator", "dataset", "codelist", "document",
    }  # fmt: skip
    texts = {path: desk.text(path) for path in files}
    assert desk.editor.marks(texts) == {path: [] for path in files}

    if not desk.with_modelines:
        del texts[desk.plan / "plan.yaml"]  # the settings know it by its name, and under that name it is open
    spoiled = {path.with_name(f"spoiled_{path.name}"): f"{text}misspelt: 1\n" for path, text in texts.items()}
    marks = desk.editor.marks(spoiled)
    for (path, text), (mark,) in zip(texts.items(), (marks[path] for path in spoiled), strict=True):
        assert mark["range"]["start"] == {"line": len(text.splitlines()), "character": 0}
        assert "misspelt" in mark["message"]
        (schema,) = mark["data"]["schemaUri"]
        assert schema.endswith(f"/schemas/{kind_of(path)}.schema.json")


def test_a_misspelt_key_is_marked(desk: Desk) -> None:
    path, text, at = desk.edited("aggregate", "    agregate: mean")
    marks = desk.editor.marks({path: text})
    (mark,) = [mark for mark in marks[path] if "agregate" in mark["message"].split()]
    assert mark["range"] == {"start": {"line": at, "character": 4}, "end": {"line": at, "character": 12}}


def test_keys_are_offered(desk: Desk) -> None:
    assert "aggregate" in desk.offered("aggregate", "    ")
    assert "aggregate" in desk.offered("aggregate", "    agg")


@pytest.mark.parametrize(
    ("key", "line", "words"),
    [
        ("aggregate", "    aggregate: ", AGGREGATES),
        ("aggregate", "    aggregate: me", AGGREGATES),
        ("direction", "direction: ", DIRECTIONS),
    ],
)
def test_words_are_offered(desk: Desk, key: str, line: str, words: set[str]) -> None:
    assert desk.offered(key, line) == words


@pytest.mark.parametrize(
    ("key", "title", "words"),
    [
        ("direction", "Direction", "Which way is better."),
        ("aggregate", "Aggregate", "How the rows become one number."),
        ("measures", "Measures", "The numbers taken from the rows of datasets."),
        ("disaggregate", "Breakdowns", "The breakdowns in which the result is also given."),
    ],
)
def test_keys_are_explained(desk: Desk, key: str, title: str, words: str) -> None:
    shown = desk.explained(key)
    assert shown.startswith(f"#### {title}\n")
    assert words in shown


def test_an_editor_that_is_not_set_up(server: list[str], starter: Path) -> None:
    """By itself the server looks into a public store of schemas; that is noticed, and modelines do without it."""
    with editor(server, starter, {}) as opened:
        texts = {path: path.read_text(encoding="utf-8") for path in sorted(starter.rglob("*.yaml"))}
        assert opened.marks(texts) == {path: [] for path in texts}
        assert {call.partition(":")[0] for call in opened.fetched} == {"CONNECT www.schemastore.org"}


def test_the_server_is_pinned_and_its_lock_names_no_place() -> None:
    package = json.loads((HERE / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))
    wanted = package["devDependencies"]["yaml-language-server"]
    assert lock["packages"]["node_modules/yaml-language-server"]["version"] == wanted
    for name, entry in lock["packages"].items():
        assert "resolved" not in entry, name
        assert not name or entry["integrity"].startswith("sha512-"), name
