"""The rules that returned data can break: those of cells and rows, which every engine checks, and those of files."""

from __future__ import annotations

from rbm_spec.diagnostics import Rule, Severity
from rbm_spec.kernel import faults

MISREAD = Rule(faults.MISREAD, "cell-of-another-type", Severity.ERROR)
UNKNOWN_CODE = Rule(faults.UNKNOWN_CODE, "code-not-in-list", Severity.ERROR)
OUT_OF_BOUNDS = Rule(faults.OUT_OF_BOUNDS, "value-out-of-bounds", Severity.ERROR)
OTHER_FORM = Rule(faults.OTHER_FORM, "text-of-another-form", Severity.ERROR)
ABSENT = Rule(faults.ABSENT, "value-required", Severity.ERROR)
UNWANTED_CHARACTER = Rule(faults.UNWANTED_CHARACTER, "character-in-data", Severity.ERROR)
INCOMPLETE_KEY = Rule(faults.INCOMPLETE_KEY, "incomplete-key", Severity.ERROR)
KEY_TWICE = Rule(faults.KEY_TWICE, "key-twice", Severity.ERROR)
UNKNOWN_REFERENCE = Rule(faults.UNKNOWN_REFERENCE, "reference-to-nothing", Severity.ERROR)
OUT_OF_TIME = Rule(faults.OUT_OF_TIME, "code-out-of-its-time", Severity.ERROR)
RULE_BROKEN = Rule(faults.RULE_BROKEN, "dataset-rule-broken", Severity.ERROR)
SEVERAL_NEWEST = Rule(faults.SEVERAL_NEWEST, "several-newest-rows", Severity.ERROR)
UNKNOWN_COLUMN = Rule(faults.UNKNOWN_COLUMN, "unknown-column", Severity.ERROR)
COLUMN_TWICE = Rule(faults.COLUMN_TWICE, "column-twice", Severity.ERROR)
NO_COLUMN = Rule(faults.NO_COLUMN, "column-required", Severity.ERROR)
RAGGED = Rule(faults.RAGGED, "row-of-another-length", Severity.ERROR)
NOT_CSV = Rule(faults.NOT_CSV, "not-csv", Severity.ERROR)

UNREADABLE = Rule("RBM720", "unreadable-file", Severity.ERROR)
NOT_READ = Rule("RBM721", "file-not-read", Severity.ERROR)
OTHER_TEMPLATE = Rule("RBM722", "other-template", Severity.ERROR)
OTHER_PERIOD = Rule("RBM723", "other-period", Severity.ERROR)
UNCLEAR_ANSWER = Rule("RBM724", "unclear-answer", Severity.ERROR)
NO_FIELD = Rule("RBM725", "data-without-field", Severity.ERROR)
MERGED = Rule("RBM726", "merged-cells", Severity.ERROR)
CLAIMED_TWICE = Rule("RBM728", "row-claimed-twice", Severity.ERROR)
SENT_TWICE = Rule("RBM727", "dataset-sent-twice", Severity.ERROR)
TAKEN_BACK = Rule("RBM729", "all-rows-taken-back", Severity.ERROR)
OLDER_FILE = Rule("RBM730", "older-file-again", Severity.ERROR)
TOGETHER = Rule("RBM731", "refused-together", Severity.ERROR)
