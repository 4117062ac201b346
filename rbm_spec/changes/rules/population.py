"""Rows of another dataset are counted.

Another table, another population: who or what is counted is no longer the same, even where the label is.

## Before

```yaml
# datasets/answers.yaml
kind: dataset
id: answers
title: Answers (made up)
owner: Service desk
grain: One row for each request.
derive: {from: requests, latest_by: [request_id], "on": answered_on}
time: answered_on
```

## After

```yaml
# datasets/answers.yaml
kind: dataset
id: answers
title: Answers (made up)
owner: Service desk
grain: One row for each request.
derive: {from: requests, latest_by: [request_id], "on": answered_on}
time: answered_on
```

```yaml
# indicators/answer_time.yaml (in part)
measures:
  days_to_answer:
    label: Calendar days from receipt to answer
    from: answers
    aggregate: mean
    of: days(received_on, answered_on)
examples:
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import CALCULATION, READERS, Between, Fact, Verdict
from rbm_spec.changes.rules import renamed_inside
from rbm_spec.changes.wording import said, sentence, whose
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM938", "population-changed", Severity.ERROR)
BREAKS = {RULE: (CALCULATION, READERS)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """The dataset of a measure, unless it has only got another name."""
    match fact:
        case Fact(kind="indicator", path=("measures", _, "from")):
            if between.renames.get(("dataset", fact.old)) == fact.new:
                yield Verdict(
                    renamed_inside.RULE,
                    f"{sentence(whose(fact))} reads the same table under its new name, `{fact.new}`.",
                )
            else:
                yield Verdict(RULE, f"{sentence(whose(fact))} counts rows of another table: {said(fact)}.")
