"""Artifacts -> one folder of files, whole or not at all, the same bytes each time.

A build is written beside its target, synced, closed with a manifest, and swapped in. Whoever looks at the target, also
after a crash or a full disk, finds the old build or the new one. Nothing but the target changes.
"""

from __future__ import annotations

from rbm_spec.writers.compare import Comparison, compare
from rbm_spec.writers.manifest import NAME, Manifest, digest, manifest_of, read_manifest
from rbm_spec.writers.publish import NotOurs, create, fill, fill_with, publish, replace_file, sweep

__all__ = [
    "NAME",
    "Comparison",
    "Manifest",
    "NotOurs",
    "compare",
    "create",
    "digest",
    "fill",
    "fill_with",
    "manifest_of",
    "publish",
    "read_manifest",
    "replace_file",
    "sweep",
]
