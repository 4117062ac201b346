"""Paths with what lies there → a shelf from which a plan is read as from a folder; and the plan among several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rbm_spec.diagnostics import Finding
from rbm_spec.load.folder import is_left_alone, not_a_file
from rbm_spec.load.gate import MOST_BYTES, too_large
from rbm_spec.load.schema import FOLDERS
from rbm_spec.translations.folder import ENDING
from rbm_spec.translations.folder import FOLDER as CATALOGUES
from rbm_spec.translations.reading import MOST_BYTES as MOST_OF_A_CATALOGUE

SPECS, PLAN_FILE = "specs", "plan.yaml"


class Unusable(Exception):
    """A state that cannot be read; the message is one or two sentences for the person who named it."""


class NoPlan(Unusable):
    """A state that can be read and holds no such plan."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What lies at a path: `kind` is `file`, `link` or `other`; a file without content is too large or not wanted."""

    kind: str
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """The files of a plan by path below it; `folder` leads to the plan from the top of the repository or archive."""

    files: Mapping[str, Entry]
    folder: str = ""

    def entries(self, below: str) -> Sequence[tuple[str, bool]]:
        """The names directly below, and whether each is a folder."""
        inside = {path.removeprefix(below) for path in self.files if path.startswith(below)}
        found = {path.split("/", 1)[0]: "/" in path for path in inside}
        return sorted((name, is_folder) for name, is_folder in found.items() if not is_left_alone(name))

    def read(self, file: str, most: int = MOST_BYTES) -> bytes | Finding:
        """The content, or why there is none."""
        entry = self.files[file]
        if entry.kind != "file":
            return not_a_file(file, "a link to another file" if entry.kind == "link" else "no regular file")
        return too_large(file, most) if entry.content is None else entry.content


def most_bytes(path: str) -> int:
    """How much is read of what lies at a path below a plan; 0 when it can be none of its files."""
    folder, _, name = path.rpartition("/")
    if folder == CATALOGUES and name.endswith(ENDING):
        return MOST_OF_A_CATALOGUE
    return MOST_BYTES if name.endswith(".yaml") and (not folder or folder in FOLDERS.values()) else 0


def chosen(plans: Sequence[str], wanted: str | None, name: str) -> str:
    """Which of the folders in `plans` is meant; raises Unusable when none or no single one is.

    A folder is the path below the top, without a slash at its end, and empty for the top itself.
    """
    if wanted is not None and wanted in plans:
        return wanted
    listed = ", ".join(each or "the top" for each in plans[:10])
    if wanted is not None:
        there = f" The plans there: {listed}." if plans else " There is no plan in it."
        raise NoPlan(f"There is no plan in {wanted or 'the top folder'} of {name}.{there}")
    if len(plans) == 1:
        return plans[0]
    if not plans:
        raise NoPlan(f"There is no plan in {name}: neither its top nor a folder of specs/ holds a plan.yaml.")
    raise Unusable(f"Which plan of {name}? There are {listed}. Write its folder after a colon.")
