"""A typed expression -> a phrase of a sentence that can be read in one way only.

One visitor over the tree. `LEVELS` says what kind of phrase each operator makes; a phrase inside another stands in
brackets unless it is of a simpler kind, or continues a chain of the same sums, products or conditions. What is too long
for that is a list of conditions, or an outline of parts.
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
SINGLE = {"in": "=", "not in": "!="}
"""Of a list with one member."""


PART, MOST_PARTS = 150, 9
"""Of an outline: beyond so many characters a part is said by itself, and beyond so many parts it is none."""
MANY = 3
"""So many conditions are a list."""


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a part, and what kind of phrase they are."""

    text: str
    level: int


def sentence(expr: Expr, plan: Plan, naming: Naming, phrases: Phrases) -> str:
    """The expression in words, without a full stop."""
    return fold(idiomatic(expr), _visitor(plan, naming, phrases)).text


def condition(expr: Expr, plan: Plan, naming: Naming, phrases: Phrases) -> str:
    """A condition in words; a numbered list when it is a chain of many, so that nobody has to look for brackets."""
    whole = idiomatic(expr)
    visit = _visitor(plan, naming, phrases)
    if not is_list(whole):
        return fold(whole, visit).text
    assert isinstance(whole, Call)
    members = (fold(each, visit).text for each in _members(whole, whole.op))
    return phrases.say("conditions.all" if whole.op == "and" else "conditions.any", phrases.numbered(members))


def is_list(expr: Expr | None) -> bool:
    """Whether a condition is said as a numbered list, which nothing can follow in its sentence."""
    return isinstance(expr, Call) and expr.op in ("and", "or") and len(_members(expr, expr.op)) >= MANY


def _members(expr: Expr, op: str) -> list[Expr]:
    """What a chain of `op` chains, from left to right."""
    members: list[Expr] = []
    pending = [expr]
    while pending:
        node = pending.pop()
        if isinstance(node, Call) and node.op == op:
            pending.extend(reversed(node.args))
        else:
            members.append(node)
    return members


def outline(expr: Expr, plan: Plan, naming: Naming, phrases: Phrases) -> tuple[str, dict[str, str]] | None:
    """The expression in words over parts that are said by themselves, each by its name; None when they are too many.

    A part is made of parts before it.
    """
    visit = _visitor(plan, naming, phrases)
    named: dict[str, str] = {}

    def cut(node: Expr, part: Said) -> Said:
        if len(part.text) <= PART:
            return part
        number = str(list(named).index(part.text) + 1 if part.text in named else len(named) + 1)
        is_condition = node.type.kind is Kind.BOOLEAN
        named.setdefault(part.text, phrases.say("wholes.part", number))
        return Said(phrases.say("wholes.condition", number), TEST) if is_condition else Said(named[part.text], WORD)

    def shortened(node: Expr, parts: list[Said]) -> Said:
        args = node.args if isinstance(node, Call) else ()
        return visit(node, [cut(arg, part) for arg, part in zip(args, parts, strict=True)])

    whole = fold(idiomatic(expr), shortened).text
    if len(named) > MOST_PARTS:
        return None
    return whole, {name: text for text, name in named.items()}


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
            case Call(op) if not phrases.has(f"expressions.{op}"):
                return Said(
                    op + phrases.bracketed(phrases.say("language.comma").join(each.text for each in parts)), WORD
                )
            case Call():
                return Said(_call(node, parts, phrases), LEVELS.get(node.op, PHRASE))

    return visit


def _call(node: Call, parts: list[Said], phrases: Phrases) -> str:
    words = [_operand(node, i, part, phrases) for i, part in enumerate(parts)]
    phrase = f"expressions.{node.op}"
    match node.op:
        case "in" | "not in" if len(words) == 2:
            return phrases.say(f"expressions.{SINGLE[node.op]}", *words)
        case "in" | "not in":
            return phrases.say(phrase, words[0], phrases.say("language.comma").join(words[1:]))
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
