"""What was found: rules, and findings at a place.

A rule has a stable code that is never used again for something else, a name, and a severity. A finding says in one
plain sentence what is wrong there, and in its hint the way out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from rbm_spec.source import Where


class Severity(StrEnum):
    """Errors stop the compiler; warnings need an answer; information does not change the exit code."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of finding, for example `Rule("RBM103", "duplicate-key", Severity.ERROR)`."""

    code: str
    name: str
    severity: Severity

    def found(self, where: Where, message: str, hint: str | None = None, fix: Fix | None = None) -> Finding:
        """This rule is broken at `where`."""
        return Finding(self, where, message, hint, fix)


@dataclass(frozen=True, slots=True)
class Fix:
    """What to write at a finding's place: `new` instead of `old`, which must stand there.

    `safe` says that nothing else can have been meant; otherwise it is a good guess.
    """

    old: str
    new: str
    safe: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken rule at one place."""

    rule: Rule
    where: Where
    message: str
    hint: str | None = None
    fix: Fix | None = field(default=None, compare=False)

    @property
    def is_error(self) -> bool:
        """Whether nothing may be compiled from this."""
        return self.rule.severity is Severity.ERROR


class Stopped(Exception):
    """Ends the work at hand; `finding` says what to mend, and where."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding)
        self.finding = finding

    def __str__(self) -> str:
        return self.finding.message
