"""A record → SARIF for code scanning, as if this program had found it all: nothing else of the record goes there.

A service takes results in the name of whatever tool a file says, so the file that a branch hands over is never passed
on. Here tool, rules and category are ours, and of the stranger's there are lines, and words that are no links.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from rbm_spec import __version__

LEVELS = {"error": "error", "warning": "warning", "info": "note"}
CATEGORY = "rbm-spec/"


def scanned(record: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """One run; `names` are those of the rules that exist, by code, and findings by others are left out."""
    found = [each for each in record["findings"] if each["file"] is not None and each["code"] in names]
    rules = sorted({each["code"] for each in found})
    run = {
        "tool": {
            "driver": {
                "name": "rbm-spec",
                "version": __version__,
                "rules": [{"id": code, "name": names[code]} for code in rules],
            }
        },
        "automationDetails": {"id": CATEGORY},
        "results": [_result(each, rules) for each in found],
    }
    document = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(document, indent=1) + "\n"


def _result(finding: Mapping[str, Any], rules: list[str]) -> dict[str, Any]:
    text = " ".join(filter(None, (finding["message"], finding["hint"])))
    return {
        "ruleId": finding["code"],
        "ruleIndex": rules.index(finding["code"]),
        "level": LEVELS[finding["severity"]],
        "message": {"text": text.replace("](", "] (")},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": finding["file"]},
                    "region": {"startLine": finding["line"]},
                }
            }
        ],
        "partialFingerprints": {"rbmSpecPlace/v1": finding["mark"]},
    }
