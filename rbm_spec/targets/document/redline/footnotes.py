"""The footnotes of two documents → those of the new one, and behind them those to which only deleted words refer."""

from __future__ import annotations

import copy
from xml.etree import ElementTree as Xml

from rbm_spec.targets.document.redline.package import written
from rbm_spec.targets.document.redline.xml import W, key


def footnotes(old: bytes, new: bytes, was: Xml.Element) -> bytes:
    """The part for the redline; the references in `was`, the old text, are turned to the notes there.

    A note whose words have changed is another one: its old reference goes, and a new one comes.
    """
    before, after = Xml.fromstring(old), Xml.fromstring(new)  # noqa: S314 - our own
    same: dict[str, list[str]] = {}
    for note in _notes(after):
        same.setdefault(_said(note), []).append(note.get(f"{W}id", ""))
    free = 1 + max([0, *(int(note.get(f"{W}id", "0")) for note in after)])
    turned = {}
    for note in _notes(before):
        if same.get(_said(note)):
            turned[note.get(f"{W}id")] = same[_said(note)].pop(0)
            continue
        turned[note.get(f"{W}id")] = str(free)
        added = copy.deepcopy(note)
        added.set(f"{W}id", str(free))
        after.append(added)
        free += 1
    for reference in was.iter(f"{W}footnoteReference"):
        reference.set(f"{W}id", turned[reference.get(f"{W}id")])
    return written(after)


def _notes(part: Xml.Element) -> list[Xml.Element]:
    """Those with words; others are the lines above them."""
    return [note for note in part if note.get(f"{W}type") is None]


def _said(note: Xml.Element) -> str:
    return "".join(map(key, note))
