"""A name that git knows (`main`, `HEAD~1`, `v1:specs/my_plan`) → the files of the plan, straight from git's objects.

The name is given to git once, to be turned into a full hash; from then on only hashes are. Nothing is checked out, no
filter, hook, pager or helper that a repository names is started, and nothing is fetched.
"""

from __future__ import annotations

import os
import posixpath
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

from rbm_spec.revisions.listing import PLAN_FILE, SPECS, Entry, Listing, NoPlan, Unusable, chosen, most_bytes

SECONDS = 30
LONGEST = 250
MOST_ENTRIES = 20_000
MOST_TREE = 4 * 1024 * 1024
MOST_TOTAL = 64 * 1024 * 1024

_HASH = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_GIT = (
    *("git", "--no-pager", "--no-optional-locks", "--no-replace-objects", "--literal-pathspecs"),
    *("-c", "core.fsmonitor=false", "-c", "protocol.allow=never", "-c", "core.hooksPath=/dev/null"),
)

_INCOMPLETE = "The objects of this version are not all here. Get them with git fetch; git fsck says which are damaged."


@dataclass(frozen=True, slots=True)
class _Node:
    mode: str
    kind: str
    id: str
    size: int


def read(text: str, wanted: str | None) -> Listing:
    """The plan at `text`, which may hold its folder after a colon. Raises Unusable."""
    ref, colon, path = text.partition(":")
    commit = commit_of(ref, text)
    name = f"“{ref}”"
    top = _tree(commit)
    if ".." in path.split("/") or path.startswith("/"):
        raise Unusable(f"The folder after the colon in “{text}” leads out of the repository.")
    if colon and path.strip("/."):
        wanted = posixpath.normpath(path).removesuffix(f"/{PLAN_FILE}")
        wanted = "" if wanted == PLAN_FILE else wanted
        return _listing(_below(top, wanted, name), wanted)
    plans = ([""] if PLAN_FILE in top else []) + [
        f"{SPECS}/{each}"
        for each, node in (_tree(top[SPECS].id) if SPECS in top and top[SPECS].kind == "tree" else {}).items()
        if node.kind == "tree" and PLAN_FILE in _tree(node.id)
    ]
    if wanted is not None and wanted not in plans:
        plans += [wanted] if PLAN_FILE in (_found(top, wanted) or {}) else []
    plan = chosen(plans, wanted, name)
    return _listing(_below(top, plan, name), plan)


def _refuse_strange(text: str, ref: str) -> None:
    if ref.startswith("-"):
        raise Unusable(
            f"“{_shown(text)}” looks like an option, not like a version. No name in git starts with a hyphen."
        )
    if not ref or len(text) > LONGEST or not text.isprintable() or ref != ref.strip():
        raise Unusable(f"“{_shown(text)}” is not the name of a version. Write a branch, a tag or a hash, such as main.")
    if {"..", "."} & set(ref.split("/")):
        raise Unusable(f"There is no folder or archive “{_shown(text)}”.")
    if ".." in ref or ref.startswith("^"):
        raise Unusable(f"“{_shown(text)}” names a range. Give the two versions one after the other: main HEAD.")


def commit_of(ref: str, text: str = "") -> str:
    """The full hash of the commit that `ref` names, which stood in `text`. Raises Unusable."""
    _refuse_strange(text or ref, ref)
    done = run_git(["rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}"])
    commit = done.stdout.decode("ascii", "replace").strip()
    if done.returncode == 0 and _HASH.fullmatch(commit):
        return commit
    raise Unusable(_why_not(ref, done.stderr.decode("utf-8", "replace")))


def _why_not(ref: str, said: str) -> str:
    """Why there is no commit of this name."""
    if "dubious ownership" in said:
        return "git does not read this repository, as it belongs to somebody else. See safe.directory in git's manual."
    inside = run_git(["rev-parse", "--is-inside-work-tree", "--is-shallow-repository"])
    if inside.returncode:
        return f"“{_shown(ref)}” is neither a folder nor an archive, and this folder is in no git repository."
    if inside.stdout.decode("ascii", "replace").split()[-1:] == ["true"]:
        return (
            f"There is no version “{_shown(ref)}” here. This is a shallow clone, without its whole history: "
            "get the rest with git fetch --unshallow, or with fetch-depth: 0 in a workflow."
        )
    return f"There is no folder, archive or version “{_shown(ref)}” here. git branch --all lists the branches."


