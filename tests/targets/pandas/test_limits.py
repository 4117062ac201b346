"""Expressions at the limits of the language still make Python that compiles and computes."""

from __future__ import annotations

import dataclasses
import json
from fractions import Fraction

import pytest

from tests.targets.pandas.generated import frames, package
from tests.targets.pandas.test_source import base, plan_of

WIDE = " + ".join(["zzmeasure"] * 340)
WIDE_ROWS = " or ".join(["zzfield > 1"] * 240)


def _nested(start: str, before: str, after: str, levels: int) -> str:
    return before * levels + start + after * levels


@pytest.mark.parametrize(
    ("formula", "where", "value"),
    [
        (WIDE, "zzfield > 1", Fraction(7 * 340)),
        ("zzmeasure", WIDE_ROWS, Fraction(7)),
        (_nested("zzmeasure", "abs(1 - ", ")", 60), "zzfield > 1", Fraction(1)),
        (_nested("zzmeasure", "-(", ")", 30), "zzfield > 1", Fraction(7)),
        ("zzmeasure", _nested("zzfield > 1", "not (", ")", 30), Fraction(7)),
        ("zzmeasure", _nested("zzfield", "max(0, ", ")", 60) + " > 1", Fraction(7)),
        ("zzmeasure", _nested("zzfield > 1", "if(true, ", ", false)", 60), Fraction(7)),
    ],
)
def test_long_and_deep(formula: str, where: str, value: Fraction) -> None:
    files = dict(base().files)
    derived = json.loads(files["datasets/zzderived.yaml"])
    derived["derive"]["fields"]["zzsum"]["where"] = where
    indicator = json.loads(files["indicators/zzindicator.yaml"])
    indicator["components"]["zzcomponent"]["formula"] = formula
    files["datasets/zzderived.yaml"] = json.dumps(derived).encode()
    files["indicators/zzindicator.yaml"] = json.dumps(indicator).encode()
    tables, faults = frames(base().data)
    with package(plan_of(dataclasses.replace(base(), files=files))) as module:
        results = module.calculate(tables, "2028", faults=faults)
    assert results.observations[0].value == value
