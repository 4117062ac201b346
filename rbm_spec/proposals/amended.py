"""Files of a plan and a proposal → the files with the changes in their lines, and remarks as comments above them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rbm_spec.edit.place import CannotSet, edit_at, is_same_elsewhere
from rbm_spec.edit.splice import Edit, spliced
from rbm_spec.load import load_files
from rbm_spec.load.characters import FORBIDDEN
from rbm_spec.load.gate import read_tree
from rbm_spec.proposals.proposed import Change, Proposal, Said
from rbm_spec.source import Where
from rbm_spec.translations.places import texts_of

WIDTH = 110


@dataclass(frozen=True)
class Amended:
    """The files as proposed, and the changes that cannot be written, with the reason."""

    files: dict[str, bytes]
    refused: tuple[tuple[Change, str], ...]


def amended(files: Mapping[str, bytes], proposal: Proposal) -> Amended:
    """The files with everything in the proposal that can be written into them."""
    new, refused = dict(files), list[tuple[Change, str]]()
    texts = texts_of(load_files(new)[0])
    for change in proposal.changes:
        if texts.get(change.where, "").strip() != change.old:
            refused.append((change, "The specs say something else there since the document was made."))
            continue
        try:
            new[change.where.file] = _changed(change.where, new[change.where.file], change.new)
        except CannotSet as error:
            refused.append((change, str(error)))
    for file in {said.where.file for said in proposal.said if said.where}:
        remarks = [said for said in proposal.said if said.where and said.where.file == file]
        new[file] = _remarked(file, new[file], remarks)
    return Amended(new, tuple(refused))


def _changed(where: Where, raw: bytes, value: str) -> bytes:
    steps = [str(step) for step in where.path]
    tree, _ = read_tree(where.file, raw)
    if not value.strip() or tree is None:
        raise CannotSet("All words of it were deleted. Take the text, or what it belongs to, out of the spec by hand.")
    new = spliced(raw, [edit_at(tree, steps, value)])
    again, findings = read_tree(where.file, new)
    if again is None or not is_same_elsewhere(tree.data, again.data, steps):
        raise CannotSet(" ".join(dict.fromkeys(each.message for each in findings if each.is_error)))
    return new


def _remarked(file: str, raw: bytes, remarks: Iterable[Said]) -> bytes:
    """Comments above the lines of the texts that they are on."""
    tree, _ = read_tree(file, raw)
    assert tree is not None, "it was read before, and each change since"
    edits = []
    for remark in remarks:
        assert remark.where is not None
        line = tree.locate(remark.where.key()).line
        at = sum(len(each) + 1 for each in tree.text.split("\n")[: line - 1])
        row = tree.text[at:].split("\n", 1)[0]
        indent = " " * (len(row) - len(row.lstrip(" ")))
        said = FORBIDDEN.sub("", f"Comment by {remark.by or 'somebody'}: {remark.text}")
        rows = textwrap.wrap(said, WIDTH - len(indent), break_long_words=False, break_on_hyphens=False)
        edits.append(Edit(at, at, "".join(f"{indent}# {each}\n" for each in rows)))
    new = spliced(raw, edits)
    again, _ = read_tree(file, new)
    return new if again is not None and again.data == tree.data else raw
