"""A typed expression -> LaTeX, with brackets where the table of spellings asks for them.

One visitor over the tree. Names and words stand in `\\text{…}`; a line that would be wider than the page sets its
names in several lines each.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain, repeat

from rbm_spec.expr.nodes import Call, Expr, Name, Number, Text, Truth, fold
from rbm_spec.expr.types import Kind
from rbm_spec.plan.model import Plan
from rbm_spec.targets.equation.spellings import ATOM, CHOICE, LABEL, NAMED, SPELLINGS, UNSUPPORTED, Spelling
from rbm_spec.targets.equation.text import stacked, upright
from rbm_spec.targets.unsupported import Unsupported
from rbm_spec.targets.words.labels import Naming, code_label
from rbm_spec.targets.words.phrases import Phrases

LINE, STACK = 76, 30
"""Characters that fit in a line of the page, and in a line of a name when the whole does not fit."""

PLACE = re.compile(r"<(words|otherwise|rest|all|[0-9]+)>")


@dataclass(frozen=True, slots=True)
class Typeset:
    """LaTeX, how strongly it binds, and about how many characters wide it is."""

    latex: str
    strength: int
    width: int

    def at(self, needed: int) -> Typeset:
        """In brackets unless it binds as strongly as `needed`."""
        if self.strength >= needed:
            return self
        return Typeset(rf"\left({self.latex}\right)", ATOM, self.width + 2)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a visitor needs beside the tree. `stack` is the longest line of a name, None for no limit."""

    plan: Plan
    naming: Naming
    phrases: Phrases
    stack: int | None = None

    def words(self, text: str) -> Typeset:
        """Upright words, in several lines where that is asked for."""
        if self.stack is None:
            return Typeset(upright(text), LABEL, len(text))
        return Typeset(stacked(text, self.stack), LABEL, min(len(text), self.stack))


def typeset(expr: Expr, setting: Setting) -> Typeset | Unsupported:
    """The expression as one line of LaTeX, or why it has none."""
    for node in _calls(expr):
        if node.op in UNSUPPORTED:
            return Unsupported(UNSUPPORTED[node.op])
    return fold(expr, _visitor(setting))


def _calls(expr: Expr) -> list[Call]:
    found: list[Call] = []

    def visit(node: Expr, parts: list[None]) -> None:
        if isinstance(node, Call):
            found.append(node)

    fold(expr, visit)
    return found


def _visitor(setting: Setting) -> Callable[[Expr, list[Typeset]], Typeset]:
    def visit(node: Expr, parts: list[Typeset]) -> Typeset:
        match node:
            case Number(value):
                return Typeset(f"{value:f}", ATOM, len(f"{value:f}"))
            case Text(value):
                is_code = node.type.kind is Kind.CODE
                label = code_label(setting.plan, node.type.codelist, value) if is_code else value
                return setting.words(setting.phrases.quoted(label))
            case Truth(value):
                return setting.words(setting.phrases.say("language.true" if value else "language.false"))
            case Name(role="constant"):
                return setting.words(setting.phrases.say(f"equations.{node.dotted}"))
            case Name():
                return setting.words(setting.naming(node))
            case Call("date", (Text(value),)):
                return setting.words(setting.phrases.date(value))
            case Call():
                return _call(node, parts, setting)

    return visit


def _call(node: Call, parts: list[Typeset], setting: Setting) -> Typeset:
    if node.op in NAMED:
        arguments = [part.at(CHOICE) for part in parts]
        name = upright(setting.phrases.say(f"equations.{node.op}"))
        width = len(name) + sum(part.width + 2 for part in arguments)
        return Typeset(rf"{name}\left({_comma(arguments)}\right)", ATOM, width)
    spelling = SPELLINGS[node.op]
    needs = chain(spelling.needs, repeat(spelling.needs[-1]))
    arguments = [part.at(needed) for part, needed in zip(parts, needs, strict=False)]
    return Typeset(_filled(node.op, spelling, arguments, setting), spelling.strength, _width(node.op, arguments))


def _comma(parts: list[Typeset]) -> str:
    return ", ".join(part.latex for part in parts)


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


def _filled(op: str, spelling: Spelling, arguments: list[Typeset], setting: Setting) -> str:
    """The spelling with its places filled in, once: what is filled in is not looked at again."""

    def fill(place: re.Match[str]) -> str:
        match place[1]:
            case "words":
                return upright(setting.phrases.say(f"equations.{WORDS.get(op, op)}"))
            case "otherwise":
                return upright(setting.phrases.say("equations.otherwise"))
            case "rest":
                return _comma(arguments[1:])
            case "all":
                return _comma(arguments)
            case index:
                return arguments[int(index)].latex

    return PLACE.sub(fill, spelling.latex)


WORDS = {"in_period": "period", "in_plan": "plan"}
