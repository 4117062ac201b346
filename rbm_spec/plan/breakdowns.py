"""The breakdowns of an indicator: every dimension must be reachable from every measure that does not ignore it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rbm_spec.expr.agreement import Mismatch
from rbm_spec.expr.types import Kind
from rbm_spec.model.spec import IndicatorSpec
from rbm_spec.plan.context import DIMENSION, Context
from rbm_spec.plan.model import Dataset, Dimension, Measure, Method, Step
from rbm_spec.plan.paths import follow
from rbm_spec.source import Where
from rbm_spec.suggest import nearest

SPLITS = (Kind.CODE, Kind.TEXT, Kind.BOOLEAN, Kind.REFERENCE)


def resolve_breakdowns(
    context: Context,
    spec: IndicatorSpec,
    methods: Iterable[Method],
    datasets: Mapping[str, Dataset],
) -> tuple[tuple[Dimension, ...], ...]:
    """The breakdowns in the order written; `methods` are those of the indicator and of all that it reads.

    One that cannot be resolved is empty.
    """
    measures = [measure for method in methods for measure in method.measures.values()]
    breakdowns: list[tuple[Dimension, ...]] = []
    if spec.disaggregate and not any(measure.dataset in datasets for measure in measures) and _unread(context, spec):
        return ()  # why none could be read is said already
    known: dict[str, Dimension] = {}
    for i, paths in enumerate(spec.disaggregate):
        where = spec.where.at("disaggregate", i)
        for path in paths:
            if path not in known and (found := _dimension(context, path, where, measures, datasets)):
                known[path] = found
        is_whole = known.keys() >= set(paths) and not context.damaged(where)
        breakdowns.append(tuple(known[path] for path in paths) if is_whole else ())
    return tuple(breakdowns)


def _unread(context: Context, spec: IndicatorSpec) -> bool:
    """Whether the indicator has measures, may have some where it is wrong, or reads one whose file is broken."""
    formulas = " ".join(component.formula.text for component in spec.method.components)
    wrong = context.damaged(spec.where)
    return wrong or bool(spec.method.measures) or any(f"indicator.{name}" in formulas for name in context.spec.broken)


def _dimension(
    context: Context,
    path: str,
    where: Where,
    measures: Iterable[Measure],
    datasets: Mapping[str, Dataset],
) -> Dimension | None:
    found: Dimension | None = None
    for measure in measures:
        if path in measure.ignore or measure.dataset not in datasets or context.damaged(measure.spec.where, "ignore"):
            continue
        last = _last_step(context, path, where, measure, datasets)
        if last is None:
            return None
        if found and found.type != last.type:
            message = f"{path} is {found.type} for one measure and {last.type} for `{measure.id}`."
            context.report(DIMENSION, where, message)
            return None
        found = found or Dimension(path, tuple(path.split(".")), last.type, _label(context, datasets, last))
    if found is None:
        context.report(DIMENSION, where, f"No measure can be split by {path}.", "Leave it out of the breakdown.")
    return found


def _last_step(
    context: Context, path: str, where: Where, measure: Measure, datasets: Mapping[str, Dataset]
) -> Step | None:
    """Where the path ends that begins at the rows of a measure; None where it splits nothing, which is reported."""
    steps = follow(datasets, context.spec.codelists, measure.dataset, tuple(path.split(".")))
    if isinstance(steps, Mismatch):
        message = f"The measure `{measure.id}` reads {measure.dataset}, which cannot be split by {path}:"
        hint = f"Name {path} in the measure's `ignore`, or leave it out of the breakdown."
        near = nearest(steps.name, steps.choices)
        meant = f"Did you mean `{near}`? Else n" if near else "N"
        context.report(DIMENSION, where, f"{message} {steps.message}", f"{meant}{hint[1:]}")
        return None
    last = steps[-1]
    if last.type.kind not in (*SPLITS, Kind.UNTYPED):
        context.report(DIMENSION, where, f"A breakdown splits by codes or text; {path} is {last.type}.")
    return last if last.type.kind in SPLITS else None


def _label(context: Context, datasets: Mapping[str, Dataset], last: Step) -> str:
    """The label of the last step: of the field, or of the attribute or its list."""
    if last.dataset:
        return datasets[last.dataset].fields[last.name].label
    label = context.spec.codelists[last.codelist].attributes[last.name].label
    if label:
        return label
    target = context.spec.codelists.get(last.type.codelist)
    return target.title if target else last.name.replace("_", " ")
