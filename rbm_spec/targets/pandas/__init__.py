"""Plan -> a self-contained Python package that calculates its indicators and needs pandas alone."""

from __future__ import annotations

from rbm_spec.artifacts import Artifact
from rbm_spec.plan.model import Plan


def generate(plan: Plan) -> list[Artifact]:
    """The package's files below `pandas/<plan>/`, sorted by path."""
    # Jinja is not loaded for a check.
    from rbm_spec.targets.pandas.package import generate as package

    return package(plan)
