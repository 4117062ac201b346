"""What checks ask about rows: every typed expression over them, with its text."""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.expr.nodes import Expr
from rbm_spec.model.spec import Written
from rbm_spec.plan.model import Plan


def over_rows(plan: Plan) -> Iterator[tuple[Expr, Written]]:
    """Every typed expression over rows with its text."""
    pairs: list[tuple[Expr | None, Written | None]] = []
    for dataset in plan.datasets.values():
        if (derivation := dataset.derivation) and (derive := dataset.spec.derive):
            pairs.append((derivation.condition, derive.condition))
            for name, each in derivation.fields.items():
                spec = derive.fields[name]
                pairs += [(each.of, spec.of), (each.condition, spec.condition)]
    for indicator in plan.indicators.values():
        for measure in (each for method in indicator.methods for each in method.measures.values()):
            pairs.append((measure.aggregate.condition, measure.spec.condition))
            pairs.append((measure.aggregate.of, measure.spec.of))
    yield from ((expr, written) for expr, written in pairs if expr is not None and written is not None)
