"""Type rules of the catalogue: from the types of the arguments to the type of the result, or to what is wrong.

A rule gets the call with its typed arguments and the plan's vocabulary of units. It answers with a type, or with a
`Mismatch` at one of the nodes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from rbm_spec.expr.agreement import DATES, Mismatch, Vocabulary, as_code, common_type, common_unit, compared, condition
from rbm_spec.expr.nodes import Call, Expr, Number, Text
from rbm_spec.expr.types import BOOLEAN, DATE, NUMBER, PLAIN, UNTYPED, Kind, Type, number

MAX_PLACES = 15
Outcome = Callable[[Call, Vocabulary], "Type | Mismatch"]


def _untyped(call: Call) -> bool:
    return any(arg.type.kind is Kind.UNTYPED for arg in call.args)


def _all_numbers(call: Call) -> Mismatch | None:
    for arg in call.args:
        if arg.type.kind is not Kind.NUMBER:
            return Mismatch(call.span, f"`{spelling(call.op)}` needs numbers; this is {arg.type}.")
    return None


def spelling(op: str) -> str:
    """An operator as it is written."""
    words = {"neg": "-", "in_period": "in period", "in_plan": "in plan"}
    words |= {"is_missing": "is missing", "is_present": "is present"}
    return words.get(op, op)


def arithmetic(call: Call, vocabulary: Vocabulary) -> Type | Mismatch:
    """Sums and differences keep the unit that both sides share."""
    left, right = (arg.type for arg in call.args)
    if _untyped(call):
        return UNTYPED
    if wrong := _all_numbers(call):
        return wrong
    unit = common_unit(left.unit, right.unit, vocabulary)
    return (
        number(unit)
        if unit is not None
        else _units_differ(call, left, right, "add up" if call.op == "+" else "subtract")
    )


def _units_differ(call: Call, left: Type, right: Type, verb: str) -> Mismatch:
    hint = (
        "Working days and calendar days are two clocks; use one function on both sides."
        if ("working_day" in (left.unit.atom, right.unit.atom))
        else "Both sides need the same unit."
    )
    return Mismatch(call.span, f"{left.unit} and {right.unit} do not {verb}.", hint, "unit")


def product(call: Call, vocabulary: Vocabulary) -> Type | Mismatch:
    """Units multiply."""
    if _untyped(call):
        return UNTYPED
    return _all_numbers(call) or number(call.args[0].type.unit.times(call.args[1].type.unit))


def quotient(call: Call, vocabulary: Vocabulary) -> Type | Mismatch:
    """Like over like is plain."""
    if _untyped(call):
        return UNTYPED
    if wrong := _all_numbers(call):
        return wrong
    over, under = (arg.type.unit for arg in call.args)
    alike = not over.plain and not under.plain and common_unit(over, under, vocabulary) is not None
    return NUMBER if alike else number(over.times(under, -1))


def same_number(call: Call, vocabulary: Vocabulary) -> Type | Mismatch:
    """A number in, the same unit out."""
    return UNTYPED if _untyped(call) else _all_numbers(call) or call.args[0].type


def power(call: Call, vocabulary: Vocabulary) -> Type | Mismatch:
    """The parser has seen to it that the exponent is a small constant."""
    if _untyped(call):
        return UNTYPED
    if wrong := _all_numbers(call):
        return wrong
    exponent = call.args[1]
    unit = call.args[0].type.unit
    if unit.plain:
        return NUMBER
    return number(unit.to_the(int(exponent.value))) if isinstance(exponent, Number) else number(PLAIN)


def rounding(call: Call, vocabulary: Vocabulary) -> Type | Mismatch:
    """The number of places is a literal."""
    places = call.args[1]
    inner = places.args[0] if isinstance(places, Call) and places.op == "neg" else places
    if not isinstance(inner, Number) or inner.value != int(inner.value) or inner.value > MAX_PLACES:
        return Mismatch(places.span, "round needs a whole number of decimals, written as a number up to 15.")
    if _untyped(call):
        return UNTYPED
    return _all_numbers(call) or call.args[0].type


def logic(call: Call, vocabulary: Vocabulary) -> Type | Mismatch:
    """Conditions in, a condition out."""
    for arg in call.args:
        if arg.type.kind not in (Kind.BOOLEAN, Kind.UNTYPED):
            return Mismatch(
                arg.span, f"`{call.op}` joins conditions, which are true or false; this is {arg.type}.",
                "Compare it with something, for example x > 0.",
            )  # fmt: skip
    return BOOLEAN


def equality(call: Call, vocabulary: Vocabulary) -> Type | Mismatch:
    """Two values of one type."""
    return compared(call.args[0], call.args[1], call.span, vocabulary) or BOOLEAN


def membership(call: Call, vocabulary: Vocabulary) -> Type | Mismatch:
    """Each member as if compared by itself."""
    for member in call.args[1:]:
        if wrong := compared(call.args[0], member, member.span, vocabulary):
            return wrong
    return BOOLEAN


def comparison(call: Call, vocabulary: Vocabulary) -> Type | Mismatch:
    """Numbers and dates have an order; text, codes and conditions do not."""
    if wrong := compared(call.args[0], call.args[1], call.span, vocabulary):
        return wrong
    for arg in call.args:
        if arg.type.kind not in (Kind.NUMBER, *DATES, Kind.UNTYPED):
            return Mismatch(
                call.span,
                f"`{call.op}` needs numbers or dates; this is {arg.type}.",
                "Only = and != fit here.",
            )
    return BOOLEAN


def window(call: Call, vocabulary: Vocabulary) -> Type | Mismatch:
    """A date in the period or the plan."""
    (arg,) = call.args
    if arg.type.kind in (*DATES, Kind.UNTYPED):
        return BOOLEAN
    return Mismatch(call.span, f"`{spelling(call.op)}` needs a date; this is {arg.type}.")


def span_of_time(call: Call, vocabulary: Vocabulary) -> Type | Mismatch:
    """Two dates, or two datetimes; hours needs datetimes."""
    unit = {"days": "day", "working_days": "working_day", "months": "month", "hours": "hour"}[call.op]
    wanted = (Kind.DATETIME,) if call.op == "hours" else DATES
    what = "two datetimes" if call.op == "hours" else "two dates"
    for arg in call.args:
        if arg.type.kind not in (*wanted, Kind.UNTYPED):
            return Mismatch(call.span, f"{call.op} needs {what}; this is {arg.type}.")
    kinds = {arg.type.kind for arg in call.args} - {Kind.UNTYPED}
    if len(kinds) > 1:
        return Mismatch(call.span, f"{call.op} needs {what} of one kind; here a date meets a datetime.")
    return number(unit)


def moved(call: Call, vocabulary: Vocabulary) -> Type | Mismatch:
    """A date and a number of days or months."""
    day, count = call.args
    unit = "day" if call.op == "add_days" else "month"
    if day.type.kind not in (*DATES, Kind.UNTYPED):
        return Mismatch(call.span, f"{call.op} moves a date; this is {day.type}.")
    if count.type.kind is not Kind.UNTYPED and count.type not in (NUMBER, number(unit)):
        return Mismatch(count.span, f"{call.op} needs a number of {unit}s; this is {count.type}.")
    return day.type


def part_of_date(call: Call, vocabulary: Vocabulary) -> Type | Mismatch:
    """A date in, a plain number out."""
    if call.args[0].type.kind in (*DATES, Kind.UNTYPED):
        return NUMBER
    return Mismatch(call.span, f"{call.op} needs a date; this is {call.args[0].type}.")


def date_literal(call: Call, vocabulary: Vocabulary) -> Type | Mismatch:
    """`date("2028-01-31")`, and only that."""
    (arg,) = call.args
    if not isinstance(arg, Text):
        return Mismatch(call.span, "date needs text in quotes.", 'For example date("2028-01-31").')
    try:
        valid = date.fromisoformat(arg.value).isoformat() == arg.value
    except ValueError:
        valid = False
    return (
        DATE if valid else Mismatch(call.span, f'There is no date "{arg.value}".', "Write year-month-day: 2028-01-31.")
    )


def branches(call: Call, vocabulary: Vocabulary) -> Type | Mismatch:
    """A condition, and two results of one type."""
    if call.args[0].type.kind not in (Kind.BOOLEAN, Kind.UNTYPED):
        return condition(call.args[0]) or UNTYPED
    return _shared(call, call.args[1:], vocabulary, "The results of if")


def same_kind(call: Call, vocabulary: Vocabulary) -> Type | Mismatch:
    """Arguments of one type; min and max need an order."""
    result = _shared(call, call.args, vocabulary, f"The arguments of {call.op}")
    if (
        isinstance(result, Type)
        and call.op in ("min", "max")
        and result.kind not in (Kind.NUMBER, *DATES, Kind.UNTYPED)
    ):
        return Mismatch(call.span, f"{call.op} needs numbers or dates; this is {result}.")
    return result


def _shared(call: Call, args: Iterable[Expr], vocabulary: Vocabulary, what: str) -> Type | Mismatch:
    nodes = [arg for arg in args if arg.type.kind is not Kind.UNTYPED]
    if not nodes:
        return UNTYPED
    coded = next((node.type for node in nodes if node.type.kind is Kind.CODE), None)
    result = coded or nodes[0].type
    for node in nodes:
        if coded and isinstance(node, Text):
            if wrong := as_code(node, coded, vocabulary):
                return wrong
            continue
        found = common_type(result, node.type, vocabulary)
        if found is None:
            return Mismatch(call.span, f"{what} must be of one type; here {result} meets {node.type}.")
        result = found
    return result
