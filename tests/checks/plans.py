"""Small plans for tests of checks: the starter plan with some files replaced."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from rbm_spec import resources
from rbm_spec.checks import run_checks
from rbm_spec.load import load_files
from rbm_spec.model.build import build_spec
from rbm_spec.plan.compile import compile_plan
from rbm_spec.plan.model import Plan

STARTER = {
    path.relative_to(resources.generators() / "init").as_posix(): path.read_text("utf-8")
    for path in sorted((resources.generators() / "init").glob("**/*.yaml"))
}
INDICATOR = {
    "kind": "indicator", "version": "0.1.0", "status": "draft", "title": "Made up", "source": "Made up",
    "outcome": "timely_service", "responsible": "Service desk", "definition": "Made up.", "unit": "percent",
    "direction": "increase", "decimals": 0, "frequency": "annual",
}  # fmt: skip
NO_EXAMPLE = "RBM680"


def indicator(name: str, **keys: Any) -> dict[str, str]:
    """The file of an indicator; `keys` come on top of what every indicator needs."""
    return {f"indicators/{name}.yaml": json.dumps({**INDICATOR, "id": name, **keys})}


def compiled(files: Mapping[str, str]) -> Plan:
    """The plan that the starter becomes with `files` laid over it."""
    trees, findings = load_files({name: text.encode() for name, text in {**STARTER, **files}.items()})
    assert findings == []
    plan, findings = compile_plan(build_spec({file: (tree.kind, tree.data) for file, tree in trees.items()}))
    assert not plan.holes, findings
    return plan


def codes(files: Mapping[str, str]) -> list[str]:
    """The codes of all that the checks find, sorted; that an example is missing goes without saying."""
    return sorted(finding.rule.code for finding in run_checks(compiled(files)) if finding.rule.code != NO_EXAMPLE)
