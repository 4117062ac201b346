"""Questions about formulas that need algebra: do two mean the same, which way does one move. The only use of sympy.

Formulas are rebuilt from our own nodes; no text is ever read as code. What is asked of sympy is bounded by the size
that a formula would have when written out in full, so an answer never takes long: beyond the bound it is not decided.

Two formulas are the same when for all values of their names they have the same value or are missing for the same
reason: `a / a` is not `1`, for it is missing where a is 0, and `0 * a` is not `0`, for it is missing where a is. Limits
of size (a number beyond ten to the 300th on the way) are left out of account. Conditions are the same when they are
true, false and missing together.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from sympy import Poly, Rational, Symbol
from sympy.polys.domains import QQ
from sympy.polys.rings import ring

from rbm_spec.expr.nodes import Call, Expr, Number, fold, names, walk
from rbm_spec.expr.points import Difference, difference, value_at
from rbm_spec.expr.ranges import Range, possible_range, slope_sign
from rbm_spec.expr.shapes import Shapes
from rbm_spec.expr.truths import same_truth

__all__ = ["Different", "Equal", "Range", "Undecided", "compare", "derivative_sign", "possible_range", "sharp_range"]

MOST_TERMS = 1500
MOST_DEGREE = 24
MOST_NAMES = 12
MOST_TERMS_TO_CANCEL = 150
MOST_TO_FACTOR = 40
ARITHMETIC = ("+", "-", "*", "/", "neg", "^")
TURNED = ("days", "hours")
LOGIC = ("and", "or", "not", "=", "!=", "<", "<=", ">", ">=", "in", "is_missing", "is_present")
LARGE = "The formulas are too large to be written out and compared."
UNKNOWN = "No values were found for which they differ, and no proof that there are none."


@dataclass(frozen=True, slots=True)
class Equal:
    """Shown to be the same."""


@dataclass(frozen=True, slots=True)
class Different:
    """Shown not to be the same: `at` holds values of the names, and what each formula is there."""

    at: Difference


@dataclass(frozen=True, slots=True)
class Undecided:
    """Neither was shown."""

    why: str


Comparison = Equal | Different | Undecided


def compare(first: Expr, second: Expr, present: Collection[str] = ()) -> Comparison:
    """Whether two typed expressions over the same names mean the same. Names without a type are numbers.

    `present` lists names that are never missing; all others may be.
    """
    shapes = Shapes()
    first, second = _one_way_round(first, shapes), _one_way_round(second, shapes)
    if shapes.of(first) == shapes.of(second):
        return Equal()
    found = difference(first, second, present)
    if found is not None:
        return Different(found)
    if not names_in(first) | names_in(second):
        return Equal()  # two constants, both computed
    if _is_condition(first) and _is_condition(second):
        same = same_truth(first, second, shapes)
        return Equal() if same else Undecided(LARGE if same is None else UNKNOWN)
    return _same_number(first, second, set(present), shapes)


def _one_way_round(expr: Expr, shapes: Shapes) -> Expr:
    """`days(b, a)` as `-days(a, b)`, so that the two are about one number."""

    def visit(node: Expr, args: list[tuple[int, Expr]]) -> tuple[int, Expr]:
        keys, trees = [key for key, _ in args], tuple(each for _, each in args)
        if not isinstance(node, Call):
            return shapes.node(node, keys), node
        if node.op in TURNED and keys[0] > keys[1]:
            turned = Call("neg", (replace(node, args=trees[::-1]),))
            return shapes.call("neg", [shapes.call(node.op, keys[::-1])]), turned
        return shapes.node(node, keys), replace(node, args=trees)

    return fold(expr, visit)[1]


def names_in(expr: Expr) -> set[str]:
    """The names whose values an expression depends on."""
    return {name.dotted for name in names(expr)}


def _is_condition(expr: Expr) -> bool:
    return isinstance(expr, Call) and expr.op in LOGIC


# Numbers: two fractions of polynomials over the same atoms.


@dataclass(frozen=True, slots=True)
class _Fraction:
    """Numerator and denominator as polynomials, and all that is divided by on the way."""

    over: Any
    under: Any
    divisors: tuple[Any, ...] = ()


@dataclass(slots=True)
class _Fractions:
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

    def over_and_under(self, expr: Expr) -> _Fraction:
        """The fraction of an expression whose atoms are gathered."""

        def visit(node: Expr, args: list[tuple[int, _Fraction]]) -> tuple[int, _Fraction]:
            key = self.shapes.node(node, [each for each, _ in args])
            if isinstance(node, Number):
                return key, _Fraction(self.one * QQ(*node.value.as_integer_ratio()), self.one)
            if isinstance(node, Call) and node.op in ARITHMETIC:
                return key, _worked_out(node, [each for _, each in args])
            # What is inside an atom that is not looked into stays inside.
            return key, _Fraction(self.gens[self.atoms[key]] if key in self.atoms else self.one, self.one)

        return fold(expr, visit)[1]


def _worked_out(call: Call, args: Sequence[_Fraction]) -> _Fraction:
    one, other = args[0], args[-1]
    a, b, c, d = one.over, one.under, other.over, other.under
    divisors = one.divisors if len(args) == 1 else one.divisors + other.divisors
    match call.op:
        case "+":
            return _Fraction(a * d + c * b, b * d, divisors)
        case "-":
            return _Fraction(a * d - c * b, b * d, divisors)
        case "*":
            return _Fraction(a * c, b * d, divisors)
        case "neg":
            return _Fraction(-a, b, divisors)
        case "/":
            return _Fraction(a * d, b * c, (*divisors, c))
    power = int(value_at(call.args[1], {}).decimal)
    if power < 0:
        return _Fraction(b**-power, a**-power, (*one.divisors, a))
    return _Fraction(a**power, b**power, one.divisors)


def _same_number(first: Expr, second: Expr, present: set[str], shapes: Shapes) -> Comparison:
    """By multiplying out. Both must be missing for the same: have the same names, and divide by the same."""
    if not _is_small(Call("-", (first, second))):
        return Undecided(LARGE)
    known = _Fractions(shapes)
    always = {shapes.key(("name", each)) for each in present}
    if known.gather(first) - always != known.gather(second) - always:
        return Undecided(UNKNOWN)
    if not 0 < len(known.atoms) <= MOST_NAMES:
        return Undecided(LARGE)
    known.begin()
    one, other = known.over_and_under(first), known.over_and_under(second)
    is_same = one.over * other.under == other.over * one.under
    if is_same and one.under != 0 and other.under != 0 and _zeros(one.divisors) == _zeros(other.divisors):
        return Equal()
    return Undecided(UNKNOWN)


def _zeros(divisors: Sequence[Any]) -> set[Any]:
    """The polynomials whose zeros make a quotient missing, in factors where these are found quickly."""
    found: set[Any] = set()
    for divisor in divisors:
        if divisor.is_ground:
            continue
        small = len(divisor) <= MOST_TO_FACTOR and max(divisor.degrees()) <= MOST_DEGREE // 4
        factors = [each for each, _ in divisor.factor_list()[1]] if small else [divisor]
        found |= {factor.monic() for factor in factors}
    return found


# Movement and range.


def derivative_sign(expr: Expr, name: str, ranges: Mapping[str, Range]) -> int | None:
    """1 when `expr` never falls as `name` rises, -1 when it never rises, 0 when it never moves; None when unknown.

    It is the sign of the derivative: between values for which `expr` is missing it may jump the other way.
    """
    quick = slope_sign(expr, name, ranges)
    if quick is not None or not _is_small(Call("/", (expr, expr))):
        return quick
    known = _Fractions(Shapes())
    known.gather(expr)
    labels = [known.label(key) for key in known.atoms]
    if name not in labels or not len(labels) <= MOST_NAMES or None in labels:
        return None
    known.begin()
    made = known.over_and_under(expr)
    over, under = made.over, made.under
    by = known.gens[labels.index(name)]
    slope = over.diff(by) * under - over * under.diff(by)
    inside = [ranges.get(str(label), Range()) for label in labels]
    if slope == 0:
        return 0 if under != 0 else None
    sign = _sign(slope, inside)
    if sign is None and max(len(slope), len(under)) <= MOST_TERMS_TO_CANCEL:
        slope, square = slope.cancel(under**2)
        signs = _sign(slope, inside), _sign(square, inside)
        sign = None if None in signs else (signs[0] or 0) * (signs[1] or 0)
    return sign


def _sign(polynomial: Any, inside: Sequence[Range]) -> int | None:
    """1 when it is never negative, -1 when it is never positive, as far as its terms one by one say so."""
    signs = set()
    for powers, factor in polynomial.terms():
        sign = 1 if factor > 0 else -1
        for power, known in zip(powers, inside, strict=True):
            if power % 2:
                below, above = known.low is not None and known.low >= 0, known.high is not None and known.high <= 0
                if not (below or above):
                    return None
                sign *= 1 if below else -1
        signs.add(sign)
    return signs.pop() if len(signs) == 1 else None


def sharp_range(expr: Expr, ranges: Mapping[str, Range]) -> Range:
    """The numbers that `expr` can be, as `possible_range`, with the ends sharp where it moves one way with each name.

    The ends are its values at corners of the ranges. Where a corner is infinite, the end is what the formula tends to,
    if it can be shown that it never passes that: `100 * a / (a + b)` of counts is at most 100. Else the end stays as
    wide as `possible_range` gives it.
    """
    wide = possible_range(expr, ranges)
    found = sorted(names_in(expr))
    if not found or len(found) > MOST_NAMES:
        return wide
    known = _at_corners(expr, found, ranges, wide) if _divides_safely(expr, ranges) else wide
    return known if None not in (known.low, known.high) else _at_limits(expr, ranges, known)


def _at_corners(expr: Expr, found: Sequence[str], ranges: Mapping[str, Range], wide: Range) -> Range:
    signs = {name: derivative_sign(expr, name, ranges) for name in found}
    if None in signs.values():
        return wide
    ends: list[Fraction | None] = []
    for way in (-1, 1):
        sides = {name: (ranges.get(name, Range()), (sign or 0) * way >= 0) for name, sign in signs.items()}
        corner = {name: known.high if upper else known.low for name, (known, upper) in sides.items()}
        value = None if None in corner.values() else value_at(expr, corner).content
        ends.append(value if isinstance(value, Fraction) else None)
    low = wide.low if ends[0] is None else ends[0]
    high = wide.high if ends[1] is None else ends[1]
    return Range(low, high)


def _at_limits(expr: Expr, ranges: Mapping[str, Range], wide: Range) -> Range:
    """With ends, where there are none, at values that the formula tends to as one name grows, and shown not to pass."""
    if not _is_small(Call("/", (expr, expr))):
        return wide
    known = _Fractions(Shapes())
    known.gather(expr)
    labels = [known.label(key) for key in known.atoms]
    if not 0 < len(labels) <= MOST_NAMES or None in labels:
        return wide
    known.begin()
    made, inside = known.over_and_under(expr), [ranges.get(str(label), Range()) for label in labels]
    under = _sign(made.under, inside) if made.under else None
    if under is None:
        return wide

    def passes(end: Any, way: int) -> bool:
        left = made.under * end - made.over
        return bool(left) and _sign(left, inside) != under * way

    ends = sorted(_limits(made.over, made.under, len(labels)))
    low = wide.low if wide.low is not None else next((_fraction(k) for k in reversed(ends) if not passes(k, -1)), None)
    high = wide.high if wide.high is not None else next((_fraction(k) for k in ends if not passes(k, 1)), None)
    return Range(low, high)


def _limits(over: Any, under: Any, count: int) -> set[Any]:
    """What a quotient tends to as one of its names grows, where that is a number."""
    found = set()
    for at in range(count):
        first, second = (_leading(each, at) for each in (over, under))
        if first[0] == second[0] > 0 and first[1].LC * second[1] == second[1].LC * first[1]:
            found.add(first[1].LC / second[1].LC)
        elif first[0] < second[0]:
            found.add(QQ(0))
    return found


def _leading(polynomial: Any, at: int) -> tuple[int, Any]:
    """The highest power of a name, and all terms that have it."""
    degree = max((powers[at] for powers, _ in polynomial.terms()), default=0)
    terms = {powers: factor for powers, factor in polynomial.terms() if powers[at] == degree}
    return degree, polynomial.ring.from_dict(terms)


def _divides_safely(expr: Expr, ranges: Mapping[str, Range]) -> bool:
    """Whether nothing that it divides by changes its sign, so that there is no jump on the way to a corner."""
    for node in walk(expr):
        if isinstance(node, Call) and node.op in ("/", "^"):
            known = possible_range(node.args[1 if node.op == "/" else 0], ranges)
            if node.op == "^" and value_at(node.args[1], {}).decimal >= 0:
                continue
            if not ((known.low is not None and known.low >= 0) or (known.high is not None and known.high <= 0)):
                return False
    return True


# Size.


@dataclass(frozen=True, slots=True)
class _Size:
    """At most so many terms, of so high a degree, over and under the line of the formula as one fraction."""

    over: int
    under: int
    degree: int


def _is_small(expr: Expr) -> bool:
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


# Zeros.


def real_zeros(poly: Sequence[Fraction]) -> list[tuple[Fraction, Fraction]]:
    """The real zeros of a polynomial, its constant first; those that are no fractions between two close ones."""
    if len(poly) == 2:
        exact = -poly[0] / poly[1]
        return [(exact, exact)]
    given = Poly([QQ(each.numerator, each.denominator) for each in reversed(poly)], Symbol("x"), domain=QQ)
    found: list[tuple[Fraction, Fraction]] = []
    for factor, _ in given.factor_list()[1]:
        if factor.degree() == 1:
            found += real_zeros([_fraction(each) for each in reversed(factor.all_coeffs())])
        else:
            for (low, high), _ in factor.intervals(eps=Rational(1, 10**15)):
                found.append((_fraction(low), _fraction(high)))
    return sorted(found)


def _fraction(number: Any) -> Fraction:
    return Fraction(int(number.numerator), int(number.denominator))
