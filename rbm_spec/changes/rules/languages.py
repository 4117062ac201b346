"""The plan is written in other languages.

Which languages documents are written in, and which one the specs are written in. Whoever reads one that is given up
gets no documents any more.

## After

```yaml
# plan.yaml (in part)
languages: [en, fr]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import READERS, Between, Fact, Verdict
from rbm_spec.changes.wording import shown
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM980", "languages-changed", Severity.ERROR)
BREAKS = {RULE: (READERS,)}
NAMES = {"ar": "Arabic", "en": "English", "es": "Spanish", "fr": "French", "ru": "Russian", "zh": "Chinese"}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """The languages of a plan."""
    if fact.kind != "plan" or fact.how == "moved" or fact.path[:1] not in (("languages",), ("authoring_language",)):
        return
    match fact.how:
        case "added":
            yield Verdict(RULE, f"Documents are also written in {named(fact.new)}.", ())
        case "removed":
            yield Verdict(RULE, f"Documents are no longer written in {named(fact.old)}.")
        case _:
            words = f"{named(fact.new)} instead of {named(fact.old)}"
            yield Verdict(RULE, f"The language in which the specs are written: {words}.", ())


def named(language: object) -> str:
    """The language as people call it."""
    return NAMES.get(str(language), shown(language))
