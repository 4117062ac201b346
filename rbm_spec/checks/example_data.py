"""The rows of a worked example are not what their dataset allows.

They are checked like data that comes in: types, codes, keys, references and rules. Rows that would be refused prove
nothing.

## Bad

```yaml
# indicators/answer_time.yaml (in part)
examples:
  - title: Two requests (made-up rows)
    period: 2028
    data:
      requests: |
        request_id,office,channel,received_on,answered_on
        A,west,letter,2028-03-01,2028-03-05
        B,south,telephone,2028-03-10,2028-03-20
    expect: {value: 7}
```

## Good

```yaml
# indicators/answer_time.yaml (in part)
examples:
  - title: Two requests (made-up rows)
    period: 2028
    data:
      requests: |
        request_id,office,channel,received_on,answered_on
        A,north,letter,2028-03-01,2028-03-05
        B,south,telephone,2028-03-10,2028-03-20
    expect: {value: 7}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.kernel.faults import Fault
from rbm_spec.model.spec import ExampleSpec
from rbm_spec.plan.model import Plan
from rbm_spec.reference.examples import all_worked
from rbm_spec.source import Span, Where

RULE = Rule("RBM682", "example-data", Severity.ERROR)


def check(plan: Plan) -> Iterator[Finding]:
    """Each fault in the rows of each example, at its row."""
    for _, example, found in all_worked(plan):
        cells = {(fault.dataset, fault.row) for fault in found.faults if fault.column}
        for fault in found.faults:
            if not fault.column and (fault.dataset, fault.row) in cells:
                continue  # a rule that is broken because a cell could not be read
            hint = "Correct the row; data with this fault would be refused."
            yield RULE.found(_place(example, fault), fault.message, hint)


def _place(example: ExampleSpec, fault: Fault) -> Where:
    where = example.where.at("data", fault.dataset)
    text = example.data.get(fault.dataset)
    if text is None:
        return example.where.at("data")
    return where.chars(_cell(text, fault))


def _cell(text: str, fault: Fault) -> Span:
    """The characters of the value, or of the row where the value does not stand there once."""
    start, lines = 0, 0
    for line in text.splitlines(keepends=True):
        if line.strip() and lines == fault.row:
            bare = line.rstrip("\n")
            cells = bare.split(",")
            if fault.value and cells.count(fault.value) == 1:
                at = start + sum(len(cell) + 1 for cell in cells[: cells.index(fault.value)])
                return at, at + len(fault.value)
            return start, start + len(bare)
        lines += bool(line.strip())
        start += len(line)
    return 0, len(text)
