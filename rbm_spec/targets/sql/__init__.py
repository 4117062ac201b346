"""A plan -> SQL that computes it, for several dialects; and an engine that runs the DuckDB form in this process.

SQL holds what concerns rows: conditions, row expressions, references, aggregates. Formulas, reasons, disclosure and
rounding of the engine's results come from the kernel, as for every other engine; the printed files hold the formulas
too, so that whoever has only a warehouse gets values and reasons.

`generate(plan)` gives the files, `engine.compute(plan, sources, period)` the results.
"""

from rbm_spec.artifacts import Artifact
from rbm_spec.plan.model import Plan


def generate(plan: Plan) -> list[Artifact]:
    """The files; what makes them is imported now, since checking a plan needs none of it."""
    from rbm_spec.targets.sql import artifacts

    return artifacts.generate(plan)
