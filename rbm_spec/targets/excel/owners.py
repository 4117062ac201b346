"""The plan -> who enters which datasets."""

from __future__ import annotations

from rbm_spec.plan.model import Dataset, Plan


def owners(plan: Plan) -> dict[str, tuple[Dataset, ...]]:
    """Each owner with the datasets it enters, owners in alphabetical order, lists that others point to first."""
    found: dict[str, list[Dataset]] = {}
    for dataset in collected(plan):
        found.setdefault(dataset.spec.owner, []).append(dataset)
    return {owner: tuple(found[owner]) for owner in sorted(found)}


def collected(plan: Plan) -> tuple[Dataset, ...]:
    """The datasets that somebody enters, those that others point to before them."""
    waiting = [dataset for dataset in plan.datasets.values() if dataset.derivation is None]
    order: list[Dataset] = []
    while waiting:
        names = {dataset.id for dataset in waiting}
        ready = [dataset for dataset in waiting if not _pointed_at(dataset) & (names - {dataset.id})]
        order += ready or waiting
        waiting = [dataset for dataset in waiting if dataset not in order]
    return tuple(order)


def _pointed_at(dataset: Dataset) -> set[str]:
    return {field.type.dataset for field in dataset.fields.values() if field.type.dataset}
