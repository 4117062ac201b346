"""Every plan of the conformance cases can be printed: no formula is left without equation and words."""

from __future__ import annotations

import re

from rbm_spec.load import load_files
from rbm_spec.model.build import build_spec
from rbm_spec.plan.compile import compile_plan
from rbm_spec.plan.model import Plan
from rbm_spec.targets.document.build import pages_of
from rbm_spec.targets.document.pandoc import converted
from rbm_spec.targets.document.templates import GITHUB, WORD, environment, render
from rbm_spec.targets.words.phrases import phrases
from tests.conformance.cases import Case, all_cases
from tests.targets.document.plans import ENGLISH
from tests.targets.document.reading import M, body


def compiled(case: Case) -> Plan | None:
    trees, findings = load_files(case.files)
    if any(finding.is_error for finding in findings):
        return None
    plan, _ = compile_plan(build_spec({file: (tree.kind, tree.data) for file, tree in trees.items()}))
    return None if plan.holes else plan


def test_every_plan_of_the_conformance_cases_is_printed() -> None:
    words = phrases("en")
    assert words is not None
    plans = [plan for case in all_cases() if (plan := compiled(case)) is not None]
    pages = [page for plan in plans for page in pages_of(plan, words)]
    assert len(pages) >= len(plans) > 250
    for_word, for_github = environment(WORD, ENGLISH), environment(GITHUB, ENGLISH)
    printed = "\n\n".join(render(for_word, page.template, {**page.view, "standing": ()}) for page in pages)
    quantities = sum(
        len(method.components)
        for plan in plans
        for indicator in plan.indicators.values()
        for method in indicator.methods
    )
    assert len(re.findall(r"(?m)^\$\$", printed)) == quantities
    # As one document each sheet would be there many times.
    document = converted({"all": re.sub(r' \{id="to-sheet-[0-9]+"\}', "", printed)})["all"]
    assert len(list(body(document).iter(f"{M}oMath"))) == quantities
    for page in pages:
        assert render(for_github, page.template, {**page.view, "standing": ()})
