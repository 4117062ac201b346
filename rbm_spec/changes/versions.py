"""A plan without errors and its files → a version that can be compared with another."""

from __future__ import annotations

from collections.abc import Mapping

from rbm_spec.changes.model import Version
from rbm_spec.load import load_files
from rbm_spec.plan.model import Plan
from rbm_spec.translations.folder import is_catalogue, understood
from rbm_spec.translations.places import texts_of


def version(name: str, files: Mapping[str, bytes], plan: Plan) -> Version:
    """The version that people call `name`; `files` are those that `plan` was compiled from, by path below the plan."""
    trees, _ = load_files({file: raw for file, raw in files.items() if not is_catalogue(file)})
    catalogues = {file: raw for file, raw in files.items() if is_catalogue(file)}
    texts = texts_of(trees)
    known, _ = understood(catalogues, texts, plan.spec.languages, plan.spec.authoring_language)
    return Version(
        name,
        plan,
        {(tree.kind, tree.id if tree.kind != "plan" else "plan"): tree for tree in trees.values()},
        {
            language: {where.dotted: judged.current.get(where) for where in texts}
            for language, (_, judged) in known.items()
        },
    )
