"""A baseline is given, taken back, or another one.

Progress is told from the baseline. A first figure where there was `tbd` breaks nothing; another figure, another year
or none changes every sentence about progress that has been written.

## After

```yaml
# indicators/answer_time.yaml (in part)
baseline: {year: 2027, value: 14}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import READERS, Between, Fact, Verdict
from rbm_spec.changes.wording import own, quantity, said, shown
from rbm_spec.diagnostics import Rule, Severity

SET = Rule("RBM927", "baseline-set", Severity.WARNING)
WITHDRAWN = Rule("RBM928", "baseline-withdrawn", Severity.ERROR)
CHANGED = Rule("RBM929", "baseline-changed", Severity.ERROR)
BREAKS = {WITHDRAWN: (READERS,), CHANGED: (READERS,)}
WORDS = ("tbd", "not_applicable")


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Year and value of a baseline; its note and its source are words."""
    match own(fact):
        case ("baseline",):
            old, new = (side and side["value"] for side in (fact.old, fact.new))
        case ("baseline", "value"):
            old, new = fact.old, fact.new
        case ("baseline", "year"):
            yield Verdict(CHANGED, f"The baseline of {quantity(fact)} is of another year: {said(fact)}.")
            return
        case _:
            return
    if not _is_figure(old):
        what = shown(new) if new is not None else "none"
        yield Verdict(SET, f"The baseline of {quantity(fact)}: {what}, where there was no figure.")
    elif not _is_figure(new):
        yield Verdict(WITHDRAWN, f"The baseline of {quantity(fact)} has no figure any more; it was {shown(old)}.")
    else:
        yield Verdict(CHANGED, f"The baseline of {quantity(fact)}: {shown(new)} instead of {shown(old)}.")


def _is_figure(value: object) -> bool:
    return value is not None and value not in WORDS
