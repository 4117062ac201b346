"""`rbm-spec ingest`: files that came back -> a store that keeps them, or what is wrong with each."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rbm_spec import pipeline
from rbm_spec.cli import console
from rbm_spec.cli.exit_codes import CLEAN, FINDINGS
from rbm_spec.cli.places import PLAN_FILE
from rbm_spec.cli.plans import Compiled, compiled

if TYPE_CHECKING:
    from rbm_spec.ingest.earlier import Find, State
    from rbm_spec.ingest.intake import Received
    from rbm_spec.plan.model import Plan
    from rbm_spec.store.folder import Store

FORMATS = ("text", "json")
LONGEST_NAME = 200


def _day(context: click.Context, parameter: click.Parameter, value: str) -> str:
    try:
        if date.fromisoformat(value).isoformat() == value:
            return value
    except ValueError:
        pass
    raise click.BadParameter("Write the day as 2029-02-01.")


def _name(context: click.Context, parameter: click.Parameter, value: str) -> str:
    if not _is_name(value):
        raise click.BadParameter(f"Write a name of at most {LONGEST_NAME} characters, on one line.")
    return value.strip()


def _is_name(text: str) -> bool:
    return len(text) <= LONGEST_NAME and text.isprintable()


@click.command("ingest")
@click.argument("plan", type=click.Path(path_type=Path))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--into", type=click.Path(path_type=Path), metavar="STORE", help="The folder that keeps what came.")
@click.option("--sender", default="", callback=_name, help="Who sent these files; else the office of each workbook.")
@click.option(
    "--senders",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="A CSV file with the columns file and sender, for files of several senders.",
)
@click.option("--received", required=True, callback=_day, metavar="DAY", help="When they came, as 2029-02-01.")
@click.option("--period", default="", help="For which period, where a file does not say it: 2028, 2028-Q2, 2028-2029.")
@click.option("--language", help="Decides whether 1,5 is one and a half. [default: the plan's authoring language]")
@click.option("--specs", metavar="REF", help="An earlier state of the plan, as for diff, for workbooks made from it.")
@click.option(
    "--marked", type=click.Path(path_type=Path), metavar="DIR", help="Write marked copies of what is refused."
)
@click.option("--replace", is_flag=True, help="Let a file take the place of one with which it shares no row.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="What to print.")
def command(
    plan: Path,
    files: tuple[Path, ...],
    into: Path | None,
    sender: str,
    senders: Path | None,
    received: str,
    period: str,
    language: str | None,
    specs: str | None,
    marked: Path | None,
    replace: bool,
    form: str,
) -> int:
    """Take files that came back into a store, or say what is wrong with them.

    PLAN is the folder of the plan, FILES are entry workbooks (.xlsx, .ods), DATASET….csv and DATASET….parquet. A file
    is accepted whole or not at all. What can only mean one thing is put right (digits of other scripts, 95 %, n/a), and
    every such cell is told. Files of one sender for the same table and period take the place of what that sender sent
    before; nothing is ever deleted. The exit code is 1 when a file was refused.
    """
    folder = plan.parent if plan.name == PLAN_FILE and plan.is_file() else plan
    found = compiled(folder)
    if isinstance(found, int):
        return found
    _check_period(found, period)
    from rbm_spec.cli.progress import Bar
    from rbm_spec.ingest.lines import Lines
    from rbm_spec.ingest.order import Order, senders_of
    from rbm_spec.ingest.run import ingest
    from rbm_spec.ingest.telling import to_json, to_text

    named = senders_of(files, sender, _senders(senders))
    language = language or found.plan.spec.authoring_language
    older = [] if specs is None else [_state(specs, folder)]
    with _opened(into, found.plan) as store, Bar(len(named), "Reading") as bar:
        order = Order(
            found.plan, named, received, period, language, found.files, found.digest, replace, marked is not None,
            _finder(older, store),
        )  # fmt: skip
        outcome = ingest(order, store, bar.step)
    if marked is not None:
        _write_marked(marked, outcome.refused)
    lines = Lines(found.plan, found.files)
    if form == "json":
        console.show(to_json(outcome, lines))
    else:
        console.say(to_text(outcome, lines, into is not None))
    return FINDINGS if outcome.refused else CLEAN


@contextmanager
def _opened(into: Path | None, plan: Plan) -> Iterator[Store | None]:
    """The store to write into, if there is to be one."""
    if into is None:
        yield None
        return
    from rbm_spec.store.folder import writing

    with writing(into, plan.spec.id, lambda: console.tell("Waiting for another …")) as store:
        if store.ledger.plan != plan.spec.id:
            raise click.UsageError(f"This store belongs to the plan {store.ledger.plan}, not to {plan.spec.id}.")
        yield store


def _write_marked(folder: Path, refused: tuple[Received, ...]) -> None:
    """Each copy under the name of its file."""
    from rbm_spec.writers import fill_with

    copies = {each.path.name: each.marked for each in refused if each.marked}
    if copies:
        fill_with(folder, copies)


def _state(text: str, plan: Path) -> State:
    """The state of the plan that people call so."""
    from rbm_spec.cli.places import base_of
    from rbm_spec.ingest.earlier import State
    from rbm_spec.revisions import Unusable, read_revision

    try:
        revision = read_revision(text, base_of(plan))
    except Unusable as error:
        raise click.UsageError(str(error)) from error
    checked = pipeline.check_files(revision.files, list(revision.findings))
    if checked.plan is None:
        raise click.UsageError(f"The plan has errors in “{text}”: no workbook was made from it.")
    return State(checked.plan, revision.files)


def _finder(states: list[State], store: Store | None) -> Find:
    """Looks for a meaning in the states that were named, then in those that the store keeps."""
    from rbm_spec.ingest.earlier import State
    from rbm_spec.plan.stamp import meaning_hash

    known: dict[str, State | None] = {}

    def kept(digest: str) -> State | None:
        if digest not in known:
            assert store is not None
            files = store.plan_files(digest)
            plan = pipeline.check_files(files).plan
            known[digest] = None if plan is None else State(plan, files)
        return known[digest]

    def find(dataset: str, meaning: str) -> State | None:
        for state in states:
            found = state.plan.datasets.get(dataset)
            if found is not None and found.derivation is None and meaning_hash(state.plan, dataset) == meaning:
                return state
        for each in reversed(store.ledger.meanings) if store else ():
            if (each.dataset, each.meaning) == (dataset, meaning):
                return kept(each.spec)
        return None

    return find


def _check_period(found: Compiled, period: str) -> None:
    from rbm_spec.collect.workbook import periods_of

    if period and not periods_of(found.plan, period):
        raise click.UsageError(f'"{period}" is no period. Write 2028, 2028-Q2 or 2028-2029.')


def _senders(path: Path | None) -> dict[str, str]:
    """The sender of each file by its name."""
    if path is None:
        return {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as opened:
            header, *rows = csv.reader(opened)
            if header != ["file", "sender"] or any(len(row) != 2 or not _is_name(row[1]) for row in rows):
                raise ValueError
    except (ValueError, csv.Error) as error:
        raise click.UsageError(
            f"{path} is a CSV file with the columns file and sender, one line for each file."
        ) from error
    return {name: sender.strip() for name, sender in rows}
