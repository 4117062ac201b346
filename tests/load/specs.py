"""The specs that are there, as material for tests that spoil them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from rbm_spec import resources
from rbm_spec.load.gate import read_tree
from rbm_spec.load.tree import Tree

ROOT = Path(__file__).parent.parent.parent


@cache
def files() -> dict[str, bytes]:
    """Of the starter plan and of all plans in specs/, by path below their plan, prefixed by its name."""
    found: dict[str, bytes] = {}
    for plan in (resources.generators() / "init", *sorted((ROOT / "specs").iterdir())):
        for path in sorted(plan.glob("**/*.yaml")):
            found[f"{plan.name}/{path.relative_to(plan).as_posix()}"] = path.read_bytes()
    return found


@cache
def trees() -> tuple[Tree, ...]:
    """The same, read."""
    found = []
    for name, raw in files().items():
        tree, findings = read_tree(name.split("/", 1)[1], raw)
        assert tree is not None
        assert findings == [], name
        found.append(tree)
    return tuple(found)
