"""Sentences of a translation read otherwise.

The plan says what it said; its documents in that language have other words. A sentence is printed untranslated where
the translation is gone, or was made of a sentence that has changed since.

## Before

```yaml
# plan.yaml (in part)
languages: [en, fr]
```

```yaml
# translations/fr.po
msgctxt "codelists.channels.codes.letter.label"
msgid "Letter"
msgstr "Missive"
```

## After

```yaml
# plan.yaml (in part)
languages: [en, fr]
```

```yaml
# translations/fr.po
msgctxt "codelists.channels.codes.letter.label"
msgid "Letter"
msgstr "Lettre"
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import Between, Fact, Verdict
from rbm_spec.changes.rules.languages import named
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM958", "translation-changed", Severity.INFO)
SAYS = {"otherwise": ("reads otherwise", "read otherwise"), "more": ("is newly translated", "are newly translated"),
        "fewer": ("is printed untranslated", "are printed untranslated")}  # fmt: skip


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """The sentences of one language, counted."""
    if fact.kind != "translation":
        return
    found = dict.fromkeys(SAYS, 0)
    for place, new in fact.new.items():
        found["fewer" if new is None else "more" if fact.old[place] is None else "otherwise"] += 1
    counted = [f"{count:,} {'text' if count == 1 else 'texts'} {SAYS[how][count > 1]}"
               for how, count in found.items() if count]  # fmt: skip
    yield Verdict(RULE, f"In {named(fact.id)}, {', '.join(counted)}.")
