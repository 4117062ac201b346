"""A typed expression -> an equation in one of the notations, with brackets where `shapes` asks for them.

One visitor over the tree. A line that would be wider than the page sets its names in several lines each.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain, repeat

from rbm_spec.expr.nodes import Call, Expr, Name, Number, Text, Truth, fold
from rbm_spec.expr.types import Kind
from rbm_spec.plan.model import Plan
from rbm_spec.targets.equation.notation import Notation
from rbm_spec.targets.equation.shapes import ATOM, CHOICE, LABEL, NAMED, SHAPES
from rbm_spec.targets.equation.text import lines
from rbm_spec.targets.words.labels import Naming, code_label
from rbm_spec.targets.words.phrases import Phrases

LINE = 84
STACKS = (None, 30, 18)
"""Characters that fit in a line of the page, and in a line of a name: as many as it has, or fewer until all fits."""

SPELLED = frozenset((*SHAPES, *NAMED, "date"))
"""Operators and functions that have a sign or words; any other prints its name. A fixed date is printed as one."""

PHRASES = {"in_period": "period", "in_plan": "plan"}
"""Phrases that are not called after their operator."""


@dataclass(frozen=True, slots=True)
class Typeset:
    """A part in the notation, how strongly it binds, and about how many characters wide it is."""

    text: str
    strength: int
    width: int


@dataclass(frozen=True, slots=True)
class Setting:
    """What a visitor needs beside the tree. `stack` is the longest line of a name, None for no limit."""

    plan: Plan
    naming: Naming
    phrases: Phrases
    notation: Notation
    stack: int | None = None

    def name(self, text: str) -> Typeset:
        """Upright, in several lines where that is asked for."""
        parts = list(lines(text, self.stack)) if self.stack else [text]
        if len(parts) == 1:
            return Typeset(self.notation.name(parts[0]), LABEL, len(parts[0]))
        return Typeset(self.notation.lines(parts), LABEL, max(map(len, parts)))

    def phrase(self, key: str, *parts: str) -> str:
        """A phrase for equations as words."""
        return self.notation.words(self.phrases.say(f"equations.{key}", *parts))

    def bracketed(self, part: Typeset, needed: int) -> Typeset:
        """In brackets unless it binds as strongly as `needed`."""
        if part.strength >= needed:
            return part
        return Typeset(self.notation.fill("brackets", {"0": part.text}), ATOM, part.width + 2)


def typeset(expr: Expr, setting: Setting) -> Typeset:
    """The expression on one line."""
    return fold(expr, _visitor(setting))


def _visitor(setting: Setting) -> Callable[[Expr, list[Typeset]], Typeset]:
    def visit(node: Expr, parts: list[Typeset]) -> Typeset:
        match node:
            case Number(value):
                digits = setting.phrases.number(value)
                return Typeset(setting.notation.number(digits), ATOM, len(digits))
            case Text(value):
                is_code = node.type.kind is Kind.CODE
                label = code_label(setting.plan, node.type.codelist, value) if is_code else value
                return setting.name(setting.phrases.quoted(label))
            case Truth(value):
                return setting.name(setting.phrases.say("language.true" if value else "language.false"))
            case Name(role="constant"):
                return setting.name(setting.phrases.say(f"equations.{node.dotted}"))
            case Name():
                return setting.name(setting.naming(node))
            case Call("date", (Text(value),)):
                return setting.name(setting.phrases.date(value))
            case Call():
                return _call(node, parts, setting)

    return visit


def _call(node: Call, parts: list[Typeset], setting: Setting) -> Typeset:
    if node.op not in SHAPES:
        arguments = [setting.bracketed(part, CHOICE) for part in parts]
        places = _places(node.op, arguments, setting)
        name = setting.phrases.say(f"equations.{node.op}") if node.op in NAMED else node.op
        places["words"] = setting.notation.words(name)
        width = len(name) + sum(part.width + 2 for part in arguments)
        return Typeset(setting.notation.fill("named", places), ATOM, width)
    shape = SHAPES[node.op]
    needs = chain(shape.needs, repeat(shape.needs[-1]))
    arguments = [setting.bracketed(part, needed) for part, needed in zip(parts, needs, strict=False)]
    text = setting.notation.fill(node.op, _places(node.op, arguments, setting))
    return Typeset(text, shape.strength, _width(node.op, arguments))


def _places(op: str, arguments: list[Typeset], setting: Setting) -> dict[str, str]:
    """What stands in the places of a sign."""
    phrase = PHRASES.get(op, op)
    between = setting.notation.separator(setting.phrases.say("equations.separator"))
    texts = [part.text for part in arguments]
    return {
        **{str(index): text for index, text in enumerate(texts)},
        "all": between.join(texts),
        "rest": between.join(texts[1:]),
        "words": setting.phrase(phrase) if setting.phrases.has(f"equations.{phrase}") else "",
        "otherwise": setting.phrase("otherwise"),
    }


def _width(op: str, arguments: list[Typeset]) -> int:
    """Side by side, but one above the other in a fraction; a choice has its rows above each other."""
    widths = [part.width for part in arguments]
    match op:
        case "/":
            return max(widths)
        case "if":
            return max(widths[1] + widths[0], widths[2]) + 8
        case _:
            return sum(widths) + 3 * len(widths)
