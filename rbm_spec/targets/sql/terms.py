"""A row expression in SQL: its tree with what is known of its number, and how numbers are brought into one form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlglot import exp

from rbm_spec.expr.types import Kind
from rbm_spec.targets.sql.dialects import Dialect, exact_type
from rbm_spec.targets.sql.numbers import COMPARABLE, LARGEST, NARROW, Computed, Exact, Numeric, joined
from rbm_spec.targets.sql.trees import Tree, case, cast, infix, whole

LONGEST = 20_000
"""A term with more nodes is not printed: some functions name their arguments several times."""


@dataclass(frozen=True)
class Term:
    """A row expression in SQL. `number` is None for anything but numbers; `size` counts its nodes."""

    tree: Tree
    kind: Kind
    number: Numeric | None = None
    literal: bool = False
    size: int = field(default=0, compare=False)

    @property
    def again(self) -> Tree:
        """A copy, for a second mention."""
        return self.tree.copy()


@dataclass(frozen=True)
class Setting:
    """What terms depend on besides their arguments. `holidays` are sorted."""

    dialect: Dialect
    period: tuple[Tree, Tree]
    plan: tuple[Tree, Tree]
    holidays: tuple[date, ...]


Spelling = Callable[[Sequence[Term], Setting], Term]


def truth(tree: Tree) -> Term:
    """A condition."""
    return Term(tree, Kind.BOOLEAN)


def counted(tree: Tree, digits: int = 7) -> Term:
    """A whole number of at most so many digits."""
    return Term(tree, Kind.NUMBER, Exact(digits, 0))


def numeric(term: Term) -> Numeric:
    """What is known of a term that is a number."""
    assert term.number is not None
    return term.number


def as_decimal(term: Term, setting: Setting) -> Tree:
    """The term in the dialect's decimals, so that its arithmetic does not overflow a whole-number type."""
    number = numeric(term)
    if isinstance(number, Exact) and number.scale == 0 and number.precision <= NARROW and not term.literal:
        return cast(term.tree, exact_type(setting.dialect, number))
    return term.tree


def as_computed(term: Term, setting: Setting) -> Tree:
    """The term as a computed number; a literal takes the type of what it meets."""
    return term.tree if term.literal else converted(term, setting)


def converted(term: Term, setting: Setting) -> Tree:
    """The term as a computed number, a literal too."""
    if isinstance(term.number, Computed):
        return term.tree
    return cast(term.tree, setting.dialect.type_name(Computed(0)))


def bounded(tree: Tree, magnitude: int) -> Term:
    """A computed number, missing where it may have left the range of numbers."""
    if magnitude < LARGEST:
        return Term(tree, Kind.NUMBER, Computed(magnitude))
    inside = infix(exp.LT, exp.Abs(this=tree), exp.Literal.number(f"1E{LARGEST}"))
    if_inside = case([(inside, tree.copy())])
    return Term(if_inside, Kind.NUMBER, Computed(LARGEST))


def comparable(term: Term, setting: Setting) -> Tree:
    """The decimal that is meant: a computed number cut to twelve digits; NULL beyond what can be compared."""
    number = numeric(term)
    if isinstance(number, Exact):
        if number.magnitude <= COMPARABLE:
            return term.tree
        return case([(within(term.tree), term.again)])
    zero = infix(exp.EQ, term.tree, whole(0))
    return case([(zero, whole(0)), (within(term.again), setting.dialect.twelve_digits(term.again))])


def within(tree: Tree) -> Tree:
    """Whether a number is small enough to be compared."""
    return infix(exp.LTE, exp.Abs(this=tree), exp.Literal.number(f"1E{COMPARABLE}"))


def alike(terms: Sequence[Term], setting: Setting) -> tuple[list[Tree], Numeric | None]:
    """The trees in one type, and what is known of all of them."""
    if terms[0].kind is not Kind.NUMBER:
        return [term.tree for term in terms], None
    number = joined([numeric(term) for term in terms], setting.dialect.widest)
    if isinstance(number, Computed):
        return [as_computed(term, setting) for term in terms], number
    if any(isinstance(term.number, Exact) and term.number.scale != number.scale for term in terms):
        return [as_decimal(term, setting) for term in terms], number
    return [term.tree for term in terms], number


def as_day(term: Term) -> Tree:
    """The calendar day of a date or datetime."""
    return cast(term.tree, "date") if term.kind is Kind.DATETIME else term.tree
