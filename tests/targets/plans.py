"""Plans for the tests of the templates: the ITU plan, and the starter plan with a dataset laid over it."""

from __future__ import annotations

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
    spec = build_spec({file: (tree.kind, tree.data) for file, tree in trees.items()})
    assert spec is not None
    plan, more = compile_plan(spec)
    assert plan is not None, [*findings, *more]
    return plan


@cache
def itu() -> Plan:
    """The plan of the proposal."""
    return compiled(ROOT / "specs" / "itu_2028_2031")


def starter(**over: str) -> Plan:
    """The starter plan; `requests="..."` replaces or adds that dataset."""
    return compiled(resources.generators() / "init", {f"datasets/{name}.yaml": text for name, text in over.items()})
