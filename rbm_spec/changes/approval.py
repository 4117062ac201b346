"""What was agreed to, by meaning → approvals that stand, are suspect, or are missing.

The mark of a meaning covers what a governing body agrees to: words without punctuation and capital letters, and how a
figure comes about, with expressions in one form (`a + b` is `b + a`). Names of measures, labels and notes do not count.
Expressions that are equal only by algebra have different marks: a mark is rather suspect than silent.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from rbm_spec.changes.model import Version
from rbm_spec.changes.wording import letters
from rbm_spec.diagnostics import Finding
from rbm_spec.expr.nodes import Call, Expr, Name, Number, fold
from rbm_spec.expr.shapes import COMMUTE, GATHER, MIRRORED
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
    said |= {key: data[key] for key in values if key in data}
    if kind == "indicator":
        said["method"] = _method(version.plan.indicators[id_])
        parts = data.get("components", {})
        said["components"] = [{key: part[key] for key in _PROMISES if key in part} for part in parts.values()]
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return f"m{hashlib.sha256(text.encode('ascii')).hexdigest()[:15]}"


def _method(indicator: Indicator) -> list[str]:
    """The formula of each quantity over what its measures mean."""
    names = {each.id: _measure(each) for each in indicator.method.measures.values()}
    found = []
    for component in indicator.method.components:
        names[component.id] = _one_form(component.formula, names)
        found.append(names[component.id])
    return found


def _measure(measure: Measure) -> str:
    each = measure.aggregate
    parts = [_one_form(expr, {}) if expr else "" for expr in (each.condition, each.of)]
    frame = (measure.dataset, measure.during, each.name, each.percentile, measure.ignore, measure.spec.partial)
    return f"[{frame} {parts[0]} {parts[1]}]"


def _one_form(expr: Expr, names: dict[str, str]) -> str:
    def visit(node: Expr, args: list[str]) -> str:
        match node:
            case Call(op=op):
                if op in MIRRORED:
                    op, args = MIRRORED[op], args[::-1]
                if op == "in":
                    args = [args[0], *sorted(set(args[1:]))]
                if op in GATHER:
                    args = [part for arg in args for part in _parts(op, arg)]
                return f"({op}\t" + "\t".join(sorted(args) if op in COMMUTE else args) + ")"
            case Name(dotted=dotted):
                return names.get(dotted, dotted)
            case Number(value=value):
                return format(value.normalize(), "f")
            case _:
                return json.dumps(node.value)

    return fold(expr, visit)


def _parts(op: str, arg: str) -> list[str]:
    """The arguments of an inner call of the same operator: `(a + b) + c` is a sum of three."""
    if not arg.startswith(f"({op}\t"):
        return [arg]
    parts, depth, inner = [""], 0, arg[len(op) + 2 : -1]
    for character in inner:
        depth += (character in "([") - (character in ")]")
        if character == "\t" and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return parts


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
