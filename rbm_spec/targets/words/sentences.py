"""A typed expression -> a phrase of a sentence that can be read in one way only.

One visitor over the tree. `LEVELS` says what kind of phrase each operator makes; a phrase inside another stands in
brackets unless it is of a simpler kind, or continues a chain of the same sums, products or conditions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rbm_spec.expr.nodes import Call, Expr, Name, Number, Text, Truth, fold
from rbm_spec.expr.types import Kind
from rbm_spec.plan.model import Plan
from rbm_spec.targets.words.idioms import idiomatic
from rbm_spec.targets.words.labels import Naming, code_label
from rbm_spec.targets.words.phrases import Phrases

WORD, PHRASE, TEST, LOGIC = range(4)

LEVELS = {
    "or": LOGIC, "and": LOGIC, "not": LOGIC, "if": LOGIC,
    "=": TEST, "!=": TEST, "<": TEST, "<=": TEST, ">": TEST, ">=": TEST,
    "date <": TEST, "date <=": TEST, "date >": TEST, "date >=": TEST,
    "in": TEST, "not in": TEST, "in_period": TEST, "not in_period": TEST, "in_plan": TEST, "not in_plan": TEST,
    "is_missing": TEST, "is_present": TEST, "is true": TEST, "is false": TEST,
}  # fmt: skip
"""What is not here makes a PHRASE."""

CHAINS = frozenset(("+", "*", "and", "or"))
LISTS = frozenset(("coalesce", "min", "max"))


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a part, and what kind of phrase they are."""

    text: str
    level: int


def sentence(expr: Expr, plan: Plan, naming: Naming, phrases: Phrases) -> str:
    """The expression in words, without a full stop."""
    return fold(idiomatic(expr), _visitor(plan, naming, phrases)).text


def _visitor(plan: Plan, naming: Naming, phrases: Phrases) -> Callable[[Expr, list[Said]], Said]:
    def visit(node: Expr, parts: list[Said]) -> Said:
        match node:
            case Number(value):
                return Said(phrases.number(value), WORD)
            case Text(value):
                is_code = node.type.kind is Kind.CODE
                return Said(phrases.quoted(code_label(plan, node.type.codelist, value) if is_code else value), WORD)
            case Truth(value):
                return Said(phrases.say("language.true" if value else "language.false"), WORD)
            case Name():
                return Said(naming(node), WORD)
            case Call("date", (Text(value),)):
                return Said(phrases.date(value), WORD)
            case Call():
                return Said(_call(node, parts, phrases), LEVELS.get(node.op, PHRASE))

    return visit


def _call(node: Call, parts: list[Said], phrases: Phrases) -> str:
    words = [_operand(node, i, part, phrases) for i, part in enumerate(parts)]
    phrase = f"expressions.{node.op}"
    match node.op:
        case "in":
            return phrases.say(phrase, words[0], phrases.listed(words[1:], "language.last_or"))
        case "not in" if len(words) > 2:
            return phrases.say(phrase, words[0], phrases.listed(words[1:], "expressions.neither"))
        case "not in":
            return phrases.say("expressions.!=", *words)
        case op if op in LISTS:
            return phrases.say(phrase, phrases.listed(words))
        case _:
            return _counted(phrase, node.args[-1], words, phrases)


def _counted(phrase: str, last: Expr, words: list[str], phrases: Phrases) -> str:
    """In the form for the last argument, where that is a number and the phrase has forms."""
    return phrases.counted(phrase, last.value, *words) if isinstance(last, Number) else phrases.say(phrase, *words)


def _operand(node: Call, i: int, part: Said, phrases: Phrases) -> str:
    level, child = LEVELS.get(node.op, PHRASE), node.args[i]
    chained = i == 0 and node.op in CHAINS and isinstance(child, Call) and child.op == node.op
    return part.text if part.level < level or part.level == WORD or chained else phrases.bracketed(part.text)
