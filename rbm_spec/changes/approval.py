"""What was agreed to, by meaning → approvals that stand, are suspect, or are missing.

The mark of a meaning covers what a governing body agrees to: words without punctuation and capital letters, and how a
figure comes about, with expressions in one form (`a + b` is `b + a`) and with what they read: derived datasets,
attributes of codes, what a code stands for. Names and labels of measures and notes do not count. Expressions that are
equal only by algebra have different marks: a mark is rather suspect than silent.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from rbm_spec.changes.behind import read_behind
from rbm_spec.changes.model import Version
from rbm_spec.changes.wording import letters
from rbm_spec.diagnostics import Finding
from rbm_spec.expr.forms import one_form
from rbm_spec.load import schema
from rbm_spec.load.folder import APPROVALS
from rbm_spec.load.gate import read_tree
from rbm_spec.plan.model import Indicator, Measure

KINDS = ("enabler", "outcome", "indicator")
_PROMISES = ("unit", "direction", "decimals", "display", "baseline", "targets", "trajectory")
_AGREED = {
    "enabler": (("name", "statement"), ("outcomes",)),
    "outcome": (("statement",), ("enablers", "indicators", "parent")),
    "indicator": (("title", "definition"), ("outcome", "frequency", "disaggregate", *_PROMISES)),
}


def mark(version: Version, kind: str, id_: str) -> str:
    """Sixteen characters that differ when the meaning does. KeyError when there is no such thing."""
    data = version.trees[kind, id_].data
    words, values = _AGREED[kind]
    said: dict[str, Any] = {key: letters(data[key]) for key in words}
    said |= {key: _plain(data[key]) for key in values if key in data}
    if kind == "indicator":
        indicator = version.plan.indicators[id_]
        said["method"] = _method(indicator)
        said["needs"] = [_method(version.plan.indicators[each]) for each in indicator.needs]
        said["read"] = read_behind(version.plan, indicator)
        parts = data.get("components", {})
        said["components"] = [
            {"label": letters(part["label"])} | {key: _plain(part[key]) for key in _PROMISES if key in part}
            for part in parts.values()
        ]
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return f"m{hashlib.sha256(text.encode('ascii')).hexdigest()[:15]}"


def _plain(value: Any) -> Any:
    """The same with every number in one form: 100.0 is 100."""
    match value:
        case dict():
            return {str(key): _plain(each) for key, each in value.items()}
        case list():
            return [_plain(each) for each in value]
        case float() if value.is_integer():
            return int(value)
    return value


def _method(indicator: Indicator) -> list[str]:
    """The formula of each quantity over what its measures mean."""
    names = {each.id: _measure(each) for each in indicator.method.measures.values()}
    found = []
    for component in indicator.method.components:
        names[component.id] = one_form(component.formula, names)
        found.append(names[component.id])
    return found


def _measure(measure: Measure) -> str:
    each = measure.aggregate
    parts = [one_form(expr) if expr else "" for expr in (each.condition, each.of)]
    frame = (measure.dataset, measure.during, each.name, each.percentile, measure.ignore, measure.spec.partial)
    return f"[{frame} {parts[0]} {parts[1]}]"


def read_approvals(raw: bytes | None) -> tuple[list[dict[str, str]], list[Finding]]:
    """The entries of the file; none when it is not there or has an error."""
    if raw is None:
        return [], []
    tree, findings = read_tree(APPROVALS, raw)
    if tree is not None and not any(each.is_error for each in findings):
        findings += schema.findings(tree, APPROVALS.removesuffix(".yaml"))
    if tree is None or any(each.is_error for each in findings):
        return [], findings
    return list(tree.data["approvals"]), findings


def standing(version: Version, approvals: list[dict[str, str]]) -> dict[str, str]:
    """For each thing that can be approved `approved`, `suspect` or `unapproved`; the last entry of a thing counts."""
    latest = {each["what"]: each["meaning"] for each in approvals}
    found = {}
    for kind, id_ in sorted(version.trees):
        if kind in KINDS:
            what = f"{kind}/{id_}"
            is_same = latest.get(what) == mark(version, kind, id_)
            found[what] = "unapproved" if what not in latest else "approved" if is_same else "suspect"
    return found
