"""`rbm-spec import-docx`: a document that came back -> a proposed change of the specs behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rbm_spec import pipeline
from rbm_spec.cli import console
from rbm_spec.cli.exit_codes import CLEAN, FINDINGS, INPUT_OUTPUT, USAGE
from rbm_spec.cli.places import plan_argument, shown
from rbm_spec.cli.plans import Compiled, compiled
from rbm_spec.cli.proposed import show
from rbm_spec.edit.fixes import rank
from rbm_spec.revisions import Unusable, read_revision

if TYPE_CHECKING:
    from rbm_spec.proposals.printed import Abroad, Printed
    from rbm_spec.proposals.returned import Returned
    from rbm_spec.proposals.wishes import Proposal
    from rbm_spec.targets.words.phrases import Phrases


@click.command("import-docx")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILE.docx")
@plan_argument
@click.option("--document", "name", metavar="ID", help="Which document it is; the only one when left out.")
@click.option("--language", metavar="LANG", help="The language that it is in. [default: the one that it says]")
@click.option("--at", metavar="STATE", help="The state of the plan that it was made from, as for diff. [default: PLAN]")
@click.option("--apply", "applied", is_flag=True, help="Write the changes into the specs.")
def command(file: Path, plan: Path, name: str | None, language: str | None, at: str | None, applied: bool) -> int:
    """Turn changes of a returned Word document into changes of the specs.

    A tracked change of words that a spec says becomes a change of that spec, shown as a diff; a comment becomes a
    comment above the line. What belongs to no spec is listed. Nothing is written without --apply. Changes of a
    document in another language than the plan's own are changes of its catalogue in translations/.
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
    from rbm_spec.proposals.proved import proved
    from rbm_spec.proposals.returned import returned

    content = content_of(file.resolve(), limits.FILE_BYTES)
    if isinstance(content, str):
        console.tell(f"rbm-spec: {shown(file)}: {content}")
        return INPUT_OUTPUT
    try:
        asked, words, there = _compared(found, returned(content), name, language, at)
    except Refused as refused:
        console.tell(f"rbm-spec: {shown(file)}: {refused}")
        return USAGE
    made = proved(found.files, asked, name, words, there)
    show(asked, made, found.files, plan, there.language if there else None)
    if applied and not _written(found.files, made.files, plan):
        return FINDINGS
    is_whole = not (asked.left or asked.elsewhere or asked.looks or made.refused or made.unsaid)
    return CLEAN if is_whole else FINDINGS


def _compared(
    found: Compiled, back: Returned, name: str, language: str | None, at: str | None
) -> tuple[Proposal, Phrases, Abroad | None]:
    """What it proposes, and the language that it is in. Raises Refused when it is the document in no language."""
    from rbm_spec.collect.archive import Refused
    from rbm_spec.proposals.proposed import proposal

    own, known = found.plan.spec.authoring_language, found.plan.spec.languages
    if language is not None and language not in known:
        raise click.UsageError(f"The plan has no documents in “{language}”. Its languages: {', '.join(known)}.")
    then = found if at is None else _then(at, found)
    # Offices change the language that a document says it is in; its words tell.
    named = [language] if language else sorted(known, key=lambda each: (each != back.language, each != own))
    first: Refused | None = None
    for each in named:
        there = _abroad(then, each) if each != own else None
        if each == own or there is not None:
            words = _words(each)
            try:
                return proposal(_printed(name, then.files, words, there), back), words, there
            except Refused as refused:
                first = first or refused
    raise first or click.UsageError(f"There is no translation into “{language}” that can be read.")


def _then(at: str, found: Compiled) -> Compiled:
    """The plan as it was; of a state that git keeps the specs alone."""
    if Path(at).is_dir():
        checked = pipeline.check(Path(at))
        if checked.plan is None:
            raise click.UsageError(f"The plan in {at} has errors. Run: rbm-spec check {at}")
        return replace(found, plan=checked.plan, files=checked.files)
    try:
        return replace(found, files=read_revision(at).files)
    except Unusable as error:
        raise click.UsageError(str(error)) from error


def _abroad(found: Compiled, language: str) -> Abroad | None:
    from rbm_spec.proposals.translated import abroad

    return abroad(found.plan, found.files, language)


def _words(language: str) -> Phrases:
    from rbm_spec.targets.words.phrases import phrases

    words = phrases(language)
    if words is None:
        raise click.UsageError(f"There are no documents in the language “{language}” of this plan.")
    return words


def _printed(name: str, files: Mapping[str, bytes], words: Phrases, there: Abroad | None) -> Printed:
    from rbm_spec.proposals.proved import sent

    found = sent(files, name, words, there)
    if found is None:
        raise click.UsageError(f"The plan has no document {name}. It may be annex, or the id of one in documents/.")
    return found


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
