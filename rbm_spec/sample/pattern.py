"""A pattern of the spec language -> text of that form."""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from functools import cache

from rbm_spec.sample.chance import Chance

FEW = 6
_PRINTABLE = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_./ " + string.punctuation
_ATOM = re.compile(r"\\.|\[\^?(?:\\.|[^\]\\])+\]|[^()|]", re.DOTALL)
_REPEAT = re.compile(r"([?*+])|\{([0-9]+)(?:,([0-9]+))?\}")

Part = Callable[[Chance], str]


@cache
def writer(pattern: str) -> Part:
    """A function that writes a text of the form; the pattern has been checked when the plan was compiled."""
    part, _ = _alternatives(pattern, 0)
    return part


def _alternatives(pattern: str, at: int) -> tuple[Part, int]:
    choices: list[Part] = []
    parts: list[Part] = []
    while at < len(pattern) and pattern[at] != ")":
        if pattern[at] == "|":
            choices.append(_sequence(parts))
            parts, at = [], at + 1
        else:
            part, at = _piece(pattern, at)
            parts.append(part)
    choices.append(_sequence(parts))
    return (lambda chance: chance.pick(choices)(chance)), at


def _sequence(parts: list[Part]) -> Part:
    return lambda chance: "".join(part(chance) for part in parts)


def _piece(pattern: str, at: int) -> tuple[Part, int]:
    if pattern[at] == "(":
        part, at = _alternatives(pattern, at + 1)
        return part, at + 1
    found = _ATOM.match(pattern, at)
    assert found is not None
    atom, at = found.group(), found.end()
    letters = [letter for letter in _PRINTABLE if re.fullmatch(atom, letter)] or [atom.lstrip("\\")]
    low, high, at = _times(pattern, at)
    return (lambda chance: "".join(chance.pick(letters) for _ in range(chance.whole(low, high)))), at


def _times(pattern: str, at: int) -> tuple[int, int, int]:
    """Least and most repetitions, and where the pattern goes on."""
    found = _REPEAT.match(pattern, at)
    if found is None:
        return 1, 1, at
    sign, low, high = found.groups()
    least = {"?": 0, "*": 0, "+": 1}.get(sign, int(low or 0))
    most = {"?": 1, "*": FEW, "+": FEW}.get(sign, int(high or low or 0))
    return least, most, found.end()
