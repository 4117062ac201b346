"""Formulas over measures -> columns beside the measures: for each step its value, and why there is none.

A reason is its place in the order of reasons, 1 to 4, and 9 is no reason: the first of several is their MIN. Parts of a
formula that hold no data are computed when the workbook is made, for each period that can be chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from rbm_spec.expr.catalogue import CATALOGUE, Window
from rbm_spec.expr.nodes import Call, Expr, Name, Number, Truth, fold, walk
from rbm_spec.expr.types import Kind
from rbm_spec.kernel.values import REASONS, Value, missing
from rbm_spec.reference.evaluate import evaluate
from rbm_spec.targets.excel.live.constants import Constants
from rbm_spec.targets.excel.live.expressions import cut_text, spelled
from rbm_spec.targets.excel.live.grid import Cached, Grid
from rbm_spec.targets.excel.live.periods import Periods
from rbm_spec.targets.excel.live.terms import MISSING, MOST_CENTIMES, UNKNOWN, Quality, Term, large, serial
from rbm_spec.targets.unsupported import Inexpressible

NO_WINDOW = Window(date.min, date.min, date.min, date.min, frozenset())
FINE = 9
NOT_SUBMITTED, NO_DATA, ZERO_DENOMINATOR, INVALID = range(1, 5)
LARGE = "large"
"""Begins the key of columns that are 1 where an amount of money has more digits than spreadsheets keep."""


@dataclass(frozen=True, slots=True)
class Known:
    """A value and its reason as cells of the row at hand; `value` is what they hold before data is entered."""

    term: Term
    reason: str
    value: Value


def rank(value: Value) -> int:
    """The reason of a value as a number."""
    return FINE if value.reason is None else REASONS.index(value.reason) + 1


def cached(value: Value) -> Cached:
    """A value as it stands in a column of values."""
    match value.content:
        case bool():
            return int(value.content)
        case Fraction():
            return float(value.content)
        case date():
            return serial(value.content)
        case _:
            return "#N/A"


@dataclass(frozen=True)
class Block:
    """The rows of one indicator on the sheet of sums, where formulas are computed."""

    grid: Grid
    periods: Periods
    constants: Constants
    frequency: str

    def keep(self, term: Term) -> Term:
        """See `places.Place`; nothing is kept whose value before data is entered is not known."""
        if term.simple:
            return term
        if not isinstance(term.cached, Value):
            raise Inexpressible("A step of its formula needs a place of its own that cannot be given here.")
        return self.column(term.text, term, term.cached)

    def column(self, text: str, like: Term, value: Value) -> Term:
        """A column that holds a value, an error where it is missing."""
        before = 0.5 if like.kind is Kind.BOOLEAN and value.missing else cached(value)
        ref = self.grid.add(("value", text), "value", text, before)
        return replace(like, text=ref.here, strength=9, simple=True, cached=value)

    def cut(self, term: Term) -> Term:
        """See `places.Place`."""
        if term.quality.sure:
            return term
        term = self.keep(term)
        value = term.cached
        assert isinstance(value, Value)
        text = f'IFERROR({cut_text(term.text, term.quality)},"")'
        number = value.content
        before = float(Value(number, exact=False).decimal) if isinstance(number, Fraction) else ""
        ref = self.grid.add(("cut", text), "without the error of binary numbers", text, before)
        return Term(f'IF({ref.here}="",{MISSING},{ref.here})', Kind.NUMBER, quality=Quality.ENTERED, simple=True)

    def watch(self, day: Term) -> None:
        """See `places.Place`; days that come from data are not kept here."""
        raise AssertionError(day)

    def period(self, end: str) -> str:
        """Constants of the period stand in parts without data, which are computed beforehand."""
        raise AssertionError(end)

    def plan(self, end: str) -> str:
        """The same."""
        raise AssertionError(end)

    @property
    def holidays(self) -> str | None:
        """See `places.Place`."""
        return self.constants.holidays()


@dataclass(frozen=True)
class Formulas:
    """Computes formulas in a block. `lookup` answers for measures, components above and other indicators."""

    block: Block
    lookup: Callable[[Name], Known]

    def known(self, expr: Expr) -> Known:
        """A formula as cells with its value and its reason."""
        found = fold(expr, self._visit)
        return found if isinstance(found, Known) else self._constant(found)

    def _visit(self, node: Expr, args: list[Expr | Known]) -> Expr | Known:
        if isinstance(node, Name) and node.role != "constant":
            return self.lookup(node)
        # Nothing but a name of data brings in data; a part without any stays as it is until it meets some.
        if not any(isinstance(arg, Known) for arg in args):
            return node
        assert isinstance(node, Call)
        knowns = [arg if isinstance(arg, Known) else self._constant(arg) for arg in args]
        value = self._value(node, knowns)
        term = spelled(node, [known.term for known in knowns], self.block, self.block.constants)
        term = self.block.column(term.text, term, value)
        if node.op in ("+", "-") and term.quality is Quality.MONEY:
            self.block.grid.add((LARGE, term.text), "beyond exact money", large(f"ABS({term.text})", MOST_CENTIMES), 0)
        text = _reason(node.op, knowns, term)
        if text in (str(FINE), *(known.reason for known in knowns)):
            return Known(term, text, value)
        ref = self.block.grid.add(("reason", text), "reason", text, rank(value))
        return Known(term, ref.here, value)

    def _value(self, node: Call, knowns: Sequence[Known]) -> Value:
        """What the node gives before data is entered."""
        period = self.block.periods.default(self.block.frequency)
        held = {str(number): known.value for number, known in enumerate(knowns)}
        call = replace(
            node, args=tuple(Name((name,), type=arg.type) for name, arg in zip(held, node.args, strict=True))
        )
        if period is None:
            return missing("not_submitted")
        if node.op in ("round", "^"):
            call = replace(call, args=(call.args[0], node.args[1]))
        return evaluate(call, lambda name: held[name.dotted], self.block.periods.window(period))

    def _constant(self, node: Expr) -> Known:
        """A part that holds no data."""
        if isinstance(node, Number | Truth):
            term = spelled(node, [], self.block, self.block.constants)
            return Known(replace(term, cached=Value(_content(node))), str(FINE), Value(_content(node)))
        periods = self.block.periods
        values = [
            evaluate(node, _no_name, periods.window(period)) if period else missing("invalid")
            for period in periods.each(self.block.frequency)
        ]
        kind = node.type.kind
        if kind not in (Kind.NUMBER, Kind.BOOLEAN, Kind.DATE):
            raise Inexpressible("It holds text that is not compared with anything.")
        key, exponent = (self.block.frequency, node), _whole_literal(node)
        text = periods.column(("part", *key), "a part of a formula without data", _held(values, kind))
        term = Term(f'IF({text}="",{MISSING},{text})', kind, literal=exponent)
        if exponent is not None:
            term = Term(str(exponent), kind, quality=Quality.SMALL, simple=True, literal=exponent)
        elif kind is Kind.BOOLEAN:
            term = replace(term, text=text)
        term = self.block.column(term.text, term, values[0]) if exponent is None else replace(term, cached=values[0])
        if all(value.reason is None for value in values):
            return Known(term, str(FINE), values[0])
        reason = periods.column(("reason", *key), "its reason", [rank(value) for value in values])
        ref = self.block.grid.add(("reason", reason), "reason", reason, rank(values[0]))
        return Known(term, ref.here, values[0])


def _content(node: Number | Truth) -> Fraction | bool:
    return node.value if isinstance(node, Truth) else Fraction(node.value)


def _held(values: Sequence[Value], kind: Kind) -> list[Cached]:
    nothing: Cached = 0.5 if kind is Kind.BOOLEAN else ""
    return [nothing if value.missing else cached(value) for value in values]


def _whole_literal(node: Expr) -> int | None:
    """The whole number that an exponent or a number of places is, written with literals only."""
    if node.type.kind is not Kind.NUMBER or not all(_written(each) for each in walk(node)):
        return None
    value = evaluate(node, _no_name, NO_WINDOW).content
    return int(value) if isinstance(value, Fraction) and value.denominator == 1 and abs(value) < 10**15 else None


def _written(node: Expr) -> bool:
    return isinstance(node, Number) or (isinstance(node, Call) and not CATALOGUE[node.op].function)


def _no_name(name: Name) -> Value:
    raise AssertionError(name)


def _first(reasons: Sequence[str]) -> str:
    """The first of several reasons."""
    found = [reason for reason in dict.fromkeys(reasons) if reason != str(FINE)]
    return found[0] if len(found) == 1 else f"MIN({','.join(found)})" if found else str(FINE)


def _reason(op: str, args: Sequence[Known], term: Term) -> str:
    """Why a step has no value, as the text of a formula."""
    first = _first([arg.reason for arg in args])
    failed = f"{term.text}={UNKNOWN}" if term.kind is Kind.BOOLEAN else f"ISERROR({term.text})"
    otherwise = INVALID if first == str(FINE) else f"IF({first}<{FINE},{first},{INVALID})"
    match op:
        case "is_missing" | "is_present":
            return str(FINE)
        case "and" | "or" | "not" | "coalesce":
            return f"IF({failed},{first},{FINE})"
        case "if":
            test, then, other = args
            return f"IF({test.term.text}=1,{then.reason},{other.reason})"
        case "/":
            over, under = args
            zero = f"IF({under.term.text}=0,MIN({ZERO_DENOMINATOR},{over.reason}),{otherwise})"
            return f"IF({failed},IF({under.reason}<{FINE},{first},{zero}),{FINE})"
        case "^":
            base = args[0]
            zero = f"IF({base.term.text}=0,{ZERO_DENOMINATOR},{INVALID})"
            return f"IF({failed},IF({base.reason}<{FINE},{base.reason},{zero}),{FINE})"
        case _:
            return f"IF({failed},{otherwise},{FINE})"
