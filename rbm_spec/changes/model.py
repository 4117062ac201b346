"""What a comparison speaks of: versions, facts, verdicts, audiences."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from rbm_spec.diagnostics import Rule, Severity
from rbm_spec.load.tree import Tree
from rbm_spec.plan.model import Plan
from rbm_spec.source import Where

Path = tuple[str, ...]


class Audience(StrEnum):
    """Whom a change can break."""

    PROVIDERS = "data providers"
    CALCULATION = "calculation"
    READERS = "Council readers"


PROVIDERS, CALCULATION, READERS = Audience


@dataclass(frozen=True, slots=True)
class Version:
    """One state of a plan; `trees` by kind and id, as they are written.

    `translations` holds for each language, by place, what is printed there; None where that is the text as written.
    """

    name: str
    plan: Plan
    trees: Mapping[tuple[str, str], Tree]
    translations: Mapping[str, Mapping[str, str | None]]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is written otherwise.

    `how` is `added`, `removed`, `renamed`, `moved` or `changed`. `path` holds names, never positions, so that it is the
    same wherever in a file or list the thing stands; it is empty for the whole object. `old` and `new` are plain data;
    None where there is nothing. The places are those of the value, in the version that has it.
    """

    how: str
    kind: str
    id: str
    path: Path = ()
    old: Any = None
    new: Any = None
    old_place: Where | None = None
    new_place: Where | None = None

    @property
    def place(self) -> Where:
        """Where to look: in the new version, or in the old one for what is gone."""
        found = self.new_place or self.old_place
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule says of a fact. `breaks` narrows what the rule says in general."""

    rule: Rule
    says: str
    breaks: tuple[Audience, ...] | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A fact, judged: `breaks` names the audiences for which it is breaking; `reason` says why that was accepted."""

    rule: Rule
    fact: Fact
    says: str
    breaks: tuple[Audience, ...]
    reason: str | None = None

    @property
    def level(self) -> str:
        """`breaking`, `notable` or `editorial`."""
        return "breaking" if self.breaks else "editorial" if self.rule.severity is Severity.INFO else "notable"

    @property
    def fingerprint(self) -> str:
        """Sixteen characters that stay while other things change and lines move, and differ with the values.

        The first is a letter, so that YAML never takes them for a number.
        """
        fact = self.fact
        identity = [self.rule.code, fact.how, fact.kind, fact.id, *fact.path]
        values = [] if not fact.path and fact.how in ("added", "removed") else [fact.old, fact.new]
        text = json.dumps([identity, values], sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return f"c{hashlib.sha256(text.encode('ascii')).hexdigest()[:15]}"


@dataclass(frozen=True, slots=True)
class Between:
    """Two versions, what differs, and which ids are new names of the same thing: by kind, from the old to the new."""

    old: Version
    new: Version
    facts: tuple[Fact, ...]
    renames: Mapping[tuple[str, str], str]

    def old_id(self, kind: str, new: str) -> str:
        """The id that a thing had in the old version."""
        return next((was for (of, was), now in self.renames.items() if (of, now) == (kind, new)), new)
