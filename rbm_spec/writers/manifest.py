"""What a build was made from and what it made: `manifest.json`, the last file of each build.

It names no clock and no machine, so the same specs give the same manifest everywhere.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rbm_spec.artifacts import Artifact

NAME = "manifest.json"
FORMAT = 1
MOST_BYTES = 16 * 1024 * 1024
_OURS = "rbm-spec"
_LISTED = re.compile(rb'^ *"([^"\\]+)": "[0-9a-f]{64}",?\r?$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Manifest:
    """`inputs` and `outputs` map paths to SHA-256 in hex, below the plan's folder and below the output folder."""

    plan: str
    version: str
    inputs: Mapping[str, str]
    outputs: Mapping[str, str]

    def to_bytes(self) -> bytes:
        """The file: sorted, one path a line, so that a review shows which outputs a change touches."""
        document = {
            "written_by": _OURS,
            "format": FORMAT,
            "plan": {"id": self.plan, "version": self.version},
            "inputs": dict(sorted(self.inputs.items())),
            "outputs": dict(sorted(self.outputs.items())),
        }
        return (json.dumps(document, indent=2) + "\n").encode()


def digest(content: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


def manifest_of(plan: str, version: str, inputs: Mapping[str, bytes], artifacts: Iterable[Artifact]) -> Manifest:
    """The manifest of a build of `artifacts` from the spec files `inputs`."""
    return Manifest(
        plan,
        version,
        {file: digest(content) for file, content in inputs.items()},
        {artifact.path: digest(artifact.content) for artifact in artifacts},
    )


def read_manifest(content: bytes) -> Manifest | None:
    """The manifest in `content`; None when this is not one that a build of this format wrote."""
    try:
        document = json.loads(content)
        plan = document["plan"]
        manifest = Manifest(plan["id"], plan["version"], document["inputs"], document["outputs"])
        told = [plan["id"], plan["version"]]
        for files in (manifest.inputs, manifest.outputs):
            told += [*files.keys(), *files.values()]
        fits = document["format"] == FORMAT and all(isinstance(text, str) for text in told)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return manifest if fits else None


def claimed(content: bytes) -> frozenset[str]:
    """The paths that a manifest calls its own, also when a merge has left both sides of a conflict in it."""
    if f'"written_by": "{_OURS}"'.encode() not in content:
        return frozenset()
    return frozenset(path.decode("utf-8", "replace") for path in _LISTED.findall(content)) | {NAME}
