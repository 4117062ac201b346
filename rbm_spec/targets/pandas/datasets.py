"""The datasets of a plan -> what their module says: rules and derivations as functions, and the declarations."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from rbm_spec.expr.types import Kind
from rbm_spec.model.spec import CodelistSpec
from rbm_spec.plan.model import Dataset, Derivation, Field, Plan
from rbm_spec.targets.pandas.expressions import Spelling, assigned, printed, row_spelling
from rbm_spec.targets.pandas.indicators import OWN, Function, Module, aggregated, imports
from rbm_spec.targets.pandas.literals import Group, Source, docstring, literal, quoted, rendered
from rbm_spec.targets.pandas.names import Names


@dataclass
class _Writer:
    """What is shared while the module is written."""

    rows: Spelling = field(default_factory=row_spelling)
    names: Names = field(default_factory=lambda: Names({*OWN, "group_by", "latest_by"}))
    imports: set[tuple[str, str]] = field(default_factory=set)
    written: list[Function] = field(default_factory=list)


def datasets_module(plan: Plan) -> Module:
    """The module of all datasets."""
    writer = _Writer()
    declared = tuple(_dataset(writer, dataset) for dataset in plan.datasets.values())
    used = {("..runtime.definitions", name) for name in (["Dataset", "Field"] if declared else ["Dataset"])}
    text = "The datasets: what each column holds, which rows are allowed, and what is derived from what."
    used |= writer.imports | writer.rows.imports
    return Module(
        docstring([text]),
        imports({(module.removeprefix("."), name) for module, name in used}),
        tuple(writer.written),
        rendered(Group("", declared), before=len("DATASETS: tuple[Dataset, ...] = ")),
    )


def _dataset(writer: _Writer, dataset: Dataset) -> Group:
    items: list[object] = [
        quoted(dataset.id),
        quoted(dataset.spec.title),
        Group("", tuple((quoted(name), _field(writer, each)) for name, each in dataset.fields.items()), "{}"),
    ]
    given = {"key": dataset.spec.key, "time": dataset.time, "personal": dataset.personal, "person": dataset.person}
    items += [(Source(name), literal(value)) for name, value in given.items() if value]
    if dataset.rules:
        items.append((Source("rules"), Group("", _rules(writer, dataset))))
    if dataset.derivation is not None:
        items.append((Source("source"), quoted(dataset.derivation.source)))
        items.append((Source("compute"), _derivation(writer, dataset, dataset.derivation)))
    return Group("Dataset", tuple(items))


def _field(writer: _Writer, each: Field) -> Group:
    spec, items = each.spec, [quoted(_type(each)), quoted(each.label)]
    given: dict[str, object] = {"codelist": each.type.codelist, "dataset": each.type.dataset}
    if spec is not None:
        given |= {"required": spec.required, "minimum": spec.minimum, "maximum": spec.maximum, "pattern": spec.pattern}
    pairs = []
    for name, value in given.items():
        if name in ("minimum", "maximum") and value is not None:
            bound = value if isinstance(value, Decimal) else date.fromisoformat(str(value))
            writer.imports.add(("decimal", "Decimal") if isinstance(bound, Decimal) else ("datetime", "date"))
            pairs.append((Source(name), literal(bound)))
        elif value:
            pairs.append((Source(name), literal(value)))
    return Group("Field", (*items, *pairs))


def _type(each: Field) -> str:
    """The type as a spec declares it."""
    if each.spec is not None:
        return each.spec.type
    match each.type.kind:
        case Kind.TEXT:
            return "string"
        case Kind.NUMBER:
            return "money" if each.type.unit.money else "number"
        case kind:
            return str(kind)


def _rules(writer: _Writer, dataset: Dataset) -> tuple[Group, ...]:
    groups = []
    for number, rule in enumerate(dataset.rules, start=1):
        wanted = f"{dataset.id}_rule_{number}"
        name = writer.names.name(("rule", dataset.id, str(number)), wanted)
        body = assigned("return", rule.condition, writer.rows)
        if printed(rule.condition, writer.rows).plain:
            writer.imports.add(("..runtime.functions", "literal"))
            body = [Source(f"    return literal({printed(rule.condition, writer.rows).text})")]
        writer.imports |= {
            ("..kernel.periods", "Period"), ("..runtime.columns", "Truths"), ("..runtime.definitions", "Rule"),
            ("..runtime.rows", "Rows"),
        }  # fmt: skip
        signature = Source(f"def {name}(rows: Rows, period: Period) -> Truths:")
        writer.written.append(Function(signature, docstring([rule.message], 4), tuple(body)))
        groups.append(Group("Rule", (Source(name), quoted(rule.message))))
    return tuple(groups)


def _derivation(writer: _Writer, dataset: Dataset, derivation: Derivation) -> Source:
    name = writer.names.name(("derived", dataset.id), dataset.id)
    said = [f"{dataset.spec.title.rstrip('.')}.", dataset.spec.grain]
    body = _latest(writer, derivation) if derivation.latest_by else _grouped(writer, derivation)
    writer.imports |= {("..kernel.periods", "Period"), ("..runtime.rows", "Rows"), ("..runtime.rows", "Table")}
    signature = Source(f"def {name}(rows: Rows, period: Period) -> Table:")
    writer.written.append(Function(signature, docstring(said, 4), tuple(body)))
    return Source(name)


def _latest(writer: _Writer, derivation: Derivation) -> list[Source]:
    writer.imports.add(("..runtime.derive", "latest_by"))
    lines, kept = _kept(writer, derivation)
    call = Group(
        "latest_by", (Source("rows"), literal(derivation.latest_by), quoted(derivation.on or ""), Source(kept))
    )
    return [*lines, Source(f"    return {rendered(call, 4, len('return '))}")]


def _grouped(writer: _Writer, derivation: Derivation) -> list[Source]:
    """Each field is an aggregate of the rows kept, under a condition of its own where it has one."""
    writer.imports.add(("..runtime.derive", "group_by"))
    lines, kept = _kept(writer, derivation)
    names = Names({*OWN, *writer.names.taken})
    fields = []
    for name, each in derivation.fields.items():
        local = names.name((name,), name)
        where, of = kept, ""
        if each.condition is not None:
            where = names.name((name, "where"), f"where_{name}")
            lines += assigned(where, each.condition, writer.rows, ("kept",) if kept == "kept" else ())
        if each.of is not None:
            of = local
            lines += assigned(of, each.of, writer.rows)
        fields.append((quoted(name), Source(aggregated(each, where, of))))
    call = Group(
        "group_by",
        (Source("rows"), literal(derivation.group_by), Source(kept), Group("", tuple(fields), "{}")),
    )
    return [*lines, Source(f"    return {rendered(call, 4, len('return '))}")]


def _kept(writer: _Writer, derivation: Derivation) -> tuple[list[Source], str]:
    if derivation.condition is None:
        return [], "True"
    return assigned("kept", derivation.condition, writer.rows), "kept"


def codelist(spec: CodelistSpec) -> Group:
    """The declaration of a code list."""
    codes = []
    for code, each in spec.codes.items():
        items: list[object] = [quoted(each.label)]
        if each.attributes:
            items.append(literal(each.attributes))
        for name, day in (("valid_from", each.valid_from), ("valid_to", each.valid_to)):
            if day is not None:
                items.append((Source(name), literal(date.fromisoformat(day))))
        codes.append((quoted(code), Group("Code", tuple(items))))
    attributes = []
    for name, attribute in spec.attributes.items():
        given = [quoted(attribute.type), quoted(attribute.label or name.replace("_", " "))]
        more = [(Source("codelist"), quoted(attribute.codelist))] if attribute.codelist else []
        attributes.append((quoted(name), Group("Field", (*given, *more))))
    items = [quoted(spec.id), quoted(spec.title), Group("", tuple(codes), "{}")]
    if attributes:
        items.append((Source("attributes"), Group("", tuple(attributes), "{}")))
    return Group("Codelist", tuple(items))