def _below(top: dict[str, _Node], folder: str, name: str) -> dict[str, _Node]:
    found = _found(top, folder)
    if found is None:
        raise NoPlan(f"There is no folder {_shown(folder)} in {name}.")
    return found


def _found(top: dict[str, _Node], folder: str) -> dict[str, _Node] | None:
    """The tree of a folder; None when something on the way is not a folder."""
    for part in filter(None, folder.split("/")):
        node = top.get(part)
        if node is None or node.kind != "tree":
            return None
        top = _tree(node.id)
    return top


def _listing(top: dict[str, _Node], folder: str) -> Listing:
    """All that lies in the plan's folder and one level below, with the content of what can be a spec."""
    nodes: dict[str, _Node] = {}
    for name, node in top.items():
        if node.kind == "tree":
            nodes |= {f"{name}/{each}": below for each, below in _tree(node.id).items()}
        else:
            nodes[name] = node
    nodes = {path: node for path, node in nodes.items() if not path.startswith(".")}
    read_in = {
        path: node.id
        for path, node in nodes.items()
        if node.mode.startswith("100") and 0 <= node.size <= most_bytes(path)
    }
    contents = _contents(sorted(set(read_in.values())), sum(nodes[path].size for path in read_in))
    return Listing(
        {path: Entry(_kind(node), contents.get(read_in.get(path, ""))) for path, node in nodes.items()}, folder
    )


def _kind(node: _Node) -> str:
    return "file" if node.mode.startswith("100") else "link" if node.mode == "120000" else "other"


def _tree(id_: str) -> dict[str, _Node]:
    """What lies in a tree, or in the tree of a commit, by name."""
    tree = run_git(["cat-file", "--batch-check"], f"{id_}^{{tree}}\n".encode()).stdout.split()
    if len(tree) != 3 or tree[1] != b"tree" or not tree[2].isdigit():
        raise Unusable(_INCOMPLETE)
    if int(tree[2]) > MOST_TREE:
        raise Unusable("A folder of this version holds more files than are read.")
    done = run_git(["ls-tree", "-z", "-l", "--full-tree", tree[0].decode("ascii")])
    found = {}
    for line in filter(None, done.stdout.split(b"\0")):
        said, _, name = line.partition(b"\t")
        mode, kind, id_, size = said.decode("ascii").split()
        found[name.decode("utf-8", "surrogateescape")] = _Node(mode, kind, id_, int(size) if size.isdigit() else -1)
    if done.returncode or len(found) > MOST_ENTRIES:
        raise Unusable(_INCOMPLETE)
    return found


def _contents(ids: Sequence[str], total: int) -> dict[str, bytes]:
    """The bytes of the blobs by id."""
    if total > MOST_TOTAL:
        raise Unusable("The specs of this version are larger than is read.")
    answer = run_git(["cat-file", "--batch"], "".join(f"{id_}\n" for id_ in ids).encode()).stdout if ids else b""
    found, at = {}, 0
    for id_ in ids:
        head, _, _ = answer[at : at + 200].partition(b"\n")
        parts = head.split()
        if len(parts) != 3 or parts[1] != b"blob":
            raise Unusable(_INCOMPLETE)
        start = at + len(head) + 1
        found[id_] = answer[start : start + int(parts[2])]
        at = start + int(parts[2]) + 1
    return found


def top_of(folder: str) -> str | None:
    """The top of the repository in which a folder lies; None when it lies in none, or there is no git."""
    try:
        done = run_git(["rev-parse", "--show-toplevel"], folder=folder)
    except Unusable:
        return None
    return os.fsdecode(done.stdout.rstrip(b"\n")) if done.returncode == 0 else None


def run_git(
    arguments: Sequence[str], sent: bytes = b"", folder: str | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run git with these arguments; never through a shell, never asking, never longer than SECONDS."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    own = {"GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "", "LC_ALL": "C"}
    try:
        return subprocess.run(
            [*_GIT, *arguments],
            input=sent,
            capture_output=True,
            env=kept | own,
            cwd=folder,
            timeout=SECONDS,
            check=False,
        )
    except FileNotFoundError as error:
        raise Unusable("git is not installed, so only folders and archives can be compared.") from error
    except subprocess.TimeoutExpired as error:
        raise Unusable(f"git did not answer within {SECONDS} seconds.") from error


def _shown(text: str) -> str:
    """What somebody typed, short and safe to print."""
    text = "".join(each if each.isprintable() else "?" for each in text)
    return text if len(text) <= 80 else text[:79] + "…"
