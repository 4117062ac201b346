"""Every entry of the catalogue gives what its example says."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from rbm_spec.expr.agreement import Mismatch, Vocabulary
from rbm_spec.expr.catalogue import ENTRIES, Entry, Window
from rbm_spec.expr.nodes import Name
from rbm_spec.expr.parser import parse
from rbm_spec.expr.types import Type
from rbm_spec.expr.typing import type_expression
from rbm_spec.kernel.values import Value
from rbm_spec.reference.evaluate import evaluate
from rbm_spec.source import Where

WHERE = Where("indicators/x.yaml", ("formula",))
YEAR = Window(date(2028, 1, 1), date(2028, 12, 31), date(2028, 1, 1), date(2031, 12, 31), frozenset())


class Nothing:
    def resolve(self, name: Name) -> tuple[Type, str] | Mismatch:
        return Mismatch(name.span, f'There is no "{name.dotted}".', kind="name")


@pytest.mark.parametrize("entry", [entry for entry in ENTRIES if entry.example[1]], ids=lambda entry: entry.name)
def test_example(entry: Entry) -> None:
    text, expected = entry.example
    expr, problems = parse(text, WHERE)
    assert expr is not None, problems
    typed, problems = type_expression(expr, Nothing(), Vocabulary(), WHERE)
    assert problems == []
    assert shown(evaluate(typed, lambda name: Value(None, "no_data"), YEAR)) == expected


def shown(value: Value) -> str:
    match value.content:
        case bool(truth):
            return str(truth).lower()
        case Fraction() as number:
            return str(number) if number.denominator == 1 else str(float(number))
        case other:
            return str(other)


def test_only_what_needs_data_has_no_value_in_its_example() -> None:
    assert [entry.name for entry in ENTRIES if not entry.example[1]] == ["hours"]
