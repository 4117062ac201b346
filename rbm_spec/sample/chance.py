"""A seed -> the same random choices in every version of Python.

Only `Random.random` is promised to stay the same for a seed, so everything is made from it.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """Random choices from a seed."""

    def __init__(self, seed: str) -> None:
        self.share = Random(seed).random  # noqa: S311 - made-up data needs no secrets
        """A number from 0 up to, but without, 1."""

    def whole(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self.share() * (high - low + 1))

    def pick(self, choices: Sequence[T]) -> T:
        """One of the choices, each as likely."""
        return choices[int(self.share() * len(choices))]

    def often(self, probability: float) -> bool:
        """True with this probability."""
        return self.share() < probability

    def weighted(self, choices: Sequence[T], limits: Sequence[float]) -> T:
        """One of the choices; `limits` are running sums of their weights."""
        return choices[min(bisect(limits, self.share() * limits[-1]), len(choices) - 1)]
