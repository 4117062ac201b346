"""The title promises two quantities, and there is one formula.

"Received and accepted" are two numbers. With one formula a reader cannot tell which of them the figure is, or whether
both are added up. Give each its component. Looked for are, in English titles, two participles joined by "and"
(received and accepted), a second word of quantity after "and" (number of …, and percentage of …), and two adjectives
before several quantities (geographical and gender proportions). "Goods and services" is one thing and is left alone.

## Bad

```yaml
# indicators/answer_time.yaml (in part)
title: Average time of requests received and answered
```

## Good

```yaml
# indicators/answer_time.yaml (in part)
title: Average time to answer a request
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan

RULE = Rule("RBM652", "two-quantities", Severity.WARNING)

_ONE = r"number|percentage|proportion|share|amount|average|total|rate|ratio|median|value"
_MANY = r"numbers|percentages|proportions|shares|amounts|averages|totals|rates|ratios"
_TWO = (
    re.compile(r"\b[a-z]{3,}ed (?:and|or) (?:not )?[a-z]{3,}ed\b", re.IGNORECASE),
    re.compile(rf"\b(?:{_ONE})\b[^.;]*\band (?:the )?(?:{_ONE})\b(?! of the\b)", re.IGNORECASE),
    re.compile(rf"\b[a-z]+ and [a-z]+ (?:{_MANY})\b", re.IGNORECASE),
)


def check(plan: Plan) -> Iterator[Finding]:
    """Titles of indicators with one formula that name two quantities."""
    if not plan.spec.authoring_language.startswith("en"):
        return
    for indicator in plan.indicators.values():
        title = indicator.spec.title
        if " and " not in title and " or " not in title:
            continue
        if len(indicator.spec.method.components) != 1:
            continue
        match = next((found for pattern in _TWO if (found := pattern.search(title))), None)
        if match:
            yield RULE.found(
                indicator.spec.where.at("title").chars(match.span()),
                f'"{match.group()}" sounds like two quantities, and there is one formula.',
                "Write `components:` with a formula for each, or a title that names the one.",
            )
