"""A change that no other rule knows.

Read it yourself: rbm-spec cannot say what it means. This should not happen, and is worth a report.
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import Fact, Verdict
from rbm_spec.changes.wording import said, thing
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM999", "other-change", Severity.WARNING)
NO_EXAMPLE = "Every key of every schema is known to another rule; a test changes each of them."


def judge(fact: Fact) -> Iterator[Verdict]:
    """Whatever is left over."""
    yield Verdict(RULE, f"Something else in {thing(fact)} ({', '.join(fact.path)}): {said(fact)}.")
