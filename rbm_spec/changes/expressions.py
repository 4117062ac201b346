"""An expression in two versions → equal, a subset, another clock, or otherwise different: only what can be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum

from rbm_spec.changes.model import Between, Fact, Version
from rbm_spec.expr.nodes import Call, Expr, Name, Number, Text, Truth, fold, names
from rbm_spec.expr.ranges import CLOCKS
from rbm_spec.expr.types import BOOLEAN, DATE
from rbm_spec.plan.meanings import Meanings, written_out
from rbm_spec.plan.model import Derivation, Plan
from rbm_spec.plan.paths import steps
from rbm_spec.plan.subsets import conjuncts, implies, spelled
from rbm_spec.source import Step, Where

BELOW, ABOVE = ("<", "<="), (">", ">=")


class Scope(StrEnum):
    """How the rows under a new condition stand to those under the old one."""

    EQUAL = "equal"
    BROADER = "broader"
    NARROWER = "narrower"
    OTHER = "other"


def expression(version: Version, fact: Fact, place: Where | None) -> Expr | None:
    """The typed expression at `place`; None when there is none."""
    if place is None or not holds_expression(fact):
        return None
    plan = version.plan
    match fact.kind, place.path:
        case "dataset", ("rules", int(i), *_):
            return plan.datasets[_id(place)].rules[i].condition
        case "dataset", ("derive", *path):
            return _derived(plan.datasets[_id(place)].derivation, path)
        case "indicator", ("measures", name, key):
            measure = plan.indicators[_id(place)].method.measures[str(name)]
            return measure.aggregate.condition if key == "where" else measure.aggregate.of
        case "indicator", ("components", name, "formula"):
            return next(each.formula for each in plan.indicators[_id(place)].method.components if each.id == name)
        case "indicator", ("formula",):
            return plan.indicators[_id(place)].method.components[0].formula
    return None


def _id(place: Where) -> str:
    return place.file.rpartition("/")[2].removesuffix(".yaml")


def _derived(derivation: Derivation | None, path: list[Step]) -> Expr | None:
    assert derivation is not None
    match path:
        case ["where"]:
            return derivation.condition
        case ["fields", name, key]:
            field = derivation.fields[str(name)]
            return field.condition if key == "where" else field.of
    return None


def holds_expression(fact: Fact) -> bool:
    """Whether the fact is about the text of an expression."""
    match fact.kind, fact.path:
        case "indicator", ("formula",) | ("components", _, "formula") | ("measures", _, "where" | "of"):
            return True
        case "dataset", ("rules", _, "condition") | ("derive", "where") | ("derive", "fields", _, "where" | "of"):
            return True
    return False


def both(between: Between, fact: Fact) -> tuple[Expr | None, Expr | None]:
    """The expression of a fact in the old and in the new version, old names of fields and measures replaced."""
    old = expression(between.old, fact, fact.old_place)
    new = expression(between.new, fact, fact.new_place)
    return (old and _with_new_names(between, fact, old)), new


def _with_new_names(between: Between, fact: Fact, expr: Expr) -> Expr:
    """Names that were only replaced by others are the same names. Looks at the first step of a path only."""
    kinds = {"field": "fields", "measure": "measures", "component": "components"}
    home = {("indicator", fact.id), ("dataset", _rows_of(between.new.plan, fact))}
    given = {
        (each.path[-2], str(each.old)): str(each.new)
        for each in between.facts
        if each.how == "renamed" and len(each.path) > 1 and (each.kind, each.id) in home
    }

    def visit(node: Expr, args: list[Expr]) -> Expr:
        match node:
            case Name(parts=(first, *rest), role=role) if (kinds.get(role, ""), first) in given:
                return replace(node, parts=(given[kinds[role], first], *rest))
            case Call():
                return replace(node, args=tuple(args))
            case _:
                return node

    return fold(expr, visit)


def _rows_of(plan: Plan, fact: Fact) -> str:
    """The dataset whose fields the expression of a fact names; nothing for formulas."""
    match fact.kind, fact.path:
        case "dataset", ("derive", *_):
            derivation = plan.datasets[fact.id].derivation
            return derivation.source if derivation else ""
        case "dataset", _:
            return fact.id
        case "indicator", ("measures", name, _):
            return plan.indicators[fact.id].method.measures[name].dataset
    return ""


def is_same_row_expression(old: Expr | None, new: Expr | None) -> bool:
    """Whether two expressions over fields mean the same, however they are written."""
    if old is None or new is None:
        return old is new
    old, new = _periods_written_out(old), _periods_written_out(new)
    meanings = Meanings()
    return meanings.row(old) == meanings.row(new) or _equal_by_algebra(old, new)


def is_same_formula(between: Between, fact: Fact) -> bool:
    """Whether two formulas mean the same: as they are written, or with their measures written out."""
    old, new = both(between, fact)
    if old is None or new is None:
        return False
    if is_same_row_expression(old, new):
        return True
    meanings = Meanings()
    one = _written_out(between.old.plan, fact.old_place, fact, meanings)
    other = _written_out(between.new.plan, fact.new_place, fact, meanings)
    return one is not None and other is not None and _equal_by_algebra(one, other)


def _written_out(plan: Plan, place: Where | None, fact: Fact, meanings: Meanings) -> Expr | None:
    assert place is not None
    method = plan.indicators[_id(place)].method
    name = place.path[1] if place.path[0] == "components" else ""
    component = next(each for each in method.components if each.id == name)
    return written_out(method, component, meanings)


def settled(condition: Expr | None, missing: bool) -> Expr | None:
    """A condition where missing counts as this: a row whose condition is missing is dropped, and keeps a rule."""
    return condition and Call("coalesce", (condition, Truth(missing)), type=BOOLEAN)


def undecided(old: Expr | None, new: Expr | None) -> str:
    """What to add where neither of two expressions is shown to differ; nothing where values show it."""
    from rbm_spec.expr.algebra import Undecided, compare

    is_open = old is not None and new is not None and isinstance(compare(old, new), Undecided)
    return " It could not be shown that both mean the same." if is_open else ""


def _periods_written_out(expr: Expr) -> Expr:
    """`x in period` as the two comparisons that it stands for."""

    def visit(node: Expr, args: list[Expr]) -> Expr:
        match node:
            case Call(op="in_period" | "in_plan") if args[0].type == DATE:
                which = node.op.removeprefix("in_")
                first, last = (Name((which, end), type=DATE, role="constant") for end in ("start", "end"))
                sides = Call(">=", (args[0], first), type=BOOLEAN), Call("<=", (args[0], last), type=BOOLEAN)
                return Call("and", sides, type=BOOLEAN)
            case Call():
                return replace(node, args=tuple(args))
            case _:
                return node

    return fold(expr, visit)


def _without_own_period(expr: Expr | None, during: str | None) -> Expr | None:
    """A condition without saying that the date which places a row lies in the period: it does."""
    kept = [
        each
        for each in conjuncts(expr)
        if not (isinstance(each, Call) and each.op == "in_period" and each.args[0] in (Name((during or "",)),))
    ]
    return _joined(kept)


def _joined(conditions: Sequence[Expr]) -> Expr | None:
    found: Expr | None = None
    for each in conditions:
        found = each if found is None else Call("and", (found, each), type=BOOLEAN)
    return found


def _equal_by_algebra(old: Expr, new: Expr) -> bool:
    from rbm_spec.expr.algebra import Equal, compare

    return isinstance(compare(old, new), Equal)


def is_other_clock(old: Expr | None, new: Expr | None) -> bool:
    """Whether the only difference is how time is counted: calendar days, working days, months, hours."""
    if old is None or new is None or spelled(old) == spelled(new):
        return False
    return spelled(_without_clock(old)) == spelled(_without_clock(new))


def _without_clock(expr: Expr) -> Expr:
    def visit(node: Expr, args: list[Expr]) -> Expr:
        if not isinstance(node, Call):
            return node
        return Call("clock" if node.op in CLOCKS else node.op, tuple(args))

    return fold(expr, visit)


def clocks(expr: Expr | None) -> str:
    """How the expression counts time, in words."""
    words = {"days": "calendar days", "working_days": "working days", "months": "complete months", "hours": "hours"}
    found = sorted({words[op] for op in CLOCKS if expr is not None and f"({op} " in spelled(expr)})
    return " and ".join(found) or "no clock"


def scope(between: Between, dataset: str, old: Expr | None, new: Expr | None, during: str | None = None) -> Scope:
    """How the rows under the new condition stand to those under the old one, as far as that can be shown.

    `during` is the date that places rows in the period, if both versions have the same.
    """
    old, new = (_without_own_period(each, during) if during else each for each in (old, new))
    if is_same_row_expression(old, new) or is_same_row_expression(*(settled(each, False) for each in (old, new))):
        return Scope.EQUAL
    grows, shrinks = _implies(between, dataset, old, new), _implies(between, dataset, new, old)
    if grows and shrinks:
        return Scope.EQUAL
    return Scope.BROADER if grows else Scope.NARROWER if shrinks else Scope.OTHER


def _implies(between: Between, dataset: str, given: Expr | None, wanted: Expr | None) -> bool:
    """Whether every row under `given` is one under `wanted`; False, too, when that cannot be told."""
    known = conjuncts(given)
    open_ = [each for each in conjuncts(wanted) if not any(_bounds(one, each) for one in known)]
    if not open_:
        return True
    # What rows must be like follows from the rules and lists of a version, and rows of both are computed.
    for plan, id_ in ((between.old.plan, between.old_id("dataset", dataset)), (between.new.plan, dataset)):
        if not all(_exists(plan, id_, name) for each in (*known, *open_) for name in names(each)):
            return False
        if implies(plan, id_, given, _joined(open_)) is not True:
            return False
    return True


def _exists(plan: Plan, dataset: str, name: Name) -> bool:
    try:
        return name.role != "field" or bool(steps(plan, dataset, name.parts))
    except (KeyError, AssertionError, ValueError, AttributeError):
        return False


def _bounds(given: Expr, wanted: Expr) -> bool:
    """Whether one comparison with a literal follows from another: x >= 80 from x >= 90."""
    if spelled(given) == spelled(wanted):
        return True
    one, other = _comparison(given), _comparison(wanted)
    if one is None or other is None or one[0] != other[0]:
        return False
    (_, op, value), (_, limit_op, limit) = one, other
    if type(value) is not type(limit):
        return False
    for beyond, sides in ((1, ABOVE), (-1, BELOW)):
        if limit_op in sides and op in (*sides, "="):
            further = (value > limit) - (value < limit)  # type: ignore[operator]
            return further == beyond or (further == 0 and (limit_op.endswith("=") or op == limit_op))
    return False


def _comparison(expr: Expr) -> tuple[str, str, Decimal | str] | None:
    """What is compared, how, and the literal that stands on the right."""
    mirrored = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}
    match expr:
        case Call(op=op, args=(left, right)) if op in mirrored:
            if (value := _literal(right)) is not None:
                return spelled(left), op, value
            if (value := _literal(left)) is not None:
                return spelled(right), mirrored[op], value
    return None


def _literal(expr: Expr) -> Decimal | str | None:
    match expr:
        case Number(value=value):
            return value
        case Call(op="neg", args=(Number(value=value),)):
            return -value
        case Call(op="date", args=(Text(value=text),)):
            return text
    return None
