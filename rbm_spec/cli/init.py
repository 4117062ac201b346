"""`rbm-spec init`: a new folder with a small plan that checks clean, and settings for editors."""

from __future__ import annotations

from pathlib import Path

import click

from rbm_spec import resources
from rbm_spec.cli import console
from rbm_spec.cli.places import shown
from rbm_spec.writers import NotOurs, create

STARTER = "init"
SCHEMAS = ".rbm-spec/schemas"


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Write a small plan to start from.

    FOLDER must be new or empty. It gets one file of each kind and settings that let an editor explain and complete
    every key.
    """
    starter = resources.generators() / STARTER
    files = {path.relative_to(starter).as_posix(): path.read_bytes() for path in starter.rglob("*") if path.is_file()}
    for schema in resources.schemas().glob("*.schema.json"):
        files[f"{SCHEMAS}/{schema.name}"] = schema.read_bytes()
    target = folder if folder.name else folder.absolute()
    try:
        create(target, files)
    except NotOurs as taken:
        raise click.UsageError(f"{shown(taken.folder)} is not an empty folder. Name a new one.") from taken
    where = shown(target)
    console.say(f"Wrote a plan with one indicator into {where}. Next: rbm-spec check {where}")
    console.say(f"In the browser while you write it: rbm-spec serve {where}")
