"""How each entry of the catalogue is spelled in a spreadsheet: one function from the terms of its arguments to a term.

A missing number, date or text is an error and spreads by itself; a missing condition is 0.5. `Place.keep` puts a term
into a column of its own where it is needed more than once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rbm_spec.expr.types import Kind
from rbm_spec.targets.excel.live.calendar import CALENDAR
from rbm_spec.targets.excel.live.places import AT_ONCE, Place, Spelling, condition, day_of, decided, milliseconds
from rbm_spec.targets.excel.live.terms import (
    POWER,
    PRODUCT,
    SIGN,
    SUM,
    UNKNOWN,
    Quality,
    Term,
    by_size,
    centimes,
    hundredths,
)
from rbm_spec.targets.unsupported import Inexpressible


def _compared(sign: str) -> Spelling:
    def compare(args: Sequence[Term], place: Place) -> Term:
        left, right = args
        match left.kind:
            case Kind.NUMBER:
                money = Quality.MONEY in (left.quality, right.quality)
                left, right = place.cut(left), place.cut(right)
                if money:
                    size = f"MAX(ABS({left.text}),ABS({right.text}))"
                    large = f"{_hundredths(left)}{sign}{_hundredths(right)}"
                    return decided(by_size(size, large, f"{left.text}{sign}{right.text}"))
                return decided(f"{left.text}{sign}{right.text}")
            case Kind.DATE:
                return decided(f"{left.bound(1)}{sign}{right.bound(1)}")
            case Kind.DATETIME:
                return decided(f"{milliseconds(left)}{sign}{milliseconds(right)}")
            case Kind.BOOLEAN:
                left, right = place.keep(left), place.keep(right)
                known = f"AND({left.text}<>{UNKNOWN},{right.text}<>{UNKNOWN})"
                return condition(f"IF({known},IF({left.text}{sign}{right.text},1,0),{UNKNOWN})")
            case _:
                same = f"EXACT({left.text},{right.text})"
                return decided(same if sign == "=" else f"NOT({same})")

    return compare


def _member(args: Sequence[Term], place: Place) -> Term:
    value, *members = args
    value = place.keep(value)
    equal = _compared("=")
    texts = [equal([value, member], place).text for member in members]
    while len(texts) > AT_ONCE:
        some = [texts[first : first + AT_ONCE] for first in range(0, len(texts), AT_ONCE)]
        texts = [place.keep(condition(f"MAX({','.join(each)})")).text for each in some]
    return condition(f"MAX({','.join(texts)})")


def _window(which: str) -> Spelling:
    def inside(args: Sequence[Term], place: Place) -> Term:
        bound = place.period if which == "period" else place.plan
        day = day_of(place.keep(args[0]))
        return decided(f"AND({day}>={bound('start')},{day}<={bound('end')})")

    return inside


def _missing(yes: int) -> Spelling:
    def test(args: Sequence[Term], place: Place) -> Term:
        (arg,) = args
        test = f"{arg.bound(1)}={UNKNOWN}" if arg.kind is Kind.BOOLEAN else f"ISERROR({arg.text})"
        return condition(f"IF({test},{yes},{1 - yes})")

    return test


def _quality(args: Sequence[Term]) -> Quality:
    """Whole numbers give whole numbers; all else is computed."""
    return Quality.WHOLE if all(arg.quality in (Quality.SMALL, Quality.WHOLE) for arg in args) else Quality.COMPUTED


def _hundredths(term: Term) -> str:
    return hundredths(term.bound(PRODUCT))


def _amount(sign: str, left: Term, right: Term) -> Term:
    """Amounts added or subtracted, to the fifteenth digit of the larger: the rest is binary error."""
    size = f"MAX(1,ABS({left.text}),ABS({right.text}))"
    near = f"ROUND({left.bound(SUM - 1)}{sign}{right.bound(SUM)},{centimes(size)})"
    text = by_size(size, f"({_hundredths(left)}{sign}{_hundredths(right)})/100", near)
    return Term(text, Kind.NUMBER, quality=Quality.MONEY)


def _either(*args: Term) -> Quality:
    """What is known of a number that is one of these."""
    found = {arg.quality for arg in args}
    return Quality.ENTERED if found == {Quality.ENTERED, Quality.SMALL} else max(found)


def _infix(sign: str, strength: int) -> Spelling:
    """The right side needs brackets where it is as weak as the operator."""

    def join(args: Sequence[Term], place: Place) -> Term:
        left, right = args
        if strength == SUM and Quality.MONEY in (left.quality, right.quality):
            return _amount(sign, place.keep(left), place.keep(right))
        text = f"{left.bound(strength - 1)}{sign}{right.bound(strength)}"
        quality = Quality.COMPUTED if sign == "/" else _quality(args)
        return Term(text, Kind.NUMBER, strength, quality)

    return join


def _negative(args: Sequence[Term], place: Place) -> Term:
    (arg,) = args
    literal = None if arg.literal is None else -arg.literal
    # Inside brackets: what comes after could otherwise bind the minus first.
    return Term(f"(-{arg.bound(SIGN)})", Kind.NUMBER, quality=arg.quality, literal=literal)


def _power(args: Sequence[Term], place: Place) -> Term:
    base, exponent = args[0], args[1].literal
    if exponent is None:
        raise Inexpressible("The exponent is not a whole number written with literals.")
    if exponent == 0:
        return Term(f"0*{base.bound(PRODUCT)}+1", Kind.NUMBER, SUM, Quality.WHOLE)
    raised = f"{base.bound(POWER)}^{abs(exponent)}"
    whole = base.quality in (Quality.SMALL, Quality.WHOLE)
    quality = Quality.WHOLE if whole and exponent > 0 else Quality.COMPUTED
    if exponent > 0:
        return Term(raised, Kind.NUMBER, POWER, quality)
    return Term(f"1/{raised}", Kind.NUMBER, PRODUCT, Quality.COMPUTED)


def _if(args: Sequence[Term], place: Place) -> Term:
    test, then, otherwise = args
    text = f"IF({test.bound(1)}=1,{then.text},{otherwise.text})"
    return Term(text, then.kind, quality=_either(then, otherwise))


def _coalesce(args: Sequence[Term], place: Place) -> Term:
    *firsts, last = args
    if len(args) > AT_ONCE:
        raise Inexpressible(f"One function has more than {AT_ONCE} arguments.")
    text = last.text
    for arg in reversed(firsts):
        if arg.kind is Kind.BOOLEAN:
            arg = place.keep(arg)
            text = f"IF({arg.text}<>{UNKNOWN},{arg.text},{text})"
        else:
            text = f"IFERROR({arg.text},{text})"
    return Term(text, last.kind, quality=_either(*args))


def _same(function: str) -> Spelling:
    """A function of numbers or days that keeps what is known of them. Single cells are no ranges, so text is seen."""

    def call(args: Sequence[Term], place: Place) -> Term:
        if len(args) > AT_ONCE:
            raise Inexpressible(f"One function has more than {AT_ONCE} arguments.")
        quality = _either(*args)
        return Term(f"{function}({','.join(arg.text for arg in args)})", args[0].kind, quality=quality)

    return call


def _round(args: Sequence[Term], place: Place) -> Term:
    arg, places = args
    quality = Quality.WHOLE if (places.literal or 0) <= 0 else Quality.ENTERED
    return Term(f"ROUND({place.cut(arg).text},{places.text})", Kind.NUMBER, quality=quality)


def _floor(args: Sequence[Term], place: Place) -> Term:
    return Term(f"INT({place.cut(args[0]).text})", Kind.NUMBER, quality=Quality.WHOLE)


def _ceil(args: Sequence[Term], place: Place) -> Term:
    return Term(f"(-INT(-{place.cut(args[0]).bound(SIGN)}))", Kind.NUMBER, quality=Quality.WHOLE)


SPELLINGS: Mapping[str, Spelling] = {
    "or": lambda args, place: condition(f"MAX({args[0].text},{args[1].text})"),
    "and": lambda args, place: condition(f"MIN({args[0].text},{args[1].text})"),
    "not": lambda args, place: condition(f"1-{args[0].bound(SUM)}", SUM),
    "=": _compared("="),
    "!=": _compared("<>"),
    "<": _compared("<"),
    "<=": _compared("<="),
    ">": _compared(">"),
    ">=": _compared(">="),
    "in": _member,
    "in_period": _window("period"),
    "in_plan": _window("plan"),
    "is_missing": _missing(1),
    "is_present": _missing(0),
    "+": _infix("+", SUM),
    "-": _infix("-", SUM),
    "*": _infix("*", PRODUCT),
    "/": _infix("/", PRODUCT),
    "neg": _negative,
    "^": _power,
    **CALENDAR,
    "if": _if,
    "coalesce": _coalesce,
    "abs": _same("ABS"),
    "min": _same("MIN"),
    "max": _same("MAX"),
    "round": _round,
    "floor": _floor,
    "ceil": _ceil,
}
"""The whole catalogue."""
