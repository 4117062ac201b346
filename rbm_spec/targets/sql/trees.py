"""Small trees: quoted names, literals, calls, and brackets where an operator binds too weakly.

Text of a spec enters SQL here only: as the content of a string literal or of a quoted name, both escaped by sqlglot.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache

from sqlglot import exp

Tree = exp.Expr

BINDING: tuple[tuple[tuple[type[Tree], ...], int], ...] = (
    ((exp.Or,), 1),
    ((exp.And,), 2),
    ((exp.Not,), 3),
    ((exp.Predicate, exp.Is, exp.Between, exp.In, exp.NullSafeEQ), 4),
    ((exp.Add, exp.Sub), 5),
    ((exp.Mul, exp.Div, exp.Mod), 6),
    ((exp.Neg,), 7),
)
"""The stronger binds tighter. Whatever is not listed is an atom: a name, literal, call, cast or CASE."""
ATOM = 9


def binding(tree: Tree) -> int:
    """How tightly the outermost operator of `tree` binds."""
    if isinstance(tree, exp.Literal):
        return 7 if tree.this.startswith("-") else ATOM
    return next((strength for kinds, strength in BINDING if isinstance(tree, kinds)), ATOM)


def operand(tree: Tree, strength: int) -> Tree:
    """`tree` in brackets unless it binds at least as tightly as `strength`."""
    return tree if binding(tree) >= strength else exp.Paren(this=tree)


def infix(kind: type[Tree], left: Tree, right: Tree, **settings: object) -> Tree:
    """`left` and `right` under an operator that groups to the left."""
    strength = next(strength for kinds, strength in BINDING if issubclass(kind, kinds))
    first = strength + 1 if strength == 4 else strength
    return kind(this=operand(left, first), expression=operand(right, strength + 1), **settings)


def divided(left: Tree, right: Tree) -> Tree:
    """The quotient as the operator itself, without any repair of sqlglot's."""
    return infix(exp.Div, left, right, typed=True, safe=False)


def every(conditions: Iterable[Tree]) -> Tree | None:
    """All of them; None without any."""
    return _joined(exp.And, conditions)


def some(conditions: Iterable[Tree]) -> Tree | None:
    """Any of them; None without any."""
    return _joined(exp.Or, conditions)


def _joined(kind: type[Tree], conditions: Iterable[Tree]) -> Tree | None:
    result: Tree | None = None
    for each in conditions:
        result = each if result is None else infix(kind, result, each)
    return result


def opposite(condition: Tree) -> Tree:
    """Its negation."""
    return exp.Not(this=operand(condition, 4))


def is_null(tree: Tree) -> Tree:
    """Whether there is no value."""
    return exp.Is(this=operand(tree, 5), expression=exp.Null())


def is_present(tree: Tree) -> Tree:
    """Whether there is a value."""
    return exp.Is(this=operand(tree, 5), expression=exp.Not(this=exp.Null()))


def name(text: str) -> exp.Identifier:
    """A quoted name."""
    return exp.Identifier(this=text, quoted=True)


def column(text: str, table: str | None = None) -> Tree:
    """A column, of a table if given."""
    return exp.Column(this=name(text), table=name(table) if table else None)


def table(text: str, alias: str | None = None) -> Tree:
    """A table by its quoted name."""
    found = exp.Table(this=name(text))
    if alias and alias != text:
        found.set("alias", exp.TableAlias(this=name(alias)))
    return found


def named(tree: Tree, text: str) -> Tree:
    """`tree AS "text"`, plain where the name is that already."""
    if isinstance(tree, exp.Column) and tree.this.this == text:
        return tree
    return exp.Alias(this=tree, alias=name(text))


def one_line(text: str) -> str:
    """Text for a comment: one line, and nothing that could end it."""
    flat = " ".join(text.split())
    return f" {flat.replace('*/', '* /').replace('/*', '/ *')} "


def whole(number: int) -> Tree:
    """A whole number."""
    return exp.Neg(this=exp.Literal.number(-number)) if number < 0 else exp.Literal.number(number)


def text(content: str) -> Tree:
    """A text literal."""
    return exp.Literal.string(content)


def day(moment: date) -> Tree:
    """A date literal."""
    return cast(text(moment.isoformat()), "date")


def cast(tree: Tree, type_: str) -> Tree:
    """A copy of `tree` as a value of this type."""
    return exp.cast(tree, _type(type_))


@cache
def _type(type_: str) -> exp.DataType:
    """The tree of a type, read once."""
    return exp.DataType.build(type_)


def call(function: str, *args: Tree) -> Tree:
    """A function that sqlglot prints as it is."""
    return exp.Anonymous(this=function, expressions=list(args))


def case(branches: Sequence[tuple[Tree, Tree]], otherwise: Tree | None = None) -> Tree:
    """`CASE WHEN … THEN … ELSE … END`."""
    return exp.Case(ifs=[exp.If(this=when, true=then) for when, then in branches], default=otherwise)


def count_rows() -> Tree:
    """`COUNT(*)`."""
    return exp.Count(this=exp.Star())


def where(aggregate: Tree, condition: Tree | None) -> Tree:
    """An aggregate over the rows that meet `condition`."""
    if condition is None:
        return aggregate
    return exp.Filter(this=aggregate, expression=exp.Where(this=condition))


def or_zero(tree: Tree) -> Tree:
    """Zero instead of no value."""
    return exp.Coalesce(this=tree, expressions=[whole(0)])


class Names:
    """Names that are free: as wished, with a number where taken, never longer than every dialect reads."""

    LONGEST = 55

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)

    def take(self, wish: str) -> str:
        """A free name like `wish`."""
        stem = wish[: self.LONGEST]
        found, number = stem, 1
        while found in self._taken:
            number += 1
            found = f"{stem}_{number}"
        self._taken.add(found)
        return found
