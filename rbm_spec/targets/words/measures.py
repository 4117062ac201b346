"""Measures and derived datasets -> a sentence that says what is computed from which rows."""

from __future__ import annotations

from rbm_spec.expr.nodes import Call, Expr, Name
from rbm_spec.plan.model import Aggregate, Dataset, Measure, Plan
from rbm_spec.targets.words.labels import Naming, path_label
from rbm_spec.targets.words.phrases import Phrases
from rbm_spec.targets.words.sentences import sentence

ARITHMETIC = frozenset(("+", "-", "*", "/", "^", "neg"))
"""Of these an aggregate speaks in brackets, so that `sum of (a minus b)` is not (sum of a) minus b."""


def measure_words(plan: Plan, measure: Measure, phrases: Phrases) -> str:
    """`number of rows, over the rows of “Recruitment cases” with … in the reporting period where …`."""
    dataset = plan.datasets[measure.dataset]
    said = _aggregate(plan, measure.dataset, measure.aggregate, phrases)
    over = "measures.counted" if measure.aggregate.of is None else "measures.rows"
    said = phrases.say(over, said, phrases.quoted(dataset.spec.title))
    if measure.during:
        field = path_label(plan, measure.dataset, tuple(measure.during.split(".")), phrases)
        said = phrases.say("measures.during", said, field)
    elif dataset.time:
        said = phrases.say("measures.always", said)
    if measure.aggregate.condition is not None:
        said = phrases.say("measures.where", said, _row(plan, measure.dataset, measure.aggregate.condition, phrases))
    if measure.ignore:
        ignored = [phrases.quoted(_dimension(plan, path)) for path in measure.ignore]
        said = phrases.say("measures.ignore", said, phrases.listed(ignored, "language.last_or"))
    return said


def _dimension(plan: Plan, path: str) -> str:
    """The label of a dimension; the measure that ignores it need not be able to reach it."""
    labels = (
        dimension.label
        for indicator in plan.indicators.values()
        for breakdown in indicator.breakdowns
        for dimension in breakdown
        if dimension.path == path
    )
    return next(labels, path.replace("_", " "))


def derivation_words(plan: Plan, dataset: Dataset, phrases: Phrases) -> tuple[str, ...]:
    """How a derived dataset is computed, and then each of its fields; nothing for a collected one."""
    derivation = dataset.derivation
    if derivation is None:
        return ()
    source = phrases.quoted(plan.datasets[derivation.source].spec.title)
    paths = derivation.latest_by or derivation.group_by
    groups = phrases.listed(path_label(plan, derivation.source, tuple(path.split(".")), phrases) for path in paths)
    if derivation.on is not None:
        on = path_label(plan, derivation.source, tuple(derivation.on.split(".")), phrases)
        rows = phrases.say("derived.latest", groups, source, on)
    else:
        rows = phrases.say("derived.groups", groups, source)
    if derivation.condition is not None:
        rows = phrases.say("derived.where", rows, _row(plan, derivation.source, derivation.condition, phrases))
    return (
        rows,
        *(
            _derived_field(plan, derivation.source, dataset.fields[name].label, aggregate, phrases)
            for name, aggregate in derivation.fields.items()
        ),
    )


def _derived_field(plan: Plan, source: str, label: str, aggregate: Aggregate, phrases: Phrases) -> str:
    said = _aggregate(plan, source, aggregate, phrases)
    if aggregate.condition is not None:
        said = phrases.say("derived.field_where", said, _row(plan, source, aggregate.condition, phrases))
    return phrases.say("derived.field", phrases.quoted(label), said)


def _aggregate(plan: Plan, dataset: str, aggregate: Aggregate, phrases: Phrases) -> str:
    if aggregate.of is None:
        return phrases.say("aggregates.rows")
    of = _row(plan, dataset, aggregate.of, phrases)
    if isinstance(aggregate.of, Call) and aggregate.of.op in ARITHMETIC:
        of = phrases.bracketed(of)
    return phrases.say(f"aggregates.{aggregate.name}", of, phrases.percentile(aggregate.percentile))


def _row(plan: Plan, dataset: str, expr: Expr, phrases: Phrases) -> str:
    return sentence(expr, plan, row_labels(plan, dataset, phrases), phrases)


def row_labels(plan: Plan, dataset: str, phrases: Phrases) -> Naming:
    """Names in rows of `dataset`: quoted labels along the path, or a constant."""

    def label(name: Name) -> str:
        if name.role == "constant":
            return phrases.say(f"constants.{name.dotted}")
        return path_label(plan, dataset, name.parts, phrases)

    return label
