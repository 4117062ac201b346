"""Every conformance case that compiles, on the live workbook: computed by formualizer in this process.

What the workbook leaves to the centre is listed here with the reason it gives; a case that is listed and works fails,
and so does one that is not listed and does not.
"""

from __future__ import annotations

import pytest

from rbm_spec.targets.excel.running import formualizer
from tests.conformance.cases import Case
from tests.targets.excel.live.cases import every_case, judged, made
from tests.targets.excel.live.left import LEFT, UNSEEN
from tests.verdicts import Record, gave


@pytest.mark.parametrize("case", every_case(), ids=lambda case: case.name)
def test_case(case: Case, record_property: Record) -> None:
    each = made(case)
    reasons, differences = judged(each, formualizer(each.book))
    assert reasons == LEFT.get(case.name, [])
    if case.name in UNSEEN:
        assert differences, "this case works now; strike it from the list"
    else:
        assert differences == []
    if case.name not in (*LEFT, *UNSEEN):
        gave(record_property, "workbook by formualizer", case.name)
