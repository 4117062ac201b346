"""Only words that explain are changed.

Notes, reasons, sources, help texts and messages, and differences in punctuation alone. No figure, no promise and no
table changes.

## After

```yaml
# indicators/answer_time.yaml (in part)
rationale: Nobody likes to wait.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.expressions import holds_expression
from rbm_spec.changes.model import Between, Fact, Verdict
from rbm_spec.changes.wording import is_same_wording, said, whose
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM991", "editorial", Severity.INFO)
WORDS = ("description", "source", "rationale", "limitations", "notes", "note", "message")


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Texts that explain, and texts that say the same with other punctuation."""
    if fact.how in ("moved", "renamed") or not fact.path or holds_expression(fact):
        return
    if has_another_note(fact):
        yield Verdict(RULE, f"Other words: note on the method of `{fact.id}` that held until {fact.path[-1]}.")
    elif _explains(fact):
        yield Verdict(RULE, f"Other words: {fact.path[-1]} of {whose(fact)}: {said(fact)}.")
    elif fact.how == "changed" and is_same_wording(fact.old, fact.new) and _is_prose(fact):
        yield Verdict(RULE, f"The {fact.path[-1]} of {whose(fact)} differs in {_difference(fact)} only.")


def has_another_note(fact: Fact) -> bool:
    """Whether the note on a previous method is all of it that differs."""
    if fact.how != "changed" or fact.path[:1] != ("previous_methods",):
        return False
    return {**fact.old, "note": ""} == {**fact.new, "note": ""}


def _explains(fact: Fact) -> bool:
    match fact.kind, fact.path:
        case (_, (name,)):
            return name in WORDS
        case ("dataset", ("rules", _, "message")):
            return True
        case ("indicator", ("baseline", "note" | "source")):
            return True
        case ("indicator", ("components", _, "note") | ("components", _, "baseline", "note" | "source")):
            return True
    return False


def _difference(fact: Fact) -> str:
    old, new = (" ".join(str(side).split()) for side in (fact.old, fact.new))
    if old == new:
        return "spaces and line ends"
    return "capital letters" if old.casefold() == new.casefold() else "punctuation"


def _is_prose(fact: Fact) -> bool:
    return fact.path[-1] in ("title", "name", "statement", "definition", "label", "grain")
