"""Measures and derived datasets -> a sentence that says what is computed from which rows."""

from __future__ import annotations

from rbm_spec.expr.nodes import Call, Expr, Name
from rbm_spec.plan.model import Aggregate, Dataset, Measure, Plan
from rbm_spec.targets.words.labels import Naming, path_label
from rbm_spec.targets.words.phrases import Phrases
from rbm_spec.targets.words.sentences import condition, sentence

CLEAR = frozenset((
    "days", "working_days", "months", "hours", "add_days", "add_months", "year", "month", "quarter", "coalesce", "min",
    "max",
))  # fmt: skip
"""Of these an aggregate speaks without brackets. `sum of (a minus b)` needs them: it is not (sum of a) minus b."""


def measure_words(plan: Plan, measure: Measure, phrases: Phrases) -> str:
    """`number of posts in “Recruitment cases” with “Accepted on” in the reporting period where …`."""
    scope, noun = measure_scope(plan, measure, phrases), counted_noun(plan, measure)
    if measure.aggregate.of is not None:
        said = phrases.say("measures.over", _statistic(plan, measure, phrases), scope)
    elif noun is not None:
        said = phrases.say("measures.noun_in", noun, scope)
    else:
        said = phrases.say("measures.rows_in", scope)
    return _narrowed(plan, measure, said, "measures.where", phrases)


def measure_within(plan: Plan, measure: Measure, phrases: Phrases) -> str:
    """The same when its scope has been named: `number of posts where …`."""
    where = "measures.where" if measure.aggregate.of is None else "measures.over_where"
    return _narrowed(plan, measure, _statistic(plan, measure, phrases), where, phrases)


def measure_rows(plan: Plan, measure: Measure, phrases: Phrases) -> str:
    """Over which rows: `“Recruitment cases” with “Accepted on” in the reporting period where …`."""
    return _narrowed(plan, measure, measure_scope(plan, measure, phrases), "measures.where", phrases)


def measure_scope(plan: Plan, measure: Measure, phrases: Phrases) -> str:
    """`“Recruitment cases” with “Accepted on” in the reporting period`."""
    dataset = plan.datasets[measure.dataset]
    title = phrases.quoted(dataset.spec.title)
    if measure.during:
        field = path_label(plan, measure.dataset, tuple(measure.during.split(".")), phrases)
        return phrases.say("measures.during", title, field)
    return phrases.say("measures.always", title) if dataset.time else title


def _statistic(plan: Plan, measure: Measure, phrases: Phrases) -> str:
    aggregate, noun = measure.aggregate, counted_noun(plan, measure)
    if noun is not None and aggregate.of is None:
        return phrases.say("measures.noun", noun)
    if noun is not None and aggregate.name == "count_distinct" and isinstance(aggregate.of, Name):
        return phrases.say("measures.distinct", noun, _row(plan, measure.dataset, aggregate.of, phrases))
    return _aggregate(plan, measure.dataset, aggregate, phrases)


def counted_noun(plan: Plan, measure: Measure) -> str | None:
    """What is counted, by the label of its unit; None for rows."""
    return plan.spec.units.get(measure.spec.unit or "")


def _narrowed(plan: Plan, measure: Measure, said: str, where: str, phrases: Phrases) -> str:
    if measure.ignore:
        ignored = [phrases.quoted(_dimension(plan, path)) for path in measure.ignore]
        said = phrases.say("measures.ignore", said, phrases.listed(ignored))
    if measure.aggregate.condition is None:
        return said
    return phrases.say(where, said, _condition(plan, measure.dataset, measure.aggregate.condition, phrases))


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
        rows = phrases.say("derived.where", rows, _condition(plan, derivation.source, derivation.condition, phrases))
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
        where = "derived.rows_where" if aggregate.of is None else "derived.field_where"
        said = phrases.say(where, said, _condition(plan, source, aggregate.condition, phrases))
    return phrases.say("derived.field", phrases.quoted(label), said)


def _aggregate(plan: Plan, dataset: str, aggregate: Aggregate, phrases: Phrases) -> str:
    if aggregate.of is None:
        return phrases.say("aggregates.rows")
    if aggregate.name in ("all", "any"):
        of = _condition(plan, dataset, aggregate.of, phrases)
    else:
        of = _row(plan, dataset, aggregate.of, phrases)
        if isinstance(aggregate.of, Call) and aggregate.of.op not in CLEAR:
            of = phrases.bracketed(of)
    return phrases.say(f"aggregates.{aggregate.name}", of, phrases.percentile(aggregate.percentile))


def _row(plan: Plan, dataset: str, expr: Expr, phrases: Phrases) -> str:
    return sentence(expr, plan, row_labels(plan, dataset, phrases), phrases)


def _condition(plan: Plan, dataset: str, expr: Expr, phrases: Phrases) -> str:
    return condition(expr, plan, row_labels(plan, dataset, phrases), phrases)


def row_labels(plan: Plan, dataset: str, phrases: Phrases) -> Naming:
    """Names in rows of `dataset`: quoted labels along the path, or a constant."""

    def label(name: Name) -> str:
        if name.role == "constant":
            return phrases.say(f"constants.{name.dotted}")
        return path_label(plan, dataset, name.parts, phrases)

    return label
