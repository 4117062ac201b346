"""Bytes → a tree, or findings: the one gate through which all YAML comes in.

What YAML 1.1 and 1.2 read differently, and what specs do without, is refused at its place. The gate
raises nothing: whatever the YAML library makes of hostile bytes is a finding here.
"""

from __future__ import annotations

from typing import Any

from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.load import characters, syntax, walk
from rbm_spec.load.compose import MappingNode, Node, ScalarNode, Unreadable, compose
from rbm_spec.load.tree import Tree
from rbm_spec.source import Where

NOT_A_MAP = Rule("RBM118", "not-a-map", Severity.ERROR)
TOO_LARGE = Rule("RBM121", "too-large", Severity.ERROR)

MOST_BYTES = 256 * 1024


def read_tree(file: str, raw: bytes) -> tuple[Tree | None, list[Finding]]:
    """The tree of `file`, and what is wrong with it; never raises.

    The tree is there whenever the file could be read as a map, even beside errors, so that the rest
    of it can be checked too. A refused scalar keeps its text, the first of duplicate keys wins.
    """
    if len(raw) > MOST_BYTES:
        return None, [too_large(file)]
    text, findings = characters.decode(file, raw)
    if text is None:
        return None, findings
    if conflict := syntax.conflicts(file, text):
        return None, conflict
    findings = characters.check(file, text)
    readable = characters.cleaned(text) if findings else text
    found = syntax.features(file, readable)
    findings += found
    if any(finding.rule is syntax.TOO_DEEP for finding in found):
        return None, findings
    try:
        root = compose(readable)
    except Unreadable as error:
        findings += _unless_known(syntax.unreadable(file, readable, error), findings, readable)
        return None, findings
    if not isinstance(root, MappingNode):
        return None, findings or [_not_a_map(file, root)]
    data = walk.data(walk.Reading(file, readable, readable != text, findings), root)
    if data is None:
        return None, findings
    return Tree(file, _name(data, "kind"), _name(data, "id"), data, text), findings


def too_large(file: str, most: int = MOST_BYTES) -> Finding:
    """The finding for a file of more than `most` bytes."""
    return TOO_LARGE.found(
        Where(file),
        f"This file is larger than {most // 1024} KiB and is not read.",
        "Split it into several files; data does not belong into specs.",
    )


def _not_a_map(file: str, root: Node | None) -> Finding:
    if root is None or (isinstance(root, ScalarNode) and not root.value):
        return NOT_A_MAP.found(Where(file), "This file is empty.", "Start it with `kind:` and `id:`, or delete it.")
    what = "a list" if not isinstance(root, ScalarNode) else "text without a key"
    message = f"This file holds {what}; a spec holds keys with values."
    return NOT_A_MAP.found(Where(file), message, "Start it with `kind:` and `id:`.")


def _unless_known(finding: Finding, known: list[Finding], text: str) -> list[Finding]:
    """`finding`, unless what is known explains it: the same feature, or a tab on its line."""
    if finding.rule in {known_one.rule for known_one in known} - {syntax.NOT_YAML}:
        return []
    lines = {text.count("\n", 0, one.where.span[0]) for one in known if one.where.span}
    at = finding.where.span
    if at and text.count("\n", 0, at[0]) in lines:
        return []
    indented_by_tab = any(
        one.rule is characters.TAB and one.where.span and not _before_on_line(text, one.where.span[0]).strip()
        for one in known
    )
    return [] if indented_by_tab else [finding]


def _before_on_line(text: str, at: int) -> str:
    return text[text.rfind("\n", 0, at) + 1 : at]


def _name(data: dict[str, Any], key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""
