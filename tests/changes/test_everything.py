"""Whatever a schema allows to be written is seen when it changes: every key is taken away, altered, or added.

Each gives at least one fact, and each fact is judged by a rule that knows it. Most plans with one key changed are not
valid, so the plan beside the trees stays as it is.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from rbm_spec.changes.facts import compare
from rbm_spec.changes.judgement import judge
from rbm_spec.changes.model import Version
from rbm_spec.load.schema import KINDS, schema
from tests.changes.plans import made

HERE = Path(__file__).parent / "everything"
FILES = {path.relative_to(HERE).as_posix(): path.read_bytes() for path in sorted(HERE.glob("**/*.yaml"))}
RICH = {
    "plan": ["plan"],
    "enabler": ["service_culture"],
    "outcome": ["timely_service"],
    "indicator": ["visiting", "answer_time"],
    "dataset": ["visits", "visitors", "last_visits"],
    "codelist": ["channels"],
    "document": ["contribution"],
}
Path_ = tuple[str, ...]


@pytest.fixture(scope="module")
def rich() -> Version:
    return made("rich", FILES)


class Key(NamedTuple):
    """An example of a key's value, and whether the key must be there."""

    example: Any
    required: bool


def keys(kind: str) -> dict[Path_, Key]:
    """Every path of keys that the schema of a kind knows; `*` stands for any name and any item."""
    whole = schema(kind)
    found: dict[Path_, Key] = {}
    pending: list[tuple[Path_, Any]] = [((), whole)]
    while pending:
        path, part = pending.pop()
        if "$ref" in part:
            pending.append((path, whole["$defs"][part["$ref"].rpartition("/")[2]]))
        pending += [(path, each) for key in ("anyOf", "oneOf", "allOf") for each in part.get(key, ())]
        for key, each in part.get("properties", {}).items():
            found[(*path, key)] = Key(each.get("examples", ["made_up"])[0], key in part.get("required", ()))
            pending.append(((*path, key), each))
        for each in (*part.get("patternProperties", {}).values(), part.get("items"), part.get("additionalProperties")):
            if isinstance(each, dict) and path.count("*") < 3:
                pending.append(((*path, "*"), each))
    return {path: key for path, key in found.items() if path not in {("kind",), ("id",)}}


def mutants(data: dict[str, Any], path: Path_, key: Key) -> Iterator[dict[str, Any]]:
    """The data with the key at `path` taken away, altered, and added, as far as that is possible."""
    for change in (_altered,) if key.required else (_gone, _altered, _added):
        new = copy.deepcopy(data)
        parent: Any = new
        for step in path[:-1]:
            if isinstance(parent, list) and parent:
                parent = parent[0]
            elif isinstance(parent, dict) and step == "*" and parent:
                parent = next(iter(parent.values()))
            elif isinstance(parent, dict) and isinstance(parent.get(step), dict | list):
                parent = parent[step]
            elif isinstance(parent, dict) and step != "*" and change is _added:
                parent[step] = {}
                parent = parent[step]
            else:
                parent = None
        if isinstance(parent, dict) and change(parent, path[-1], key.example) and new != data:
            yield new


def _gone(parent: dict[str, Any], key: str, example: Any) -> bool:
    return parent.pop(key, None) is not None


def _altered(parent: dict[str, Any], key: str, example: Any) -> bool:
    match parent.get(key):
        case None:
            return False
        case bool() as value:
            parent[key] = not value
        case int() | float() as value:
            parent[key] = value + 1
        case str() as value:
            parent[key] = {"draft": "agreed", "allowed": "refused"}.get(value, value + "x")
        case list() as value:
            parent[key] = [*value[1:], copy.deepcopy(value[0]) if value and isinstance(value[0], dict) else "another"]
            if value and isinstance(value[0], dict):
                last = parent[key][-1]
                first = next((name for name, each in last.items() if isinstance(each, str | list)), "by")
                last[first] = (
                    {"office": "south"}
                    if first == "by"
                    else last[first] + (["x"] if isinstance(last[first], list) else "x")
                )
        case dict() as value:
            if not value:
                return False
            parent[key] = dict(list(value.items())[1:])
    return True


def _added(parent: dict[str, Any], key: str, example: Any) -> bool:
    if key in parent:
        return False
    parent[key] = copy.deepcopy(example)
    return True


@pytest.mark.parametrize(("kind", "path"), [(kind, path) for kind in KINDS for path in keys(kind)])
def test_every_key_is_seen_and_judged(kind: str, path: Path_, rich: Version) -> None:
    tried = 0
    for id_ in RICH[kind]:
        tree = rich.trees[kind, id_]
        for data in mutants(tree.data, path, keys(kind)[path]):
            tried += 1
            other = replace(rich, trees={**rich.trees, (kind, id_): replace(tree, data=data, text="")})
            for old, new in ((rich, other), (other, rich)):
                changes = judge(compare(old, new))
                assert changes
                assert [change.says for change in changes if change.rule.code == "RBM999"] == []
    if path[0] != "previous_methods" and "for" not in path and "toward" not in path:
        assert tried


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "plan"])
def test_every_object_is_seen_when_it_comes_and_goes(kind: str, rich: Version) -> None:
    fewer = replace(rich, trees={key: tree for key, tree in rich.trees.items() if key != (kind, RICH[kind][0])})
    for old, new, how in ((rich, fewer, "removed"), (fewer, rich, "added")):
        (change,) = judge(compare(old, new))
        assert change.rule.name == f"{kind}-{how}"
