"""Operators, and functions of any expression, over SQL terms: one spelling an entry of the catalogue.

Three-valued logic is SQL's own. What the language calls missing for want of a value in range (beyond 10^15 in
comparisons, 10^300 in arithmetic) becomes NULL here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlglot import exp

from rbm_spec.expr.types import Kind
from rbm_spec.targets.sql.dialects import exact_type
from rbm_spec.targets.sql.numbers import COMPARABLE, NARROW, UNKNOWN, Computed, Exact, joined, product_of, sum_of, wider
from rbm_spec.targets.sql.terms import (
    Setting,
    Spelling,
    Term,
    alike,
    as_computed,
    as_day,
    as_decimal,
    bounded,
    comparable,
    converted,
    numeric,
    truth,
    within,
)
from rbm_spec.targets.sql.trees import Tree, case, cast, divided, infix, is_null, is_present, operand, some, whole


def _compared(kind: type[Tree]) -> Spelling:
    def compare(args: Sequence[Term], setting: Setting) -> Term:
        return truth(infix(kind, *_sides(args, setting)))

    return compare


def _sides(args: Sequence[Term], setting: Setting) -> tuple[Tree, Tree]:
    left, right = args
    if left.kind is not Kind.NUMBER:
        return left.tree, right.tree
    if isinstance(joined([numeric(left), numeric(right)], setting.dialect.widest), Computed):
        return _cut(left, setting), _cut(right, setting)
    return comparable(left, setting), comparable(right, setting)


def _cut(term: Term, setting: Setting) -> Tree:
    """A side of a comparison with a computed number; a literal means what it says."""
    if term.literal:
        return term.tree
    return comparable(Term(as_computed(term, setting), Kind.NUMBER, Computed(UNKNOWN)), setting)


def _member(args: Sequence[Term], setting: Setting) -> Term:
    value, *members = args
    if value.kind is Kind.NUMBER:
        equal = _compared(exp.EQ)
        again = [Term(value.again, value.kind, value.number, value.literal) for _ in members]
        found = some(equal([each, member], setting).tree for each, member in zip(again, members, strict=True))
        assert found is not None
        return truth(found)
    return truth(exp.In(this=operand(value.tree, 5), expressions=[member.tree for member in members]))


def _window(which: str) -> Spelling:
    def inside(args: Sequence[Term], setting: Setting) -> Term:
        low, high = setting.period if which == "period" else setting.plan
        return truth(exp.Between(this=operand(as_day(args[0]), 5), low=low.copy(), high=high.copy()))

    return inside


def _sum(kind: type[Tree]) -> Spelling:
    def add(args: Sequence[Term], setting: Setting) -> Term:
        left, right = (numeric(arg) for arg in args)
        if isinstance(left, Exact) and isinstance(right, Exact):
            found = sum_of(left, right)
            if found.precision <= NARROW and left.scale == right.scale == 0:
                return Term(infix(kind, args[0].tree, args[1].tree), Kind.NUMBER, found)
            if found.precision < setting.dialect.widest:
                return Term(infix(kind, *_with_room(args, found, setting)), Kind.NUMBER, found)
        magnitude = max(left.magnitude, right.magnitude) + 1
        # A sum cannot leave the range of numbers by itself.
        return Term(infix(kind, *(as_computed(arg, setting) for arg in args)), Kind.NUMBER, Computed(magnitude))

    return add


def _with_room(args: Sequence[Term], found: Exact, setting: Setting) -> tuple[Tree, Tree]:
    """Both sides as decimals. DuckDB computes with 64 bits unless one side says that it needs more."""
    left, right = args
    numbers = [numeric(arg) for arg in args]
    small = all(isinstance(each, Exact) and each.precision <= NARROW for each in numbers)
    if setting.dialect.decimal_only or not small or found.precision <= NARROW:
        return as_decimal(left, setting), as_decimal(right, setting)
    scale = numbers[0].scale if isinstance(numbers[0], Exact) else 0
    wide = cast(left.tree, exact_type(setting.dialect, Exact(NARROW + 1, scale)))
    return wide, as_decimal(right, setting)


def _product(args: Sequence[Term], setting: Setting) -> Term:
    left, right = (numeric(arg) for arg in args)
    magnitude = left.magnitude + right.magnitude
    if isinstance(left, Exact) and isinstance(right, Exact):
        found = product_of(left, right)
        if left.precision + right.precision < setting.dialect.widest:
            return Term(infix(exp.Mul, *_with_room(args, found, setting)), Kind.NUMBER, found)
    return bounded(infix(exp.Mul, *(as_computed(arg, setting) for arg in args)), magnitude)


def _quotient(args: Sequence[Term], setting: Setting) -> Term:
    over, under = args
    number = numeric(under)
    least = number.scale if isinstance(number, Exact) else UNKNOWN
    if under.literal and float(under.tree.this) != 0:
        divisor = under.tree
    else:
        divisor = exp.Nullif(this=under.tree, expression=whole(0))
    return bounded(divided(converted(over, setting), divisor), numeric(over).magnitude + least)


def _negative(args: Sequence[Term], setting: Setting) -> Term:
    (arg,) = args
    return Term(exp.Neg(this=operand(arg.tree, 8)), Kind.NUMBER, arg.number)


def to_the(arg: Term, exponent: int, setting: Setting) -> Term:
    """A power with a whole exponent."""
    number = numeric(arg)
    if exponent == 0:
        return Term(case([(is_present(arg.tree), whole(1))]), Kind.NUMBER, Exact(1, 0))
    if exponent == 1:
        return arg
    size = abs(exponent)
    result = Term(converted(arg, setting), Kind.NUMBER, Computed(number.magnitude))
    raised = bounded(exp.Pow(this=operand(result.tree, 9), expression=whole(size)), max(number.magnitude, 1) * size)
    if isinstance(number, Exact) and number.precision * size + size <= setting.dialect.widest and size <= 3:
        raised = arg
        for _ in range(size - 1):
            raised = _product([raised, Term(arg.again, arg.kind, arg.number, arg.literal)], setting)
    if exponent > 0:
        return raised
    least = number.scale * size if isinstance(number, Exact) else UNKNOWN
    divisor = exp.Nullif(this=as_computed(raised, setting), expression=whole(0))
    return bounded(divided(cast(whole(1), setting.dialect.type_name(Computed(1))), divisor), least)


def _absolute(args: Sequence[Term], setting: Setting) -> Term:
    return Term(exp.Abs(this=args[0].tree), Kind.NUMBER, args[0].number)


def _extreme(function: str) -> Spelling:
    def extreme(args: Sequence[Term], setting: Setting) -> Term:
        trees, number = alike(args, setting)
        if len(trees) == 1:
            return args[0]
        absent = some(is_null(arg.again) for arg in args if not arg.literal)
        found = exp.Anonymous(this=function, expressions=trees)
        guarded = case([(absent, exp.Null())], found) if absent is not None else found
        return Term(guarded, args[0].kind, number)

    return extreme


def _coalesce(args: Sequence[Term], setting: Setting) -> Term:
    trees, number = alike(args, setting)
    if len(trees) == 1:
        return args[0]
    return Term(exp.Coalesce(this=trees[0], expressions=trees[1:]), args[0].kind, number)


def _if(args: Sequence[Term], setting: Setting) -> Term:
    (then, otherwise), number = alike(args[1:], setting)
    return Term(case([(args[0].tree, then)], otherwise), args[1].kind, number)


def rounded(arg: Term, places: int, setting: Setting) -> Term:
    """Half away from zero, from the exact decimal."""
    number = numeric(arg)
    if isinstance(number, Exact):
        if places >= number.scale:
            return Term(comparable(arg, setting), Kind.NUMBER, number)
        value = as_decimal(Term(comparable(arg, setting), arg.kind, number, arg.literal), setting)
        if places < 0:
            # Rounded up to the next ten, 99 has a digit more.
            value = cast(comparable(arg, setting), exact_type(setting.dialect, wider(number)))
        found = Exact(number.magnitude + 1 + max(places, 0), max(places, 0))
        return Term(exp.Round(this=value, decimals=whole(places)), Kind.NUMBER, found)
    scale = cast(exp.Literal.number("1" + "0" * abs(places)), setting.dialect.type_name(number))
    scaled = infix(exp.Mul, arg.tree, scale) if places >= 0 else divided(arg.tree, scale)
    near = exp.Round(this=comparable(Term(scaled, Kind.NUMBER, Computed(UNKNOWN)), setting), decimals=whole(0))
    back = divided(near, scale.copy()) if places >= 0 else infix(exp.Mul, near, scale.copy())
    return Term(case([(within(arg.again), back)]), Kind.NUMBER, Computed(COMPARABLE + 1))


def _whole(kind: type[Tree]) -> Spelling:
    def step(args: Sequence[Term], setting: Setting) -> Term:
        (arg,) = args
        number = numeric(arg)
        if isinstance(number, Exact) and number.scale == 0:
            return Term(comparable(arg, setting), Kind.NUMBER, number)
        found = Exact(number.magnitude + 1, 0) if isinstance(number, Exact) else Computed(COMPARABLE + 1)
        return Term(kind(this=comparable(arg, setting)), Kind.NUMBER, found)

    return step


OPERATORS: Mapping[str, Spelling] = {
    "or": lambda args, setting: truth(infix(exp.Or, args[0].tree, args[1].tree)),
    "and": lambda args, setting: truth(infix(exp.And, args[0].tree, args[1].tree)),
    "not": lambda args, setting: truth(exp.Not(this=operand(args[0].tree, 4))),
    "=": _compared(exp.EQ),
    "!=": _compared(exp.NEQ),
    "<": _compared(exp.LT),
    "<=": _compared(exp.LTE),
    ">": _compared(exp.GT),
    ">=": _compared(exp.GTE),
    "in": _member,
    "in_period": _window("period"),
    "in_plan": _window("plan"),
    "is_missing": lambda args, setting: truth(is_null(args[0].tree)),
    "is_present": lambda args, setting: truth(is_present(args[0].tree)),
    "+": _sum(exp.Add),
    "-": _sum(exp.Sub),
    "*": _product,
    "/": _quotient,
    "neg": _negative,
    "^": lambda args, setting: to_the(args[0], _constant(args[1]), setting),
    "if": _if,
    "coalesce": _coalesce,
    "abs": _absolute,
    "min": _extreme("LEAST"),
    "max": _extreme("GREATEST"),
    "round": lambda args, setting: rounded(args[0], _constant(args[1]), setting),
    "floor": _whole(exp.Floor),
    "ceil": _whole(exp.Ceil),
}
"""How operators, and functions of any expression, are spelled. Functions of dates stand in `calendar`."""


def _constant(term: Term) -> int:
    """A whole number that is written with literals."""
    found = term.tree
    assert isinstance(found, exp.Literal | exp.Neg)
    sign = -1 if isinstance(found, exp.Neg) else 1
    literal = found.this if isinstance(found, exp.Neg) else found
    return sign * int(literal.this)
