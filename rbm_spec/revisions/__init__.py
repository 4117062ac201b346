"""What people call a state of a plan → the bytes of its files, read without a checkout.

`main`, `HEAD~1`, `main:specs/my_plan`, a folder, or an archive (.zip, .tar.gz) of a repository or of a plan. Nothing is
written, and nothing but git itself is started. What lies beside the specs is judged as in a folder.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rbm_spec.diagnostics import Finding
from rbm_spec.load.folder import ACCEPTED, Disk, Shelf, read_shelf
from rbm_spec.load.gate import MOST_BYTES
from rbm_spec.revisions import archive, git
from rbm_spec.revisions.listing import PLAN_FILE, SPECS, NoPlan, Unusable, chosen
from rbm_spec.translations.folder import catalogues_on

__all__ = ["NoPlan", "Revision", "Unusable", "read_revision"]

ARCHIVES = (".zip", ".tar.gz", ".tgz", ".tar")


@dataclass(frozen=True, slots=True)
class Revision:
    """One state of a plan: its name, its specs and catalogues by path below the plan, what is wrong with their form.

    `accepted` holds the bytes of the file of accepted changes, if there is one. `folder` leads to the plan: from the
    top of the repository or archive, or from here.
    """

    name: str
    folder: str
    files: Mapping[str, bytes]
    findings: tuple[Finding, ...]
    accepted: bytes | None


def read_revision(text: str, wanted: str | None = None) -> Revision:
    """The state that `text` names; `wanted` is the plan's folder from the top of its repository, if that is known.

    What exists as a folder or an archive is read as that; a name with a colon (`main:`) is always one of git. Raises
    Unusable, with a sentence, when there is no such state, and OSError when a folder or an archive cannot be read.
    """
    if os.path.isdir(text):  # noqa: PTH112 - False, too, for what can be no path
        return _folder(text, Path(text))
    if text.lower().endswith(ARCHIVES) and Path(text).is_file():
        listing = archive.read(Path(text), wanted)
    else:
        listing = git.read(text, wanted)
    files, findings = _read(listing)
    entry = listing.files.get(ACCEPTED)
    return Revision(text, listing.folder, files, tuple(findings), entry.content if entry else None)


def _read(shelf: Shelf) -> tuple[dict[str, bytes], list[Finding]]:
    """The specs and the catalogues on a shelf."""
    files, findings = read_shelf(shelf)
    catalogues, more = catalogues_on(shelf)
    return {**files, **catalogues}, [*findings, *more]


def _folder(text: str, path: Path) -> Revision:
    """The plan in a folder, or the only one in its specs/."""
    if not (path / PLAN_FILE).exists():
        plans = [each.parent.relative_to(path).as_posix() for each in sorted(path.glob(f"{SPECS}/*/{PLAN_FILE}"))]
        path = path / chosen(plans, None, f"the folder {text}") if plans else path
    files, findings = _read(Disk(path))
    accepted = path / ACCEPTED
    content = None
    if accepted.is_file() and not accepted.is_symlink():
        with accepted.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    return Revision(text, path.as_posix(), files, tuple(findings), content)
