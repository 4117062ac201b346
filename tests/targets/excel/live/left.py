"""What the workbook leaves to the centre of each conformance case, and what it cannot see; with the reasons."""

from __future__ import annotations

from rbm_spec.targets.excel.live.support import BEFORE
from tests.targets.excel.live.cases import every_case

PEOPLE = "Breakdowns of figures about people are protected together with all others of the indicator."
TEXT = 'What "s" holds is known only from the data, so it cannot be laid out before.'

LEFT = {case.name: [PEOPLE] for case in every_case() if case.topic == "disclosure" and case.expect.get("protected")} | {
    f"rules of ours: {case}": [PEOPLE]
    for case in (
        "Persons are counted once",
        "A composite that reads a hidden cell is hidden there",
        "A breakdown that cannot be protected is withheld whole",
        "A station is protected by another of its region",
        "A share does not print a hidden head count",
    )
} | {
    "targets_and_assessment: More than the period before": [BEFORE],
    "targets_and_assessment: More than the period before, equal": [BEFORE],
    "targets_and_assessment: Less than the period before": [BEFORE],
    "targets_and_assessment: No value in the period before": [BEFORE],
    "rules of ours: More than before, across a series break": [BEFORE],
    "rules of ours: Text and conditions as dimensions": [TEXT],
}  # fmt: skip

UNSEEN = {
    "data errors of ours: A whole number with a point": "In a spreadsheet 1.0 is the number 1.",
    "data errors of ours: Text that has not the form": "Patterns are checked when the workbook comes back (RBM803).",
    "data errors of ours: A column that the dataset does not have": "The columns of a workbook are fixed.",
    "data errors of ours: A row with a cell too many": "The columns of a workbook are fixed.",
}
"""Faults of data that never stand in a workbook, or are found when it comes back."""
