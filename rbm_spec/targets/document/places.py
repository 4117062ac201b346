"""A provision of a plan -> the name of the bookmark at which it is printed, so that readers of the file can find it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from markupsafe import Markup

MOST = 40
"""Characters in the name of a bookmark; more are lost in Word."""
ROLES = {
    "outcome": "outcome",
    "results": "outcome",
    "enabler": "enabler",
    "listed": "indicator",
    "indicator": "indicator",
}
"""What a document prints of which kind: an outcome as a statement or above its table of results, an indicator as an
item of a list or as a methodology sheet."""


@dataclass(frozen=True, slots=True)
class Provision:
    """Something that a governing body adopts, and where: `role` is one of ROLES."""

    role: str
    id: str

    @property
    def bookmark(self) -> Markup:
        """Letters, digits and low lines only, so that it can stand in Markdown as it is."""
        name = f"{self.role}_{self.id}"
        assert re.fullmatch(r"[a-z][a-z0-9_]*", name)
        if len(name) > MOST:
            name = f"{self.role}_{hashlib.sha256(self.id.encode('ascii')).hexdigest()[:24]}"
        return Markup(name)  # noqa: S704 - looked at a line above
