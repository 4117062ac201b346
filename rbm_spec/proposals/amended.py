"""Files of a plan and a proposal → the files with the changes in their lines, and remarks as comments above them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rbm_spec.edit.place import CannotSet, edit_at, is_same_elsewhere
from rbm_spec.edit.splice import Edit, spliced
from rbm_spec.load import load_files
from rbm_spec.load.characters import FORBIDDEN, described
from rbm_spec.load.gate import read_tree
from rbm_spec.proposals.wishes import Change, Proposal, Said
from rbm_spec.source import Where
from rbm_spec.translations.folder import is_catalogue
from rbm_spec.translations.places import texts_of

WIDTH = 110
MOVED_ON = "The specs say something else there since the document was made."
GONE = "All words of it were deleted. Take the text, or what it belongs to, out of the spec by hand."
NOT_WRITTEN = "It cannot be written there without changing something else. Write it by hand."


@dataclass(frozen=True)
class Amended:
    """The files as proposed, the changes that cannot be written, with the reason, and comments that stand nowhere."""

    files: dict[str, bytes]
    refused: tuple[tuple[Change, str], ...]
    unsaid: tuple[Said, ...] = ()


def amended(files: Mapping[str, bytes], proposal: Proposal) -> Amended:
    """The files with everything in the proposal that can be written into them."""
    new, refused, unsaid = dict(files), list[tuple[Change, str]](), list[Said]()
    texts = texts_of(load_files({file: raw for file, raw in new.items() if not is_catalogue(file)})[0])
    for change in proposal.changes:
        if texts.get(change.where, "").strip() != change.old:
            refused.append((change, MOVED_ON))
            continue
        try:
            new[change.where.file] = _changed(change.where, new[change.where.file], change.new)
        except CannotSet as error:
            refused.append((change, str(error)))
    remarks: dict[Where, list[Said]] = {}
    for said in proposal.said:
        if said.where is not None:
            remarks.setdefault(said.where, []).append(said)
    for where, found in remarks.items():
        raw = _remarked(where, new.get(where.file, b""), found)
        if raw is None:
            unsaid += found
        else:
            new[where.file] = raw
    return Amended(new, tuple(refused), tuple(unsaid))


def unseen(sign: str) -> str:
    """Why a text with this character is not written."""
    return f"The character {described(sign)} may not stand there: nobody can see it."


def _changed(where: Where, raw: bytes, value: str) -> bytes:
    steps = [str(step) for step in where.path]
    tree, _ = read_tree(where.file, raw)
    if not value.strip() or tree is None:
        raise CannotSet(GONE)
    if hidden := FORBIDDEN.search(value):
        raise CannotSet(unseen(hidden.group()))
    new = spliced(raw, [edit_at(tree, steps, value)])
    again, findings = read_tree(where.file, new)
    if again is None or not is_same_elsewhere(tree.data, again.data, steps):
        faults = " ".join(dict.fromkeys(each.message for each in findings if each.is_error))
        raise CannotSet(faults or NOT_WRITTEN)
    if texts_of({where.file: again}).get(where, "").strip() != value:
        raise CannotSet(NOT_WRITTEN)
    return new


def _remarked(where: Where, raw: bytes, remarks: Iterable[Said]) -> bytes | None:
    """The file with comments above the line of the text that they are on; None when they cannot stand there."""
    tree, _ = read_tree(where.file, raw)
    if tree is None:
        return None
    line = tree.locate(where.key()).line
    at = sum(len(each) + 1 for each in tree.text.split("\n")[: line - 1])
    row = tree.text[at:].split("\n", 1)[0]
    indent = " " * (len(row) - len(row.lstrip(" ")))
    rows: list[str] = []
    for each in remarks:
        said = FORBIDDEN.sub("", remark_of(each))
        rows += textwrap.wrap(said, WIDTH - len(indent), break_long_words=False, break_on_hyphens=False)
    new = spliced(raw, [Edit(at, at, "".join(f"{indent}# {each}\n" for each in rows))])
    again, _ = read_tree(where.file, new)
    return new if again is not None and again.data == tree.data else None


def remark_of(said: Said) -> str:
    """A comment in one line."""
    kind = ("Reply by" if said.is_reply else "Comment by", said.by or "somebody", "(resolved)" * said.is_settled)
    return f"{' '.join(filter(None, kind))}: {said.text}"
