"""Dotted names in rows: from a field through references and code attributes, one step at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rbm_spec.expr.agreement import Mismatch
from rbm_spec.expr.nodes import Expr, names
from rbm_spec.expr.types import BOOLEAN, DATE, NUMBER, TEXT, UNTYPED, Kind, Type, code
from rbm_spec.model.spec import AttributeSpec, CodelistSpec
from rbm_spec.plan.model import Dataset, Field, Plan, Step
from rbm_spec.source import Span


def attribute_type(attribute: AttributeSpec) -> Type:
    """The type of an attribute of a code."""
    match attribute.type:
        case "":
            return UNTYPED
        case "code":
            return code(attribute.codelist or "")
        case "number" | "integer":
            return NUMBER
        case "boolean":
            return BOOLEAN
        case "date":
            return DATE
        case _:
            return TEXT


def follow(
    datasets: Mapping[str, Dataset],
    codelists: Mapping[str, CodelistSpec],
    dataset: str,
    parts: tuple[str, ...],
    span: Span = (0, 0),
) -> tuple[Step, ...] | Mismatch:
    """The steps along `parts` from a row of `dataset`, or what is wrong with the name at `span`.

    Where a list or a dataset on the way is not there, which has been reported, the steps end untyped.
    """
    if dataset not in datasets:
        return (Step(parts[0], UNTYPED),)
    fields: Mapping[str, Field] = datasets[dataset].fields
    if parts[0] not in fields:
        message = f'The dataset {dataset} has no field "{parts[0]}".'
        return Mismatch(span, message, kind="name", choices=tuple(fields), name=parts[0])
    steps = [Step(parts[0], fields[parts[0]].type, dataset=dataset)]
    for part in parts[1:]:
        before = steps[-1]
        if _leads_nowhere(before.type, datasets, codelists):
            return (*steps, Step(part, UNTYPED))
        match _next_step(datasets, codelists, before, part):
            case Step() as step:
                steps.append(step)
            case message, known:
                return Mismatch(span, f"In `{'.'.join(parts)}`, {message}", kind="name", choices=known, name=part)
    return tuple(steps)


def _next_step(
    datasets: Mapping[str, Dataset], codelists: Mapping[str, CodelistSpec], before: Step, part: str
) -> Step | tuple[str, tuple[str, ...]]:
    """The step behind another one, or what is wrong with it, and which there are."""
    if before.type.kind is Kind.REFERENCE:
        target = datasets[before.type.dataset]
        if part not in target.fields:
            return f'the dataset {target.id} has no field "{part}".', tuple(target.fields)
        return Step(part, target.fields[part].type, dataset=target.id)
    if before.type.kind is Kind.CODE:
        codelist = codelists[before.type.codelist]
        if part not in codelist.attributes:
            return f'the list {codelist.id} has no attribute "{part}".', tuple(codelist.attributes)
        found = attribute_type(codelist.attributes[part])
        known = found.kind is not Kind.CODE or found.codelist in codelists
        return Step(part, found if known else UNTYPED, codelist=codelist.id)
    return f"`{before.name}` is {before.type}; only references and codes have attributes.", ()


def _leads_nowhere(type_: Type, datasets: Mapping[str, Dataset], codelists: Mapping[str, CodelistSpec]) -> bool:
    """Whether a step ends at what is not there."""
    match type_.kind:
        case Kind.REFERENCE:
            return type_.dataset not in datasets
        case Kind.CODE:
            return type_.codelist not in codelists
        case kind:
            return kind is Kind.UNTYPED


def steps(plan: Plan, dataset: str, parts: tuple[str, ...]) -> tuple[Step, ...]:
    """The steps of a name that has been resolved before."""
    found = follow(plan.datasets, plan.codelists, dataset, parts)
    assert not isinstance(found, Mismatch)
    return found


def entered(plan: Plan, field: Field) -> str:
    """The type in which a field's values are written down; a reference has that of the key to which it points.

    References that point at each other in a circle are text.
    """
    seen = {field.id}
    while field.type.kind is Kind.REFERENCE:
        target = plan.datasets[field.type.dataset]
        field = target.fields[target.spec.key[0]]
        if f"{target.id}.{field.id}" in seen:
            return "string"
        seen.add(f"{target.id}.{field.id}")
    assert field.spec is not None, "references lead to datasets that are collected"
    return field.spec.type


def datasets_read(
    datasets: Mapping[str, Dataset],
    codelists: Mapping[str, CodelistSpec],
    dataset: str,
    exprs: Iterable[Expr | None],
    paths: Iterable[tuple[str, ...]] = (),
) -> tuple[str, ...]:
    """Every dataset behind `exprs` and `paths` over rows of `dataset`, itself and its sources included."""
    found: dict[str, None] = {}
    pending = [dataset]
    dotted = [name.parts for expr in exprs for name in names(expr) if name.role == "field"]
    for parts in [*dotted, *paths]:
        if len(parts) == 1:
            continue  # a field of the dataset itself leads nowhere else
        way = follow(datasets, codelists, dataset, parts)
        if not isinstance(way, Mismatch):
            pending.extend(step.dataset for step in way[1:] if step.dataset)
    while pending:
        each = pending.pop(0)
        if each in found or each not in datasets:
            continue
        found[each] = None
        derivation = datasets[each].derivation
        if derivation:
            inner = [derivation.condition]
            for aggregate in derivation.fields.values():
                inner += [aggregate.of, aggregate.condition]
            pending.extend(datasets_read(datasets, codelists, derivation.source, inner))
    return tuple(found)
