"""Files of a plan → trees with places, and all that is wrong with their form.

The steps: `folder` reads bytes, `gate` makes a tree of each file, `schema` compares it with the
schema of its kind, `names` compares files with each other, `remains` takes out of a tree what is
faulty. What a name means is not asked here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from rbm_spec.aside import aside
from rbm_spec.diagnostics import Finding
from rbm_spec.holes import Holes
from rbm_spec.load import characters, names, schema, syntax
from rbm_spec.load.folder import read_folder
from rbm_spec.load.gate import read_tree
from rbm_spec.load.tree import Tree
from rbm_spec.source import Where

__all__ = ["begin_loading", "load_files", "load_folder", "load_with_holes", "read_folder"]


# A tree with one of these lacks values: the schema would complain of the same fault once more.
_INCOMPLETE = frozenset((syntax.ANCHOR, syntax.MERGE_KEY, syntax.QUESTION_MARK_KEY, syntax.TOO_DEEP))

# Fewer are read sooner than a process begins.
MANY_FILES = 200
# So many are read while whoever began to load gets ready for what comes after it.
AHEAD = 300
Read = tuple[Tree | None, list[Finding]]


def load_folder(folder: Path) -> tuple[dict[str, Tree], list[Finding]]:
    """`load_files` of what lies in `folder`; raises OSError if it cannot be listed."""
    files, findings = read_folder(folder)
    trees, more = load_files(files)
    return trees, findings + more


def load_files(files: Mapping[str, bytes]) -> tuple[dict[str, Tree], list[Finding]]:
    """The trees without any error of form, by file, and all findings about form.

    `files` maps paths below the plan's folder, with forward slashes, to bytes.
    """
    loaded = load_with_holes(files)
    broken = {finding.where.file for finding in loaded.findings if finding.is_error}
    return {file: tree for file, tree in loaded.trees.items() if file not in broken}, loaded.findings


@dataclass(frozen=True)
class Loaded:
    """What could be read: trees by file, the holes that errors have made in them, and all findings about form."""

    trees: Mapping[str, Tree]
    holes: Holes
    findings: list[Finding]


def load_with_holes(files: Mapping[str, bytes], found: Iterable[Finding] = ()) -> Loaded:
    """The same with the trees in which errors stand, without the faulty nodes; `found` is known of the folder."""
    return begin_loading(files, found)()


def begin_loading(files: Mapping[str, bytes], found: Iterable[Finding] = ()) -> Callable[[], Loaded]:
    """Begin to load in a child process, where there is much to read; the answer loads the rest and waits."""
    reading = _begin_reading(files)
    return lambda: _loaded(files, reading(), found)


def _loaded(files: Mapping[str, bytes], read: list[Read], found: Iterable[Finding]) -> Loaded:
    trees: dict[str, Tree] = {}
    findings = list(found)
    for file, (tree, said) in zip(sorted(files), read, strict=True):
        if tree is not None:
            trees[file] = tree
        findings += said
    findings += _unsaid(names.check(trees.values()), findings)
    return _with_holes(files, trees, findings)


def _with_holes(files: Mapping[str, bytes], trees: dict[str, Tree], findings: list[Finding]) -> Loaded:
    errors = [one for one in findings if one.is_error]
    refused = {one.where.file for one in errors if one.rule in names.REFUSED}
    places: list[Where] = []
    written: dict[str, Any] = {file: tree.data for file, tree in trees.items()}
    for file in sorted({one.where.file for one in errors}):
        tree, kind = trees.get(file), schema.kind_of_folder(file)
        if tree is None or file in refused or not kind:
            trees.pop(file, None)
            places += [Where(file)] if file.lower().endswith((".yaml", ".yml")) else []
            written[file] = characters.as_text(files[file]) if file in files else None
        else:
            from rbm_spec.load.remains import remains

            trees[file], out = remains(tree, kind, PurePosixPath(file).stem)
            places += out
    holes = Holes(frozenset(places), written).with_more(one.where for one in errors)
    return Loaded(trees, holes, findings)


def _begin_reading(files: Mapping[str, bytes]) -> Callable[[], list[Read]]:
    """The answer is what comes of each file, sorted; of many files a child process reads the larger part."""
    wanted = sorted(files)
    own = max(len(wanted) - AHEAD, 0) // 2 if len(wanted) > MANY_FILES else len(wanted)
    rest = wanted[own:]
    others = aside(lambda: [_read(file, files[file]) for file in rest]) if rest else list
    return lambda: [_read(file, files[file]) for file in wanted[:own]] + others()


def _read(file: str, raw: bytes) -> Read:
    """The tree of one file, if it is one, and what is wrong with its form."""
    tree, found = read_tree(file, raw)
    # In the folder of another kind nearly every key would be wrong.
    if tree is not None and not names.misplaced(tree) and _INCOMPLETE.isdisjoint(one.rule for one in found):
        found += _unsaid(schema.validate(tree), found)
    return tree, found


def _unsaid(findings: list[Finding], said: list[Finding]) -> list[Finding]:
    """Those of `findings` that are not about a place at which an error is known already."""
    taken = {one.where for one in said if one.where.path and one.is_error}
    return [one for one in findings if one.where not in taken] if taken else findings
