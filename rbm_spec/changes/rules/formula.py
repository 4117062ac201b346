"""A formula computes something else.

The measures are put together in another way, and algebra does not show that the result is the same. Published values
change; the series breaks. Keep the old method in `previous_methods`, with the day until which it held.

## After

```yaml
# indicators/answer_time.yaml (in part)
formula: days_to_answer / 2
examples:
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.expressions import both, is_other_clock, undecided
from rbm_spec.changes.model import CALCULATION, READERS, Between, Fact, Verdict
from rbm_spec.changes.rules.reworded import is_reworded
from rbm_spec.changes.wording import quantity, said
from rbm_spec.diagnostics import Rule, Severity
from rbm_spec.expr.nodes import Call, Expr, Name, Number
from rbm_spec.plan.subsets import spelled, subset

RULE = Rule("RBM934", "formula-changed", Severity.ERROR)
BREAKS = {RULE: (CALCULATION, READERS)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """The formula of an indicator or a component."""
    match fact:
        case Fact(kind="indicator", path=("formula",) | ("components", _, "formula")):
            if fact.how != "changed" or not (is_reworded(fact, between) or is_other_clock(*both(between, fact))):
                words = f"{quantity(fact)} is computed in another way: {said(fact)}."
                words += undecided(*both(between, fact)) if fact.how == "changed" else ""
                yield Verdict(RULE, " ".join([words, *denominators(fact, between)]))


def denominators(fact: Fact, between: Between) -> Iterator[str]:
    """What there is to say of the denominators, where only these differ."""
    old, new = (_quotient(each) for each in both(between, fact))
    if old is None or new is None or spelled(old[0]) != spelled(new[0]) or spelled(old[1]) == spelled(new[1]):
        return
    words = "Only the denominator differs"
    measures = between.new.plan.indicators[fact.id].method.measures
    was, now = (measures.get(each.dotted) if isinstance(each, Name) else None for each in (old[1], new[1]))
    if was and now and was.aggregate.name == now.aggregate.name == "count":
        match subset(between.new.plan, now, was), subset(between.new.plan, was, now):
            case (True, False):
                words += ", and counts fewer rows"
            case (False, True):
                words += ", and counts more rows"
    yield f"{words}."


def _quotient(expr: Expr | None) -> tuple[Expr, Expr] | None:
    """What is divided by what; a number before it all belongs to the numerator."""
    match expr:
        case Call(op="/", args=(over, under)):
            return over, under
        case Call(op="*", args=(Number() as number, Call(op="/", args=(over, under)))):
            return Call("*", (number, over)), under
    return None
