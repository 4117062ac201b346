"""Plan -> a self-contained Python package that calculates its indicators and needs pandas alone."""

from __future__ import annotations

from rbm_spec.artifacts import Artifact
from rbm_spec.plan.model import Plan
from rbm_spec.targets.unsupported import Inexpressible


def generate(plan: Plan) -> list[Artifact]:
    """The package's files below `pandas/<plan>/`, sorted by path; none where a function of the plan has no spelling."""
    # Jinja is not loaded for a check.
    from rbm_spec.targets.pandas.package import generate as package

    try:
        return package(plan)
    except Inexpressible:
        return []
