"""A rule of a dataset -> XPath that says when the rule is broken, or why a form cannot say it exactly.

XPath 1.0 knows no missing value, so each condition becomes two expressions: when it is true and when it is false;
where neither holds, it is missing. A rule is broken only when it is false. Sums of decimals, calendars and what stands
in other tables are left to the check of the data that comes back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import reduce

from rbm_spec.collect.forms import form_name
from rbm_spec.expr.nodes import Call, Expr, Name, Number, Text, Truth, fold, names
from rbm_spec.expr.types import Kind
from rbm_spec.plan.model import Dataset, Plan
from rbm_spec.plan.paths import entered
from rbm_spec.targets.unsupported import Unsupported
from rbm_spec.targets.xlsform.literals import literal

LONGEST = 8_000
TRUE, FALSE = "true()", "false()"
MOST_SUMMED = 8  # whole numbers of 15 digits that a binary number adds without loss
_OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_NAMES = {
    "+": "a sum of decimals",
    "-": "a difference of decimals",
    "*": "a product",
    "/": "a quotient",
    "^": "a power",
    "neg": "a negative decimal",
    "in_period": "whether a date lies in the reporting period",
    "is_missing": "whether a condition is missing",
    "is_present": "whether a condition is present",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A value: its XPath, and the XPath of its being there.

    `whole` counts the whole numbers of which it is the sum, 0 for any other value; `day` is the text of a fixed date.
    """

    path: str
    present: str = TRUE
    whole: int = 0
    day: str = ""


@dataclass(frozen=True, slots=True)
class Logic:
    """A condition: when it is true, and when it is false."""

    true: str
    false: str


Said = Term | Logic | Unsupported
Known = Mapping[str, bool]


def broken(plan: Plan, dataset: Dataset, condition: Expr, known: Known) -> str | Unsupported:
    """When the condition is false, `false()` if never; `known` says of fields whether they have an answer."""

    def visit(node: Expr, args: list[Said]) -> Said:
        refused = next((each for each in args if isinstance(each, Unsupported)), None)
        return refused or _say(plan, dataset, known, node, args)

    said = fold(condition, visit)
    if isinstance(said, Unsupported):
        return said
    found = _logic(said).false
    return found if len(found) <= LONGEST else Unsupported("In the language of forms it would be too long.")


def asked(condition: Expr) -> frozenset[str]:
    """The fields of the row that a condition reads."""
    return frozenset(name.parts[0] for name in names(condition) if name.role == "field")


def negated(condition: str) -> str:
    """The opposite of an expression."""
    return {TRUE: FALSE, FALSE: TRUE}.get(condition, f"not({condition})")


def either(one: str, other: str) -> str:
    """One of the two."""
    if TRUE in (one, other):
        return TRUE
    return other if one == FALSE else one if other == FALSE else f"({one} or {other})"


def both(one: str, other: str) -> str:
    """The two together."""
    if FALSE in (one, other):
        return FALSE
    return other if one == TRUE else one if other == TRUE else f"({one} and {other})"


def _say(plan: Plan, dataset: Dataset, known: Known, node: Expr, args: list[Said]) -> Said:
    match node:
        case Number(value=number):
            return _number(number)
        case Truth(value=truth):
            return Term(f"'{str(truth).lower()}'")
        case Text(value=text):
            said = literal(text)
            return Unsupported(f'Forms would change the text "{text}".') if said is None else Term(said)
        case Name():
            return _name(plan, dataset, known, node)
        case Call():
            return _call(plan, node, args)


def _number(number: Decimal) -> Term:
    return Term(format(number, "f"), whole=int(number == number.to_integral_value()))


def _day(text: str) -> Term:
    return Term(f"date('{text}')", day=text)


def _name(plan: Plan, dataset: Dataset, known: Known, name: Name) -> Said:
    if name.role == "constant":
        days = {"plan.start": plan.start, "plan.end": plan.end}
        if name.dotted not in days:
            return Unsupported("A form does not know the reporting period.")
        return _day(days[name.dotted].isoformat())
    if len(name.parts) > 1:
        return Unsupported(f"A form cannot look up {name.dotted}.")
    field = dataset.fields[name.parts[0]]
    path = f"${{{form_name(field.id)}}}"
    present = {True: TRUE, False: FALSE, None: f"{path} != ''"}[known.get(field.id)]
    return Term(path, present, int(entered(plan, field) == "integer"))


