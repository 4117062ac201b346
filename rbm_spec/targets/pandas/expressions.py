"""Typed expressions -> Python: over columns in rows, over values in formulas.

Both spell operators and functions alike; `Spelling` says from where the functions come. A literal is written plainly
where the other side is a column or value, and made one where it is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from rbm_spec.expr.catalogue import Window
from rbm_spec.expr.nodes import Call, Expr, Name, Number, Text, Truth, fold, walk
from rbm_spec.kernel.values import Value
from rbm_spec.reference.evaluate import evaluate
from rbm_spec.targets.pandas.literals import Source, literal, quoted, rendered
from rbm_spec.targets.unsupported import no_spelling

OR, AND, SUM, PRODUCT, UNARY, POWER, ATOM = range(1, 8)
WIDTH = 110
INFIX = {"or": ("|", OR), "and": ("&", AND), "+": ("+", SUM), "-": ("-", SUM), "*": ("*", PRODUCT), "/": ("/", PRODUCT)}
METHODS = {
    "=": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge",
    "in": "isin", "is_missing": "is_missing", "is_present": "is_present",
}  # fmt: skip
FUNCTIONS = {
    "days": "days", "working_days": "working_days", "months": "months", "hours": "hours", "add_days": "add_days",
    "add_months": "add_months", "year": "year", "month": "month", "quarter": "quarter", "in_period": "within",
    "in_plan": "within", "if": "choose", "coalesce": "coalesce", "abs": "absolute", "min": "smallest",
    "max": "largest", "round": "rounded", "floor": "floored", "ceil": "ceiled",
}  # fmt: skip
SPELLED = frozenset((*INFIX, *METHODS, *FUNCTIONS, "neg", "not", "^", "date"))
"""Operators and functions that can be printed; the last four have forms of their own."""
OF_VALUES = frozenset(
    ("choose", "coalesce", "absolute", "smallest", "largest", "rounded", "floored", "ceiled", "as_value")
)
CONSTANTS = {"plan.start": "PLAN_START", "plan.end": "PLAN_END"}
MORE = {
    "in_period": ("period.start", "period.end"), "in_plan": ("PLAN_START", "PLAN_END"), "working_days": ("HOLIDAYS",),
}  # fmt: skip
NO_WINDOW = Window(date.min, date.min, date.min, date.min, frozenset())


@dataclass(frozen=True)
class Printed:
    """Source, how tightly it binds, and whether it is a plain Python literal."""

    text: str
    binding: int = ATOM
    plain: bool = False


@dataclass
class Spelling:
    """How one kind of expression is spelt, and what it has imported so far, as (module, name).

    `literal` is the function that makes a column or value of a literal; `aliases` rename functions whose names stand
    for others in the same module.
    """

    literal: tuple[str, str]
    module_of: Callable[[str], str]
    name: Callable[[Name], str]
    aliases: Mapping[str, str] = field(default_factory=dict)
    imports: set[tuple[str, str]] = field(default_factory=set)

    def imported(self, module: str, name: str) -> str:
        """The local name of something that must be imported."""
        alias = self.aliases.get(name, name)
        self.imports.add((module, name if alias == name else f"{name} as {alias}"))
        return alias


def row_spelling() -> Spelling:
    """Expressions over rows."""
    return Spelling(
        ("..runtime.functions", "literal"),
        lambda name: "..runtime.functions",
        lambda name: f"rows[{quoted(name.dotted)}]",
    )


def formula_spelling(name: Callable[[Name], str], taken: Iterable[str]) -> Spelling:
    """Expressions over values; functions named like those in `taken` are renamed."""
    return Spelling(
        ("..kernel.values", "as_value"),
        lambda function: "..kernel.values" if function in OF_VALUES else "..kernel.dates",
        name,
        {function: f"{function}_value" for function in sorted(taken)},
    )


def functions_in(exprs: Iterable[Expr | None]) -> set[str]:
    """The names of the functions that these expressions will call."""
    return {
        FUNCTIONS[node.op]
        for expr in exprs
        if expr is not None
        for node in walk(expr)
        if isinstance(node, Call) and node.op in FUNCTIONS
    }


def printed(expr: Expr, spelling: Spelling) -> Printed:
    """The expression on one line."""

    def visit(node: Expr, args: list[Printed]) -> Printed:
        match node:
            case Number(value=value):
                return Printed(f"{value:f}", plain=True)
            case Text(value=text):
                return Printed(quoted(text), plain=True)
            case Truth(value=truth):
                return Printed(repr(truth), plain=True)
            case Name(role="constant"):
                return _constant(node, spelling)
            case Name():
                return Printed(spelling.name(node))
            case Call():
                return _call(node, args, spelling)

    return fold(expr, visit)


def _constant(node: Name, spelling: Spelling) -> Printed:
    if node.dotted in CONSTANTS:
        return Printed(spelling.imported("..plan", CONSTANTS[node.dotted]), plain=True)
    return Printed(node.dotted, plain=True)


def _call(node: Call, args: list[Printed], spelling: Spelling) -> Printed:
    if node.op == "date":
        assert isinstance(node.args[0], Text)
        spelling.imports.add(("datetime", "date"))
        return Printed(rendered(literal(date.fromisoformat(node.args[0].value))), plain=True)
    if node.op == "^":
        exponent = evaluate(node.args[1], _no_name, NO_WINDOW).decimal
        return Printed(f"{_at_least(POWER + 1, _live(args[0], spelling))} ** {exponent.numerator}", POWER)
    if node.op == "neg":
        return Printed(f"-{_at_least(UNARY, args[0])}", UNARY, args[0].plain)
    if node.op == "not":
        return Printed(f"~{_at_least(UNARY, _live(args[0], spelling))}", UNARY)
    if node.op in INFIX:
        sign, binding = INFIX[node.op]
        left = _live(args[0], spelling) if args[0].plain and args[1].plain else args[0]
        return Printed(f"{_operand(binding, left)} {sign} {_at_least(_beside(binding), args[1])}", binding)
    if node.op in METHODS:
        first = _at_least(ATOM, _live(args[0], spelling))
        return Printed(f"{first}.{METHODS[node.op]}({', '.join(arg.text for arg in args[1:])})")
    return _function(node, args, spelling)


def _function(node: Call, args: list[Printed], spelling: Spelling) -> Printed:
    if node.op not in FUNCTIONS:
        raise no_spelling("pandas", node.op)
    name = FUNCTIONS[node.op]
    if node.op == "if":
        args = [_live(args[0], spelling), *args[1:]]
    more = MORE.get(node.op, ())
    for constant in more:
        if constant.isupper():
            spelling.imported("..plan", constant)
    function = spelling.imported(spelling.module_of(name), name)
    return Printed(f"{function}({', '.join([*(arg.text for arg in args), *more])})")


def _live(each: Printed, spelling: Spelling) -> Printed:
    """A column or value, also where a plain literal is written."""
    if not each.plain:
        return each
    return Printed(f"{spelling.imported(*spelling.literal)}({each.text})")


def _operand(binding: int, left: Printed) -> str:
    """The left side; `and` inside `or` stands in brackets for the reader."""
    return left.text if left.binding == binding else _at_least(_beside(binding), left)


def _beside(binding: int) -> int:
    """How tightly the right side of an operator must bind."""
    return max(binding + 1, SUM)


def _at_least(binding: int, each: Printed) -> str:
    return each.text if each.binding >= binding else f"({each.text})"


def _no_name(name: Name) -> Value:
    raise ValueError("exponents hold no names")


def assigned(target: str, expr: Expr, spelling: Spelling, first: tuple[str, ...] = ()) -> list[Source]:
    """The lines of `target = expression`; `target` may be `return`, and `first` are conditions that come before."""
    sign, parts = _parts(expr, spelling, bool(first))
    return laid_out(target, sign, [*first, *parts])


def laid_out(target: str, sign: str, parts: list[str], indent: int = 4) -> list[Source]:
    """The parts joined by `sign`, on one line or one line each."""
    margin = " " * indent
    start = f"{margin}{target} " if target == "return" else f"{margin}{target} = "
    flat = start + f" {sign} ".join(parts)
    if len(flat) <= WIDTH or len(parts) == 1:
        return [Source(flat)]
    rest = (Source(f"{margin}    {sign} {part}") for part in parts[1:])
    return [Source(f"{start}("), Source(f"{margin}    {parts[0]}"), *rest, Source(f"{margin})")]


def _parts(expr: Expr, spelling: Spelling, joined: bool) -> tuple[str, list[str]]:
    """The sign and the conditions that it joins; a single part where there is no chain of `and` or `or`."""
    op = "and" if joined else expr.op if isinstance(expr, Call) and expr.op in ("and", "or") else "and"
    chain = [printed(each, spelling) for each in _chain(expr, op)]
    if len(chain) > 1 and chain[0].plain and chain[1].plain:
        chain[0] = _live(chain[0], spelling)
    sign, binding = INFIX[op]
    if len(chain) == 1 and not joined:
        return sign, [chain[0].text]
    return sign, [_at_least(_beside(binding), each) for each in chain]


def _chain(expr: Expr, op: str) -> list[Expr]:
    """What one operator joins."""
    parts: list[Expr] = []
    while isinstance(expr, Call) and expr.op == op:
        parts.append(expr.args[1])
        expr = expr.args[0]
    return [expr, *reversed(parts)]
