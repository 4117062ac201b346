"""The printed text with its spans, and a returned document → changes of texts, remarks on them, and the rest."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest

from rbm_spec.proposals.aligned import Edit, aligned
from rbm_spec.proposals.beside import CONTENTS, NOTE
from rbm_spec.proposals.notes import with_notes
from rbm_spec.proposals.pieces import CELL, OBJECT
from rbm_spec.proposals.printed import Printed, Span
from rbm_spec.proposals.returned import Returned
from rbm_spec.proposals.wishes import Change, Left, Proposal, Said
from rbm_spec.proposals.written import replaced, written
from rbm_spec.source import Where

AROUND = 40
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
NO_SPEC = "No spec says just these words: a template or two neighbouring texts do."
NO_PARAGRAPH = "A whole paragraph was taken out. Take what prints it out of the plan by hand:"
NO_ROW = "A cell or a row was put in or taken out. Do it in the plan by hand:"
JOINED = "Two paragraphs were joined. Do it in the plan by hand:"
BRACKETS = "Square brackets say that a text is not agreed. Change its status by hand when that is so:"
CROSSED = "Another change runs over the edge of this text, so all of its changes are left to you."
TWICE = "This text is printed more than once, and it was changed in different ways."
OVERLAP = "Tracked and untracked changes lie over each other here, so all changes of this text are left to you."
MARKED = (
    "The spec says this with a mark, such as that of a footnote or of a number, so all its changes are left to you."
)
THINGS = (
    "An equation, a picture, a special sign or a footnote was put in or taken out, so all changes of this text are "
    "left to you."
)
UNREADABLE = "A sign that only one program or font knows was put in, so all changes of this text are left to you."
FOREIGN = "This text has no translation that counts, so the document prints another language. Translate it first."
BLANK = "Nothing but blanks or the end of a paragraph at the edge of this text was changed."
UNTRACKED = "{} says something else, and nobody tracked it."
AS_HEADINGS = "The list of contents says something else than the headings, of which it is made. Change the heading."


def proposal(printed: Printed, document: Returned) -> Proposal:
    """What the document proposes. Nothing of it is lost: an edit is in a change or among what is left."""
    by_span: dict[Span, list[Edit]] = {}
    left: list[Left] = []
    crossed: set[Span] = set()
    spans = _Spans(printed.spans)
    found, stretches = aligned(printed.text, document)
    for edit in found:
        if printed.text[edit.first : edit.last] == edit.new:
            continue  # taken out and put in again
        span, inside = spans.around(printed.text, edit)
        if span is None:
            crossed.update(spans.touched(edit.first, edit.last))
            why = _why(printed.text, edit)
            wider = int(why in (JOINED, BRACKETS))
            touched = spans.touched(edit.first - wider, edit.last + wider)
            left.append(_left(printed, edit, why, [each.where for each in touched]))
        else:
            by_span.setdefault(span, []).append(inside)
    changes: dict[Where, list[tuple[Change, list[Edit]]]] = {}
    for span, inner in by_span.items():
        change = CROSSED if span in crossed else _change(printed, span, inner)
        if isinstance(change, str):
            left += [_left(printed, edit, change, (span.where,)) for edit in inner]
        else:
            changes.setdefault(span.where, []).append((change, inner))
    agreed: dict[Where, Change] = {}
    for where, each in changes.items():
        if len({change.new for change, _ in each}) == 1:
            agreed[where] = each[0][0]
        else:
            left += [_left(printed, edit, TWICE, (where,)) for _, inner in each for edit in inner]
    agreed, notes = with_notes(printed, document.notes, agreed, {where for each in left for where in each.places})
    return Proposal(
        tuple(sorted(agreed.values(), key=_by_place)),
        tuple(_remarks(spans, document, stretches)),
        (*left, *notes, *_beside(printed, document)),
        document.elsewhere,
        document.looks,
    )


class _Spans:
    """The spans of a printed text, which never lie over each other, by their characters."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans = spans
        self.firsts, self.lasts = [each.first for each in spans], [each.last for each in spans]

    def around(self, text: str, edit: Edit) -> tuple[Span | None, Edit]:
        """The span that an edit lies in, and the edit: one of several paragraphs goes with the line end before it."""
        if CELL in edit.new:
            return None, edit
        span = self.holding(edit.first, edit.last)
        if span is None and _is_paragraph(text, edit):
            sooner = replace(edit, first=edit.first - 1, last=edit.last - 1)
            if before := self.holding(sooner.first, sooner.last):
                return before, sooner
        return span, edit

    def holding(self, first: int, last: int) -> Span | None:
        """The span that holds a stretch. What is at the edge of one belongs to it, sooner to the one before."""
        at = bisect_left(self.lasts, last)
        return self.spans[at] if at < len(self.spans) and self.spans[at].first <= first else None

    def touched(self, first: int, last: int) -> Sequence[Span]:
        """The spans that have a character in a stretch."""
        return self.spans[bisect_right(self.lasts, first) : bisect_left(self.firsts, last)]


