"""Findings as SARIF 2.1.0, the format that code-scanning services take."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from rbm_spec import __version__
from rbm_spec.diagnostics import Fix, Rule, Severity
from rbm_spec.load.places import Region
from rbm_spec.render.fingerprints import fingerprints
from rbm_spec.render.located import Located

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render(findings: Sequence[Located], *, base: str = "") -> str:
    """One run; `base` is what stands before the files' names, for example `specs/itu_2028_2031`."""
    rules = sorted({one.finding.rule for one in findings}, key=lambda rule: rule.code)
    index = {rule.code: number for number, rule in enumerate(rules)}
    marks = fingerprints(findings)
    run = {
        "tool": {
            "driver": {
                "name": "rbm-spec",
                "version": __version__,
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, index, mark, base) for one, mark in zip(findings, marks, strict=True)],
    }
    document = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(document, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.name.replace("-", " ")},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(one: Located, index: dict[str, int], mark: str, base: str) -> dict[str, Any]:
    finding, region = one.finding, one.region
    text = f"{finding.message} {finding.hint}" if finding.hint else finding.message
    uri = quote(one.file_from(base), errors="backslashreplace")
    result = {
        "ruleId": finding.rule.code,
        "ruleIndex": index[finding.rule.code],
        "level": _LEVELS[finding.rule.severity],
        "message": {"text": text},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": uri},
                    "region": _region(region),
                },
                "logicalLocations": [{"fullyQualifiedName": finding.where.dotted}],
            }
        ],
        "partialFingerprints": {"rbmSpecPlace/v1": mark},
    }
    if finding.fix is not None and one.replaced is not None:
        result["fixes"] = [_fix(finding.fix, one.replaced, uri)]
    return result


def _fix(fix: Fix, region: Region, uri: str) -> dict[str, Any]:
    sure = "" if fix.safe else " This is a guess."
    replacement = {"deletedRegion": _region(region), "insertedContent": {"text": fix.new}}
    return {
        "description": {"text": f"Write `{fix.new}` instead of `{fix.old}`.{sure}"},
        "artifactChanges": [{"artifactLocation": {"uri": uri}, "replacements": [replacement]}],
    }


def _region(region: Region) -> dict[str, int]:
    return {
        "startLine": region.line,
        "startColumn": region.column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
    }
