"""Two measures over the same rows -> is every row of the one a row of the other? Only what can be shown.

Conditions on codes, text, yes-or-no and presence have few cases, so all of them are tried. Anything else in a condition
is taken as it stands: it helps only where both conditions have it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod

from rbm_spec.expr.nodes import Call, Expr, Name, Text, Truth, fold, names, walk
from rbm_spec.expr.types import BOOLEAN, Kind
from rbm_spec.plan.model import Measure, Plan
from rbm_spec.plan.paths import steps

MOST_CASES = 4096
OTHER = "\0 any other"
Values = Mapping[str, str | bool | None]


def subset(plan: Plan, part: Measure, whole: Measure) -> bool | None:
    """True: every row of `part` is a row of `whole`. False: some need not be. None: cannot be told."""
    if part.dataset != whole.dataset:
        return None
    if not set(part.ignore) <= set(whole.ignore):
        return False
    if whole.during is not None and part.during != whole.during:
        together = {part.during, whole.during}
        tied = any(together <= {n.dotted for n in names(r.condition)} for r in plan.datasets[part.dataset].rules)
        return None if tied else False
    return _implies(plan, part.dataset, _conjuncts(part), _conjuncts(whole))


def implies(plan: Plan, dataset: str, given: Expr | None, wanted: Expr | None) -> bool | None:
    """The same for two conditions on rows of one dataset; None for either is no condition."""
    return _implies(plan, dataset, conjuncts(given), conjuncts(wanted))


def conjuncts(condition: Expr | None) -> list[Expr]:
    """What must be true of a row, joined by `and`."""
    found: list[Expr] = []
    pending = [condition] if condition else []
    while pending:
        node = pending.pop()
        if isinstance(node, Call) and node.op == "and":
            pending.extend(reversed(node.args))
        else:
            found.append(node)
    return found


def _conjuncts(measure: Measure) -> list[Expr]:
    """The same for a measure: what it adds up must be there."""
    found = conjuncts(measure.aggregate.condition)
    if isinstance(measure.aggregate.of, Name):
        found.append(Call("is_present", (measure.aggregate.of,), type=BOOLEAN))
    return found


def _implies(plan: Plan, dataset: str, given: Sequence[Expr], wanted: Sequence[Expr]) -> bool | None:
    known = {spelled(each) for each in given}
    open_ = [each for each in wanted if spelled(each) not in known]
    if not open_:
        return True
    simple = [each for each in given if _is_simple(each)]
    opaque = [each for each in given if not _is_simple(each)]
    if not all(map(_is_simple, open_)):
        return None
    rules = [rule.condition for rule in plan.datasets[dataset].rules]
    asked = {name.dotted for each in (*simple, *open_) for name in names(each)}
    near = [rule for rule in rules if asked & {name.dotted for name in names(rule)}]
    cases = _cases(plan, dataset, [*simple, *open_, *filter(_is_simple, near)])
    if cases is None:
        return None
    inside = outside = False
    for values in cases:
        if any(_true(rule, values) is False for rule in near if _is_simple(rule)):
            continue
        if all(_true(each, values) for each in simple):
            held = all(_true(each, values) for each in open_)
            inside, outside = inside or held, outside or not held
    if not outside:
        return True
    return None if inside and (opaque or not all(map(_is_simple, near))) else False


def spelled(expr: Expr) -> str:
    """A condition as text, equal for equal conditions."""
    return fold(expr, lambda node, args: f"({node.op} {' '.join(args)})" if isinstance(node, Call) else repr(node))


def _is_simple(expr: Expr) -> bool:
    """Whether the condition has few cases."""
    pending = [expr]
    while pending:
        match pending.pop():
            case Truth():
                pass
            case Name(type=type_) if type_.kind is Kind.BOOLEAN:
                pass
            case Call(op="and" | "or" | "not", args=args):
                pending.extend(args)
            case Call(op="is_missing" | "is_present", args=(Name(role="field"),)):
                pass
            case Call(op="=" | "!=" | "in", args=(Name(role="field") as name, *members)) if name.type.kind in (
                Kind.CODE,
                Kind.TEXT,
                Kind.BOOLEAN,
            ) and all(isinstance(member, Text | Truth) for member in members):
                pass
            case _:
                return False
    return True


def _true(expr: Expr, values: Values) -> bool | None:
    """The condition in one case: true, false or missing."""

    def visit(node: Expr, args: list[str | bool | None]) -> str | bool | None:
        match node:
            case Name():
                return values[node.dotted]
            case Call(op="is_missing"):
                return args[0] is None
            case Call(op="is_present"):
                return args[0] is not None
            case Call(op="not"):
                return None if args[0] is None else not args[0]
            case Call(op="and"):
                return False if False in args else None if None in args else True
            case Call(op="or"):
                return True if True in args else None if None in args else False
            case Call(op=op):
                return None if args[0] is None else (args[0] in args[1:]) is not (op == "!=")
            case _:
                return node.value if isinstance(node, Text | Truth) else None

    return bool(found) if (found := fold(expr, visit)) is not None else None


def _cases(plan: Plan, dataset: str, exprs: Sequence[Expr]) -> Iterator[Values] | None:
    """Every combination of values that the names can have; None when there are too many."""
    literals = {node.value for expr in exprs for node in walk(expr) if isinstance(node, Text)}
    roots: dict[str, dict[str, Name]] = {}
    for expr in exprs:
        for name in names(expr):
            roots.setdefault(_root(plan, dataset, name), {})[name.dotted] = name
    choices = [
        list(_together(plan, dataset, root, list(group.values()), literals)) for root, group in sorted(roots.items())
    ]
    if prod(map(len, choices)) > MOST_CASES:
        return None
    return ({path: value for each in case for path, value in each.items()} for case in product(*choices))


def _root(plan: Plan, dataset: str, name: Name) -> str:
    """The path up to the first code: attributes behind it follow from it."""
    for i, step in enumerate(steps(plan, dataset, name.parts), start=1):
        if step.type.kind is Kind.CODE:
            return ".".join(name.parts[:i])
    return name.dotted


def _together(plan: Plan, dataset: str, root: str, group: Sequence[Name], literals: set[str]) -> Iterator[Values]:
    """The values that names with one root can have together."""
    way = steps(plan, dataset, tuple(root.split(".")))
    if way[-1].type.kind is Kind.CODE:
        seen = set()
        for code in plan.codelists[way[-1].type.codelist].codes:
            row = {name.dotted: _along(plan, way[-1].type.codelist, code, root, name, literals) for name in group}
            if (key := tuple(row.values())) not in seen:
                seen.add(key)
                yield row
    elif way[-1].type.kind is Kind.BOOLEAN:
        yield from ({root: value} for value in (True, False))
    elif way[-1].type.kind is Kind.TEXT:
        yield from ({root: value} for value in (*sorted(literals), OTHER))
    else:
        yield {root: OTHER}
    if not all(step.dataset and plan.datasets[step.dataset].fields[step.name].required for step in way):
        yield {name.dotted: None for name in group}


def _along(plan: Plan, codelist: str, code: str, root: str, name: Name, literals: set[str]) -> str | bool | None:
    """What the attributes behind a code lead to."""
    at: object = code
    for part in name.parts[len(root.split(".")) :]:
        entry = plan.codelists[codelist].codes.get(str(at))
        attribute = plan.codelists[codelist].attributes[part]
        at = entry.attributes.get(part) if entry else None
        codelist = attribute.codelist or ""
    if at is None or isinstance(at, bool):
        return at
    return str(at) if str(at) in literals else OTHER
