"""A pattern of the spec language -> text of that form."""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from functools import cache

from rbm_spec.sample.chance import Chance

FEW = 6
_PRINTABLE = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_./ " + string.punctuation
_OTHERS = [chr(point) for point in (*range(9, 14), *range(160, 592))]
_ATOM = re.compile(r"\\.|\[\^?(?:\\.|[^\]\\])+\]|[^()|]", re.DOTALL)
_REPEAT = re.compile(r"([?*+])|\{([0-9]+)(?:,([0-9]*))?\}")

Part = Callable[[Chance], str]


@cache
def writer(pattern: str) -> Part:
    """A function that writes a text of the form; the pattern has been checked when the plan was compiled."""
    whole = pattern.removeprefix("^")
    if whole.endswith("$") and not whole.endswith("\\$"):
        whole = whole[:-1]
    part, _ = _alternatives(whole, 0)
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
    one, at = _group(pattern, at) if pattern[at] == "(" else _character(pattern, at)
    low, high, at = _times(pattern, at)
    return (lambda chance: "".join(one(chance) for _ in range(chance.whole(low, high)))), at


def _group(pattern: str, at: int) -> tuple[Part, int]:
    part, at = _alternatives(pattern, at + 1)
    return part, at + 1


def _character(pattern: str, at: int) -> tuple[Part, int]:
    found = _ATOM.match(pattern, at)
    assert found is not None
    atom = found.group()
    letters = [letter for letter in _PRINTABLE if re.fullmatch(atom, letter, re.ASCII)]
    letters = letters or [letter for letter in _OTHERS if re.fullmatch(atom, letter, re.ASCII)] or [atom]
    return (lambda chance: chance.pick(letters)), found.end()


def _times(pattern: str, at: int) -> tuple[int, int, int]:
    """Least and most repetitions, and where the pattern goes on."""
    found = _REPEAT.match(pattern, at)
    if found is None:
        return 1, 1, at
    sign, low, end = found.groups()
    if sign:
        least, most = {"?": (0, 1), "*": (0, FEW), "+": (1, FEW)}[sign]
    else:
        least = int(low)
        most = least if end is None else int(end or least + FEW)
    return least, most, found.end()
