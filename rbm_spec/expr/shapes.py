"""Expressions -> numbers that stand for their shape: equal numbers, equal meaning, whatever the order of sums.

A shape is an operator over the numbers of its arguments. Sums, products and conditions are gathered and sorted, and
comparisons written one way round, so that `(a + b) + c` and `c + (b + a)` have one shape. Nothing is computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rbm_spec.expr.nodes import Call, Expr, Name, Number, fold

COMMUTE = ("+", "*", "and", "or", "=", "!=", "min", "max")
GATHER = ("+", "*", "and", "or")
MIRRORED = {">": "<", ">=": "<="}


@dataclass(slots=True)
class Shapes:
    """The numbers given so far, and the shapes that they stand for."""

    keys: dict[object, int] = field(default_factory=dict)
    shapes: list[tuple[object, ...]] = field(default_factory=list)

    def key(self, shape: tuple[object, ...]) -> int:
        """The number of a shape."""
        found = self.keys.setdefault(shape, len(self.shapes))
        if found == len(self.shapes):
            self.shapes.append(shape)
        return found

    def call(self, op: str, args: Sequence[int]) -> int:
        """The number of an operator or function over arguments."""
        if op in MIRRORED:
            return self.key((MIRRORED[op], *reversed(args)))
        if op == "in":
            return self.key((op, args[0], *sorted(set(args[1:]))))
        given = self._gathered(op, args) if op in GATHER else list(args)
        return self.key((op, *(sorted(given) if op in COMMUTE else given)))

    def node(self, node: Expr, args: Sequence[int]) -> int:
        """The number of a node over those of its arguments."""
        match node:
            case Call(op=op):
                return self.call(op, args)
            case Name():
                return self.key(("name", node.dotted))
            case Number(value=value):
                return self.key(("number", *value.as_integer_ratio()))
            case _:
                return self.key((type(node).__name__, node.value))

    def of(self, expr: Expr) -> int:
        """The number of a whole expression."""
        return fold(expr, self.node)

    def _gathered(self, op: str, args: Sequence[int]) -> list[int]:
        """`(a + b) + c` is a sum of three."""
        found: list[int] = []
        for arg in args:
            shape = self.shapes[arg]
            found.extend(each for each in shape[1:] if isinstance(each, int)) if shape[0] == op else found.append(arg)
        return found
