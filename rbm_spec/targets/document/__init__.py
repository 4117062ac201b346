"""Plan -> Council documents: Word and Markdown, and the annex with the methodology of every indicator.

    Plan → views (plain text, in order) → templates → Markdown → pandoc → Word → the same bytes on every machine

Views decide what is printed, templates how it is worded and laid out. Words of a plan are escaped by the template
environment wherever they are printed.
"""

from __future__ import annotations

from collections.abc import Mapping

from rbm_spec.artifacts import Artifact
from rbm_spec.diagnostics import Finding
from rbm_spec.plan.model import Plan
from rbm_spec.source import Where
from rbm_spec.targets.document.fault import LANGUAGE, DocumentFault
from rbm_spec.targets.words.phrases import gaps_of, has_phrases, phrases

__all__ = ["DocumentFault", "check", "generate", "left_out", "look"]


def generate(plan: Plan) -> list[Artifact]:
    """`document/<language>/<id>.docx` and `.md` of every document, and `annex.docx` and `.md`, sorted by path.

    Nothing in a language without phrases, which `check` says. Raises `DocumentFault` when a template is wrong or
    pandoc refuses a document.
    """
    words = {language: said for language in _languages(plan) if (said := phrases(language))}
    if not words:
        return []
    # Jinja is not loaded for a check.
    from rbm_spec.targets.document.build import artifacts

    return artifacts(plan, words)


def check(plan: Plan) -> list[Finding]:
    """Whether documents can be worded at all in the languages of the plan."""
    return [finding for language in _languages(plan) for finding in _unworded(plan, language)]


def left_out(plan: Plan) -> list[Finding]:
    """What the templates print otherwise than documents of the Council are, seen in the language of the plan."""
    words = phrases(plan.spec.authoring_language)
    if words is None:
        return []
    from rbm_spec.targets.document.house import misplaced

    return list(misplaced(plan, words))


def look(outputs: Mapping[str, bytes]) -> list[Finding]:
    """What keeps people from reading the documents among the outputs who use a screen reader, or see little."""
    from rbm_spec.targets.document.accessible import inaccessible

    return inaccessible(outputs)


def _languages(plan: Plan) -> tuple[str, ...]:
    """Those of the plan, the one it is written in first."""
    own = plan.spec.authoring_language
    return (own, *(language for language in plan.spec.languages if language in plan.translations))


def _unworded(plan: Plan, language: str) -> list[Finding]:
    key = "authoring_language" if language == plan.spec.authoring_language else "languages"
    where, file = Where("plan.yaml", (key,)), f"generators/words/{language}.toml"
    if not has_phrases(language):
        message = f"There are no phrases for the language “{language}”, so no documents are made."
        return [LANGUAGE.found(where, message, f"Add {file}, a translation of en.toml.")]
    lacking = gaps_of(language)
    if not lacking:
        return []
    count = "1 phrase" if len(lacking) == 1 else f"{len(lacking)} phrases"
    message = f"The language “{language}” lacks {count} of those that English has, so no documents are made."
    first = ", ".join(lacking[:5]) + (", …" if len(lacking) > 5 else "")
    return [LANGUAGE.found(where, message, f"Write in {file}, with the same {{0}}, {{1}} and plural forms: {first}.")]
