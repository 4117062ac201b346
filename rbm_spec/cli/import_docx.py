"""`rbm-spec import-docx`: a document that came back -> a proposed change of the specs behind it."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rbm_spec import pipeline
from rbm_spec.cli import console
from rbm_spec.cli.main import CLEAN, FINDINGS, INPUT_OUTPUT, USAGE
from rbm_spec.cli.places import plan_argument, shown
from rbm_spec.cli.plans import compiled
from rbm_spec.edit.fixes import rank
from rbm_spec.load import load_files
from rbm_spec.revisions import Unusable, read_revision
from rbm_spec.source import Where

if TYPE_CHECKING:
    from rbm_spec.proposals.amended import Amended
    from rbm_spec.proposals.beside import Elsewhere
    from rbm_spec.proposals.printed import Printed
    from rbm_spec.proposals.proposed import Left, Proposal
    from rbm_spec.targets.words.phrases import Phrases

OBJECT, THING = "\ufffc", "[picture, equation or number of a note]"
LONG, LONGEST = 100, 4_000
"""Characters of what is quoted to find a place, and of what nobody has written down anywhere else."""


@click.command("import-docx")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILE.docx")
@plan_argument
@click.option("--document", "name", metavar="ID", help="Which document it is; the only one when left out.")
@click.option("--at", metavar="STATE", help="The state of the plan that it was made from, as for diff. [default: PLAN]")
@click.option("--apply", "applied", is_flag=True, help="Write the changes into the specs.")
def command(file: Path, plan: Path, name: str | None, at: str | None, applied: bool) -> int:
    """Turn changes of a returned Word document into changes of the specs.

    A tracked change of words that a spec says becomes a change of that spec, shown as a diff; a comment becomes a
    comment above the line. What belongs to no spec is listed. Nothing is written without --apply. The document has to
    be in the language that the plan is written in.
    """
    found = compiled(plan)
    if isinstance(found, int):
        return found
    name = name or (next(iter(found.plan.documents)) if len(found.plan.documents) == 1 else None)
    if name is None:
        raise click.UsageError(f"Which document is it? Say --document with one of: {', '.join(found.plan.documents)}.")

    from rbm_spec.collect import limits
    from rbm_spec.collect.archive import Refused
    from rbm_spec.collect.folder import content_of
    from rbm_spec.proposals.amended import proved
    from rbm_spec.proposals.proposed import proposal
    from rbm_spec.proposals.returned import returned

    content = content_of(file.resolve(), limits.FILE_BYTES)
    if isinstance(content, str):
        console.tell(f"rbm-spec: {shown(file)}: {content}")
        return INPUT_OUTPUT
    words = _words(found.plan.spec.authoring_language)
    sent = _printed(name, found.files if at is None else _files_at(at), words)
    try:
        asked = proposal(sent, returned(content))
    except Refused as refused:
        console.tell(f"rbm-spec: {shown(file)}: {refused}")
        return USAGE
    made = proved(found.files, asked, name, words)
    _show(asked, made, found.files, plan)
    if applied and not _written(found.files, made.files, plan):
        return FINDINGS
    is_whole = not (asked.left or asked.elsewhere or asked.looks or made.refused or made.unsaid)
    return CLEAN if is_whole else FINDINGS


def _files_at(state: str) -> Mapping[str, bytes]:
    try:
        return read_revision(state).files
    except Unusable as error:
        raise click.UsageError(str(error)) from error


def _words(language: str) -> Phrases:
    from rbm_spec.targets.words.phrases import phrases

    words = phrases(language)
    if words is None:
        raise click.UsageError(f"There are no documents in the language “{language}” of this plan.")
    return words


def _printed(name: str, files: Mapping[str, bytes], words: Phrases) -> Printed:
    from rbm_spec.proposals.printed import printed

    trees, _ = load_files(dict(files))
    sent = printed(trees, name, words)
    if sent is None:
        raise click.UsageError(f"The plan has no document {name}. It may be annex, or the id of one in documents/.")
    return sent


def _show(asked: Proposal, made: Amended, files: Mapping[str, bytes], plan: Path) -> None:
    for file in sorted(made.files):
        if made.files[file] != files[file]:
            before, after = (each[file].decode().splitlines(keepends=True) for each in (files, made.files))
            console.say("".join(difflib.unified_diff(before, after, f"a/{file}", f"b/{file}")).rstrip("\n"))
    trees, _ = load_files(dict(files))

    def place(where: Where) -> str:
        line = f":{trees[where.file].locate(where).line}" if where.file in trees else ""
        return f"{shown(plan / where.file)}{line}"

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
    old, new = (f"“{_whole(text)}”" for text in (each.old, each.new))
    if not each.new:
        return f"{old} was taken out"
    return f"{old} became {new}" if each.old else f"{new} was put in"


def _whole(text: str) -> str:
    line = " ".join(text.replace(OBJECT, THING).split())
    more = len(line) - LONGEST
    return line if more <= 0 else f"{line[:LONGEST]}… and {more:,} characters more"


def _written(before: Mapping[str, bytes], after: Mapping[str, bytes], plan: Path) -> bool:
    """Whether the files were written; they are not when the plan would check worse than before."""
    from rbm_spec.writers import replace_file

    changed = [file for file in after if after[file] != before[file]]
    if not changed:
        return True
    old, new = (pipeline.check_files(each) for each in (before, after))
    if rank(new.findings) > rank(old.findings):
        fresh = [each.message for each in new.findings if each not in old.findings]
        console.tell(f"rbm-spec: Nothing was written: the plan would check worse than before. {fresh[0]}")
        return False
    for file in changed:
        replace_file(plan / file, after[file])
    console.say(f"\nWrote {', '.join(shown(plan / file) for file in changed)}.")
    return True
