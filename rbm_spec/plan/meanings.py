"""Formulas -> what they mean, as a key and a fingerprint, however their measures are called.

A key is a number that stands for one shape of node over the keys of its arguments: equal keys, equal meaning. A
fingerprint is the value of the formula for one choice of numbers, in whole numbers modulo a large prime, where nothing
is rounded: formulas that are equal by algebra have equal fingerprints, others hardly ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rbm_spec.expr.nodes import Call, Expr, Name, Number, fold, walk
from rbm_spec.expr.shapes import Shapes
from rbm_spec.plan.model import Component, Measure, Method

PRIME = 2**61 - 1
MOST_NODES = 200
MOST_EXPONENT = 32


@dataclass(frozen=True, slots=True)
class Meaning:
    """Key and fingerprint of a formula."""

    key: int
    print: int


@dataclass(slots=True)
class Meanings:
    """The keys given so far."""

    shapes: Shapes = field(default_factory=Shapes)

    def of_method(self, method: Method) -> Mapping[str, Meaning]:
        """The meaning of each component."""
        names: dict[str, Meaning] = {}
        for measure in method.measures.values():
            names[measure.id] = self._atom(self.measure(measure))
        found: dict[str, Meaning] = {}
        for component in method.components:
            found[component.id] = self._of(component.formula, names)
            if component.id:
                names[component.id] = found[component.id]
        return found

    def measure(self, measure: Measure) -> int:
        """The key of a measure: all that its value follows from."""
        each = measure.aggregate
        inner = [-1 if expr is None else self.shapes.of(expr) for expr in (each.of, each.condition)]
        frame = (measure.dataset, measure.during, each.name, each.percentile, *measure.ignore, measure.spec.partial)
        return self.shapes.key(("measure", *inner, *frame))

    def row(self, expr: Expr) -> int:
        """The key of an expression over fields."""
        return self.shapes.of(expr)

    def _atom(self, key: int) -> Meaning:
        """Something that algebra does not look into."""
        mixed = key * 0x9E3779B97F4A7C15 + 0x1F123BB5
        return Meaning(key, (mixed * mixed + key + 7) * mixed % PRIME)

    def _of(self, expr: Expr, names: Mapping[str, Meaning]) -> Meaning:
        def visit(node: Expr, args: list[Meaning]) -> Meaning:
            if isinstance(node, Name) and node.dotted in names:
                return names[node.dotted]
            key, made = self.shapes.node(node, [arg.key for arg in args]), None
            if isinstance(node, Call):
                made = _computed(node.op, [arg.print for arg in args])
            elif isinstance(node, Number):
                over, under = node.value.as_integer_ratio()
                made = over * pow(under, -1, PRIME) % PRIME
            return self._atom(key) if made is None else Meaning(key, made)

        return fold(expr, visit)


def _computed(op: str, args: list[int]) -> int | None:
    """The result of arithmetic modulo the prime; None for all else."""
    match op:
        case "+":
            return (args[0] + args[1]) % PRIME
        case "-":
            return (args[0] - args[1]) % PRIME
        case "*":
            return args[0] * args[1] % PRIME
        case "neg":
            return -args[0] % PRIME
        case "^" if min(args[1], PRIME - args[1]) <= MOST_EXPONENT and args[0]:
            return pow(args[0], args[1] if args[1] <= MOST_EXPONENT else args[1] - PRIME, PRIME)
        case "/" if args[1]:
            return args[0] * pow(args[1], -1, PRIME) % PRIME
        case _:
            return None


def written_out(method: Method, component: Component, meanings: Meanings) -> Expr | None:
    """The formula over measures named by their meaning, components written out; None when that is long."""
    known: dict[str, Expr] = {
        each.id: Name((f"measure_{meanings.measure(each)}",), type=each.aggregate.type, role="measure")
        for each in method.measures.values()
    }

    def visit(node: Expr, args: list[Expr]) -> Expr:
        if isinstance(node, Name):
            return known.get(node.dotted, node)
        return Call(node.op, tuple(args), node.span, node.type, node.op_span) if isinstance(node, Call) else node

    for each in method.components:
        made = fold(each.formula, visit)
        if sum(1 for _ in walk(made)) > MOST_NODES:
            return None
        if each is component:
            return made
        known[each.id] = made
    return None
