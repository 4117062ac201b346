"""Two conditions -> whether they are the same for every combination of true, false and missing of their parts.

Parts are comparisons, tests for missing, and names of conditions; they are taken as free of each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

from rbm_spec.expr.nodes import Call, Expr, Truth, fold, walk
from rbm_spec.expr.shapes import Shapes

MOST_CASES = 3**6
MOST_STEPS = 200_000


def same_truth(first: Expr, second: Expr, shapes: Shapes) -> bool | None:
    """Whether they are for every combination; a combination may not occur, so False proves nothing. None: too many."""
    parts: dict[int, bool] = {}
    for expr in (first, second):
        _truth(expr, shapes, {}, parts)
    choices = [(True, False, None) if may_miss else (True, False) for may_miss in parts.values()]
    size = sum(1 for expr in (first, second) for _ in walk(expr))
    count = 1
    for each in choices:
        count *= len(each)
    if count > MOST_CASES or count * size > MOST_STEPS:
        return None
    for values in product(*choices):
        case = dict(zip(parts, values, strict=True))
        if _truth(first, shapes, case, {}) != _truth(second, shapes, case, {}):
            return False
    return True


def _truth(expr: Expr, shapes: Shapes, case: Mapping[int, bool | None], parts: dict[int, bool]) -> bool | None:
    """The value of a condition when its parts have these; fills in `parts`, and whether each can be missing."""

    def part(key: int, may_miss: bool = True) -> bool | None:
        parts[key] = may_miss
        return case.get(key)

    def visit(node: Expr, args: list[tuple[int, bool | None]]) -> tuple[int, bool | None]:
        keys = [key for key, _ in args]
        key = shapes.node(node, keys)
        truths = [truth for _, truth in args]
        match node:
            case Truth(value=value):
                return key, value
            case Call(op="and"):
                return key, _kleene(truths, False)
            case Call(op="or"):
                return key, _kleene(truths, True)
            case Call(op="not"):
                return key, _opposite(truths[0])
            case Call(op="in"):
                return key, _kleene([part(shapes.call("=", [keys[0], each])) for each in keys[1:]], True)
            case Call(op="!="):
                return key, _opposite(part(shapes.call("=", keys)))
            case Call(op="<=" | ">=" as op):
                return key, _opposite(part(shapes.call("<", keys[::-1] if op == "<=" else keys)))
            case Call(op="is_present"):
                return key, _opposite(part(shapes.call("is_missing", keys), may_miss=False))
            case Call(op="is_missing"):
                return key, part(key, may_miss=False)
            case Call(op="=" | "<" | ">" | "in_period" | "in_plan"):
                return key, part(key)
            case _:
                return key, part(key) if node.type.kind.value in ("boolean", "untyped") else None

    return fold(expr, visit)[1]


def _kleene(truths: Sequence[bool | None], decides: bool) -> bool | None:
    return decides if decides in truths else None if None in truths else not decides


def _opposite(truth: bool | None) -> bool | None:
    return None if truth is None else not truth
