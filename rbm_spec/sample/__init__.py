"""The plan -> synthetic tables: plausible data from the specs alone, and every row of it is valid.

`evidence` looks at the worked examples, which set the odds, and `sizes` at the breakdowns, whose cells should mostly
be filled. `tables` goes from dataset to dataset, `rows` finds values that pass the rules, `values` draws single ones,
`pattern` writes text of a given form, `files` writes CSV. Nothing is drawn from real data. The same seed gives the
same tables.
"""

from __future__ import annotations

from rbm_spec.sample.files import write_sample
from rbm_spec.sample.tables import sample_columns, sample_tables

__all__ = ["sample_columns", "sample_tables", "write_sample"]
