"""Formulas over measures -> SQL: the value, and the reason where there is none.

Reasons are numbers while they are computed, the smallest decides; they become words in the last step.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlglot import exp

from rbm_spec.expr.nodes import Call, Expr, Name, Number, Text, Truth, fold
from rbm_spec.expr.types import Kind
from rbm_spec.targets.sql.numbers import of_literal
from rbm_spec.targets.sql.rows import constant, spelled
from rbm_spec.targets.sql.terms import LONGEST, Setting, Term
from rbm_spec.targets.sql.trees import Tree, case, cast, infix, is_null, is_present, text, whole
from rbm_spec.targets.unsupported import Inexpressible

REASONS = {1: "not_submitted", 2: "no_data", 3: "zero_denominator"}
NONE = 9
INVALID = "invalid"


@dataclass(frozen=True)
class Answer:
    """A value and its reason; `reason` is None where a value is always there."""

    value: Term
    reason: Tree | None


def formula(expr: Expr, lookup: Callable[[Name], Answer], setting: Setting) -> Answer:
    """The formula; `lookup` answers for its names."""

    def visit(node: Expr, args: list[Answer]) -> Answer:
        match node:
            case Number(value=number):
                literal = exp.Literal.number(format(number, "f"))
                return Answer(Term(literal, Kind.NUMBER, of_literal(number), literal=True), None)
            case Text(value=content):
                return Answer(Term(text(content), Kind.TEXT), None)
            case Truth(value=truth):
                return Answer(Term(exp.Boolean(this=truth), Kind.BOOLEAN), None)
            case Name():
                return lookup(node)
            case Call():
                value = spelled(node, [arg.value for arg in args], setting)
                return Answer(value, _reason(node, args, value))

    found = fold(expr, visit)
    if found.reason is not None and sum(1 for _ in found.reason.walk()) > LONGEST:
        raise Inexpressible("The reasons of the formula are too long for SQL.")
    return found


def _reason(node: Call, args: Sequence[Answer], value: Term) -> Tree | None:
    """Why the call has no value, from why its arguments have none."""
    match node.op:
        case "is_missing" | "is_present":
            return None
        case "if":
            if args[1].reason is None and args[2].reason is None:
                return None
            return case([(args[0].value.again, _or_none(args[1].reason))], _or_none(args[2].reason))
        case "and" | "or" | "coalesce":
            least = first([arg.reason for arg in args])
            return None if least is None else case([(is_null(value.again), least)], whole(NONE))
        case "/":
            return first([args[0].reason, args[1].reason, _when_zero(args[1].value)])
        case "^" if constant(node.args[1]) < 0:
            return first([args[0].reason, _when_zero(args[0].value)])
        case _:
            return first([arg.reason for arg in args])


def _when_zero(divisor: Term) -> Tree | None:
    if divisor.literal and float(divisor.tree.name) != 0:
        return None
    return case([(infix(exp.EQ, divisor.again, whole(0)), whole(3))], whole(NONE))


def _or_none(reason: Tree | None) -> Tree:
    return whole(NONE) if reason is None else reason.copy()


def first(reasons: Sequence[Tree | None]) -> Tree | None:
    """The reason that decides."""
    present = [reason.copy() for reason in reasons if reason is not None]
    return least(present) if present else None


def least(trees: Sequence[Tree]) -> Tree:
    """The least of them; a single one for itself, since Spark asks for two."""
    return trees[0] if len(trees) == 1 else exp.Anonymous(this="LEAST", expressions=list(trees))


def greatest(trees: Sequence[Tree]) -> Tree:
    """The greatest of them."""
    return trees[0] if len(trees) == 1 else exp.Anonymous(this="GREATEST", expressions=list(trees))


def in_words(value: Tree, reason: Tree | None) -> Tree:
    """The reason as it is published; NULL beside a value."""
    branches: list[tuple[Tree, Tree]] = [(is_present(value.copy()), cast(exp.Null(), "text"))]
    if reason is not None:
        branches += [(infix(exp.EQ, reason.copy(), whole(number)), text(word)) for number, word in REASONS.items()]
    return case(branches, text(INVALID))
