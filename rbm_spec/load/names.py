"""Names across files: a file is named after its id and lies in the folder of its kind, once."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.load.scalars import clip
from rbm_spec.load.schema import FOLDERS, KINDS, kind_of_folder
from rbm_spec.load.tree import Tree
from rbm_spec.source import Where

WRONG_FOLDER = Rule("RBM132", "wrong-folder", Severity.ERROR)
WRONG_NAME = Rule("RBM133", "file-not-named-after-id", Severity.ERROR)
DUPLICATE_ID = Rule("RBM136", "duplicate-id", Severity.ERROR)
ID_CLASH = Rule("RBM137", "id-clash", Severity.ERROR)
RESERVED_NAME = Rule("RBM138", "reserved-name", Severity.ERROR)

REFUSED = (WRONG_FOLDER, DUPLICATE_ID)
"""What such a file says cannot be taken for a part of the plan."""

_ID = re.compile(r"[a-z][a-z0-9_]{0,62}", re.ASCII)
# Windows keeps these names for devices, whatever follows the point.
_DEVICES = frozenset(("con", "prn", "aux", "nul", *(f"{p}{n}" for p in ("com", "lpt") for n in range(10))))
_SHEET_NAME = 31
_ON_SHEETS = frozenset(("dataset", "codelist"))


def check(trees: Iterable[Tree]) -> list[Finding]:
    """Findings about folders, file names and ids of all files of a plan."""
    findings: list[Finding] = []
    first: dict[tuple[str, str], Tree] = {}
    forms: dict[tuple[str, str], Tree] = {}
    known = [tree for tree in trees if tree.kind in KINDS]
    for tree in sorted(known, key=_badly_named):  # of two with one id the badly named is blamed
        other = first.setdefault((tree.kind, tree.id), tree)
        if misplaced(tree):
            findings.append(_wrong_folder(tree))
        elif other is not tree:
            findings.append(_twice(tree, other))
        elif _badly_named(tree):
            findings.append(_wrong_name(tree))
        elif _ID.fullmatch(tree.id):
            findings += _reserved(tree) or _clashes(tree, forms)
    return findings


def misplaced(tree: Tree) -> bool:
    """Whether a file says one kind and lies in the folder of another."""
    return tree.kind in KINDS and tree.kind != kind_of_folder(tree.file)


def _badly_named(tree: Tree) -> bool:
    """Whether the file's name is not its id; plan.yaml may have any."""
    return tree.kind != "plan" and tree.id != "" and tree.id != _stem(tree)


def _stem(tree: Tree) -> str:
    return tree.file.rpartition("/")[2].removesuffix(".yaml")


def _wrong_folder(tree: Tree) -> Finding:
    folder = tree.file.rpartition("/")[0]
    article = "An" if tree.kind[0] in "aeiou" else "A"
    belongs = FOLDERS.get(tree.kind)
    right = f"into {belongs}/" if belongs else "into one file, plan.yaml, at the top"
    here = f"in {folder}/" if folder else "at the top"
    message = f"{article} {tree.kind} belongs {right}, and this file lies {here}."
    return WRONG_FOLDER.found(Where(tree.file, ("kind",)), message, _kind_hint(tree))


def _wrong_name(tree: Tree) -> Finding:
    stem, said = clip(_stem(tree)), clip(tree.id)
    message = f"The file is named {stem} and its id is {said}; they must be the same."
    hint = f"Rename the file to {said}.yaml, or write id: {stem}."
    return WRONG_NAME.found(Where(tree.file, ("id",)), message, hint)


def _kind_hint(tree: Tree) -> str:
    fitting = kind_of_folder(tree.file)
    move = f"Move it to {FOLDERS[tree.kind]}/" if tree.kind in FOLDERS else "Move it"
    return f"{move}, or write kind: {fitting}." if fitting else f"{move}."


def _reserved(tree: Tree) -> list[Finding]:
    if tree.id not in _DEVICES:
        return []
    message = f"No file can be called `{tree.id}` under Windows."
    return [RESERVED_NAME.found(Where(tree.file, ("id",)), message, "Choose another id.")]


def _twice(tree: Tree, other: Tree) -> Finding:
    message = f"The id `{tree.id}` is used by {other.file} already."
    hint = f"Write id: {clip(_stem(tree))}, like the file's name." if _badly_named(tree) else None
    return DUPLICATE_ID.found(Where(tree.file, ("id",)), message, hint or "Give one of the two another id.")


def _clashes(tree: Tree, forms: dict[tuple[str, str], Tree]) -> list[Finding]:
    found: dict[str, Finding] = {}
    for form, why in _forms(tree):
        other = forms.setdefault((tree.kind, form), tree)
        if other is not tree:
            message = f"The ids of {tree.file} and {other.file} {why}."
            hint = "Give one of the two another id."
            clash = ID_CLASH.found(Where(tree.file, ("id",)), message, hint)
            found.setdefault(other.file, clash)
    return list(found.values())


def _forms(tree: Tree) -> list[tuple[str, str]]:
    """What the id becomes where fewer characters count, and how ids of one form differ."""
    forms = [(re.sub("_+", "_", tree.id).strip("_"), "differ in underscores only")]
    if tree.kind in _ON_SHEETS:
        why = f"begin with the same {_SHEET_NAME} characters, all that the name of a sheet can hold"
        forms.append((f"sheet {tree.id[:_SHEET_NAME]}", why))
    return forms
