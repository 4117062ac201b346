"""Text of an expression -> tree, and what is wrong in it, each at its characters.

A hand-written parser by binding strength over `tokens`. Its limits are those of the language: 4,096 characters, 64
levels, 1,000 nodes, 15 digits.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import NoReturn

from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.expr.nodes import Call, Expr, Name, Number, Text, Truth, walk
from rbm_spec.expr.tokens import LIMIT, SPELLING, SYNTAX, Problem, Token, tokens
from rbm_spec.source import Span, Where

EXPONENT = Rule("RBM404", "exponent", Severity.ERROR)

MAX_CHARACTERS = 4096
MAX_LEVELS = 64
MAX_NODES = 1000
MAX_EXPONENT = 32

OPERATORS = frozenset(["and", "or", "not", "in", "is", "missing", "present"])
KEYWORDS = OPERATORS | {"true", "false"}

STRENGTH = {
    "or": 1, "and": 2, "=": 4, "!=": 4, "<": 4, "<=": 4, ">": 4, ">=": 4, "in": 4, "is": 4, "not": 4,
    "+": 5, "-": 5, "*": 6, "/": 6, "^": 8,
}  # fmt: skip
NOT, COMPARISON, UNARY = 3, 4, 7


def parse(text: str, where: Where) -> tuple[Expr | None, list[Finding]]:
    """The tree of `text` if it can be read to its end, and what is wrong, with its characters in `where`."""
    expr, problems = _tree(text)
    return expr, [each.rule.found(where.chars(each.span), each.message, each.hint, each.fix) for each in problems]


@lru_cache(maxsize=1024)
def _tree(text: str) -> tuple[Expr | None, tuple[Problem, ...]]:
    """Many indicators of a plan have the same formula; a tree never changes.

    After a sign that means different things elsewhere, what does not fit is not said: it may follow from the sign.
    """
    spelled: list[Problem] = []
    try:
        return _Parser(text, spelled).whole(), tuple(spelled)
    except Problem as problem:
        in_doubt = any(each.fix and not each.fix.safe for each in spelled)
        return None, tuple(spelled) if in_doubt else (*spelled, problem)


class _Parser:
    """Reads tokens once, from left to right."""

    def __init__(self, text: str, spelled: list[Problem]) -> None:
        if len(text) > MAX_CHARACTERS:
            message = f"The expression is {len(text):,} characters long; 4,096 are the limit."
            raise Problem(LIMIT, (MAX_CHARACTERS, len(text)), message)
        if not text.strip():
            raise Problem(SYNTAX, (0, len(text)), "The expression is empty.", "Write what is to be computed.")
        self.tokens = tokens(text, spelled)
        self.at = 0
        self.token = self.tokens[0]
        self.levels = 0
        self.nodes = 0

    def next(self) -> Token:
        """The token at hand; the one after it is at hand from now on."""
        token = self.token
        if token.kind == "end":
            self.surprise()
        self.at += 1
        self.token = self.tokens[self.at]
        return token

    def whole(self) -> Expr:
        expr = self.expression(0)
        if self.token.kind != "end":
            self.surprise()
        return expr

    def enter(self, span: Span) -> None:
        self.levels += 1
        if self.levels > MAX_LEVELS:
            raise Problem(
                LIMIT,
                span,
                "The expression is more than 64 levels deep.",
                "Split it into components.",
            )

    def node(self, expr: Expr) -> Expr:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise Problem(LIMIT, expr.span, "The expression is too long: more than 1,000 parts.")
        return expr

    def surprise(self) -> NoReturn:
        token = self.token
        if token.kind == "end":
            last = self.tokens[self.at - 1]
            opened = sum((t.text == "(") - (t.text == ")") for t in self.tokens if t.kind == "sign")
            hint = "A closing bracket is missing." if opened > 0 else None
            raise Problem(SYNTAX, last.span, f"The expression ends too early, after `{last.text}`.", hint)
        raise Problem(SYNTAX, token.span, f"`{token.text}` is not expected here.", self.advice(token))

    def advice(self, token: Token) -> str | None:
        if token.text == ",":
            return "A comma separates arguments; decimals have a point: 0.5."
        if token.text == ")":
            return "There is a closing bracket too many."
        if token.text == "=" and not self.at:
            return "A formula starts without =."
        if token.text == "not":
            return "`not` stands before a whole comparison; put it and its comparison in brackets."
        if token.kind in ("number", "text", "word") and self.at:
            return "Between two values stands an operator: + - * / and or = …"
        return None

    def expect(self, sign: str) -> Token:
        if self.token.kind != "sign" or self.token.text != sign:
            self.surprise()
        return self.next()

    def expression(self, floor: int) -> Expr:
        """Everything that binds at least as strongly as `floor`."""
        left = self.prefix(floor)
        while True:
            token = self.token
            strength = STRENGTH.get(token.text, 0) if token.kind in ("sign", "word") else 0
            if strength == 0 or strength < floor:
                self.check_word(token)
                return left
            if strength == COMPARISON:
                left = self.comparison(left)
                self.refuse_chain()
            elif token.text == "^":
                left = self.power(left)
            else:
                self.next()
                right = self.expression(strength + 1)
                left = self.call(token.text, (left, right), (left.span[0], right.span[1]), token.span)

    def check_word(self, token: Token) -> None:
        if token.kind == "word" and not token.text.islower() and (small := token.text.lower()) in KEYWORDS:
            raise Problem(SPELLING, token.span, f"Words of the language are written small: ` {small} `.")

    def refuse_chain(self) -> None:
        token = self.token
        strength = STRENGTH.get(token.text, 0) if token.kind in ("sign", "word") else 0
        if strength == COMPARISON:
            raise Problem(
                SYNTAX,
                token.span,
                "Comparisons do not chain.",
                "Join two comparisons with and: 1 < x and x < 3.",
            )
        if strength > COMPARISON:
            self.surprise()

    def call(self, op: str, args: tuple[Expr, ...], span: Span, op_span: Span) -> Expr:
        return self.node(Call(op, args, span, op_span=op_span))

    def prefix(self, floor: int) -> Expr:
        token = self.token
        self.check_word(token)
        if token.kind == "word" and token.text == "not":
            if floor > NOT:
                self.surprise()
            return self.signed("not", NOT)
        if token.kind == "sign" and token.text == "-":
            return self.signed("neg", UNARY)
        return self.atom()

    def signed(self, op: str, strength: int) -> Expr:
        token = self.next()
        self.enter(token.span)
        arg = self.expression(strength)
        self.levels -= 1
        return self.call(op, (arg,), (token.span[0], arg.span[1]), token.span)

    def comparison(self, left: Expr) -> Expr:
        token = self.next()
        negated = token.text == "not"
        if negated:
            if self.token.text != "in":
                self.surprise()
            self.next()
        if token.text == "in" or negated:
            test = self.membership(left, token)
            return self.call("not", (test,), test.span, token.span) if negated else test
        if token.text == "is":
            return self.presence(left, token)
        right = self.expression(COMPARISON + 1)
        return self.call(token.text, (left, right), (left.span[0], right.span[1]), token.span)

    def membership(self, left: Expr, token: Token) -> Expr:
        if self.token.kind == "word" and self.token.text in ("period", "plan"):
            window = self.next()
            return self.call(f"in_{window.text}", (left,), (left.span[0], window.span[1]), token.span)
        if self.token.text != "(":
            raise Problem(
                SYNTAX, self.token.span if self.token.kind != "end" else token.span,
                "After `in` stands a list in brackets, or period, or plan.",
            )  # fmt: skip
        members, end = self.arguments()
        if not members:
            raise Problem(SYNTAX, (end - 1, end), "The list after `in` is empty.", "Name at least one member.")
        return self.call("in", (left, *members), (left.span[0], end), token.span)

    def presence(self, left: Expr, token: Token) -> Expr:
        word = self.token
        if word.text == "not":
            raise Problem(SPELLING, word.span, "`is not missing` is written `is present`.")
        if word.kind != "word" or word.text not in ("missing", "present"):
            raise Problem(
                SYNTAX, word.span, "After `is` stands missing or present.", "To compare values, write = instead."
            )
        self.next()
        return self.call(f"is_{word.text}", (left,), (left.span[0], word.span[1]), token.span)

    def power(self, base: Expr) -> Expr:
        token = self.next()
        self.enter(token.span)
        exponent = self.expression(UNARY)
        self.levels -= 1
        constant_exponent(exponent)
        return self.call("^", (base, exponent), (base.span[0], exponent.span[1]), token.span)

    def atom(self) -> Expr:
        token = self.token
        if (token.kind == "sign" and token.text != "(") or (token.kind == "word" and token.text in OPERATORS):
            self.surprise()
        self.next()
        if token.kind == "number":
            return self.node(Number(Decimal(token.text), token.span))
        if token.kind == "text":
            return self.node(Text(token.text[1:-1], token.span))
        return self.word(token) if token.kind == "word" else self.bracket(token)

    def bracket(self, opening: Token) -> Expr:
        self.enter(opening.span)
        inner = self.expression(0)
        self.levels -= 1
        return replace(inner, span=(opening.span[0], self.expect(")").span[1]))

    def word(self, token: Token) -> Expr:
        if token.text in ("true", "false"):
            return self.node(Truth(token.text == "true", token.span))
        if self.token.kind == "sign" and self.token.text == "(":
            args, end = self.arguments()
            return self.call(token.text, tuple(args), (token.span[0], end), (0, 0))
        parts, end = [token.text], token.span[1]
        while self.token.kind == "sign" and self.token.text == ".":
            self.next()
            if self.token.kind != "word":
                self.surprise()
            part = self.next()
            parts.append(part.text)
            end = part.span[1]
        return self.node(Name(tuple(parts), (token.span[0], end)))

    def arguments(self) -> tuple[list[Expr], int]:
        """The expressions between brackets, and where the brackets end."""
        opening = self.expect("(")
        self.enter(opening.span)
        args: list[Expr] = []
        if self.token.text != ")":
            args.append(self.expression(0))
            while self.token.kind == "sign" and self.token.text == ",":
                self.next()
                args.append(self.expression(0))
        self.levels -= 1
        return args, self.expect(")").span[1]


def constant_exponent(exponent: Expr) -> int:
    """The whole number behind an exponent that is written with literals only."""
    for node in walk(exponent):
        if not isinstance(node, Number) and not (isinstance(node, Call) and node.op in ("neg", "^")):
            raise Problem(EXPONENT, node.span, "An exponent is a constant: it is written with literals only.")
        if isinstance(node, Number) and node.value != node.value.to_integral_value():
            raise Problem(
                EXPONENT,
                node.span,
                "An exponent is a whole number.",
                "Roots are not in the language.",
            )
    value = _whole(exponent)
    if value is None or abs(value) > MAX_EXPONENT:
        raise Problem(EXPONENT, exponent.span, "The exponent is too large; its size is at most 32.")
    return value


def _whole(exponent: Expr) -> int | None:
    """The value, None when it is out of all proportion or not whole."""
    if isinstance(exponent, Number):
        return int(exponent.value)
    assert isinstance(exponent, Call)
    parts = [_whole(arg) for arg in exponent.args]
    if exponent.op == "neg":
        return None if parts[0] is None else -parts[0]
    base, power = parts
    if base is None or power is None or abs(base) > MAX_EXPONENT or not 0 <= power <= MAX_EXPONENT:
        return None
    return int(base**power)
