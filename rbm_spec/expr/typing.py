"""A parsed tree -> the same tree with types, and every mismatch in it.

A scope says what names mean. A node that could not be typed is `untyped`, and nothing more is said about what is
around it: one fault, one finding.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from rbm_spec import suggest
from rbm_spec.diagnostics import Finding, Fix, Rule, Severity
from rbm_spec.expr.agreement import Mismatch, Vocabulary
from rbm_spec.expr.catalogue import CATALOGUE, FUNCTIONS
from rbm_spec.expr.nodes import Call, Expr, Name, Text, fold
from rbm_spec.expr.types import UNTYPED, Kind, Type
from rbm_spec.source import Span, Where

UNKNOWN_NAME = Rule("RBM301", "unknown-name", Severity.ERROR)
UNKNOWN_FUNCTION = Rule("RBM302", "unknown-function", Severity.ERROR)
UNKNOWN_CODE = Rule("RBM303", "unknown-code", Severity.ERROR)
TYPE = Rule("RBM501", "type-mismatch", Severity.ERROR)
UNIT = Rule("RBM502", "unit-mismatch", Severity.ERROR)
ARITY = Rule("RBM503", "argument-count", Severity.ERROR)

RULES = {"type": TYPE, "unit": UNIT, "code": UNKNOWN_CODE, "name": UNKNOWN_NAME}
OTHER_NAMES = {
    "networkdays": "working_days", "datedif": "months", "average": "mean", "isblank": "coalesce", "ifs": "if",
    "ceiling": "ceil", "datediff": "days", "nvl": "coalesce", "ifnull": "coalesce", "edate": "add_months",
    "sqrt": "^", "pow": "^", "power": "^", "and": "and", "or": "or", "case": "if", "int": "floor", "trunc": "floor",
}  # fmt: skip
AGGREGATES = ("count", "count_distinct", "sum", "mean", "median", "percentile", "all", "any")


Report = Callable[[Mismatch], None]


class Scope(Protocol):
    """What names mean where an expression stands."""

    def resolve(self, name: Name) -> tuple[Type, str] | Mismatch:
        """The type and role of a name, or what is wrong with it."""
        ...


def type_expression(expr: Expr, scope: Scope, vocabulary: Vocabulary, where: Where) -> tuple[Expr, list[Finding]]:
    """The typed tree and its findings; `where` is the place of the expression's text."""
    findings: list[Finding] = []
    unknown: dict[Span, int] = {}  # the finding of each name that means nothing

    def report(mismatch: Mismatch) -> None:
        findings.append(RULES[mismatch.kind].found(where.chars(mismatch.span), mismatch.message, *way_out(mismatch)))

    def visit(node: Expr, args: list[Expr]) -> Expr:
        match node:
            case Name():
                found = scope.resolve(node)
                if isinstance(found, Mismatch):
                    unknown[node.span] = len(findings)
                    report(found)
                    return node
                return Name(node.parts, node.span, found[0], found[1])
            case Call():
                for arg in args if unknown else ():
                    if arg.span in unknown and (hint := _quotes(arg, args, vocabulary)):
                        findings[unknown[arg.span]] = replace(findings[unknown[arg.span]], hint=hint, fix=None)
                call = Call(node.op, tuple(args), node.span, UNTYPED, node.op_span)
                return _call(call, vocabulary, where, findings, report)
            case _:
                return node

    return fold(expr, visit), findings


def _quotes(arg: Expr, beside: list[Expr], vocabulary: Vocabulary) -> str | None:
    """The way out where a name that means nothing is a code of what it is compared with."""
    lists = {other.type.codelist for other in beside if other.type.kind is Kind.CODE}
    match arg:
        case Name(parts=(name,)) if any(name in vocabulary.codes.get(each, ()) for each in lists):
            return f'A code stands in quotes: "{name}".'
        case _:
            return None


def way_out(mismatch: Mismatch) -> tuple[str | None, Fix | None]:
    """The hint, and the fix where a name is meant that is like another."""
    near = suggest.nearest(mismatch.name, mismatch.choices) if mismatch.name else None
    fix = Fix(mismatch.name, near, safe=False) if near else None
    return mismatch.hint or suggest.hint(mismatch.name, mismatch.choices), fix


def _call(call: Call, vocabulary: Vocabulary, where: Where, findings: list[Finding], report: Report) -> Expr:
    entry = CATALOGUE.get(call.op)
    if entry is None or (call.op_span == (0, 0) and not entry.function):
        hint = _instead(call.op)
        findings.append(UNKNOWN_FUNCTION.found(_name_of(call, where), f"There is no function `{call.op}`.", hint))
        return call
    least, most = entry.arity
    if not least <= len(call.args) <= most:
        takes = str(least) if least == most else f"at least {least}"
        message = f"{call.op} takes {takes} argument{'s' if least > 1 else ''}; here are {len(call.args)}."
        findings.append(ARITY.found(where.chars(call.span), message, entry.sentence.capitalize() + "."))
        return call
    result = entry.result(call, vocabulary)
    if isinstance(result, Mismatch):
        report(result)
        return call
    return Call(call.op, _coded(call), call.span, result, call.op_span)


def _name_of(call: Call, where: Where) -> Where:
    start = call.span[0]
    return where.chars((start, start + len(call.op)))


def _instead(name: str) -> str:
    low = name.lower()
    if low in AGGREGATES:
        return f"`{low}` is an aggregate: it stands in `aggregate:` of a measure, not in an expression."
    if low in OTHER_NAMES:
        return f"The language has `{OTHER_NAMES[low]}`."
    return suggest.hint(name, FUNCTIONS) or f"The functions are {', '.join(FUNCTIONS)}."


def _coded(call: Call) -> tuple[Expr, ...]:
    """Literal text that stands for a code gets the code's type."""
    coded = [arg.type for arg in call.args if arg.type.kind is Kind.CODE or arg.type.kind is Kind.REFERENCE]
    if not coded:
        return call.args
    return tuple(Text(arg.value, arg.span, coded[0]) if isinstance(arg, Text) else arg for arg in call.args)
