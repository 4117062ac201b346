"""The whole compiler in one screen: read this first.

    files → trees with places → Spec (as written) → Plan (resolved, typed) → Artifacts (what to write) → bytes
            load                model               plan, checks             targets                     writers

Each stage returns its value and what it found wrong, so that one run reports everything. An error leaves a hole in the
value (`rbm_spec.holes`), and the next stages look at all the rest. Targets are reached only when nothing is an error;
warnings and information do not stop anything. Nothing here writes.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from rbm_spec import targets
from rbm_spec.artifacts import Artifact
from rbm_spec.aside import aside
from rbm_spec.diagnostics import Finding, Severity
from rbm_spec.load import begin_loading, read_folder
from rbm_spec.load.tree import Tree
from rbm_spec.translations.applied import in_words_of
from rbm_spec.translations.folder import Known, is_catalogue, read_catalogues, understood
from rbm_spec.translations.places import texts_of

if TYPE_CHECKING:
    from rbm_spec.plan.model import Plan


@dataclass(frozen=True)
class Checked:
    """What came of the specs: the files by path below the plan's folder, the plan, the findings in no order.

    There is no plan when anything is an error. It is `understood` all the same when the errors are only worked examples
    that expect another figure: that is enough to say what the plan means, though not to build from it.
    """

    files: Mapping[str, bytes]
    plan: Plan | None
    findings: tuple[Finding, ...]
    understood: Plan | None = None

    @property
    def clean(self) -> bool:
        """Whether nothing needs an answer; information does not."""
        return all(finding.rule.severity is Severity.INFO for finding in self.findings)

    @property
    def answerable(self) -> Checked:
        """The same without information."""
        wanted = tuple(finding for finding in self.findings if finding.rule.severity is not Severity.INFO)
        return replace(self, findings=wanted)


def check(folder: Path) -> Checked:
    """Check the plan in `folder`; raises OSError if it cannot be listed."""
    files, found = read_folder(folder)
    catalogues, more = read_catalogues(folder)
    return check_files({**files, **catalogues}, found + more)


def check_files(files: Mapping[str, bytes], found: list[Finding] | None = None) -> Checked:
    """Check the plan that `files` are, by path below the plan's folder; `found` is what reading them has found."""
    loading = begin_loading({file: raw for file, raw in files.items() if not is_catalogue(file)}, found or ())
    # A child process reads meanwhile: to import all this takes as long as to read some hundred files.
    from rbm_spec.checks import begin_checks, example_wrong, in_translations
    from rbm_spec.model.build import build_spec
    from rbm_spec.plan.compile import compile_plan

    loaded = loading()
    spec = build_spec({file: (tree.kind, tree.data) for file, tree in loaded.trees.items()}, loaded.holes)
    plan, meaning = compile_plan(spec)
    findings = [*loaded.findings, *meaning]
    is_sound = not plan.holes and not any(finding.is_error for finding in findings)
    known: Known = {}
    if is_sound:
        plan, known, words = _translated(plan, loaded.trees, files)
        findings += words
    checking = begin_checks(plan)
    findings += [finding for judge in each_limit() for finding in judge(plan)] if is_sound else []
    said = loaded.holes.with_more(finding.where for finding in meaning if finding.is_error)
    doubts = checking()
    findings += [finding for finding in doubts if not said.lost(finding.where)]
    findings += in_translations(plan, known, doubts)
    errors = {finding.rule for finding in findings if finding.is_error}
    understood = None if plan.holes or errors - {example_wrong.RULE} else plan
    return Checked(files, None if errors else understood, _once(*findings), understood)


def _translated(plan: Plan, trees: Mapping[str, Tree], files: Mapping[str, bytes]) -> tuple[Plan, Known, list[Finding]]:
    """The plan with its translations, one for each further language that it is printed in, and its catalogues."""
    from rbm_spec.model.build import build_spec
    from rbm_spec.plan.model import Translation

    authoring = plan.spec.authoring_language
    others = [language for language in plan.spec.languages if language != authoring]
    catalogues = {file: raw for file, raw in files.items() if is_catalogue(file)}
    if not others and not catalogues:
        return plan, {}, []
    texts = texts_of(trees)
    known, findings = understood(catalogues, texts, plan.spec.languages, authoring)
    translations = {}
    for language in others:
        catalogue, judged = known.get(language, (None, None))
        current = judged.current if judged else {}
        spec = build_spec(in_words_of(trees, texts, current, authoring))
        revised = catalogue is not None and catalogue.revised
        translations[language] = Translation(spec, len(texts), len(texts) - len(current), revised)
    return replace(plan, translations=translations), known, findings


def _once(*findings: Finding) -> tuple[Finding, ...]:
    """Two stages may come upon the same thing in the same place; it is said once."""
    return tuple({(one.rule, one.where, one.where.span, one.message): one for one in findings}.values())


def each_limit() -> Iterator[Callable[[Plan], Iterable[Finding]]]:
    """What each target says it cannot express or hold."""
    for module in _modules(targets):
        if judge := getattr(module, "check", None):
            yield judge


def left_out(plan: Plan) -> list[Finding]:
    """What each target leaves out of its files, for a reason. That is known only by making them: `check` does not."""
    found = (getattr(module, "left_out", None) for module in _modules(targets))
    return [finding for judge in found if judge for finding in judge(plan)]


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    """The modules of a package, in the order of their names."""
    for name in sorted(info.name for info in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")):
        yield import_module(name)


@dataclass(frozen=True)
class Made:
    """What targets made, sorted by path, and what they leave out of it or find wrong with it."""

    artifacts: list[Artifact]
    findings: list[Finding]


def build(plan: Plan, begin: Callable[[str], None] = lambda target: None) -> Made:
    """Every output of `plan`; `begin` is told the name of each target before its turn.

    Documents wait for another program, so they are made beside all others.
    """
    writing = {_name(module): module for module in _modules(targets) if hasattr(module, "generate")}
    documents = aside(partial(_made, plan, writing.pop("document")))
    made = []
    for name, module in writing.items():
        begin(name)
        made.append(_made(plan, module))
    findings = left_out(plan)
    begin("document")
    made.append(documents())
    artifacts = sorted((each for one in made for each in one.artifacts), key=lambda artifact: artifact.path)
    for one, other in pairwise(artifacts):
        if one.path == other.path:
            raise ValueError(f"two outputs are called {one.path}")
    return Made(artifacts, [*findings, *(each for one in made for each in one.findings)])


def _made(plan: Plan, module: ModuleType) -> Made:
    """What a target makes, and what it finds wrong with that when it reads it as its readers do."""
    artifacts = list(module.generate(plan))
    if not hasattr(module, "look"):
        return Made(artifacts, [])
    return Made(artifacts, module.look({artifact.path: artifact.content for artifact in artifacts}))


def _name(module: ModuleType) -> str:
    return module.__name__.rpartition(".")[2]
