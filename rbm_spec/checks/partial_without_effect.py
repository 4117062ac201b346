"""A measure allows partial data, which cannot be told apart yet.

`partial: allowed` is about periods of several years: a result may be provisional while one of the years has not been
submitted. Data is submitted here as one file for all years, so that nobody knows which year is still to come, and the
key changes nothing. It takes effect once submissions are kept by period.

## Bad

```yaml
# indicators/answer_time.yaml (in part)
measures:
  days_to_answer:
    label: Calendar days from receipt to answer
    from: requests
    aggregate: mean
    of: days(received_on, answered_on)
    partial: allowed
```

## Good

```yaml
# indicators/answer_time.yaml (in part)
measures:
  days_to_answer:
    label: Calendar days from receipt to answer
    from: requests
    aggregate: mean
    of: days(received_on, answered_on)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan

RULE = Rule("RBM697", "partial-without-effect", Severity.INFO)


def check(plan: Plan) -> Iterator[Finding]:
    """Each measure that says `partial: allowed`."""
    for indicator in plan.indicators.values():
        for method in indicator.methods:
            for measure in method.measures.values():
                if measure.spec.partial:
                    message = "`partial: allowed` changes nothing yet: data is submitted as one file for all years."
                    hint = "It may stay; a result is provisional only once submissions are kept by period."
                    yield RULE.found(measure.spec.where.at("partial"), message, hint)
