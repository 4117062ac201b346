"""Where the plan is, and where its outputs go."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

SPECS, OUTPUTS, PLAN_FILE = "specs", "outputs", "plan.yaml"
F = TypeVar("F", bound=Callable[..., object])


def plan_argument(command: F) -> F:
    """The argument PLAN, as the folder that it means."""
    return click.argument("plan", required=False, callback=_find, metavar="[PLAN]")(command)


def indicator_argument(command: F) -> F:
    """The argument INDICATOR, before the plan."""
    return click.argument("indicator", callback=_no_plan)(command)


def _no_plan(context: click.Context, parameter: click.Parameter, given: str) -> str:
    if (Path(given) / PLAN_FILE).is_file():
        raise click.UsageError(f"The indicator comes first: {context.command_path} INDICATOR {given}")
    return given


def _find(context: click.Context, parameter: click.Parameter, given: str | None) -> Path:
    if given is None:
        return only_plan()
    path = Path(given)
    if path.is_file() and path.name != PLAN_FILE:
        raise NotADirectoryError(errno.ENOTDIR, _no_folder(path), str(path))
    return path.parent if path.name == PLAN_FILE and path.is_file() else path


def _no_folder(file: Path) -> str:
    """What a plan is, and the one in which `file` seems to lie."""
    around = next((each for each in _absolute(file).parents if (each / PLAN_FILE).is_file()), None)
    seems = f". This one seems to lie in the plan {shown(around)}; name that folder" if around else ""
    return f"This is a file; a plan is a folder with {PLAN_FILE} and folders such as indicators/ and datasets/{seems}"


def only_plan() -> Path:
    """The plan that this folder is, holds, or lies in; raises UsageError when none or no single one is."""
    plans = plans_in(Path())
    if not plans:
        around = next((each for each in Path.cwd().parents if (each / PLAN_FILE).is_file()), None)
        plans = [Path(os.path.relpath(around))] if around else []
    if len(plans) == 1:
        return plans[0]
    if plans:
        raise click.UsageError(f"Which plan? There are {', '.join(map(str, plans))}.")
    raise click.UsageError(
        "Which plan? Neither this folder nor one in it or in specs/ holds a plan.yaml. Name the folder of your plan."
    )


def plans_in(folder: Path) -> list[Path]:
    """The folder itself when it is a plan, else the plans in it and in its specs/."""
    if (folder / PLAN_FILE).is_file():
        return [folder]
    return sorted(path.parent for above in (folder, folder / SPECS) for path in above.glob(f"*/{PLAN_FILE}"))


def output_folder(plan: Path, name: str) -> Path:
    """`outputs/<name>` beside specs/, or beside the plan where it lies somewhere else.

    Raises OSError when `outputs` leads to another place.
    """
    folder = _absolute(plan)
    top = folder.parent.parent if folder.parent.name == SPECS else folder.parent
    outputs = top / OUTPUTS
    if outputs.is_symlink():
        raise OSError(
            errno.ELOOP, "This is a link to another place; outputs are not written through links", shown(outputs)
        )
    return outputs / name


def shown(path: Path) -> str:
    """The path as people would type it here."""
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def base_of(plan: Path) -> str:
    """The path from the repository to the plan, or from here where there is no repository."""
    folder = _absolute(plan)
    top = next((each for each in folder.parents if (each / ".git").exists()), Path.cwd())
    return folder.relative_to(top).as_posix() if folder.is_relative_to(top) else ""


def _absolute(path: Path) -> Path:
    """Without `..`, and without following links as `resolve()` would."""
    return Path(os.path.abspath(path))  # noqa: PTH100
