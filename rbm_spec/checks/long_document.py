"""A document is longer than four pages.

The Council asks for documents of at most four pages; what is more belongs in an annex, or out. Where more was agreed,
`pages` says how many, and another check compares the text with that. This is an estimate: a page holds about 550 words
in our layout, 530 in French and Spanish, 370 in Russian, 1,000 signs in Chinese. `rbm-spec pdf` counts the pages.
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.checks._house import words_of, words_of_a_page
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan

RULE = Rule("RBM862", "long-document", Severity.INFO)
PREFERRED = 4


def check(plan: Plan) -> Iterator[Finding]:
    """Documents without a budget of their own whose sections take more pages than are preferred."""
    page = words_of_a_page(plan)
    for document in plan.documents.values():
        count = sum(words_of(plan, section) for section in document.sections)
        if document.pages is None and count > PREFERRED * page:
            yield RULE.found(
                document.where.key("sections"),
                f"The text has {count:,} words, about {-(-count // page)} pages; {PREFERRED} are preferred.",
                "Shorten it, move a part to an annex, or write `pages:` with the number that was agreed.",
            )
