"""Wordings that compete for one text -> rows of one table, in square brackets, each beside who proposed it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rbm_spec.model.spec import Alternative
from rbm_spec.targets.words.brackets import with_status
from rbm_spec.targets.words.phrases import Phrases


@dataclass(frozen=True, slots=True)
class Wording:
    """One of several wordings of a text, and who proposed it."""

    text: str
    by: str


def wordings(found: Iterable[Alternative], status: str, phrases: Phrases) -> tuple[Wording, ...]:
    """Each wording as it is printed."""
    return tuple(Wording(with_status(each.text, status, phrases), each.proposed_by) for each in found)


def beside(
    text: str, source: str | None, others: tuple[Alternative, ...], status: str, phrases: Phrases
) -> tuple[Wording, ...]:
    """The text of the plan, by its source, and those that compete with it; nothing where none does."""
    own = Alternative(text, source or phrases.say("document.text_of_the_plan"))
    return wordings((own, *others), status, phrases) if others else ()
