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


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """The sentences of one language, or what all languages have lost, counted."""
    if fact.kind != "translation":
        return
    if not fact.id:
        each = ", ".join(f"{_texts(count)} in {named(language)}" for language, count in fact.new.items())
        yield Verdict(RULE, f"Printed untranslated until translators have been there: {each}.")
        return
    more = sum(1 for old in fact.old.values() if old is None)
    otherwise = len(fact.old) - more
    counted = [f"{_texts(otherwise)} {'reads' if otherwise == 1 else 'read'} otherwise"] if otherwise else []
    counted += [f"{_texts(more)} {'is' if more == 1 else 'are'} newly translated"] if more else []
    yield Verdict(RULE, f"In {named(fact.id)}, {' and '.join(counted)}.")


def _texts(count: int) -> str:
    return "1 text" if count == 1 else f"{count:,} texts"
