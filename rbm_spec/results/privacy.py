"""A fault of a row about a person -> the same with its place and rule, without what the row says."""

from __future__ import annotations

import re
from dataclasses import replace

from rbm_spec.collect.tables import Trouble
from rbm_spec.plan.model import Dataset

_QUOTED = re.compile(r'".*"', re.DOTALL)
_KEY = re.compile(r"^The key .* is there twice in ", re.DOTALL)
_NEWEST = re.compile(r"^.* has ([0-9]+) newest rows, all of .*$", re.DOTALL)
_DAY = re.compile(r" is not valid on [0-9-]+\.$")
_ERROR = re.compile(r"^The cell holds the error .*$", re.DOTALL)
_TELLING = 4  # shorter values are in any sentence by chance; those that are quoted go all the same


def without_values(dataset: Dataset, trouble: Trouble) -> Trouble:
    """Rules stay as the plan says them. A column that the dataset does not have goes: any text can be in a header."""
    column = trouble.column if trouble.column in dataset.fields else ""
    if trouble.message in {rule.message for rule in dataset.rules}:
        return replace(trouble, value="", column=column)
    message = _QUOTED.sub('"…"', trouble.message)
    message = _KEY.sub("A key is there twice in ", message)
    message = _NEWEST.sub(r"A group has \1 newest rows, all of one day.", message)
    message = _DAY.sub(" is not valid at the time of the row.", message)
    message = _ERROR.sub("The cell holds an error.", message)
    if column != trouble.column and trouble.column in message:
        message = f"{dataset.id} has no such field, or has it twice."
    if len(trouble.value) >= _TELLING and trouble.value in message:
        message = "The value is not what the field may hold."
    return replace(trouble, value="", column=column, message=message)
