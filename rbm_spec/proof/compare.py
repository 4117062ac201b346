"""What the reference evaluator says of an indicator and what a target says -> everything that differs.

Values agree within one part in a billion, or are both as good as zero; all else agrees exactly. The text of a binary
number may differ from the thirteenth digit on, where such a number does not say more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from rbm_spec.kernel.definitions import By
from rbm_spec.proof.answers import Answer, Key

VALUES = 10**9
TWELVE_DIGITS = 10**11
NEXT_TO_NOTHING = Fraction(1, 10**12)


@dataclass(frozen=True, slots=True)
class Difference:
    """`what` is the fact that differs, of which cell and component, and what the reference and the target say."""

    what: str
    by: By
    component: str
    wanted: object
    got: object


def differences(wanted: Answer, got: Answer) -> Iterator[Difference]:
    """All of them, those about whole indicators first."""
    for what in ("withheld", "faults"):
        one, other = getattr(wanted, what), getattr(got, what)
        if other is not None and one != other:
            yield Difference(what, (), "", _of_one(one, other), _of_one(other, one))
    if got.faults is not None and list(wanted.facts) != list(got.facts):
        yield Difference("cells", (), "", list(dict.fromkeys(by for by, _ in wanted.facts)), _cells(got))
    elif wanted.facts.keys() != got.facts.keys():
        yield Difference("cells", (), "", _cells(wanted), _cells(got))
    for key, facts in wanted.facts.items():
        for what, one in facts.items():
            if key in got.facts and not _same(what, one, got, key):
                yield Difference(what, *key, one, got.facts[key][what])


def _cells(answer: Answer) -> list[By]:
    return list(dict.fromkeys(by for by, _ in answer.facts))


def _of_one(found: object, other: object) -> object:
    """What one says and the other does not."""
    if isinstance(found, frozenset) and isinstance(other, frozenset):
        return sorted(found - other)
    return found


def _same(what: str, one: object, got: Answer, key: Key) -> bool:
    other: object = got.facts[key][what]
    if what == "n" and one is not None and other is None:
        return False
    if what == "value":
        return _same_value(one, other)
    if what == "published" and one != other and key in got.inexact:
        return _alike(one, other)
    return one == other


def _same_value(one: object, other: object) -> bool:
    if isinstance(one, bool) or isinstance(other, bool) or not isinstance(one, Fraction):
        return one == other and type(one) is type(other)
    if not isinstance(other, int | float | Decimal | Fraction) or other != other:
        return False
    size = abs(one - Fraction(other))
    return size <= max(abs(one), abs(Fraction(other))) / VALUES or size < NEXT_TO_NOTHING


def _alike(one: object, other: object) -> bool:
    try:
        first, second = Fraction(str(one)), Fraction(str(other))
    except ValueError:
        return False
    return abs(first - second) <= max(abs(first), abs(second)) / TWELVE_DIGITS
