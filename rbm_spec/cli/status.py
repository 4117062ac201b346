"""`rbm-spec status`: a plan -> what is still open before it can be agreed: the chair's checklist."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from rbm_spec.changes.approval import standing
from rbm_spec.changes.model import Version
from rbm_spec.cli import console
from rbm_spec.cli.approving import read
from rbm_spec.cli.exit_codes import CLEAN, USAGE
from rbm_spec.cli.places import plan_argument
from rbm_spec.plan.model import Component, Indicator
from rbm_spec.translations.folder import read_catalogues, understood
from rbm_spec.translations.places import texts_of


@click.command("status")
@plan_argument
def command(plan: Path) -> int:
    """List what is still open in a plan: brackets, approvals, figures."""
    found = read(plan, "Nothing was listed", needs_examples=False)
    if found is None:
        return USAGE
    version, approvals = found
    for heading, items in _lists(version, plan, standing(version, approvals)):
        console.say(f"{heading}: {len(items)}")
        for item in items:
            console.say(f"  {item}")
    return CLEAN


def _lists(version: Version, plan: Path, approved: dict[str, str]) -> Iterator[tuple[str, list[str]]]:
    quantities = [
        (indicator, component)
        for indicator in version.plan.indicators.values()
        for component in indicator.method.components
        if component.spec.direction != "none"
    ]
    yield (
        "In square brackets",
        [
            f"{'plan' if kind == 'plan' else f'{kind}/{id_}'} ({tree.data.get('status', 'draft')})"
            for (kind, id_), tree in sorted(version.trees.items())
            if kind not in ("dataset", "codelist") and tree.data.get("status", "draft") != "agreed"
        ],
    )
    yield "Approved once, and changed since", [what for what, state in approved.items() if state == "suspect"]
    yield "Never approved", [what for what, state in approved.items() if state == "unapproved"]
    yield "Without a baseline", [_name(*each) for each in quantities if _has_no_baseline(each[1])]
    yield "Without a target", [_name(*each) for each in quantities if _has_no_target(each[1])]
    yield (
        "To be confirmed",
        [
            f"{kind}/{id_}: {key}"
            for (kind, id_), tree in sorted(version.trees.items())
            for key in ("owner", "responsible")
            if "to be confirmed" in str(tree.data.get(key, ""))
        ],
    )
    yield "Not translated, or not revised by translators", list(_untranslated(version, plan))


def _untranslated(version: Version, plan: Path) -> Iterator[str]:
    """The languages whose documents are not all in that language, or not looked at by a translator."""
    spec = version.plan.spec
    texts = texts_of({tree.file: tree for tree in version.trees.values()})
    known, _ = understood(read_catalogues(plan)[0], texts, spec.languages, spec.authoring_language)
    for language in spec.languages:
        catalogue, judged = known.get(language, (None, None))
        open_ = len(texts) - (len(judged.current) if judged else 0)
        said = [f"{open_:,} of {len(texts):,} texts are printed untranslated"] if open_ else []
        said += ["not revised by translators"] if catalogue and not catalogue.revised else []
        if said and language != spec.authoring_language:
            yield f"{language}: {'; '.join(said)}"


def _name(indicator: Indicator, component: Component) -> str:
    return f"{indicator.id}, {component.id}" if component.id else indicator.id


def _has_no_baseline(component: Component) -> bool:
    baseline = component.spec.baseline
    return baseline is None or baseline.value == "tbd"


def _has_no_target(component: Component) -> bool:
    kinds = [each.condition.kind for each in component.spec.targets if each.condition]
    return all(kind == "tbd" for kind in kinds) and not any(each.cells for each in component.spec.targets)
