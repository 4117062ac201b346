"""A kind and a path → the order in which its schema names the keys there, None for maps whose names editors give."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rbm_spec.load.schema import KINDS, schema
from rbm_spec.source import Step


def key_order(kind: str, path: Sequence[Step]) -> tuple[str, ...] | None:
    """The keys that the schema of `kind` knows at `path`; None when it knows no single key there."""
    names = dict.fromkeys(name for part in _parts(kind, path) for name in part.get("properties", {}))
    return tuple(names) or None


def allowed(kind: str, path: Sequence[Step]) -> list[dict[str, Any]]:
    """The parts of the schema that speak of the value at `path`."""
    return list(_parts(kind, path))


def _parts(kind: str, path: Sequence[Step]) -> list[dict[str, Any]]:
    if kind not in KINDS:
        return []
    whole = schema(kind)
    parts = _opened(whole, [whole])
    for step in path:
        below: list[dict[str, Any]] = []
        for part in parts:
            if isinstance(step, int):
                below += [part["items"]] if isinstance(part.get("items"), dict) else []
            elif step in part.get("properties", {}):
                below.append(part["properties"][step])
            else:
                below += part.get("patternProperties", {}).values()
                below += [part["additionalProperties"]] if isinstance(part.get("additionalProperties"), dict) else []
        parts = _opened(whole, below)
    return parts


def _opened(whole: dict[str, Any], parts: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Parts with their references and alternatives."""
    found: list[dict[str, Any]] = []
    pending = list(parts)
    while pending:
        part = pending.pop(0)
        found.append(part)
        if "$ref" in part:
            pending.append(whole["$defs"][part["$ref"].rpartition("/")[2]])
        for key in ("anyOf", "oneOf", "allOf"):
            pending += part.get(key, ())
    return found
