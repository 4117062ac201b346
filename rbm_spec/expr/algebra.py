"""Two formulas -> whether they mean the same, shown by algebra or by values for which they differ.

Two formulas are the same when for all values of their names they have the same value or are missing for the same
reason: `a / a` is not `1`, for it is missing where a is 0, and `0 * a` is not `0`, for it is missing where a is. Limits
of size (a number beyond ten to the 300th on the way) are left out of account. Conditions are the same when they are
true, false and missing together. What is too large to be written out is not decided.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from rbm_spec.expr.nodes import Call, Expr, fold
from rbm_spec.expr.points import Difference, difference
from rbm_spec.expr.polynomials import MOST_NAMES, Quotients, is_small, names_in, zeros
from rbm_spec.expr.shapes import Shapes
from rbm_spec.expr.truths import same_truth

TURNED = ("days", "hours")
LOGIC = ("and", "or", "not", "=", "!=", "<", "<=", ">", ">=", "in", "is_missing", "is_present")
LARGE = "The formulas are too large to be written out and compared."
UNKNOWN = "No values were found for which they differ, and no proof that there are none."


@dataclass(frozen=True, slots=True)
class Equal:
    """Shown to be the same."""


@dataclass(frozen=True, slots=True)
class Different:
    """Shown not to be the same: `at` holds values of the names, and what each formula is there."""

    at: Difference


@dataclass(frozen=True, slots=True)
class Undecided:
    """Neither was shown."""

    why: str


Comparison = Equal | Different | Undecided


def compare(first: Expr, second: Expr, present: Collection[str] = ()) -> Comparison:
    """Whether two typed expressions over the same names mean the same. Names without a type are numbers.

    `present` lists names that are never missing; all others may be.
    """
    shapes = Shapes()
    first, second = _one_way_round(first, shapes), _one_way_round(second, shapes)
    if shapes.of(first) == shapes.of(second):
        return Equal()
    found = difference(first, second, present)
    if found is not None:
        return Different(found)
    if not names_in(first) | names_in(second):
        return Equal()  # two constants, both computed
    if _is_condition(first) and _is_condition(second):
        same = same_truth(first, second, shapes)
        return Equal() if same else Undecided(LARGE if same is None else UNKNOWN)
    return _same_number(first, second, set(present), shapes)


def _one_way_round(expr: Expr, shapes: Shapes) -> Expr:
    """`days(b, a)` as `-days(a, b)`, so that the two are about one number."""

    def visit(node: Expr, args: list[tuple[int, Expr]]) -> tuple[int, Expr]:
        keys, trees = [key for key, _ in args], tuple(each for _, each in args)
        if not isinstance(node, Call):
            return shapes.node(node, keys), node
        if node.op in TURNED and keys[0] > keys[1]:
            turned = Call("neg", (replace(node, args=trees[::-1]),))
            return shapes.call("neg", [shapes.call(node.op, keys[::-1])]), turned
        return shapes.node(node, keys), replace(node, args=trees)

    return fold(expr, visit)[1]


def _is_condition(expr: Expr) -> bool:
    return isinstance(expr, Call) and expr.op in LOGIC


def _same_number(first: Expr, second: Expr, present: set[str], shapes: Shapes) -> Comparison:
    """By multiplying out. Both must be missing for the same: have the same names, and divide by the same."""
    if not is_small(Call("-", (first, second))):
        return Undecided(LARGE)
    known = Quotients(shapes)
    always = {shapes.key(("name", each)) for each in present}
    if known.gather(first) - always != known.gather(second) - always:
        return Undecided(UNKNOWN)
    if not 0 < len(known.atoms) <= MOST_NAMES:
        return Undecided(LARGE)
    known.begin()
    one, other = known.over_and_under(first), known.over_and_under(second)
    is_same = one.over * other.under == other.over * one.under
    if is_same and one.under != 0 and other.under != 0 and zeros(one.divisors) == zeros(other.divisors):
        return Equal()
    return Undecided(UNKNOWN)
