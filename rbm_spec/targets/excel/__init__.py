"""The plan -> one data-entry workbook for each office that owns data, `excel/<owner>.xlsx`.

The step from plan to bytes is here; `workbook` puts one file together, `check` lists what Excel cannot hold.
"""

from __future__ import annotations

from rbm_spec.artifacts import Artifact
from rbm_spec.diagnostics import Finding
from rbm_spec.plan.model import Plan
from rbm_spec.targets.excel import limits
from rbm_spec.targets.excel.names import slugs

COMPUTED = 1_000
"""Rows of each table that a workbook computes; longer tables are computed centrally."""


def generate(plan: Plan, computed: int = COMPUTED) -> list[Artifact]:
    """One workbook for each owner of a collected dataset, sorted by path. The same plan gives the same bytes."""
    from rbm_spec.targets.excel.owners import owners
    from rbm_spec.targets.excel.theme import read_theme
    from rbm_spec.targets.excel.workbook import workbook

    theme = read_theme()
    books = owners(plan)
    files = slugs(books)
    artifacts = [
        Artifact(f"excel/{files[owner]}.xlsx", workbook(plan, owner, datasets, theme, computed))
        for owner, datasets in books.items()
    ]
    return sorted(artifacts, key=lambda artifact: artifact.path)


def check(plan: Plan) -> list[Finding]:
    """What a workbook cannot hold, or not check while data is entered."""
    return limits.check(plan)


def left_out(plan: Plan) -> list[Finding]:
    """What a workbook does not compute. To know that its formulas have to be laid out."""
    from rbm_spec.targets.excel import central

    return list(central.left_out(plan))
