"""Citations of resolutions in the texts of a plan, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rbm_spec.checks._house import is_english
from rbm_spec.checks._texts import texts
from rbm_spec.plan.model import Plan
from rbm_spec.source import Where

_CITED = re.compile(r"\bResolutions?[ \u00a0](\d{1,4})(?![\d/])(?:[ \u00a0]?\(([^()]*)\))?", re.IGNORECASE)
_SESSION = re.compile(
    r"(?:Rev\. )?(?!Rev\b)[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*)*, (?:19|20)\d\d"
    r"|C\d\d\b.*|(?:Rev\. ?)?(?:WRC|WTSA|WTDC|PP)-\d\d"
)


@dataclass(frozen=True, slots=True)
class Citation:
    """A resolution as it is cited; `session` is what stands in brackets, None without any."""

    where: Where
    number: int
    session: str | None

    @property
    def is_in_form(self) -> bool:
        """Whether the session is written as Rev., city and year. Headings may be in capitals."""
        if self.session is None:
            return False
        said = self.session.replace("\u00a0", " ")
        return _SESSION.fullmatch(said) is not None or (
            said.isupper() and _SESSION.fullmatch(_lowered(said)) is not None
        )


def citations(plan: Plan) -> Iterator[Citation]:
    """Every citation in a plan that is written in English."""
    if not is_english(plan):
        return
    for where, text in texts(plan):
        if "esolution" in text or "ESOLUTION" in text:
            for found in _CITED.finditer(text):
                if found[0][0] == "R":
                    yield Citation(where.chars(found.span()), int(found[1]), found[2])


def alike(session: str) -> str:
    """A session as it is compared: capitals and no-break spaces do not matter."""
    return session.replace("\u00a0", " ").casefold()


def _lowered(said: str) -> str:
    return re.sub(r"\w+", lambda word: word[0].capitalize(), said)
