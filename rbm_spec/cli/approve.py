"""`rbm-spec approve`: a decision -> an entry in the file of approvals."""

from __future__ import annotations

import json
from pathlib import Path

import click

from rbm_spec.changes.approval import KINDS, mark
from rbm_spec.cli import console
from rbm_spec.cli.approving import bytes_of, read
from rbm_spec.cli.exit_codes import CLEAN, USAGE
from rbm_spec.cli.places import only_plan, shown
from rbm_spec.load.folder import APPROVALS
from rbm_spec.suggest import hint

HEAD = "# Written by rbm-spec approve. The last entry of a thing counts.\nkind: approvals\napprovals:\n"


@click.command("approve")
@click.argument("what", nargs=-1, required=True, metavar="KIND/ID...")
@click.option("--by", required=True, help="The body that agreed, such as Council.")
@click.option("--decision", required=True, help="The decision by which it agreed.")
@click.option("--plan", type=click.Path(path_type=Path, exists=True, file_okay=False), help="The folder of the plan.")
def command(what: tuple[str, ...], by: str, decision: str, plan: Path | None) -> int:
    """Record that a body has agreed to what something means today.

    KIND/ID is an outcome, an enabler or an indicator, such as outcome/timely_service. Corrections of punctuation leave
    the approval standing; another word, formula or target makes it suspect, and rbm-spec status says so. Where a word
    was only misspelt, record the corrigendum as a decision of its own.
    """
    for option, said, example in (("--by", by, "the body that agreed"), ("--decision", decision, "its decision")):
        if not said.strip() or not said.isprintable():
            raise click.UsageError(f"{option} is empty or more than one line. Write {example}.")
    folder = plan or only_plan()
    found = read(folder, "Nothing was approved")
    if found is None:
        return USAGE
    version, _ = found
    known = [f"{kind}/{id_}" for kind, id_ in sorted(version.trees) if kind in KINDS]
    for each in what:
        if each not in known:
            raise click.UsageError(f"There is nothing called {each} to approve. {hint(each, known) or ''}".strip())
    text = (bytes_of(folder) or HEAD.encode()).decode("utf-8")
    text = text if text.endswith("\n") else f"{text}\n"
    for each in what:
        kind, _, id_ = each.partition("/")
        text += f"  - what: {each}\n    meaning: {mark(version, kind, id_)}\n"
        text += (
            f"    by: {json.dumps(by, ensure_ascii=False)}\n    decision: {json.dumps(decision, ensure_ascii=False)}\n"
        )
    from rbm_spec.changes.approval import read_approvals
    from rbm_spec.writers import replace_file

    if any(finding.is_error for finding in read_approvals(text.encode())[1]):
        raise click.UsageError(f"This cannot be written into {APPROVALS}: look at --by, --decision and the file.")
    replace_file(folder / APPROVALS, text.encode())
    console.say(f"{shown(folder / APPROVALS)}: {len(what)} approved by {by}.")
    return CLEAN
