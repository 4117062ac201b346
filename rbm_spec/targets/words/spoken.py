"""A change → its sentence for those who read documents: titles and labels instead of ids, words instead of formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from rbm_spec.changes.model import Change, Fact, Version
from rbm_spec.changes.wording import said
from rbm_spec.plan.model import Plan
from rbm_spec.targets.words.formulas import formula_words
from rbm_spec.targets.words.measures import measure_words
from rbm_spec.targets.words.phrases import MODEL, Phrases, phrases

CODE = re.compile(r"`([^`]*)`")
LONGEST = 120


def spoken(change: Change, versions: tuple[Version, Version]) -> str:
    """The sentence of `diff` without ids and formulas, as far as there are other words for them."""
    text, fact = change.says, change.fact
    words = phrases(MODEL)
    if words is not None and fact.old is not None and fact.new is not None:
        old, new = (_in_words(each.plan, *at, words) for each, at in zip(versions, _at(fact), strict=True))
        if old and new and old != new:
            text = text.replace(said(fact), f"“{new}” instead of “{old}”")
    if fact.kind == "outcome":
        text = text.replace(f" `{fact.id}`", "")  # its statement is its name, and stands beside the comment
    labels = {name: label for each in versions for name, label in _labels(each.plan, fact)}
    return CODE.sub(lambda found: f"“{_short(labels.get(found[1], found[1]))}”", text)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _at(fact: Fact) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The indicator, and the steps to the value, in the old and in the new version; nothing for other things."""
    for place in (fact.old_place, fact.new_place):
        is_own = fact.kind == "indicator" and place is not None
        id_ = place.file.rpartition("/")[2].removesuffix(".yaml") if is_own and place else ""
        yield id_, tuple(map(str, place.path)) if is_own and place else ()


def _in_words(plan: Plan, id_: str, path: tuple[str, ...], words: Phrases) -> str | None:
    """What is written at the place, as the documents say it; None for what is no formula and no condition."""
    if id_ not in plan.indicators:
        return None
    method = plan.indicators[id_].method
    match path:
        case ("measures", name, "where" | "of"):
            return measure_words(plan, method.measures[name], words)
        case ("formula",) | ("components", _, "formula"):
            name = path[1] if len(path) > 1 else ""
            component = next(each for each in method.components if each.id == name)
            found = formula_words(plan, method, component, words)
            return found.sentence if found and not found.parts else None
    return None


def _labels(plan: Plan, fact: Fact) -> Iterator[tuple[str, str]]:
    """Names with what people call them; those of the thing that the fact is about come last, so that they win."""
    kinds: tuple[Mapping[str, object], ...] = (plan.codelists, plan.datasets, plan.enablers, plan.outcomes)
    for things in kinds:
        yield from ((id_, _title(each)) for id_, each in things.items())
    yield from ((id_, each.spec.title) for id_, each in plan.indicators.items())
    if fact.kind == "indicator" and fact.id in plan.indicators:
        method = plan.indicators[fact.id].method
        yield from ((name, each.spec.label) for name, each in method.measures.items())
        yield from ((each.id, each.spec.label) for each in method.components if each.id)
    if fact.kind == "dataset" and fact.id in plan.datasets:
        yield from ((name, each.label) for name, each in plan.datasets[fact.id].fields.items())
    if fact.kind == "codelist" and fact.id in plan.codelists:
        yield from ((code, each.label) for code, each in plan.codelists[fact.id].codes.items())


def _title(thing: object) -> str:
    spec = getattr(thing, "spec", thing)
    found = (getattr(spec, key, None) for key in ("title", "name", "statement"))
    return next(str(each) for each in found if each)
