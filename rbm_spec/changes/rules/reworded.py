"""An expression is written otherwise and means the same.

Shown by algebra, by trying all cases of a condition, or by replacing names that were only renamed: `a + b` is `b +
a`, `100 * a / b` is `a / b * 100`. No figure changes.

## Before

```yaml
# indicators/answer_time.yaml (in part)
formula: 2 * days_to_answer / 2 + 0 * 1
examples:
```

## After

```yaml
# indicators/answer_time.yaml (in part)
formula: days_to_answer
examples:
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.expressions import Scope, both, is_same_formula, is_same_row_expression, scope, settled
from rbm_spec.changes.model import Between, Fact, Verdict
from rbm_spec.changes.rules.scope import dataset_of, during_of
from rbm_spec.changes.wording import key, whose
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM933", "expression-reworded", Severity.INFO)


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Formulas, conditions, what is added up, and rules of datasets."""
    if is_reworded(fact, between):
        yield Verdict(RULE, f"The {key(fact)} of {whose(fact)} is written otherwise and means the same.")


def is_reworded(fact: Fact, between: Between) -> bool:
    """Whether the expression of a fact can be shown to mean what it meant."""
    match fact:
        case Fact(kind="indicator", path=("formula",) | ("components", _, "formula")):
            return is_same_formula(between, fact)
        case Fact(kind="dataset", path=("rules", _, "condition")):
            sides = both(between, fact)
            return is_same_row_expression(*sides) or is_same_row_expression(*(settled(each, True) for each in sides))
        case Fact(path=(_, _, "of") | ("derive", _, _, "of")):
            return is_same_row_expression(*both(between, fact))
    dataset = dataset_of(fact, between)
    return (
        dataset is not None and scope(between, dataset, *both(between, fact), during_of(fact, between)) is Scope.EQUAL
    )
