"""Formulas -> keys that are equal when they mean the same, however their measures are called.

A key is a number that stands for one shape of node over the keys of its arguments, so that even a sum of five hundred
terms is compared at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from rbm_spec.expr.catalogue import Window
from rbm_spec.expr.nodes import Call, Expr, Name, Number, fold, names
from rbm_spec.expr.types import Kind
from rbm_spec.kernel.values import Value
from rbm_spec.plan.model import Component, Measure, Method
from rbm_spec.reference.evaluate import evaluate

COMMUTE = ("+", "*", "and", "or", "=", "!=", "min", "max")
GATHER = ("+", "*", "and", "or")
MIRRORED = {">": "<", ">=": "<="}
_DAY = date(2028, 1, 1)
_WINDOW = Window(_DAY, _DAY, _DAY, _DAY, frozenset())


@dataclass(slots=True)
class Meanings:
    """The keys given so far."""

    keys: dict[object, int] = field(default_factory=dict)
    shapes: list[object] = field(default_factory=list)

    def key(self, shape: object) -> int:
        """The number of a shape."""
        found = self.keys.setdefault(shape, len(self.shapes))
        if found == len(self.shapes):
            self.shapes.append(shape)
        return found

    def of(self, expr: Expr | None) -> int:
        """The key of an expression."""
        return -1 if expr is None else fold(expr, self._node)

    def _node(self, node: Expr, args: list[int]) -> int:
        match node:
            case Call(op=op):
                args = self._gathered(op, args) if op in GATHER else args
                if op in MIRRORED:
                    return self.key((MIRRORED[op], *reversed(args)))
                if op == "in":
                    return self.key((op, args[0], *sorted(set(args[1:]))))
                return self.key((op, *(sorted(args) if op in COMMUTE else args)))
            case Name():
                return self.key(("name", node.dotted))
            case Number(value=value):
                return self.key(("number", Fraction(value)))
            case _:
                return self.key((type(node).__name__, node.value))

    def _gathered(self, op: str, args: list[int]) -> list[int]:
        """`(a + b) + c` is a sum of three."""
        found: list[int] = []
        for arg in args:
            shape = self.shapes[arg]
            found.extend(shape[1:] if isinstance(shape, tuple) and shape[0] == op else (arg,))
        return found

    def measure(self, measure: Measure) -> int:
        """The key of a measure: all that its value follows from."""
        aggregate = measure.aggregate
        return self.key(
            (
                "measure", measure.dataset, measure.during, aggregate.name, aggregate.percentile,
                self.of(aggregate.of), self.of(aggregate.condition), frozenset(measure.ignore), measure.spec.partial,
            )
        )  # fmt: skip

    def expanded(self, method: Method, component: Component) -> Expr:
        """The formula with components written out, and each measure named by its key."""
        formulas = {each.id: each.formula for each in method.components}
        if isinstance(component.formula, Name) and component.formula.role == "measure":
            return self._renamed(component.formula, method)

        def visit(node: Expr, args: list[Expr]) -> Expr:
            match node:
                case Name(role="measure"):
                    return self._renamed(node, method)
                case Name(role="component"):
                    inner = formulas[node.dotted]
                    return self._renamed(inner, method) if isinstance(inner, Name) else self._opaque(node, method)
                case Call():
                    return Call(node.op, tuple(args), node.span, node.type, node.op_span)
                case _:
                    return node

        return fold(component.formula, visit)

    def _renamed(self, name: Name, method: Method) -> Name:
        if name.role == "measure":
            return Name((f"measure_{self.measure(method.measures[name.dotted])}",), name.span, name.type, name.role)
        return self._opaque(name, method)

    def _opaque(self, name: Name, method: Method) -> Name:
        """A component that is more than a name stays one: it belongs to this method alone."""
        if name.role != "component":
            return name
        return Name((f"component_{self.key(('component', id(method), name.dotted))}",), name.span, name.type, name.role)


def leaves(expr: Expr) -> frozenset[str]:
    """The names that a formula reads."""
    return frozenset(name.dotted for name in names(expr))


def probes_agree(one: Expr, other: Expr) -> bool:
    """Whether both give the same for two choices of numbers: a quick way to see that they differ."""
    return all(_at(one, probe) == _at(other, probe) for probe in (_first, _second))


def _at(expr: Expr, probe: Callable[[int], Fraction]) -> object:
    order = {name: i for i, name in enumerate(sorted(leaves(expr)))}

    def lookup(name: Name) -> Value:
        return Value(True if name.type.kind is Kind.BOOLEAN else probe(order[name.dotted]))

    return evaluate(expr, lookup, _WINDOW).content


def _first(i: int) -> Fraction:
    return Fraction(7 + 11 * i, 3)


def _second(i: int) -> Fraction:
    return Fraction(1009 - 97 * i * i, 5 + i)
