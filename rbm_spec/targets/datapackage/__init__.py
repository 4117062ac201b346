"""The plan -> empty CSV templates with a Table Schema each, and the same as CSVW, for tools that check open data.

`datapackage/datapackage.json` describes, and so does `csv-metadata.json`, where W3C's CSVW looks for metadata;
`datapackage/<dataset>.csv` holds the header. What neither can say (rules of rows, validity of codes) stands in words in
the descriptions and is checked when data comes back.
"""

from __future__ import annotations

from rbm_spec.artifacts import Artifact
from rbm_spec.plan.model import Plan


def generate(plan: Plan) -> list[Artifact]:
    """The package and its empty tables, sorted by path."""
    # Nothing of this is loaded for a check.
    from rbm_spec.targets.datapackage.package import generate as package

    return package(plan)
