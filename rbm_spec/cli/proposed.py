"""What a document that came back proposes, in words: a diff, what is taken over, and what is left to people."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from rbm_spec.cli import console
from rbm_spec.cli.places import shown
from rbm_spec.load import load_files
from rbm_spec.proposals.amended import Amended
from rbm_spec.proposals.beside import Elsewhere
from rbm_spec.proposals.pieces import OBJECT
from rbm_spec.proposals.translated import catalogue_of, file_of
from rbm_spec.proposals.wishes import Left, Proposal
from rbm_spec.source import Where
from rbm_spec.translations.folder import is_catalogue
from rbm_spec.translations.judging import context_of

THING = "[picture, equation or number of a note]"
END = "a blank, or the end of a paragraph,"
LONG, LONGEST = 100, 4_000
"""Characters of what is quoted to find a place, and of what nobody has written down anywhere else."""


def show(asked: Proposal, made: Amended, files: Mapping[str, bytes], plan: Path, language: str | None = None) -> None:
    """Print what changes as a diff, and lists of changes, comments, and what is left to people.

    `language` is the one whose catalogue is changed instead of the specs.
    """
    if language is not None:
        console.say(f"The document is in “{language}”: what it says is written into {file_of(language)}.")
    for file in sorted(made.files):
        if made.files[file] != files[file]:
            before, after = (each[file].decode().splitlines(keepends=True) for each in (files, made.files))
            console.say("".join(difflib.unified_diff(before, after, f"a/{file}", f"b/{file}")).rstrip("\n"))
    place = _places_in(files, plan) if language is None else _places_of(files, plan, language)

    refused = {change for change, _ in made.refused}
    taken = (f"{place(each.where)}: {_names(each.by)}" for each in asked.changes if each not in refused)
    _list("Changes", taken)
    said = (
        f"{place(each.where) if each.where else _on(each.on)}: {each.by or 'somebody'}"
        f"{', in reply' * each.is_reply}{', resolved' * each.is_settled}: {each.text}"
        + (" It cannot stand as a comment there; write it down by hand." if each in made.unsaid else "")
        for each in asked.said
    )
    _list("Comments", said)
    others = (*_left(asked, place), *map(_elsewhere, asked.elsewhere), *_looks(asked))
    _list("Not taken over", (*_refused(made, place), *others))
    if not (asked.changes or asked.said or asked.left or asked.elsewhere or asked.looks):
        console.say("The document says what the specs say; there is nothing to take over.")


def _places_in(files: Mapping[str, bytes], plan: Path) -> Callable[[Where], str]:
    trees, _ = load_files({file: raw for file, raw in files.items() if not is_catalogue(file)})

    def place(where: Where) -> str:
        line = f":{trees[where.file].locate(where).line}" if where.file in trees else ""
        return f"{shown(plan / where.file)}{line}"

    return place


def _places_of(files: Mapping[str, bytes], plan: Path, language: str) -> Callable[[Where], str]:
    file = file_of(language)
    text, catalogue = files[file].decode(), catalogue_of(files, language)

    def place(where: Where) -> str:
        entry = catalogue.entries.get(context_of(where)) if catalogue else None
        line = f":{text.count(chr(10), 0, entry.span[0]) + 1}" if entry else ""
        return f"{shown(plan / file)}{line} ({context_of(where)})"

    return place


def _refused(made: Amended, place: Callable[[Where], str]) -> Iterator[str]:
    return (f"{place(each.where)}: {_names(each.by)} wanted “{_whole(each.new)}”. {why}" for each, why in made.refused)


def _left(asked: Proposal, place: Callable[[Where], str]) -> Iterator[str]:
    for each in asked.left:
        near = (f"near {each.near}" if each.near else "", f"after “{each.after.strip()}”" if each.after.strip() else "")
        there = ", ".join(filter(None, near))
        behind = f" {', '.join(map(place, each.places))}" if each.places else ""
        yield f"{_names((each.by,) if each.by else ())}: {there}{': ' * bool(there)}{_became(each)}. {each.why}{behind}"


def _elsewhere(each: Elsewhere) -> str:
    return f"{each.by or 'somebody'}, in {each.place}: “{_whole(each.text)}” was {each.kind}."


def _looks(asked: Proposal) -> Iterator[str]:
    if asked.looks:
        yield f"Changes of looks alone: {asked.looks}. How things look is for the templates."


def _on(quoted: str) -> str:
    return f"on “{_cut(quoted)}”" if quoted.strip() else "outside the text"


def _list(title: str, lines: Iterator[str] | tuple[str, ...]) -> None:
    found = list(lines)
    if found:
        console.say("\n".join((f"\n{title}:", *(f"  {line}" for line in found))))


def _names(by: tuple[str, ...]) -> str:
    return ", ".join(by) if by else "not tracked"


def _cut(text: str) -> str:
    line = " ".join(text.replace(OBJECT, THING).split())
    return line if len(line) <= LONG else f"{line[:LONG]}…"


def _became(each: Left) -> str:
    old, new = (f"“{_whole(text)}”" if text.strip() else END for text in (each.old, each.new))
    if not each.new:
        return f"{old} was taken out"
    return f"{old} became {new}" if each.old else f"{new} was put in"


def _whole(text: str) -> str:
    line = " ".join(text.replace(OBJECT, THING).split())
    more = len(line) - LONGEST
    return line if more <= 0 else f"{line[:LONGEST]}… and {more:,} characters more"
