"""`rbm-spec set`: one value of a plan -> another, every other byte as it was."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from rbm_spec import pipeline
from rbm_spec.checks import example_wrong
from rbm_spec.cli import console
from rbm_spec.cli.check import rendered
from rbm_spec.cli.exit_codes import CLEAN, FINDINGS
from rbm_spec.cli.places import only_plan, shown
from rbm_spec.diagnostics import Finding
from rbm_spec.edit.fixes import rank
from rbm_spec.edit.place import CannotSet, edit_at, is_same_elsewhere
from rbm_spec.edit.splice import spliced
from rbm_spec.load import read_folder
from rbm_spec.load.gate import read_tree
from rbm_spec.load.schema import FOLDERS
from rbm_spec.suggest import hint


@click.command("set", context_settings={"ignore_unknown_options": True})
@click.argument("path")
@click.argument("value")
@click.option("--plan", type=click.Path(path_type=Path, exists=True, file_okay=False), help="The folder of the plan.")
def command(path: str, value: str, plan: Path | None) -> int:
    """Write one value into a plan and leave every other byte alone.

    PATH leads to the value: indicators/training/targets/2029/at_least, or plan/version. What is not there yet is put in
    where it belongs. What is wrong with the plan because of it is said. Nothing is written when that is an error, other
    than the figure that a worked example expects.
    """
    folder = plan or only_plan()
    files, found = read_folder(folder)
    file, steps = _file(path, files)
    try:
        new = _with_value(file, files[file], steps, value)
    except CannotSet as error:
        raise click.UsageError(str(error)) from error
    if new == files[file]:
        console.say(f"{shown(folder / file)} says so already.")
        return CLEAN
    before, after = (pipeline.check_files(each, found) for each in (files, files | {file: new}))
    fresh = tuple(each for each in after.answerable.findings if each not in before.findings)
    if rank(_in_the_way(after)) > rank(_in_the_way(before)):
        _tell(fresh or after.answerable.findings, after, folder)
        console.tell("rbm-spec: Nothing was written: the plan would check worse than before.")
        return FINDINGS
    from rbm_spec.writers import replace_file

    replace_file(folder / file, new)
    _tell(fresh, after, folder)
    console.say(f"{shown(folder / file)} is changed.")
    return CLEAN


def _in_the_way(checked: pipeline.Checked) -> list[Finding]:
    """Errors, but not the figures of worked examples: formula and figure can only change one after the other."""
    return [each for each in checked.findings if each.is_error and each.rule != example_wrong.RULE]


def _file(path: str, files: dict[str, bytes]) -> tuple[str, list[str]]:
    """The file that a path leads to, and the steps inside it."""
    first, *rest = [part for part in path.removeprefix("./").split("/") if part]
    if first in ("plan", "plan.yaml"):
        file, steps = "plan.yaml", rest
    elif first in FOLDERS.values() and rest:
        file, steps = f"{first}/{rest[0].removesuffix('.yaml')}.yaml", rest[1:]
    else:
        raise click.UsageError(f"A path starts with plan or with a folder and an id: {', '.join(FOLDERS.values())}.")
    if file not in files:
        near = hint(file, files) if len(files) < 2_000 else None
        raise click.UsageError(f"There is no file {file} in the plan. {near or ''}".strip())
    return file, steps


def _with_value(file: str, raw: bytes, steps: list[str], value: str) -> bytes:
    """The bytes of the file with the value written; it must then say just that there."""
    tree, findings = read_tree(file, raw)
    if tree is None or any(each.is_error for each in findings):
        raise CannotSet(f"{file} cannot be read as it is. rbm-spec check says what is wrong with it.")
    new = spliced(raw, [edit_at(tree, steps, value)])
    again, _ = read_tree(file, new)
    if again is None or not is_same_elsewhere(tree.data, again.data, steps):
        raise CannotSet("This value would change more of the file than the place that the path leads to.")
    return new


def _tell(findings: tuple[Finding, ...], after: pipeline.Checked, folder: Path) -> None:
    if findings:
        told = pipeline.Checked(after.files, None, findings)
        sys.stderr.write(rendered(told, folder, "full", colour=console.coloured(sys.stderr)))
