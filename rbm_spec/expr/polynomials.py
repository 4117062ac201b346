"""Formulas as quotients of polynomials over their names. The only use of sympy.

They are rebuilt from our own nodes; no text is ever read as code. What is asked of sympy is bounded by the size that a
formula would have when written out in full, so an answer never takes long.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from sympy import Poly, Rational, Symbol
from sympy.polys.domains import QQ
from sympy.polys.rings import ring

from rbm_spec.expr.nodes import Call, Expr, Number, fold, names
from rbm_spec.expr.points import value_at
from rbm_spec.expr.shapes import Shapes

MOST_TERMS = 1500
MOST_DEGREE = 24
MOST_NAMES = 12
MOST_TO_FACTOR = 40
ARITHMETIC = ("+", "-", "*", "/", "neg", "^")


@dataclass(frozen=True, slots=True)
class Quotient:
    """Numerator and denominator as polynomials, and all that is divided by on the way."""

    over: Any
    under: Any
    divisors: tuple[Any, ...] = ()


@dataclass(slots=True)
class Quotients:
    """Formulas as fractions of polynomials over atoms: names, and calls that are not looked into."""

    shapes: Shapes
    atoms: dict[int, int] = field(default_factory=dict)
    gens: Sequence[Any] = ()
    one: Any = None

    def gather(self, expr: Expr) -> set[int]:
        """The shapes of the atoms of an expression."""
        found: set[int] = set()

        def visit(node: Expr, args: list[tuple[int, set[int]]]) -> tuple[int, set[int]]:
            key = self.shapes.node(node, [each for each, _ in args])
            if isinstance(node, Number):
                return key, set()
            if isinstance(node, Call) and node.op in ARITHMETIC:
                return key, set().union(*(inner for _, inner in args))
            return key, {key}

        found = fold(expr, visit)[1]
        for each in sorted(found):
            self.atoms.setdefault(each, len(self.atoms))
        return found

    def begin(self) -> None:
        """Make the ring over all atoms gathered."""
        made, *self.gens = ring([f"x{at}" for at in range(len(self.atoms))], QQ)
        self.one = made.one

    def label(self, key: int) -> str | None:
        """The name that an atom is; None for calls."""
        shape = self.shapes.shapes[key]
        return str(shape[1]) if shape[0] == "name" else None

    def over_and_under(self, expr: Expr) -> Quotient:
        """The fraction of an expression whose atoms are gathered."""

        def visit(node: Expr, args: list[tuple[int, Quotient]]) -> tuple[int, Quotient]:
            key = self.shapes.node(node, [each for each, _ in args])
            if isinstance(node, Number):
                return key, Quotient(self.one * QQ(*node.value.as_integer_ratio()), self.one)
            if isinstance(node, Call) and node.op in ARITHMETIC:
                return key, _worked_out(node, [each for _, each in args])
            # What is inside an atom that is not looked into stays inside.
            return key, Quotient(self.gens[self.atoms[key]] if key in self.atoms else self.one, self.one)

        return fold(expr, visit)[1]


def _worked_out(call: Call, args: Sequence[Quotient]) -> Quotient:
    one, other = args[0], args[-1]
    a, b, c, d = one.over, one.under, other.over, other.under
    divisors = one.divisors if len(args) == 1 else one.divisors + other.divisors
    match call.op:
        case "+":
            return Quotient(a * d + c * b, b * d, divisors)
        case "-":
            return Quotient(a * d - c * b, b * d, divisors)
        case "*":
            return Quotient(a * c, b * d, divisors)
        case "neg":
            return Quotient(-a, b, divisors)
        case "/":
            return Quotient(a * d, b * c, (*divisors, c))
    power = int(value_at(call.args[1], {}).decimal)
    if power < 0:
        return Quotient(b**-power, a**-power, (*one.divisors, a))
    return Quotient(a**power, b**power, one.divisors)


def zeros(divisors: Sequence[Any]) -> set[Any]:
    """The polynomials whose zeros make a quotient missing, in factors where these are found quickly."""
    found: set[Any] = set()
    for divisor in divisors:
        if divisor.is_ground:
            continue
        small = len(divisor) <= MOST_TO_FACTOR and max(divisor.degrees()) <= MOST_DEGREE // 4
        factors = [each for each, _ in divisor.factor_list()[1]] if small else [divisor]
        found |= {factor.monic() for factor in factors}
    return found


@dataclass(frozen=True, slots=True)
class _Size:
    """At most so many terms, of so high a degree, over and under the line of the formula as one fraction."""

    over: int
    under: int
    degree: int


def is_small(expr: Expr) -> bool:
    """Whether the formula, written out as one fraction, stays within the bounds."""

    def visit(node: Expr, args: list[_Size]) -> _Size:
        if not isinstance(node, Call) or node.op not in ARITHMETIC:
            return _Size(1, 1, 1)
        return _capped(_written_out(node, args))

    size = fold(expr, visit)
    return max(size.over, size.under) <= MOST_TERMS and size.degree <= MOST_DEGREE


def _capped(size: _Size) -> _Size:
    over, under, degree = (min(each, 10**6) for each in (size.over, size.under, size.degree))
    return _Size(over, under, degree)


def _written_out(call: Call, args: list[_Size]) -> _Size:
    a, b = args[0], args[-1]
    match call.op:
        case "+" | "-":
            same = 1 if (a.under, b.under) == (1, 1) else 2
            return _Size(a.over * b.under + b.over * a.under, a.under * b.under, max(a.degree, b.degree) * same)
        case "*":
            return _Size(a.over * b.over, a.under * b.under, a.degree + b.degree)
        case "/":
            return _Size(a.over * b.under, a.under * b.over, a.degree + b.degree)
        case "^":
            exponent = call.args[1]
            power = int(abs(exponent.value)) if isinstance(exponent, Number) and abs(exponent.value) <= 32 else 32
            return _Size(a.over**power, a.under**power, a.degree * power)
        case _:
            return a


def names_in(expr: Expr) -> set[str]:
    """The names whose values an expression depends on."""
    return {name.dotted for name in names(expr)}


def real_zeros(poly: Sequence[Fraction]) -> list[tuple[Fraction, Fraction]]:
    """The real zeros of a polynomial, its constant first; those that are no fractions between two close ones."""
    if len(poly) == 2:
        exact = -poly[0] / poly[1]
        return [(exact, exact)]
    given = Poly([QQ(each.numerator, each.denominator) for each in reversed(poly)], Symbol("x"), domain=QQ)
    found: list[tuple[Fraction, Fraction]] = []
    for factor, _ in given.factor_list()[1]:
        if factor.degree() == 1:
            found += real_zeros([as_fraction(each) for each in reversed(factor.all_coeffs())])
        else:
            for (low, high), _ in factor.intervals(eps=Rational(1, 10**15)):
                found.append((as_fraction(low), as_fraction(high)))
    return sorted(found)


def as_fraction(number: Any) -> Fraction:
    """A number of sympy as one of Python."""
    return Fraction(int(number.numerator), int(number.denominator))