def _part(part: str, date: Term) -> Term:
    """A part of a date, cut out of its text."""
    text = f"'{date.day}'" if date.day else f"string({date.path})"
    if part == "year":
        return Term(f"number(substr({text}, 0, 4))", date.present, whole=1)
    month = f"number(substr({text}, 5, 7))"
    return Term(month if part == "month" else f"int(({month} + 2) div 3)", date.present, whole=1)


def _call(plan: Plan, call: Call, args: list[Said]) -> Said:
    match call.op, args:
        case "and", [one, other]:
            one, other = _logic(one), _logic(other)
            return Logic(both(one.true, other.true), either(one.false, other.false))
        case "or", [one, other]:
            one, other = _logic(one), _logic(other)
            return Logic(either(one.true, other.true), both(one.false, other.false))
        case "not", [inner]:
            logic = _logic(inner)
            return Logic(logic.false, logic.true)
        case "is_present", [Term(present=present)]:
            return Logic(present, negated(present))
        case "is_missing", [Term(present=present)]:
            return Logic(negated(present), present)
        case "date", _:
            assert isinstance(call.args[0], Text)
            return _day(call.args[0].value)
        case "year" | "month" | "quarter", [Term() as term] if call.args[0].type.kind is Kind.DATE:
            return _part(call.op, term)
        case "neg", [Term(whole=whole) as term] if whole:
            return replace(term, path=f"(- {term.path})")
        case "+" | "-", [Term() as one, Term() as other] if one.whole and other.whole:
            if one.whole + other.whole > MOST_SUMMED:
                return Unsupported(f"A form cannot add more than {MOST_SUMMED} numbers exactly.")
            path = f"({one.path} {call.op} {other.path})"
            return Term(path, both(one.present, other.present), one.whole + other.whole)
        case "in_plan", [Term() as term]:
            first = _compare(plan, ">=", call.args[0], [term, _day(plan.start.isoformat())])
            last = _compare(plan, "<=", call.args[0], [term, _day(plan.end.isoformat())])
            return _all([first, last])
        case "in", [value, *members]:
            each = [_compare(plan, "=", call.args[0], [value, member]) for member in members]
            return _opposite(_all([_opposite(one) for one in each]))
        case op, _ if op in _OPPOSITE:
            return _compare(plan, op, call.args[0], args)
        case op, _:
            return Unsupported(f"A form cannot tell {_NAMES.get(op, f'what {op}(…) is,')} exactly.")


def _compare(plan: Plan, op: str, first: Expr, args: list[Said]) -> Logic | Unsupported:
    """Numbers and dates have an order; equal dates are equal texts, which clients agree on."""
    kind = first.type.kind
    if kind is Kind.DATETIME:
        return Unsupported("A form keeps dates with time in the time zone of the device.")
    if kind is Kind.REFERENCE and not _is_text(plan, first.type.dataset):
        return Unsupported("The key to which it points is a number.")
    match args:
        case [Term() as one, Term() as other]:
            left, right = (f"'{each.day}'" if each.day and op in ("=", "!=") else each.path for each in (one, other))
            there = both(one.present, other.present)
            return Logic(both(there, f"{left} {op} {right}"), both(there, f"{left} {_OPPOSITE[op]} {right}"))
        case _:
            return Unsupported("A form compares no conditions with each other.")


def _is_text(plan: Plan, dataset: str) -> bool:
    target = plan.datasets[dataset]
    return entered(plan, target.fields[target.spec.key[0]]) == "string"


def _all(each: list[Logic | Unsupported]) -> Logic | Unsupported:
    logics = [one for one in each if isinstance(one, Logic)]
    if refused := next((one for one in each if isinstance(one, Unsupported)), None):
        return refused
    return reduce(lambda one, other: Logic(both(one.true, other.true), either(one.false, other.false)), logics)


def _opposite(logic: Logic | Unsupported) -> Logic | Unsupported:
    return Logic(logic.false, logic.true) if isinstance(logic, Logic) else logic


def _logic(said: Said) -> Logic:
    """A value of a boolean field as a condition."""
    match said:
        case Term(path=path, present=present):
            return Logic(both(present, f"{path} = 'true'"), both(present, f"{path} = 'false'"))
        case Logic():
            return said
        case Unsupported():
            raise AssertionError("refused above")
