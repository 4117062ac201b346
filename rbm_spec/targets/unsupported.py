"""What a target cannot express, and why: said at compile time, never approximated."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unsupported:
    """`reason` is a plain sentence, printed where the expression would have stood."""

    reason: str
