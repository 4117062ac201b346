"""What a build wants to write: paths and bytes, nothing on disk yet."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file of a build. `path` is relative to `outputs/<plan>/`, with forward slashes."""

    path: str
    content: bytes
