"""Reads a line of LaTeX arithmetic back, by the rules that people read equations by; knows nothing of the compiler."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

TOKEN = re.compile(r"\\left\(|\\right\)|\\frac|\\times|\\text\{(?P<name>\w+)\}|[0-9.]+|[-+{}^]|\s+")


def value_of(latex: str, values: Mapping[str, Fraction]) -> Fraction:
    """What the equation comes to. Products bind tighter than sums, powers tighter than signs."""
    tokens = [match for match in TOKEN.finditer(latex) if match[0].strip()]
    assert "".join(match[0] for match in tokens) == re.sub(r"\s", "", latex)
    reader = _Reader(tokens, values)
    result = reader.sum()
    assert reader.rest == []
    return result


class _Reader:
    def __init__(self, tokens: list[re.Match[str]], values: Mapping[str, Fraction]) -> None:
        self.rest, self.values = tokens, values

    def take(self, *wanted: str) -> str | None:
        if self.rest and (not wanted or self.rest[0][0] in wanted):
            return self.rest.pop(0)[0]
        return None

    def sum(self) -> Fraction:
        total = -self.product() if self.take("-") else self.product()
        while sign := self.take("+", "-"):
            total = total + self.product() if sign == "+" else total - self.product()
        return total

    def product(self) -> Fraction:
        total = self.power()
        while self.take(r"\times"):
            total *= self.power()
        return total

    def power(self) -> Fraction:
        base = self.atom()
        if self.take("^"):
            exponent = self.group()
            assert exponent.denominator == 1
            return base ** int(exponent)
        return base

    def group(self) -> Fraction:
        assert self.take("{")
        inner = self.sum()
        assert self.take("}")
        return inner

    def atom(self) -> Fraction:
        if self.take(r"\left("):
            inner = self.sum()
            assert self.take(r"\right)")
            return inner
        if self.take(r"\frac"):
            return self.group() / self.group()
        match = self.rest.pop(0)
        return self.values[match["name"]] if match["name"] else Fraction(match[0])
