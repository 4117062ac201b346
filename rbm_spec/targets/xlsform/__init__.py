"""The plan -> a form for ODK or Kobo for each collected dataset, `xlsform/<dataset>.xlsx`; one submission is one row.

`questions` says what is asked, `conditions` what the form checks, `literals` keeps text from becoming anything else,
`book` writes the workbook. What a form cannot check exactly it does not check; `check` names it, and it is checked when
the data comes back, as are keys.
"""

from __future__ import annotations

from rbm_spec.artifacts import Artifact
from rbm_spec.diagnostics import Finding
from rbm_spec.plan.model import Plan
from rbm_spec.targets.xlsform import limits


def generate(plan: Plan) -> list[Artifact]:
    """One form for each collected dataset, sorted by path. The same plan gives the same bytes."""
    from rbm_spec.targets.xlsform.book import book
    from rbm_spec.targets.xlsform.questions import form
    from rbm_spec.targets.xlsform.words import read_words

    words = read_words()
    collected = sorted(each.id for each in plan.datasets.values() if each.derivation is None)
    return [
        Artifact(f"xlsform/{name}.xlsx", book(form(plan, plan.datasets[name], words), plan.start, words))
        for name in collected
    ]


def check(plan: Plan) -> list[Finding]:
    """What a form leaves to the check of the data that comes back."""
    return limits.check(plan)
