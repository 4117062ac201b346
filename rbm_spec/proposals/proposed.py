"""The printed text with its spans, and a returned document → changes of texts, remarks on them, and the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rbm_spec.proposals.aligned import Edit, edits, moved
from rbm_spec.proposals.printed import Printed, Span
from rbm_spec.proposals.returned import Returned
from rbm_spec.source import Where

AROUND = 40
NO_SPEC = "No spec says just these words: a template or two neighbouring texts do."
CROSSED = "Another change runs over the edge of this text, so all of its changes are left to you."
TWICE = "This text is printed more than once, and it was changed in different ways."


@dataclass(frozen=True, slots=True)
class Change:
    """Another text for a place in the specs. `by` names who tracked it; without names nobody did."""

    where: Where
    old: str
    new: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A comment. `where` is None when it is on words that no spec says; then `on` quotes them."""

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
    """All that a document asks for. `elsewhere` counts changes in equations, notes, headers and footers."""

    changes: tuple[Change, ...]
    said: tuple[Said, ...]
    left: tuple[Left, ...]
    elsewhere: int


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
    for span in [each for each in by_span if any(each.first < edit.last and edit.first < each.last for edit in over)]:
        left += [_left(printed.text, edit, CROSSED) for edit in by_span.pop(span)]
    changes: dict[Where, list[tuple[Change, list[Edit]]]] = {}
    for span, found in by_span.items():
        changes.setdefault(span.where, []).append((_change(printed, span, found), found))
    agreed: list[Change] = []
    for each in changes.values():
        if len({change.new for change, _ in each}) == 1:
            agreed.append(each[0][0])
        else:
            left += [_left(printed.text, edit, TWICE) for _, found in each for edit in found]
    said = tuple(_remarks(printed, document))
    return Proposal(tuple(sorted(agreed, key=_by_place)), said, tuple(left), document.elsewhere)


def _by_place(change: Change) -> tuple[str, str]:
    return change.where.file, str(change.where.path)


def _span(spans: Sequence[Span], first: int, last: int) -> Span | None:
    """The span that an edit lies in. Words put at the edge of one belong to it, sooner to the one before."""
    return next((span for span in spans if span.first <= first and last <= span.last), None)


def _left(text: str, edit: Edit, why: str) -> Left:
    after = text[max(0, edit.first - AROUND) : edit.first].rpartition("\n")[2]
    return Left(why, text[edit.first : edit.last], edit.new, after, edit.by)


def _change(printed: Printed, span: Span, found: Iterable[Edit]) -> Change:
    """The text of the spec with the edits, and with what the print had left out at its ends."""
    before, new, at = printed.text[span.first : span.last], "", span.first
    by: dict[str, None] = {}
    for edit in found:
        new += printed.text[at : edit.first] + edit.new
        at = edit.last
        by |= {edit.by: None} if edit.by else {}
    new += printed.text[at : span.last]
    old = printed.texts[span.where].strip()
    said = " ".join(before.split())
    begins = " ".join(old.split()).find(said) if said else 0
    first, last = (old[: max(0, begins)], old[len(old) - (len(" ".join(old.split())) - begins - len(said)) :])
    return Change(span.where, old, first + _paragraphs(new) + last, tuple(by))


def _paragraphs(text: str) -> str:
    """Paragraphs as specs write them: an empty line in between."""
    return "\n\n".join(" ".join(part.split(" ")).strip() for part in text.split("\n") if part.strip())


def _remarks(printed: Printed, document: Returned) -> Iterable[Said]:
    """Comments with the first text of a spec that they touch."""
    for remark, (first, last) in zip(document.remarks, moved(printed.text, document), strict=True):
        touched = (each for each in printed.spans if each.first < last and first < each.last)
        span = next(touched, None) or _span(printed.spans, first, last)
        on = document.before[remark.first : remark.last]
        yield Said(span.where if span else None, on, remark.by, remark.text)
