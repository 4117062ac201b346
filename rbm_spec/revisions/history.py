"""Two names that git knows → the commits from the one to the other that touch a plan, oldest first."""

from __future__ import annotations

from dataclasses import dataclass

from rbm_spec.revisions.git import commit_of, run_git
from rbm_spec.revisions.listing import Unusable

MOST = 2_000


@dataclass(frozen=True, slots=True)
class Step:
    """One commit: its full hash, its day in ISO form as whoever made it wrote it, and its first line."""

    commit: str
    day: str
    subject: str


def ends(text: str) -> tuple[str, str, str | None]:
    """`OLD..NEW`, or OLD alone for all since then → both names, and the plan's folder where a colon gives one."""
    refs, colon, folder = text.partition(":")
    old, dots, new = refs.partition("..")
    if new.startswith("."):
        raise Unusable("Three dots mean something else in git. Write two between the versions: v1..v2.")
    return old, new if dots and new else "HEAD", folder.strip("/") if colon else None


def history(old: str, new: str, folder: str) -> tuple[Step, tuple[Step, ...]]:
    """Where the way to `new` leaves what `old` holds, and the steps from there on; raises Unusable.

    What was merged is one step, so that the history is that of the branch and not of everybody's attempts.
    """
    first, last = commit_of(old), commit_of(new)
    parted = run_git(["merge-base", first, last]).stdout.decode("ascii", "replace").split()
    if len(parted) != 1:
        raise Unusable(f"“{old}” and “{new}” have no history in common.")
    if parted[0] == last != first:
        raise Unusable(f"“{new}” is older than “{old}”. Write the older one first: {new}..{old}.")
    steps = _steps([last, f"^{parted[0]}", "--", *([folder] if folder else [])])
    if len(steps) > MOST:
        raise Unusable(f"There are more than {MOST:,} commits between the two. Name one that is nearer.")
    return _steps(["--max-count=1", parted[0]])[0], tuple(reversed(steps))


def _steps(arguments: list[str]) -> list[Step]:
    form = ("--first-parent", "--no-commit-header", "--encoding=UTF-8", "--format=%H %cs %s", f"--max-count={MOST + 1}")
    done = run_git(["rev-list", *form, *arguments])
    if done.returncode:
        raise Unusable("git could not list the commits between the two. git fsck says what is damaged.")
    lines = done.stdout.decode("utf-8", "replace").split("\n")[:-1]
    return [Step(*line.split(" ", 2)) for line in lines]
