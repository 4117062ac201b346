"""The plan -> the functions that it uses and that a target does not spell yet, each by name.

A function new in the catalogue compiles and is computed by the reference evaluator at once. What lacks it says so here:
code and SQL are not made, equations and sentences print its name as the spec writes it. Workbooks and forms tell of
everything that they leave out by themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.expr.nodes import Call, Expr, walk
from rbm_spec.model.spec import Written
from rbm_spec.plan.model import Plan
from rbm_spec.source import Where
from rbm_spec.targets.unsupported import no_spelling
from rbm_spec.targets.words.phrases import phrases

RULE = Rule("RBM800", "not-spelled", Severity.WARNING)


def left_out(plan: Plan) -> Iterator[Finding]:
    """One finding for each target and function, where the plan uses it first."""
    used: dict[str, Where] = {}
    for written, expr in _expressions(plan):
        if written is not None and expr is not None:
            for op in (node.op for node in walk(expr) if isinstance(node, Call)):
                used.setdefault(op, written.where)
    for target, spelled, instead in _targets(plan):
        for op in sorted(used.keys() - spelled):
            yield RULE.found(used[op], f"{no_spelling(target, op)} {instead}")


def _targets(plan: Plan) -> Iterator[tuple[str, Collection[str], str]]:
    """Name, what it spells, and what becomes of a plan that uses more."""
    # What spells loads much, which a check needs none of.
    from rbm_spec.targets.equation.typeset import SPELLED as EQUATIONS
    from rbm_spec.targets.pandas.expressions import SPELLED as PANDAS
    from rbm_spec.targets.sql.rows import SPELLINGS as SQL

    yield "pandas", PANDAS, "The calculation package of this plan is not made."
    yield "SQL", SQL, "Statements that would need it say that they are computed centrally."
    for language in (plan.spec.authoring_language, *plan.translations):
        if words := phrases(language):
            instead = "What has none prints its name, as the spec writes it."
            yield f'The equation in the language "{language}"', EQUATIONS, instead
            said = {*words.table["expressions"], "date"}  # a fixed date is printed as one
            yield f'The sentence in the language "{language}"', said, instead


def _expressions(plan: Plan) -> Iterator[tuple[Written | None, Expr | None]]:
    """Each expression as it is written, with its tree; None where there is none."""
    for dataset in plan.datasets.values():
        for written, rule in zip(dataset.spec.rules, dataset.rules, strict=True):
            yield written.condition, rule.condition
        if (derived := dataset.derivation) and (derive := dataset.spec.derive):
            yield derive.condition, derived.condition
            for name, aggregate in derived.fields.items():
                yield derive.fields[name].of, aggregate.of
                yield derive.fields[name].condition, aggregate.condition
    for method in (each for indicator in plan.indicators.values() for each in indicator.methods):
        for measure in method.measures.values():
            yield measure.spec.of, measure.aggregate.of
            yield measure.spec.condition, measure.aggregate.condition
        for component in method.components:
            yield component.spec.formula, component.formula
