"""An indicator -> what its module says: functions for measures and components, and the declaration that joins them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rbm_spec.expr.nodes import Call, Name, names
from rbm_spec.kernel import definitions
from rbm_spec.plan.definitions import Crowds, components, people_of
from rbm_spec.plan.model import Aggregate, Component, Indicator, Measure, Method, Plan
from rbm_spec.targets.pandas.expressions import (
    CONSTANTS,
    FUNCTIONS,
    Spelling,
    assigned,
    formula_spelling,
    functions_in,
    laid_out,
    printed,
    row_spelling,
)
from rbm_spec.targets.pandas.literals import Group, Source, docstring, literal, quoted, rendered
from rbm_spec.targets.pandas.names import Names

OWN = frozenset(
    (
        *FUNCTIONS.values(), *(f"{name}_value" for name in FUNCTIONS.values()), *CONSTANTS.values(),
        "literal", "as_value", "rows", "period", "kept", "of", "date", "annotations",
    )
)  # fmt: skip


@dataclass(frozen=True)
class Function:
    """A function of a module, ready to print."""

    signature: Source
    docstring: Source
    body: tuple[Source, ...]


@dataclass(frozen=True)
class Module:
    """A module of an indicator, ready to print."""

    docstring: Source
    imports: tuple[Source, ...]
    functions: tuple[Function, ...]
    declaration: Source


@dataclass
class _Writer:
    """What is shared while one module is written."""

    plan: Plan
    indicator: Indicator
    crowds: Crowds
    rows: Spelling = field(default_factory=row_spelling)
    functions: Names = field(default_factory=lambda: Names(set(OWN)))
    parameters: Names = field(default_factory=lambda: Names(set(OWN)))
    imports: set[tuple[str, str]] = field(default_factory=set)
    written: list[Function] = field(default_factory=list)


def indicator_module(plan: Plan, indicator: Indicator, crowds: Crowds) -> Module:
    """The module of `indicator`; `crowds` are those of the plan."""
    writer = _Writer(plan, indicator, crowds)
    methods = tuple(_method(writer, method) for method in indicator.methods)
    declaration = Group(
        "Indicator",
        (
            quoted(indicator.id),
            quoted(indicator.spec.title),
            (Source("frequency"), quoted(indicator.spec.frequency)),
            (Source("methods"), Group("", methods)),
            *_given(
                breakdowns=tuple(tuple(dimension.path for dimension in dims) for dims in indicator.breakdowns),
                reads=indicator.reads,
                needs=indicator.needs,
                personal=indicator.personal,
            ),
        ),
    )
    used = {("..runtime.definitions", name) for name in ("Formula", "Indicator", "Measure", "Method")}
    used |= writer.imports | writer.rows.imports
    if not any(method.measures for method in indicator.methods):
        used -= {("..runtime.definitions", "Measure")}
    return Module(
        docstring(_introduction(indicator)),
        imports(used),
        tuple(writer.written),
        rendered(declaration, before=len("INDICATOR = ")),
    )


def imports(used: Iterable[tuple[str, str]]) -> tuple[Source, ...]:
    """Import lines, the standard library first."""
    modules: dict[str, list[str]] = {}
    for module, name in sorted(used, key=lambda each: (each[0].startswith("."), each)):
        modules.setdefault(module, []).append(name)
    lines = []
    for i, (module, wanted) in enumerate(modules.items()):
        if i and module.startswith(".") and not [*modules][i - 1].startswith("."):
            lines.append(Source(""))
        start = f"from {module} import "
        flat = start + ", ".join(wanted)
        lines.append(Source(flat) if len(flat) <= 110 else rendered(Group(start, tuple(map(Source, wanted)))))
    return tuple(lines)


def _given(**values: object) -> tuple[tuple[Source, Source | Group], ...]:
    """Keyword arguments, those without content left out."""
    return tuple((Source(name), literal(value)) for name, value in values.items() if value)


def _introduction(indicator: Indicator) -> list[str]:
    spec = indicator.spec
    code = f"{spec.code} " if spec.code else ""
    return [
        f"{code}{spec.title[:1].upper()}{spec.title[1:]}.",
        spec.definition,
        f"Unit: {spec.unit.replace('_', ' ')}. Frequency: {spec.frequency}. Version {spec.version}, {spec.status}.",
        f"Source: {spec.source}",
    ]


def _method(writer: _Writer, method: Method) -> Group:
    suffix = "" if method.until is None else f"_until_{method.until:%Y%m%d}"
    taken = functions_in(
        expr for measure in method.measures.values() for expr in (measure.aggregate.condition, measure.aggregate.of)
    ) | {"within"}
    measures = tuple(_measure(writer, measure, suffix) for measure in method.measures.values())
    published = components(method)
    formulas = tuple(
        _formula(writer, component, each, suffix, taken)
        for component, each in zip(method.components, published, strict=True)
    )
    if method.until:
        writer.imports.add(("datetime", "date"))
    return Group(
        "Method",
        (
            *([(Source("measures"), Group("", measures))] if measures else [(Source("measures"), Source("()"))]),
            (Source("formulas"), Group("", formulas)),
            *_given(until=method.until),
        ),
    )


def _measure(writer: _Writer, measure: Measure, suffix: str) -> Group:
    name = writer.functions.name(("measure", measure.id + suffix), measure.id + suffix)
    writer.imports |= {
        ("..kernel.periods", "Period"), ("..runtime.rows", "Rows"), ("..runtime.rows", "Selection"),
    }  # fmt: skip
    body = selection(measure.aggregate, measure.during, writer.rows)
    writer.written.append(
        Function(
            Source(f"def {name}(rows: Rows, period: Period) -> Selection:"),
            docstring(_about(measure), 4),
            tuple(body),
        )
    )
    also = tuple(name for name in measure.reads if name != measure.dataset)
    known = people_of(writer.plan, writer.indicator, measure, writer.crowds)
    if known is not None:
        writer.imports.add(("..kernel.definitions", "People"))
    given = _given(also_reads=also, ignore=measure.ignore, people=known, partial=measure.spec.partial)
    dataset = (Source("dataset"), quoted(measure.dataset))
    return Group("Measure", (quoted(measure.id), Source(name), dataset, *given))


def _about(measure: Measure) -> list[str]:
    unit = measure.aggregate.type.unit
    atom = unit.atom or ""
    said = [f"Unit: {atom.replace('_', ' ')}."] if atom and not atom.startswith("rows of ") else []
    said.append(f"From {measure.dataset}:")
    said.append(f"rows of the period by {measure.during}" if measure.during else "rows of any time")
    where = measure.spec.condition
    text = " ".join(said) + (f", where {where.text}" if where else "") + "."
    more = [f"Not split by {', '.join(measure.ignore)}."] if measure.ignore else []
    return [f"{measure.spec.label.rstrip('.')}.", text, *more]


def selection(each: Aggregate, during: str | None, spelling: Spelling) -> list[Source]:
    """The body of a function that chooses rows and says which aggregate is taken of them."""
    first: tuple[str, ...] = ()
    if during:
        first = (
            f"{spelling.imported('..runtime.functions', 'within')}(rows[{quoted(during)}], period.start, period.end)",
        )
    lines = []
    if each.condition is not None:
        lines += assigned("kept", each.condition, spelling, first)
    elif first:
        lines += laid_out("kept", "&", [*first])
    kept = "kept" if lines else "True"
    if each.of is not None:
        lines += assigned("of", each.of, spelling)
    return [*lines, Source(f"    return {aggregated(each, kept, 'of')}")]


def aggregated(each: Aggregate, kept: str, of: str) -> str:
    """The call that takes the aggregate."""
    arguments = [kept] if each.of is None else [kept, of]
    if each.percentile is not None:
        arguments.append(repr(each.percentile))
    if each.type.unit.money and each.name not in ("count", "count_distinct", "all", "any"):
        arguments.append("money=True")
    return f"rows.{each.name}({', '.join(arguments)})"


def _formula(
    writer: _Writer, component: Component, published: definitions.Component, suffix: str, taken: Iterable[str]
) -> Group:
    used: dict[str, str] = {}

    def parameter(name: Name) -> str:
        key = ("indicator", *name.parts[1:]) if name.role == "indicator" else name.parts
        local = writer.parameters.name(tuple(key), "_".join(key))
        used[".".join(key)] = local
        return local

    spelling = formula_spelling(parameter, taken)
    body = assigned("return", component.formula, spelling)
    if printed(component.formula, spelling).plain:
        body = [Source(f"    return as_value({printed(component.formula, spelling).text})")]
        spelling.imports.add(("..kernel.values", "as_value"))
    if any(name.dotted.startswith("period.") for name in names(component.formula) if name.role == "constant"):
        used["period"] = "period"
        writer.imports.add(("..kernel.periods", "Period"))
    name = component.id or "result"
    function = writer.functions.name(("component", name + suffix), name + suffix)
    signature = ", ".join(f"{local}: {'Period' if key == 'period' else 'Value'}" for key, local in used.items())
    writer.imports.add(("..kernel.values", "Value"))
    writer.written.append(
        Function(Source(f"def {function}({signature}) -> Value:"), docstring(_said(component), 4), tuple(body))
    )
    items: list[object] = [
        literal(published),
        (Source("label"), quoted(component.spec.label)),
        (Source("compute"), Source(function)),
    ]
    items += _given(of=tuple(used))
    if component.spec.display in ("k_of_n", "ratio"):
        items.append((Source("sides"), _sides(writer, component, function, signature, spelling)))
    writer.imports |= spelling.imports | set(_definitions(published))
    return Group("Formula", tuple(items))


def _said(component: Component) -> list[str]:
    spec = component.spec
    shown = {"k_of_n": ", printed as k out of n", "ratio": ", printed as parts of 100", "yes_no": ""}
    unit = (
        "Yes or no."
        if spec.display == "yes_no"
        else f"Unit: {spec.unit.replace('_', ' ')}{shown.get(spec.display, '')}."
    )
    return [f"{spec.label.rstrip('.')}. {unit}", *([spec.note] if spec.note else [])]


def _sides(writer: _Writer, component: Component, function: str, signature: str, spelling: Spelling) -> Source:
    """The function that gives numerator and denominator, which are printed one by one."""
    name = writer.functions.name(("sides", function), f"{function.rstrip('_')}_sides")
    formula = component.formula
    assert isinstance(formula, Call)
    sides = [printed(arg, spelling) for arg in formula.args]
    texts = [f"as_value({side.text})" if side.plain else side.text for side in sides]
    if any(side.plain for side in sides):
        spelling.imports.add(("..kernel.values", "as_value"))
    writer.written.append(
        Function(
            Source(f"def {name}({signature}) -> tuple[Value, Value]:"),
            docstring([f"Both sides of {function}."], 4),
            (Source(f"    return {', '.join(texts)}"),),
        )
    )
    return Source(name)


def _definitions(published: definitions.Component) -> Sequence[tuple[str, str]]:
    """What the declaration of a component needs."""
    found = ["Component"]
    conditions = [each for target in published.targets for each in (target.condition, *(c for _, c in target.cells))]
    numbers = [number for each in conditions if each for number in each.numbers]
    if published.targets:
        found.append("Target")
    if any(conditions):
        found.append("Condition")
    used = [("..kernel.definitions", name) for name in found]
    return [*used, ("fractions", "Fraction")] if numbers or published.baseline else used
