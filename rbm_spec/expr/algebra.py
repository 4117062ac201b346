"""Questions about formulas that need algebra: do two mean the same, which way does one move. The only use of sympy.

Formulas are rebuilt from our own nodes; no text is ever read as code. What sympy gets is bounded by the size that it
would have when written out in full, so an answer never takes long: beyond the bound there is none (None).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import sympy

from rbm_spec.expr.nodes import Call, Expr, Name, Number, Text, Truth, fold
from rbm_spec.expr.ranges import Range, possible_range, slope_sign

__all__ = ["Range", "derivative_sign", "equivalent", "possible_range"]

MOST_TERMS = 1500
MOST_DEGREE = 24
MOST_NAMES = 12
ARITHMETIC = ("+", "-", "*", "/", "neg", "^")


@dataclass(frozen=True, slots=True)
class _Size:
    """At most so many terms, of so high a degree, over and under the line of the formula as one fraction."""

    over: int
    under: int
    degree: int


@dataclass(slots=True)
class _Rebuilt:
    """A formula in sympy. `divisors` are what is divided by; `opaque` says that some parts could not be rebuilt."""

    symbols: dict[str, sympy.Symbol]
    divisors: list[sympy.Expr] = field(default_factory=list)
    opaque: bool = False


def equivalent(first: Expr, second: Expr) -> bool | None:
    """Whether both are equal for all values of their names, and missing for the same; None when it cannot say.

    `a / a` is not `1`: it is missing where a is 0.
    """
    if not _small(Call("-", (first, second))):
        return None
    symbols: dict[str, sympy.Symbol] = {}
    one, other = _Rebuilt(symbols), _Rebuilt(symbols)
    difference = _rebuild(first, one) - _rebuild(second, other)
    if len(symbols) > MOST_NAMES:
        return None
    if difference != 0 and sympy.cancel(sympy.together(difference)) != 0:
        return None if one.opaque or other.opaque else False
    return _zeros(one.divisors) == _zeros(other.divisors)


def derivative_sign(expr: Expr, name: str, ranges: Mapping[str, Range]) -> int | None:
    """1 when `expr` never falls as `name` rises, -1 when it never rises, 0 when it never moves; None when unknown."""
    quick = slope_sign(expr, name, ranges)
    if quick is not None or not _small(Call("/", (expr, expr))):
        return quick
    symbols = {each: _symbol(each, found) for each, found in ranges.items()}
    rebuilt = _Rebuilt(symbols)
    formula = _rebuild(expr, rebuilt)
    if rebuilt.opaque or len(formula.free_symbols) > MOST_NAMES:
        return None
    derivative = sympy.cancel(sympy.diff(formula, symbols.setdefault(name, _symbol(name, Range()))))
    if derivative.is_zero:
        return 0
    return 1 if derivative.is_nonnegative else -1 if derivative.is_nonpositive else None


def _symbol(name: str, known: Range) -> sympy.Symbol:
    """The sign at zero itself follows from the signs beside it, so never negative is taken as positive."""
    if known.low is not None and known.low >= 0:
        return sympy.Symbol(name, positive=True)
    if known.high is not None and known.high <= 0:
        return sympy.Symbol(name, negative=True)
    return sympy.Symbol(name, real=True)


def _rebuild(expr: Expr, into: _Rebuilt) -> sympy.Expr:

    def visit(node: Expr, args: list[sympy.Expr]) -> sympy.Expr:
        match node:
            case Number(value=value):
                over, under = value.as_integer_ratio()
                return sympy.Rational(over, under)
            case Name():
                if node.dotted not in into.symbols:
                    into.symbols[node.dotted] = sympy.Symbol(node.dotted, real=True)
                return into.symbols[node.dotted]
            case Text(value=text):
                return sympy.Symbol(f'"{text}"')
            case Truth(value=truth):
                return sympy.Symbol(str(truth))
            case Call(op=op) if op in ARITHMETIC:
                return _arithmetic(op, args, into)
            case Call(op=op):
                into.opaque = True
                return sympy.Symbol(f"{op}({', '.join(map(sympy.srepr, args))})", real=True)

    return fold(expr, visit)


def _arithmetic(op: str, args: list[sympy.Expr], into: _Rebuilt) -> sympy.Expr:
    match op:
        case "+":
            return args[0] + args[1]
        case "-":
            return args[0] - args[1]
        case "*":
            return args[0] * args[1]
        case "neg":
            return -args[0]
        case "^":
            if args[1].is_negative:
                into.divisors.append(args[0])
            return args[0] ** args[1]
        case _:
            into.divisors.append(args[1])
            return args[0] / args[1] if args[1] != 0 else sympy.Symbol("0/0", real=True)


def _zeros(divisors: list[sympy.Expr]) -> set[sympy.Expr]:
    """The factors that make a quotient missing when they are zero."""
    found: set[sympy.Expr] = set()
    for divisor in divisors:
        over, _ = sympy.fraction(sympy.together(divisor))
        for factor, _ in sympy.factor_list(over)[1]:
            found.add(factor if factor.could_extract_minus_sign() else -factor)
    return found


def _small(expr: Expr) -> bool:
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
