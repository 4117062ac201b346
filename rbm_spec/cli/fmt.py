"""`rbm-spec fmt`: specs -> the same specs in one layout."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path

import click

from rbm_spec.cli import console
from rbm_spec.cli.exit_codes import CLEAN, FINDINGS
from rbm_spec.cli.places import only_plan, plans_in, shown
from rbm_spec.edit.layout import laid_out
from rbm_spec.load import read_folder
from rbm_spec.load.characters import as_text
from rbm_spec.load.gate import MOST_BYTES


@click.command("fmt")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[PLAN|FILE]...")
@click.option("--check", is_flag=True, help="Write nothing; the exit code is 1 when something would change.")
@click.option("--diff", "show_diff", is_flag=True, help="Write nothing; show what would change.")
def command(paths: tuple[Path, ...], check: bool, show_diff: bool) -> int:
    """Lay specs out alike: keys in order, each level two spaces in.

    The order is that of the schemas. Comments stay with what they are about, names that you give keep their order, and
    no value changes. A file with an error of form is left as it is, and named.
    """
    files = dict(_files(paths or (only_plan(),)))
    changed = left = 0
    for name, (path, raw) in files.items():
        text = laid_out(name, raw)
        if text is None:
            left += 1
            console.tell(f"{shown(path)}: left as it is. rbm-spec check says what is wrong with it.")
        elif text.encode() != raw:
            changed += 1
            _changed(path, as_text(raw), text, check=check, show_diff=show_diff)
    verb = "would change" if check or show_diff else "laid out"
    console.tell(f"{changed:,} of {len(files):,} file{'' if len(files) == 1 else 's'} {verb}.")
    return FINDINGS if left or (changed and (check or show_diff)) else CLEAN


def _files(paths: tuple[Path, ...]) -> Iterator[tuple[str, tuple[Path, bytes]]]:
    """Each spec by a name of its own, with its path and its bytes."""
    for path in paths:
        if path.is_dir():
            plans = plans_in(path)
            if not plans:
                raise click.UsageError(f"There is no plan in {shown(path)}. Name the folder of a plan, or files.")
            for plan in plans:
                found, _ = read_folder(plan)
                yield from ((f"{plan}/{file}", (plan / file, raw)) for file, raw in found.items())
        elif path.is_file() and not path.is_symlink():
            with path.open("rb") as opened:
                yield str(path), (path, opened.read(MOST_BYTES + 1))


def _changed(path: Path, old: str, new: str, *, check: bool, show_diff: bool) -> None:
    if show_diff:
        lines = difflib.unified_diff(old.splitlines(), new.splitlines(), shown(path), shown(path), lineterm="")
        console.say("\n".join(lines))
    elif check:
        console.say(f"{shown(path)} would change")
    else:
        from rbm_spec.writers import replace_file

        replace_file(path, new.encode())
