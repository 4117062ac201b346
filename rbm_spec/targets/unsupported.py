"""What a target cannot express, and why: said at compile time, never approximated."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unsupported:
    """`reason` is a plain sentence, printed where the expression would have stood."""

    reason: str


class Inexpressible(Exception):
    """A target has no way to say something; carries why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.unsupported = Unsupported(reason)


def no_spelling(target: str, op: str) -> Inexpressible:
    """Of an entry of the catalogue that a target lacks, both by name: `The workbook has no spelling of sign.`"""
    return Inexpressible(f"{target} has no spelling of {op}.")
