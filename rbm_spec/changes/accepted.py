"""The file of accepted changes → reasons by fingerprint, and what is wrong with the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from rbm_spec.changes.model import Change
from rbm_spec.diagnostics import Finding
from rbm_spec.load import schema
from rbm_spec.load.folder import ACCEPTED
from rbm_spec.load.gate import read_tree

KIND = ACCEPTED.removesuffix(".yaml")


def read_accepted(raw: bytes | None, file: str = ACCEPTED) -> tuple[dict[str, str], list[Finding]]:
    """The reasons by fingerprint; nothing when `file` is not there or has an error."""
    if raw is None:
        return {}, []
    tree, findings = read_tree(file, raw)
    if tree is not None and not any(each.is_error for each in findings):
        findings += schema.findings(tree, KIND)
    if tree is None or any(each.is_error for each in findings):
        return {}, findings
    return {each["fingerprint"]: each["reason"] for each in tree.data["changes"]}, findings


def accept(changes: Iterable[Change], reasons: Mapping[str, str]) -> tuple[tuple[Change, ...], tuple[str, ...]]:
    """The changes, each with the reason why it was accepted, and the fingerprints that fit no change.

    Only what breaks somebody needs to be accepted.
    """
    found = tuple(
        replace(change, reason=reasons[change.fingerprint])
        if change.breaks and change.fingerprint in reasons
        else change
        for change in changes
    )
    return found, tuple(sorted(reasons.keys() - {change.fingerprint for change in found if change.reason}))
