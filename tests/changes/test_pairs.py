"""Each pair of `pairs.md` is two commits of a real repository, and `rbm-spec diff` says of them just what is known."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from rbm_spec import explain
from rbm_spec.cli.main import run
from tests.changes.test_rules import EXAMPLES
from tests.changes.test_rules import run as run_example
from tests.revisions.repositories import PLAN, git, repository

HERE = Path(__file__).parent
BLOCK = re.compile(r"^```(before|after)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SAID = re.compile(r'(RBM9[0-9]{2}) \[([PCR]*)\](?: "(.*)")?$')
LETTERS = {"providers": "P", "calculation": "C", "readers": "R"}


@dataclass
class Pair:
    """A title, the changes of both commits, and what must be said: code, audiences, words."""

    title: str
    blocks: dict[str, str]
    said: list[tuple[str, str, str]] = field(default_factory=list)


def pairs() -> list[Pair]:
    found = []
    for section in re.split(r"^## ", (HERE / "pairs.md").read_text("utf-8"), flags=re.MULTILINE)[1:]:
        blocks = dict(BLOCK.findall(section))
        lines = (SAID.match(line) for line in blocks["after"].splitlines())
        found.append(Pair(section.split("\n", 1)[0], blocks, [match.groups("") for match in lines if match]))
    return found


@dataclass
class Hunk:
    """Lines of a file to take out, each of which stands in it once, and lines to put in where the first was."""

    old: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)


def amend(plan: Path, block: str) -> None:
    """Make the changes of a block; `> name` renames the file at hand, `>` deletes it."""
    path, hunks = plan, [Hunk()]
    for line in block.splitlines():
        match line[:1]:
            case "-":
                if hunks[-1].new:
                    hunks.append(Hunk())
                hunks[-1].old.append(line[2:])
            case "+":
                hunks[-1].new.append(line[2:])
            case ">":
                put_in(path, hunks)
                if other := line[1:].strip():
                    path = path.rename(plan / other)
                else:
                    path.unlink()
                hunks = [Hunk()]
            case _ if not SAID.match(line):
                put_in(path, hunks)
                path, hunks = plan / line, [Hunk()]
    put_in(path, hunks)


def put_in(path: Path, hunks: list[Hunk]) -> None:
    for hunk in hunks:
        if not hunk.old:
            if hunk.new:
                path.write_text("".join(f"{each}\n" for each in hunk.new), encoding="utf-8")
            continue
        lines = path.read_text("utf-8").splitlines()
        for i, line in enumerate(hunk.old):
            assert lines.count(line) == 1, f"{path.name}: {line}"
            at = lines.index(line)
            lines[at : at + 1] = hunk.new if i == 0 else []
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository: `main` with the plan, and two commits on a branch for each pair."""
    folder = repository(tmp_path_factory.mktemp("history"))
    shutil.copytree(HERE / "everything", folder / PLAN, dirs_exist_ok=True)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "everything")
    for number, pair in enumerate(pairs()):
        git(folder, "checkout", "-q", "-b", f"pair-{number}", "main")
        for side in ("before", "after"):
            amend(folder / PLAN, pair.blocks.get(side, ""))
            git(folder, "add", "-A")
            git(folder, "commit", "-q", "--allow-empty", "-m", f"{side}: {pair.title}")
    git(folder, "checkout", "-q", "main")
    return folder


def found_in(number: int, *arguments: str) -> list[str]:
    return [f"pair-{number}~1", f"pair-{number}", *arguments]


@pytest.mark.parametrize(("number", "pair"), list(enumerate(pairs())), ids=[pair.title for pair in pairs()])
def test_the_verdict_is_the_known_one(
    number: int, pair: Pair, history: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(history)
    code = run(["diff", *found_in(number, "--format", "json")])
    out, err = capsys.readouterr()
    assert err == ""
    changes = json.loads(out)["changes"]
    found = [(each["code"], "".join(LETTERS[one] for one in each["breaks"]), each["says"]) for each in changes]
    assert sorted(each[:2] for each in found) == sorted(each[:2] for each in pair.said), found
    for rule, _, words in pair.said:
        assert any(each[0] == rule and words in each[2] for each in found), (words, found)
    assert code == int(any(each[1] for each in found))


def test_there_are_enough_pairs() -> None:
    assert len(pairs()) >= 40


def test_every_rule_is_shown_by_an_example_or_a_pair() -> None:
    """But the one for what no rule knows, which never happens."""
    known = {code for code in explain.pages() if code >= "RBM9"} - {"RBM999"}
    shown = {code for pair in pairs() for code, _, _ in pair.said}
    for module in EXAMPLES:
        shown |= {change.rule.code for back in (False, True) for change in run_example(module, back=back)}
    assert known - shown == set()
