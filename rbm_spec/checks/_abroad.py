"""A plan and its catalogues -> where the translations break house rules, at the line of the catalogue.

The rules are those of the plan's own texts, asked in the other language. What is the plan's own mistake is said there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib import import_module

from rbm_spec.diagnostics import Finding
from rbm_spec.plan.languages import in_language
from rbm_spec.plan.model import Plan
from rbm_spec.source import Where
from rbm_spec.translations.folder import Known, file_of
from rbm_spec.translations.judging import context_of

_HOUSE = ("RBM85", "RBM86")
"""How the codes of house rules begin."""


def judge_translations(plan: Plan, known: Known, own: Iterable[Finding], names: Iterable[str]) -> Iterator[Finding]:
    """What the checks of these names find in the translations that count, but not in the plan itself, as `own` says."""
    house = [module for name in names if (module := import_module(f"{__package__}.{name}")).RULE.code[:5] in _HOUSE]
    said = {(each.rule, each.where) for each in own}
    for language, (catalogue, judged) in known.items():
        abroad = in_language(plan, language)
        abroad = replace(abroad, spec=replace(abroad.spec, authoring_language=language))
        for finding in (each for module in house for each in module.check(abroad)):
            where = finding.where
            if where in judged.current and (finding.rule, where) not in said:
                entry = catalogue.entries[context_of(where)]
                there = entry.stands_at(where.span or (0, len(entry.text)))
                yield replace(finding, where=Where(file_of(language)).chars(there), fix=None)
