"""A measure -> which numbers it can be, and whether it can ever exceed another one; only what can be shown."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from rbm_spec.expr.nodes import Call, Expr, Name, names, walk
from rbm_spec.expr.ranges import ANY, NONNEGATIVE, Range, possible_range
from rbm_spec.expr.types import Kind
from rbm_spec.plan.model import Dataset, Measure, Plan
from rbm_spec.plan.paths import steps
from rbm_spec.plan.subsets import subset

COUNTS = ("count", "count_distinct")


def bounded_by(plan: Plan, part: Measure, whole: Measure) -> bool:
    """Whether the value of `part` can never exceed that of `whole`."""
    a, b = part.aggregate, whole.aggregate
    alike = a.name == b.name == "count" or (a.name == "count_distinct" and b.name == "count" and b.of is None)
    if a.name == b.name in ("count_distinct", "sum"):
        alike = isinstance(a.of, Name) and isinstance(b.of, Name) and a.of == b.of
        alike = alike and (a.name != "sum" or measure_range(plan, part) == NONNEGATIVE)
    return alike and subset(plan, part, whole) is True


def measure_range(plan: Plan, measure: Measure) -> Range:
    """The numbers that a measure can be."""
    aggregate = measure.aggregate
    if aggregate.name in COUNTS:
        return NONNEGATIVE
    if aggregate.of is None:
        return ANY
    each = possible_range(aggregate.of, _fields(plan, plan.datasets[measure.dataset], aggregate.of))
    if aggregate.name != "sum":
        return each
    if each.low is not None and each.low >= 0:
        return NONNEGATIVE
    return Range(None, Fraction(0)) if each.high is not None and each.high <= 0 else ANY


def _fields(plan: Plan, dataset: Dataset, of: Expr) -> dict[str, Range]:
    """What is declared about the fields in `of`, and about spans of time that a rule keeps from being negative."""
    found = {}
    for name in names(of):
        if name.role == "field" and name.type.kind is Kind.NUMBER:
            found[name.dotted] = _declared(plan, dataset, name)
    if any(isinstance(node, Call) and node.type.kind is Kind.NUMBER for node in walk(of)):
        for rule in dataset.rules:
            if (pair := _in_order(rule.condition)) is not None:
                for clock in ("days", "working_days", "months", "hours"):
                    found[f"{clock}({pair[0]}, {pair[1]})"] = NONNEGATIVE
    return found


def _in_order(condition: Expr) -> tuple[str, str] | None:
    """The earlier and the later date of a rule that does nothing but compare two."""
    match condition:
        case Call(op=">=" | ">", args=(Name() as later, Name() as earlier)):
            return earlier.dotted, later.dotted
        case Call(op="<=" | "<", args=(Name() as earlier, Name() as later)):
            return earlier.dotted, later.dotted
        case _:
            return None


def _declared(plan: Plan, dataset: Dataset, name: Name) -> Range:
    last = steps(plan, dataset.id, name.parts)[-1]
    if last.codelist:
        values = [code.attributes.get(last.name) for code in plan.codelists[last.codelist].codes.values()]
        numbers = [Fraction(value) for value in values if isinstance(value, Decimal)]
        is_known = numbers and not plan.holes.touch(plan.codelists[last.codelist].where.at("codes"))
        return Range(min(numbers), max(numbers)) if is_known else ANY
    owner = plan.datasets[last.dataset]
    field = owner.fields[last.name]
    if field.spec is None:
        derived = owner.derivation.fields.get(last.name) if owner.derivation else None
        return NONNEGATIVE if derived and derived.name in COUNTS else ANY
    low, high = (
        Fraction(bound) if isinstance(bound, Decimal) else None for bound in (field.spec.minimum, field.spec.maximum)
    )
    return Range(low, high)
