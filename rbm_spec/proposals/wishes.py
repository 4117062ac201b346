"""What a returned document asks for: changes of texts, remarks on them, and what no text of a spec can say."""

from __future__ import annotations

from dataclasses import dataclass

from rbm_spec.proposals.beside import Elsewhere
from rbm_spec.source import Where


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
    is_reply: bool = False
    is_settled: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """An edit that changes no text of a spec: `why` in a sentence, and what was taken away and put there.

    `near` is the heading that it stands below, and the row of the table; `places` are texts of specs that it touches.
    """

    why: str
    old: str
    new: str
    after: str
    by: str
    near: str = ""
    places: tuple[Where, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """All that a document asks for. `looks` counts changes of formatting alone."""

    changes: tuple[Change, ...]
    said: tuple[Said, ...]
    left: tuple[Left, ...]
    elsewhere: tuple[Elsewhere, ...] = ()
    looks: int = 0
