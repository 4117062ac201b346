"""Pages for people tell the truth: links lead somewhere, paths are there, commands and their options are known."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from rbm_spec.cli.main import COMMANDS, cli

ROOT = Path(__file__).parent.parent
PAGES = [
    "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "rbm_spec/ARCHITECTURE.md", "tests/conformance/README.md",
    *(f"docs/{page.name}" for page in sorted((ROOT / "docs").glob("*.md"))),
]  # fmt: skip
PROGRAM = re.compile(r"(?:`|\$ )(?:\.venv/bin/)?rbm-spec ([a-z][^`\n#]*)")


def prose(page: str) -> str:
    """The page without its blocks of code."""
    return re.sub(r"```.*?```", "", (ROOT / page).read_text("utf-8"), flags=re.DOTALL)


def anchors(page: Path) -> set[str]:
    """The anchors that forges give to headings."""
    headings = re.findall(r"^#+ (.*)$", prose(str(page.relative_to(ROOT))), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    lost = []
    for link in re.findall(r"\]\((?![a-z]+:)([^)\s]+)\)", prose(page)):
        file, _, anchor = link.partition("#")
        there = ((ROOT / page).parent / file).resolve() if file else ROOT / page
        if not there.exists() or (anchor and anchor not in anchors(there)):
            lost.append(link)
    assert lost == []


def test_paths_of_the_architecture_are_there() -> None:
    named = re.findall(r"`([\w.]*(?:/[\w.]*)+|\w+\.(?:py|toml|md))`", prose("rbm_spec/ARCHITECTURE.md"))
    assert len(named) > 40
    files = {path.name for path in (ROOT / "rbm_spec").rglob("*.py")}
    there = (name in files or (ROOT / name).exists() or (ROOT / "rbm_spec" / name).exists() for name in named)
    assert [name for name, found in zip(named, there, strict=True) if not found] == []


def options(words: list[str]) -> set[str]:
    """The options of a command, which may have commands of its own; an assertion fails where there is none."""
    context = click.Context(cli)
    command: click.Command = cli
    names = iter(words)
    while isinstance(command, click.Group) and (name := next(names, None)) is not None:
        found = command.get_command(context, name)
        assert found is not None, f"There is no command {' '.join(words)}."
        command = found
    return {option for each in command.params for option in each.opts}


def unknown(line: str) -> list[str]:
    """The options of a line that none of the commands named in it has."""
    asked = [shlex.split(each) for each in PROGRAM.findall(line)]
    known = set().union(*map(options, asked))
    return [option for option in re.findall(r"(?<=[` \[(])--[a-z][a-z-]*", line) if option not in known]


@pytest.mark.parametrize("page", PAGES)
def test_commands_and_their_options_are_known(page: str) -> None:
    lines = [line for line in (ROOT / page).read_text("utf-8").splitlines() if PROGRAM.search(line)]
    assert {line: found for line in lines if (found := unknown(line))} == {}


def test_the_readme_names_every_command() -> None:
    named = {words.split()[0] for words in PROGRAM.findall((ROOT / "README.md").read_text("utf-8"))}
    assert COMMANDS.keys() - named == set()