def _is_paragraph(text: str, edit: Edit) -> bool:
    """Whether a paragraph was taken out with its end, and nothing put there."""
    is_whole = text[edit.last - 1 : edit.last] == "\n" and text[edit.first - 1 : edit.first] in ("", "\n", CELL)
    return is_whole and edit.first < edit.last and not edit.new


def _why(text: str, edit: Edit) -> str:
    if CELL in edit.new + text[edit.first : edit.last]:
        return NO_ROW
    if _is_paragraph(text, edit) and text[edit.first : edit.last].strip():
        return NO_PARAGRAPH
    if not (edit.new + text[edit.first : edit.last]).strip("[]"):
        return BRACKETS
    return JOINED if not edit.new and text[edit.first : edit.last] == "\n" else NO_SPEC


def _beside(printed: Printed, document: Returned) -> Iterable[Left]:
    """Equations and the like that differ although nobody tracked it."""
    headings = {" ".join(line.split()) for text in (document.before, document.after) for line in text.split("\n")}
    for place in sorted({*printed.beside, *document.beside} - {NOTE}):
        old, new = printed.beside.get(place, ()), document.beside.get(place, ())
        gone, come = _less(old, new), _less(new, old)
        if place == CONTENTS:
            # A program may have made it anew, after changes of headings.
            gone = [entry for entry in gone if not headings.isdisjoint(entry.split("\t"))]
            come = [entry for entry in come if headings.isdisjoint(entry.split("\t"))]
        why = AS_HEADINGS if place == CONTENTS else UNTRACKED.format(place[0].upper() + place[1:])
        for was, now in zip_longest(gone, come, fillvalue=""):
            yield Left(why, was, now, "", "")


def _less(texts: Sequence[str], others: Sequence[str]) -> list[str]:
    known = frozenset(others)
    return [text for text in texts if text not in known]


def _by_place(change: Change) -> tuple[str, str]:
    return change.where.file, str(change.where.path)


def _left(printed: Printed, edit: Edit, why: str, places: Iterable[Where]) -> Left:
    after = printed.text[max(0, edit.first - AROUND) : edit.first].rpartition("\n")[2]
    old = printed.text[edit.first : edit.last]
    near = printed.near(edit.first if old else max(0, edit.first - 1))
    return Left(why, old, edit.new, after, edit.by, near, tuple(dict.fromkeys(places)))


def _change(printed: Printed, span: Span, found: Sequence[Edit]) -> Change | str:
    """The text of the spec with the edits in it, or why it is left to people."""
    if span.where in printed.foreign:
        return FOREIGN
    if any(later.first < sooner.last for sooner, later in pairwise(found)):
        return OVERLAP
    if any(OBJECT in edit.new + printed.text[edit.first : edit.last] for edit in found):
        return THINGS
    if any(PRIVATE.search(edit.new) for edit in found):
        return UNREADABLE
    said, old = printed.text[span.first : span.last], printed.texts[span.where].strip()
    inside = [(edit.first - span.first, edit.last - span.first, edit.new) for edit in found]
    new = written(old, said, inside)
    if new is None:
        return MARKED
    if new == old:
        return BLANK
    by = dict.fromkeys(edit.by for edit in found if edit.by)
    return Change(span.where, old, new, tuple(by), replaced(said, inside))


def _remarks(spans: _Spans, document: Returned, stretches: Iterable[tuple[int, int]]) -> Iterable[Said]:
    """Comments with the first text of a spec that they touch."""
    before = document.before
    for remark, (first, last) in zip(document.remarks, stretches, strict=True):
        how = remark.is_reply, remark.is_settled
        if remark.first < 0:
            yield Said(None, remark.on, remark.by, remark.text, *how)
            continue
        span = next(iter(spans.touched(first, last)), None) or spans.holding(first, last)
        yield Said(span.where if span else None, before[remark.first : remark.last], remark.by, remark.text, *how)
