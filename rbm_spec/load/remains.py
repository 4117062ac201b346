"""A tree that its schema refuses → what of it can be read: the faulty nodes are taken out, and nothing else.

Where a key must be there and is not, something stands in that says nothing: empty text, zero, an empty list or map.
So whoever builds from a tree finds every key that the schema demands. What was taken out is a hole (`rbm_spec.holes`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from rbm_spec.load import schema
from rbm_spec.load.tree import Tree
from rbm_spec.source import Step, Where
from rbm_spec.suggest import nearest

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

Path = tuple[Step, ...]
Schema = Mapping[str, Any]
_NOTHING = {"object": {}, "array": [], "integer": 0, "number": 0, "boolean": False}


def remains(tree: Tree, kind: str, name: str) -> tuple[Tree, list[Where]]:
    """The tree as one of `kind`, and the places of what is taken out; `name` is its id if it says none that can be."""
    taking = _Taking(schema.schema(kind), schema.explained(kind))
    kept = taking.kept(tree.data, taking.root, ())
    data = {**kept, "kind": kind, "id": kept["id"] or name}
    return replace(tree, kind=kind, id=data["id"], data=data), [Where(tree.file, path) for path in taking.out]


@dataclass(slots=True)
class _Taking:
    """The schema of one tree, and the paths of what was taken `out` of it so far."""

    root: Schema
    validator: Validator
    out: list[Path] = field(default_factory=list)

    def kept(self, value: Any, part: Schema, path: Path) -> Any:
        """What of `value` the part of the schema allows, or what stands in for it."""
        part = self.meant(part)
        if self.validator.evolve(schema=part).is_valid(value):
            return value
        before = len(self.out)
        if isinstance(value, dict) and part.get("type") == "object":
            value = self.map(value, part, path)
        elif isinstance(value, list) and part.get("type") == "array":
            value = [self.kept(each, part["items"], (*path, i)) for i, each in enumerate(value)]
        else:
            value = self.nothing(part)
        if len(self.out) == before and path:  # nothing below is to blame
            self.out.append(path)
        return value

    def map(self, value: dict[str, Any], part: Schema, path: Path) -> dict[str, Any]:
        """The keys that can be kept, and what stands in for those that must be there."""
        found: dict[str, Any] = {}
        properties = part.get("properties", {})
        for key, each in value.items():
            before = len(self.out)
            inner = properties.get(key) or self.of_name(key, part, path)
            if inner is None:
                self.unknown(key, [name for name in properties if name not in value], path)
                continue
            kept = self.kept(each, inner, (*path, key))
            is_out = (*path, key) in self.out[before:]
            if not is_out or key in part.get("required", ()) or self.meant(inner).get("type") == "object":
                found[key] = kept
        for key in part.get("required", ()):
            if key not in value:
                self.out.append((*path, key))
                found[key] = self.nothing(self.meant(properties.get(key, {})))
        return found

    def of_name(self, key: str, part: Schema, path: Path) -> Schema | None:
        """What stands below a name that people choose; one that cannot be a name is out, and is known all the same."""
        if isinstance(others := part.get("additionalProperties"), dict):
            return others
        pattern, inner = next(iter(part.get("patternProperties", {}).items()), ("", None))
        if inner is not None and not re.search(pattern, key):
            self.out.append((*path, key))
        return inner

    def unknown(self, key: str, free: list[str], path: Path) -> None:
        """A key that the schema does not know is out, and so is the one that was probably meant."""
        self.out.append((*path, key))
        if near := nearest(key, free):
            self.out.append((*path, near))

    def nothing(self, part: Schema) -> Any:
        """What stands in for a value."""
        if "const" in part:
            return part["const"]
        if part.get("type") == "object":
            properties = part.get("properties", {})
            return {key: self.nothing(self.meant(properties.get(key, {}))) for key in part.get("required", ())}
        kind = part.get("type")
        return _NOTHING.get(kind, "") if isinstance(kind, str) else ""

    def meant(self, part: Schema) -> Schema:
        """The part of the schema that a reference leads to."""
        while "$ref" in part:
            found: Any = self.root
            for step in part["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            part = found
        return part
