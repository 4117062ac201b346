"""A tree against the JSON Schema of its kind: yes at once, or findings in words.

The compiled validator answers nearly always; only a tree that fails is looked at again by the slow
one, which explains. A test shows that both accept exactly the same. Neither can fetch anything: the
schemas are files of this package and refer to themselves only.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from rbm_spec import resources
from rbm_spec.diagnostics import Finding
from rbm_spec.load.tree import Tree
from rbm_spec.suggest import nearest

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

FOLDERS = {
    "enabler": "enablers",
    "outcome": "outcomes",
    "indicator": "indicators",
    "dataset": "datasets",
    "codelist": "codelists",
    "document": "documents",
}
KINDS = ("plan", *FOLDERS)
_DATA = ("", "data", "database")  # these are like datasets/, but hold rows and not what they mean


def validate(tree: Tree) -> list[Finding]:
    """What in `tree` the schema of its kind does not allow; of its folder, if it says no kind."""
    kind = tree.kind if tree.kind in KINDS else kind_of_folder(tree.file)
    if kind:
        return findings(tree, kind)
    from rbm_spec.load import explanation

    return [explanation.unknown_kind(tree, KINDS)]


def findings(tree: Tree, kind: str) -> list[Finding]:
    """What in `tree` the schema of `kind` does not allow; also of kinds that are no part of a plan."""
    if _compiled(kind).is_valid(tree.data):
        return []
    from rbm_spec.load import explanation

    return explanation.findings(tree, explained(kind))


def kind_of_folder(file: str) -> str:
    """The kind that belongs into the folder of `file`, or nothing."""
    if file == "plan.yaml":
        return "plan"
    folder = file.split("/", 1)[0] if "/" in file else ""
    return next((kind for kind, name in FOLDERS.items() if name == (meant_folder(folder) or folder)), "")


def meant_folder(name: str) -> str | None:
    """The folder of the language whose name this folder was probably given, if not quite; of a right name nothing."""
    if name in FOLDERS.values() or name.casefold() in _DATA:
        return None
    return nearest(name, FOLDERS.values())


@cache
def schema(kind: str) -> dict[str, Any]:
    """The schema of `kind` as it is published."""
    path = resources.schemas() / f"{kind}.schema.json"
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return loaded


@cache
def _compiled(kind: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(schema(kind), offline=True, validate_formats=False)


@cache
def explained(kind: str) -> Validator:
    """The validator that says why; it must accept what the compiled one accepts."""
    from jsonschema import Draft202012Validator
    from referencing import Registry

    return Draft202012Validator(_python(schema(kind)), registry=Registry())


def _python(part: Any) -> Any:
    """The schema with its patterns as Python writes them: ASCII only, and `$` only at the end."""
    if isinstance(part, list):
        return [_python(item) for item in part]
    if not isinstance(part, dict):
        return part
    result = {key: _python(value) for key, value in part.items()}
    if isinstance(part.get("pattern"), str):
        result["pattern"] = _pattern(part["pattern"])
    if isinstance(part.get("patternProperties"), dict):
        result["patternProperties"] = {
            _pattern(key): _python(value) for key, value in part["patternProperties"].items()
        }
    return result


def _pattern(pattern: str) -> str:
    end = r"\Z" if pattern.endswith("$") and not pattern.endswith(r"\$") else ""
    return "(?a)" + (pattern[:-1] + end if end else pattern)
