"""Footnotes of a returned document → changes of the marks of specs that say them, or what is left to people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from rbm_spec.plan.marks import MARK
from rbm_spec.proposals.beside import NOTE, Note
from rbm_spec.proposals.printed import Printed
from rbm_spec.proposals.wishes import Change, Left
from rbm_spec.source import Where

OF_NONE = "No spec says just this footnote, or several do."
GONE = "A footnote was taken out or put in. Do it in the plan by hand."
BRACES = "A footnote cannot hold curly brackets, which have a meaning in a spec."
CLOSED = "Other changes of the text with this footnote are left to you, so this one is too:"


def with_notes(
    printed: Printed, notes: Sequence[Note], agreed: Mapping[Where, Change], closed: Set[Where]
) -> tuple[dict[Where, Change], list[Left]]:
    """The changes that are agreed, with those of footnotes in them, and what is left of these.

    `closed` are texts of which other changes are left to people.
    """
    changes, left = dict(agreed), list[Left]()
    ours = printed.beside.get(NOTE, ())
    known, there = frozenset(ours), frozenset(note.before for note in notes)
    gone = iter([text for text in ours if text not in there])
    for note in notes:
        old = note.before if note.before in known else next(gone, "")
        if note.after == old:
            continue
        if not old or not note.after:
            left.append(Left(GONE, old or note.before, note.after, "", ", ".join(note.by)))
            continue
        where = _place(printed, old)
        if where is None or where in closed or set(note.after) & set("{}"):
            why = OF_NONE if where is None else CLOSED if where in closed else BRACES
            places = (where,) if where is not None else ()
            left.append(Left(why, old, note.after, "", ", ".join(note.by), places=places))
            continue
        change = changes.get(where) or _none(printed, where)
        changes[where] = replace(
            change, new=_said(change.new, old, note.after), by=tuple(dict.fromkeys((*change.by, *note.by)))
        )
    left += [Left(GONE, text, "", "", "") for text in gone]
    return changes, left


def _none(printed: Printed, where: Where) -> Change:
    """The text as it is."""
    text = printed.texts[where].strip()
    said = (printed.text[span.first : span.last] for span in printed.spans if span.where == where)
    return Change(where, text, text, (), next(said, ""))


def notes_in(text: str) -> Set[str]:
    """What the footnotes of a text of a spec say."""
    return {" ".join(mark[2].split()) for mark in MARK.finditer(text) if mark[1] == "note"}


def _place(printed: Printed, note: str) -> Where | None:
    """The only text that says the footnote."""
    marked = ((where, text) for where, text in printed.texts.items() if "{note:" in text)
    found = [where for where, text in marked if where not in printed.foreign and note in notes_in(text)]
    return found[0] if len(found) == 1 else None


def _said(text: str, old: str, new: str) -> str:
    """`text` with other words in the mark of a footnote. Curly brackets would end it."""
    return MARK.sub(
        lambda mark: f"{{note:{new}}}" if mark[1] == "note" and " ".join(mark[2].split()) == old else mark[0], text
    )
