"""The printed text with its spans, and a returned document → changes of texts, remarks on them, and the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from rbm_spec.proposals.aligned import Edit, edits, moved
from rbm_spec.proposals.printed import Printed, Span
from rbm_spec.proposals.returned import OBJECT, Elsewhere, Returned
from rbm_spec.proposals.written import replaced, written
from rbm_spec.source import Where

AROUND = 40
NO_SPEC = "No spec says just these words: a template or two neighbouring texts do."
CROSSED = "Another change runs over the edge of this text, so all of its changes are left to you."
TWICE = "This text is printed more than once, and it was changed in different ways."
OVERLAP = "Tracked and untracked changes lie over each other here, so all changes of this text are left to you."
MARKED = (
    "The spec says this with a mark, such as that of a footnote or of a number, so all its changes are left to you."
)
THINGS = "An equation, a picture or a footnote was put in or taken out, so all changes of this text are left to you."
BLANK = "Nothing but blanks or the end of a paragraph at the edge of this text was changed."
UNTRACKED_NOTE = "A footnote says something else, and nobody tracked it."


@dataclass(frozen=True, slots=True)
class Change:
    """Another text for a place in the specs. `by` names who tracked it; without names nobody did.

    `printed` is what the document is to say then, which differs from `new` by marks and blanks.
    """

    where: Where
    old: str
    new: str
    by: tuple[str, ...]
    printed: str


@dataclass(frozen=True, slots=True)
class Said:
    """A comment. `where` is None when it is on words that no spec says; then `on` quotes them, if they are text."""

    where: Where | None
    on: str
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Left:
    """An edit that changes no text of a spec: `why` in a sentence, and what was taken away and put there."""

    why: str
    old: str
    new: str
    after: str
    by: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """All that a document asks for. `looks` counts changes of formatting alone."""

    changes: tuple[Change, ...]
    said: tuple[Said, ...]
    left: tuple[Left, ...]
    elsewhere: tuple[Elsewhere, ...] = ()
    looks: int = 0


def proposal(printed: Printed, document: Returned) -> Proposal:
    """What the document proposes. Nothing of it is lost: an edit is in a change or among what is left."""
    by_span: dict[Span, list[Edit]] = {}
    left: list[Left] = []
    over: list[Edit] = []
    for edit in edits(printed.text, document):
        span = _span(printed.spans, edit.first, edit.last)
        if span is None:
            left.append(_left(printed.text, edit, NO_SPEC))
            over.append(edit)
        else:
            by_span.setdefault(span, []).append(edit)
    changes: dict[Where, list[tuple[Change, list[Edit]]]] = {}
    for span, found in by_span.items():
        change = _change(printed, span, found, over)
        if isinstance(change, str):
            left += [_left(printed.text, edit, change) for edit in found]
        else:
            changes.setdefault(span.where, []).append((change, found))
    agreed: list[Change] = []
    for each in changes.values():
        if len({change.new for change, _ in each}) == 1:
            agreed.append(each[0][0])
        else:
            left += [_left(printed.text, edit, TWICE) for _, found in each for edit in found]
    return Proposal(
        tuple(sorted(agreed, key=_by_place)),
        tuple(_remarks(printed, document)),
        (*left, *_notes(printed, document)),
        document.elsewhere,
        document.looks,
    )


def _notes(printed: Printed, document: Returned) -> Iterable[Left]:
    """Footnotes that differ although nobody tracked it."""
    gone = [note for note in printed.notes if note not in document.notes]
    new = [note for note in document.notes if note not in printed.notes]
    for old, now in zip_longest(gone, new, fillvalue=""):
        yield Left(UNTRACKED_NOTE, old, now, "", "")


def _by_place(change: Change) -> tuple[str, str]:
    return change.where.file, str(change.where.path)


def _span(spans: Sequence[Span], first: int, last: int) -> Span | None:
    """The span that an edit lies in. Words put at the edge of one belong to it, sooner to the one before."""
    return next((span for span in spans if span.first <= first and last <= span.last), None)


def _left(text: str, edit: Edit, why: str) -> Left:
    after = text[max(0, edit.first - AROUND) : edit.first].rpartition("\n")[2]
    return Left(why, text[edit.first : edit.last], edit.new, after, edit.by)


def _change(printed: Printed, span: Span, found: Sequence[Edit], over: Iterable[Edit]) -> Change | str:
    """The text of the spec with the edits in it, or why it is left to people."""
    if any(span.first < edit.last and edit.first < span.last for edit in over):
        return CROSSED
    if any(later.first < sooner.last for sooner, later in pairwise(found)):
        return OVERLAP
    if any(OBJECT in edit.new + printed.text[edit.first : edit.last] for edit in found):
        return THINGS
    said, old = printed.text[span.first : span.last], printed.texts[span.where].strip()
    inside = [(edit.first - span.first, edit.last - span.first, edit.new) for edit in found]
    new = written(old, said, inside)
    if new is None:
        return MARKED
    if new == old:
        return BLANK
    by = dict.fromkeys(edit.by for edit in found if edit.by)
    return Change(span.where, old, new, tuple(by), replaced(said, inside))


def _remarks(printed: Printed, document: Returned) -> Iterable[Said]:
    """Comments with the first text of a spec that they touch."""
    for remark, (first, last) in zip(document.remarks, moved(printed.text, document), strict=True):
        if remark.first < 0:
            yield Said(None, "", remark.by, remark.text)
            continue
        touched = (each for each in printed.spans if each.first < last and first < each.last)
        span = next(touched, None) or _span(printed.spans, first, last)
        on = document.before[remark.first : remark.last]
        yield Said(span.where if span else None, on, remark.by, remark.text)
