"""Each rule's example is run in both directions: forth the rule, back its mirror or a reason."""

from __future__ import annotations

from types import ModuleType

import pytest

from rbm_spec import explain
from rbm_spec.changes.judgement import breaks_of, modules
from rbm_spec.changes.model import Audience, Change
from rbm_spec.changes.rules import other
from rbm_spec.diagnostics import Rule, Severity
from tests.changes.plans import changes

# What comes along with nearly every change of a table.
BESIDE = {"RBM983"}
EXAMPLES = [module for module in modules() if not hasattr(module, "NO_EXAMPLE")]


def rules_of(module: ModuleType) -> list[Rule]:
    return [value for name, value in vars(module).items() if isinstance(value, Rule) and name.isupper()]


def name_of(module: ModuleType) -> str:
    return module.__name__.rpartition(".")[2]


def run(module: ModuleType, *, back: bool = False) -> tuple[Change, ...]:
    page = explain.pages()[rules_of(module)[0].code]
    sides = page.after, page.before
    return changes(*sides) if back else changes(*reversed(sides))


@pytest.mark.parametrize("module", EXAMPLES, ids=name_of)
def test_the_example_is_judged_by_the_first_rule(module: ModuleType) -> None:
    found = run(module)
    assert rules_of(module)[0] in {change.rule for change in found}, [change.says for change in found]


@pytest.mark.parametrize("module", EXAMPLES, ids=name_of)
def test_the_way_back_is_judged_by_the_mirror(module: ModuleType) -> None:
    if hasattr(module, "NO_MIRROR"):
        assert len(module.NO_MIRROR) > 20
        return
    rules = rules_of(module)
    found = {change.rule for change in run(module, back=True)}
    assert found & set(rules), found
    if len(rules) > 1:
        assert rules[1] in found, f"the mirror of {rules[0].name} is {rules[1].name}"


@pytest.mark.parametrize("module", EXAMPLES, ids=name_of)
def test_examples_show_one_thing(module: ModuleType) -> None:
    """Nothing in an example breaks anybody but by the rule that it explains, and by what comes along with that."""
    page = explain.pages()[rules_of(module)[0].code]
    allowed = {rule.code for rule in rules_of(module)} | BESIDE | set(also(page.text))
    for change in (*run(module), *run(module, back=True)):
        assert not change.breaks or change.rule.code in allowed, change.says


def also(text: str) -> list[str]:
    """A clock comes with its unit, and a template is void because of something."""
    return ["RBM935", "RBM947"] if "working_day" in text else ["RBM962"] if text.startswith("Templates") else []


@pytest.mark.parametrize("module", [*modules(), other], ids=name_of)
def test_an_error_breaks_somebody_and_nothing_else_does(module: ModuleType) -> None:
    for rule in rules_of(module):
        assert all(isinstance(each, Audience) for each in breaks_of(module, rule))
        assert bool(breaks_of(module, rule)) is (rule.severity is Severity.ERROR), rule.name
        assert rule.code.startswith("RBM9")


@pytest.mark.parametrize("module", EXAMPLES, ids=name_of)
def test_sentences_are_sentences(module: ModuleType) -> None:
    for change in (*run(module), *run(module, back=True)):
        assert change.says[0].isupper() or change.says[0] in "`“", change.says
        assert change.says.rstrip("”")[-1] in ".?!", change.says
        assert "None" not in change.says
        assert "…" not in change.says or len(change.says) > 100
