"""How functions of dates are spelled: days are whole numbers, moments numbers with a fraction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from rbm_spec.expr.types import Kind
from rbm_spec.targets.excel.live.places import LARGEST_DAY, Place, Spelling, day_of, milliseconds, small
from rbm_spec.targets.excel.live.terms import MISSING, PRODUCT, SUM, Quality, Term, serial


def _days(args: Sequence[Term], place: Place) -> Term:
    first, last = (day_of(arg) if arg.kind is Kind.DATETIME else arg.bound(SUM) for arg in args)
    return small(f"{last}-{first}", SUM)


def _working_days(args: Sequence[Term], place: Place) -> Term:
    first, last = (day_of(place.keep(arg)) for arg in args)
    closed = f",{place.holidays}" if place.holidays else ""
    forward = f"NETWORKDAYS({first},{last}-1{closed})"
    backward = f"NETWORKDAYS({last},{first}-1{closed})"
    return small(f"IF({first}={last},0,IF({first}<{last},{forward},-{backward}))")


def _months(args: Sequence[Term], place: Place) -> Term:
    first, last = (place.keep(arg) for arg in args)
    a, b = first.text, last.text
    count = place.keep(small(f"(YEAR({b})-YEAR({a}))*12+MONTH({b})-MONTH({a})", SUM)).text
    late = f"IF({_moved(first, count)}>{_moment(last)},1,0)"
    early = f"IF({_moved(last, f'-{count}')}>{_moment(first)},1,0)"
    return small(f"IF({a}<={b},{count}-{late},{count}+{early})")


def _moved(term: Term, count: str) -> str:
    """The moment so many months later, to be compared."""
    if term.kind is Kind.DATE:
        return f"EDATE({term.text},{count})"
    return f"ROUND((EDATE({term.text},{count})+MOD({term.text},1))*86400000,0)"


def _moment(term: Term) -> str:
    return term.text if term.kind is Kind.DATE else milliseconds(term)


def _hours(args: Sequence[Term], place: Place) -> Term:
    first, last = args
    text = f"ROUND(({last.bound(SUM)}-{first.bound(SUM)})*86400,3)/3600"
    return Term(text, Kind.NUMBER, PRODUCT, Quality.COMPUTED)


def _add_days(args: Sequence[Term], place: Place) -> Term:
    day, count = args[0], _whole_count(args[1], place)
    moved = place.keep(Term(f"{day.bound(SUM)}+{count}", day.kind, SUM))
    place.watch(moved)
    return Term(f"IF(INT({moved.text})>{LARGEST_DAY},{MISSING},{moved.text})", day.kind)


def _add_months(args: Sequence[Term], place: Place) -> Term:
    day, count = place.keep(args[0]), _whole_count(args[1], place)
    clock = f"+MOD({day.text},1)" if day.kind is Kind.DATETIME else ""
    # EDATE knows no day before its first; whether there is one is seen a month's length away.
    place.watch(place.keep(Term(f"{day.text}+31*({count})", day.kind, SUM)))
    moved = place.keep(Term(f"EDATE({day.text},{count}){clock}", day.kind, SUM))
    return Term(f"IF(INT({moved.text})>{LARGEST_DAY},{MISSING},{moved.text})", day.kind)


def _whole_count(term: Term, place: Place) -> str:
    if term.literal is not None:
        return f"({term.literal})" if term.literal < 0 else str(term.literal)
    kept = place.cut(term)
    return f"IF({kept.text}=INT({kept.text}),{kept.text},{MISSING})"


def _part(formula: str) -> Spelling:
    return lambda args, place: small(formula.format(args[0].text))


def _date(args: Sequence[Term], place: Place) -> Term:
    day = serial(date.fromisoformat(str(args[0].cached)))
    return Term(str(day), Kind.DATE, quality=Quality.WHOLE, simple=True)


CALENDAR: Mapping[str, Spelling] = {
    "days": _days,
    "working_days": _working_days,
    "months": _months,
    "hours": _hours,
    "add_days": _add_days,
    "add_months": _add_months,
    "year": _part("YEAR({0})"),
    "month": _part("MONTH({0})"),
    "quarter": _part("INT((MONTH({0})+2)/3)"),
    "date": _date,
}
"""The functions of dates in the catalogue."""
