"""The expression tree: five kinds of node, nothing else.

Operators and functions are calls; `catalogue` says what each call means. Places and types travel with the nodes but
never count when two trees are compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from rbm_spec.expr.types import BOOLEAN, NUMBER, TEXT, UNTYPED, Type
from rbm_spec.source import Span

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Number:
    """A literal number, exact as written."""

    value: Decimal
    span: Span = field(default=(0, 0), compare=False, repr=False)
    type: Type = field(default=NUMBER, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Text:
    """Literal text; with a code type it is a code of that list."""

    value: str
    span: Span = field(default=(0, 0), compare=False, repr=False)
    type: Type = field(default=TEXT, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Truth:
    """`true` or `false`."""

    value: bool
    span: Span = field(default=(0, 0), compare=False, repr=False)
    type: Type = field(default=BOOLEAN, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A dotted name. Typing fills in `role`.

    In a row the role is `field` (parts lead from a field through references and code attributes) or `constant`
    (`period.start`). In a formula it is `measure`, `component`, `indicator` (parts after `indicator`: id, and component
    if given) or `constant`.
    """

    parts: tuple[str, ...]
    span: Span = field(default=(0, 0), compare=False, repr=False)
    type: Type = field(default=UNTYPED, compare=False, repr=False)
    role: str = field(default="", compare=False, repr=False)

    @property
    def dotted(self) -> str:
        """The name as written."""
        return ".".join(self.parts)


@dataclass(frozen=True, slots=True)
class Call:
    """An operator or function over its arguments.

    `op` is a key of the catalogue: `or and not = != < <= > >= in in_period in_plan is_missing is_present + - * / neg ^`
    or the name of a function. `in` holds the value first, then the members.
    """

    op: str
    args: tuple[Expr, ...]
    span: Span = field(default=(0, 0), compare=False, repr=False)
    type: Type = field(default=UNTYPED, compare=False, repr=False)
    op_span: Span = field(default=(0, 0), compare=False, repr=False)


Expr = Number | Text | Truth | Name | Call


def walk(expr: Expr) -> Iterator[Expr]:
    """Every node, the outer before the inner, from left to right."""
    pending = [expr]
    while pending:
        node = pending.pop()
        yield node
        if isinstance(node, Call):
            pending.extend(reversed(node.args))


def names(expr: Expr | None) -> Iterator[Name]:
    """Every name in the expression."""
    if expr is not None:
        yield from (node for node in walk(expr) if isinstance(node, Name))


def fold(expr: Expr, visit: Callable[[Expr, list[T]], T]) -> T:
    """The result of `visit` for the whole tree, each node given the results of its arguments.

    Walks without recursion: a sum of five hundred terms is five hundred levels deep.
    """
    results: list[T] = []
    for node in reversed(_from_the_right(expr)):
        if isinstance(node, Call):
            first = len(results) - len(node.args)
            args = results[first:]
            del results[first:]
            results.append(visit(node, args))
        else:
            results.append(visit(node, []))
    return results[0]


def _from_the_right(expr: Expr) -> list[Expr]:
    """Every node, the outer before the inner, from right to left: backwards it is the order of computation."""
    found, pending = [], [expr]
    while pending:
        node = pending.pop()
        found.append(node)
        if isinstance(node, Call):
            pending.extend(node.args)
    return found
