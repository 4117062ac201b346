"""A condition lets more rows in, or fewer.

A broader condition keeps every row that was kept before, and more; a narrower one drops some of them. Both are only
said when they can be shown for every row that the data may hold. Otherwise it is another set of rows. Figures before
and after are not comparable.

## Before

```yaml
# indicators/answer_time.yaml (in part)
measures:
  days_to_answer:
    label: Calendar days from receipt to answer
    from: requests
    where: channel = 'letter'
    aggregate: mean
    of: days(received_on, answered_on)
examples:
```

## After

```yaml
# indicators/answer_time.yaml (in part)
measures:
  days_to_answer:
    label: Calendar days from receipt to answer
    from: requests
    where: channel in ('letter', 'email')
    aggregate: mean
    of: days(received_on, answered_on)
examples:
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.expressions import Scope, both, is_other_clock, scope, settled, undecided
from rbm_spec.changes.model import CALCULATION, READERS, Between, Fact, Verdict
from rbm_spec.changes.wording import listed, said, whose
from rbm_spec.diagnostics import Rule, Severity
from rbm_spec.expr.nodes import Call, Expr, names, walk

BROADER = Rule("RBM930", "scope-broader", Severity.ERROR)
NARROWER = Rule("RBM931", "scope-narrower", Severity.ERROR)
OTHER = Rule("RBM932", "scope-changed", Severity.ERROR)
BREAKS = {BROADER: (CALCULATION, READERS), NARROWER: (CALCULATION, READERS), OTHER: (CALCULATION, READERS)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Conditions of measures and of computed datasets."""
    dataset = dataset_of(fact, between)
    if dataset is None:
        return
    old, new = both(between, fact)
    if is_other_clock(old, new):
        return
    words = f"the condition of {whose(fact)}: {said(fact)}"
    match scope(between, dataset, old, new, during_of(fact, between)):
        case Scope.BROADER:
            yield Verdict(BROADER, f"More rows count{_under(fact, between)}: {words}.")
        case Scope.NARROWER:
            yield Verdict(NARROWER, f"Fewer rows count{_under(fact, between)}: {words}.")
        case Scope.OTHER:
            doubt = undecided(settled(old, False), settled(new, False))
            yield Verdict(
                OTHER,
                f"Other rows {'may count' if doubt else 'count'}{_under(fact, between)}: {words}.{doubt}",
            )


def _under(fact: Fact, between: Between) -> str:
    """In what denominator the measure of a fact stands."""
    if fact.kind != "indicator":
        return ""
    name = fact.path[1]
    found = [
        f"`{component.id or fact.id}`"
        for component in between.new.plan.indicators[fact.id].method.components
        if any(_is_under(node, name) for node in walk(component.formula))
    ]
    return f" in the denominator of {listed(found)}" if found else ""


def _is_under(node: Expr, name: str) -> bool:
    match node:
        case Call(op="/", args=(over, under)):
            return name in {each.dotted for each in names(under)} - {each.dotted for each in names(over)}
    return False


def during_of(fact: Fact, between: Between) -> str | None:
    """The date that places the rows of a measure in the period, where it is the same in both versions."""
    if fact.kind != "indicator":
        return None
    name = fact.path[1]
    was = str(fact.old_place.path[1]) if fact.old_place else name
    old = between.old.plan.indicators[between.old_id("indicator", fact.id)].method.measures.get(was)
    new = between.new.plan.indicators[fact.id].method.measures[name]
    return new.during if old is not None and old.during == new.during else None


def dataset_of(fact: Fact, between: Between) -> str | None:
    """The dataset whose rows the condition of a fact is about, in the new version."""
    match fact:
        case Fact(kind="indicator", path=("measures", name, "where")):
            return between.new.plan.indicators[fact.id].method.measures[name].dataset
        case Fact(kind="dataset", path=("derive", "where") | ("derive", "fields", _, "where")):
            derivation = between.new.plan.datasets[fact.id].derivation
            return derivation.source if derivation else None
    return None
