"""A worked example speaks of something that the indicator does not have.

It gives rows of a dataset that the indicator does not read, expects a quantity that is not there, or names a period
that an indicator of this frequency does not have. Derived datasets are computed: an example gives the rows they come
from.

## Bad

```yaml
# indicators/answer_time.yaml (in part)
examples:
  - title: Two requests (made-up rows)
    period: 2028-Q1
    data:
      requests: |
        request_id,office,channel,received_on,answered_on
        A,north,letter,2028-03-01,2028-03-05
    expect: {value: 4}
```

## Good

```yaml
# indicators/answer_time.yaml (in part)
examples:
  - title: Two requests (made-up rows)
    period: 2028
    data:
      requests: |
        request_id,office,channel,received_on,answered_on
        A,north,letter,2028-03-01,2028-03-05
    expect: {value: 4}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.kernel.periods import parse
from rbm_spec.model.spec import ExampleSpec
from rbm_spec.plan.model import Indicator, Plan
from rbm_spec.reference.examples import reads
from rbm_spec.source import Where
from rbm_spec.suggest import nearest

RULE = Rule("RBM681", "example-names", Severity.ERROR)
READING = ("measures", "formula", "components", "previous_methods", "disaggregate")
LABELS = {"annual": "2028", "biennial": "2028-2029", "quarterly": "2028-Q2", "plan": "2029"}


def check(plan: Plan) -> Iterator[Finding]:
    """Datasets, quantities and periods of examples that are none of the indicator's."""
    for indicator in plan.indicators.values():
        for example in indicator.spec.examples:
            yield from _period(plan, indicator, example)
            yield from _data(plan, indicator, example)
            yield from _expected(plan, indicator, example)


def _period(plan: Plan, indicator: Indicator, example: ExampleSpec) -> Iterator[Finding]:
    frequency = indicator.spec.frequency
    if not frequency or plan.holes.touch(plan.spec.where.at("period")):
        return
    if parse(example.period, frequency, plan.start) is None:
        yield RULE.found(
            example.where.at("period"),
            f"The indicator is {frequency}, and {example.period} is none of its periods.",
            f"A period reads, for example, {LABELS[frequency]}; it begins with the plan in {plan.start.year}.",
        )


def _data(plan: Plan, indicator: Indicator, example: ExampleSpec) -> Iterator[Finding]:
    known = [name for name in reads(plan, indicator) if plan.datasets[name].derivation is None]
    for name in example.data:
        if name not in known and not _could_be_read(plan, indicator, name):
            dataset = plan.datasets.get(name)
            derived = dataset is not None and dataset.derivation is not None
            message = f"The indicator does not read the dataset `{name}`."
            hint = f"It reads {', '.join(known)}."
            if dataset and dataset.derivation and derived:
                message = f"`{name}` is computed; an example gives the rows that it comes from."
                hint = f"Give rows of {dataset.derivation.source}."
            yield RULE.found(example.where.key("data", name), message, hint)


def _could_be_read(plan: Plan, indicator: Indicator, name: str) -> bool:
    """Whether a hole may hide that a dataset is read."""
    others = [plan.indicators[each] for each in indicator.needs if each in plan.indicators]
    is_hidden = any(plan.holes.touch(each.spec.where, *READING) for each in (indicator, *others)) or any(
        plan.holes.touch(Where(f"datasets/{each}.yaml")) for each in indicator.reads
    )
    if name not in plan.datasets or is_hidden:
        return name in plan.datasets or plan.holes.touch(Where(f"datasets/{name}.yaml"))
    return plan.holes.may_name(name, plan.datasets, Where("datasets/"))


def _expected(plan: Plan, indicator: Indicator, example: ExampleSpec) -> Iterator[Finding]:
    if plan.holes.lost(indicator.spec.where.at("components")):
        return
    known = [component.id or "value" for component in indicator.spec.method.components]
    for name in example.expect:
        if (name or "value") not in known:
            near = nearest(name, known)
            hint = f"Did you mean `{near}`?" if near else f"It has {', '.join(known)}."
            where = example.where.key("expect", name or "value")
            yield RULE.found(where, f"The indicator has no quantity `{name}`.", hint)
