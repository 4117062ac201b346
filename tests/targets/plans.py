"""Plans for the tests of the templates: the ITU plan, and the starter plan with a dataset laid over it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from rbm_spec import resources
from rbm_spec.load import load_files
from rbm_spec.model.build import build_spec
from rbm_spec.plan.compile import compile_plan
from rbm_spec.plan.model import Plan

ROOT = Path(__file__).parent.parent.parent


def compiled(folder: Path, over: dict[str, str] | None = None) -> Plan:
    """The plan in `folder` with the files of `over` in place of its own; it must be without errors."""
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.glob("**/*.yaml"))}
    trees, findings = load_files({**files, **{name: text.encode() for name, text in (over or {}).items()}})
    plan, more = compile_plan(build_spec({file: (tree.kind, tree.data) for file, tree in trees.items()}))
    assert [each for each in (*findings, *more) if each.is_error] == []
    return plan


@cache
def itu() -> Plan:
    """The plan of the proposal."""
    return compiled(ROOT / "specs" / "itu_2028_2031")


@cache
def composite() -> Plan:
    """The plan of the proposal with an indicator made up for tests, which reads two quantities of another."""
    folder = ROOT / "specs" / "itu_2028_2031"
    (example,) = itu().indicators["mandatory_training"].spec.examples
    index = {
        "kind": "indicator", "id": "training_index", "version": "0.1.0", "status": "draft",
        "title": "Index of training", "source": "Made up for a test", "definition": "Mean of both percentages.",
        "outcome": "efficiently_managed_itu", "responsible": "Nobody",
        "unit": "percent", "direction": "increase", "decimals": 1, "frequency": "annual",
        "measures": {
            "staff": {"label": "Staff", "from": "training_by_staff", "aggregate": "count", "unit": "staff"},
        },
        "formula": (
            "(indicator.mandatory_training.completion + indicator.mandatory_training.course_completion) / 2"
        ),
        # 50 and 200/3
        "examples": [{"title": "Both", "period": "2028", "data": dict(example.data), "expect": {"value": "175/3"}}],
    }  # fmt: skip
    return compiled(folder, {"indicators/training_index.yaml": json.dumps(index)})


def starter(**over: str) -> Plan:
    """The starter plan; `requests="..."` replaces or adds that dataset."""
    return compiled(resources.generators() / "init", {f"datasets/{name}.yaml": text for name, text in over.items()})
