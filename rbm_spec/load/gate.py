"""Bytes → a tree, or findings: the one gate through which all YAML comes in.

What YAML 1.1 and 1.2 read differently, and what specs do without, is refused at its place. The gate
raises nothing: whatever the YAML library makes of hostile bytes is a finding here.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Any

from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.load import characters, scalars, syntax
from rbm_spec.load.compose import MappingNode, Node, ScalarNode, Unreadable, compose
from rbm_spec.load.scalars import Refused
from rbm_spec.load.tree import Tree
from rbm_spec.source import Step, Where

DUPLICATE_KEY = Rule("RBM103", "duplicate-key", Severity.ERROR)
TOO_MANY_VALUES = Rule("RBM116", "too-many-values", Severity.ERROR)
NOT_A_MAP = Rule("RBM118", "not-a-map", Severity.ERROR)
COMMENT_AFTER_EXPRESSION = Rule("RBM119", "comment-after-expression", Severity.WARNING)
FOLDED_EXPRESSION = Rule("RBM120", "folded-expression", Severity.WARNING)
TOO_LARGE = Rule("RBM121", "too-large", Severity.ERROR)

MOST_BYTES = 256 * 1024
MOST_NODES = 20_000

Path = tuple[Step, ...]


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
    is_cleaned = readable != text
    reading = _Reading(file, readable, is_cleaned, " #" in readable, "\\" in readable, findings)
    try:
        data = _mapping(reading, root, (), 1)
    except _TooManyError:
        return None, findings
    return Tree(file, _name(data, "kind"), _name(data, "id"), data, text), findings


def too_large(file: str) -> Finding:
    """The finding for a file beyond the size that is read."""
    return TOO_LARGE.found(
        Where(file),
        f"This file is larger than {MOST_BYTES // 1024} KiB and is not read.",
        "Split it into several files; data does not belong into specs.",
    )


@dataclass(slots=True)
class _Reading:
    file: str
    text: str
    is_cleaned: bool
    has_comments: bool
    has_escapes: bool
    findings: list[Finding]
    nodes: int = 0
    has_complex_keys: bool = False
    seen: set[int] = field(default_factory=set)

    def at(self, path: Path) -> Where:
        return Where(self.file, path)


class _TooManyError(Exception):
    pass


def _value(reading: _Reading, node: Node, path: Path, depth: int) -> Any:
    if node.__class__ is ScalarNode:
        return _scalar(reading, node, path)
    if id(node) in reading.seen:  # an alias, reported already
        return None
    reading.seen.add(id(node))
    if depth > syntax.DEEPEST:
        reading.findings.append(syntax.too_deep(reading.at(path)))
        return None
    if isinstance(node, MappingNode):
        return _mapping(reading, node, path, depth)
    _count(reading, len(node.value), path)
    return [_value(reading, child, (*path, i), depth + 1) for i, child in enumerate(node.value)]


def _mapping(reading: _Reading, node: MappingNode, path: Path, depth: int) -> dict[str, Any]:
    _count(reading, 2 * len(node.value), path)
    data: dict[str, Any] = {}
    folded: dict[str, str] = {}
    told: set[str] = set()
    for key_node, value_node in node.value:
        key = _key(reading, key_node, path)
        if key is None:
            continue
        here = (*path, key)
        form = key.lower() if key.isascii() else _fold(key)
        if form in folded:
            if key not in told:
                reading.findings.append(_duplicate(reading, here, key, folded[form]))
            told.add(key)
            continue
        folded[form] = key
        data[key] = _value(reading, value_node, here, depth + 1)
        if key in syntax.EXPRESSION_KEYS and isinstance(value_node, ScalarNode):
            _expression(reading, value_node, here)
    return data


def _scalar(reading: _Reading, node: ScalarNode, path: Path) -> scalars.Scalar:
    value: str = node.value
    if reading.is_cleaned:
        value = characters.without_stand_ins(value)
    if node.style:
        if reading.has_escapes and node.style == '"':
            _unescaped(reading, reading.at(path), value)
        return value
    if node.tag:  # a tag says how to read it, and was refused already
        return value
    if len(value) > scalars.LONGEST_WORD and value[0] not in scalars.SUSPECT:
        return value
    typed = scalars.typed(value)
    if isinstance(typed, Refused):
        reading.findings.append(typed.rule.found(reading.at(path), typed.message, typed.hint))
        return value
    return typed


def _key(reading: _Reading, node: Node, path: Path) -> str | None:
    if not isinstance(node, ScalarNode):
        if not reading.has_complex_keys:
            reading.findings.append(_complex_key(reading, node))
        reading.has_complex_keys = True
        return None
    key: str = node.value
    if reading.is_cleaned:
        key = characters.without_stand_ins(key)
    if not node.style:
        if key == "<<":
            reading.findings.append(_merge_key(reading, path))
            return None
        if len(key) <= scalars.LONGEST_WORD or key[0] in scalars.SUSPECT:
            _plain_key(reading, key, path)
    elif reading.has_escapes and node.style == '"':
        _unescaped(reading, Where(reading.file, (*path, key), on_key=True), key)
    if not key.isascii() and (joiner := characters.JOINERS.search(key)):
        where = Where(reading.file, (*path, key), on_key=True, span=joiner.span())
        message = f"The character {characters.described(joiner.group())} may not stand in a key: nobody can see it."
        reading.findings.append(characters.FORBIDDEN_CHARACTER.found(where, message, "Delete it."))
    return key


def _complex_key(reading: _Reading, node: Node) -> Finding:
    start = node.start_mark.index
    return syntax.QUESTION_MARK_KEY.found(
        Where(reading.file).chars((start, start + 1)),
        "A list or a map cannot be a key.",
        "Put the key in quotes if brackets belong to it.",
    )


def _plain_key(reading: _Reading, key: str, path: Path) -> None:
    where = Where(reading.file, (*path, key), on_key=True)
    if key == "on":
        hint = 'Write "on": with quotes if other programs read this file.'
        reading.findings.append(scalars.PLAIN_ON.found(where, _ON, hint))
        return
    name = scalars.key(key)
    if isinstance(name, Refused):
        reading.findings.append(name.rule.found(where, name.message, name.hint))


def _merge_key(reading: _Reading, path: Path) -> Finding:
    where = Where(reading.file, (*path, "<<"), on_key=True)
    message = "Merge keys (`<<`) are not used in specs."
    return syntax.MERGE_KEY.found(where, message, "Write the keys again where they are needed.")


_ON = "Some YAML readers take the key `on` for the word true. It is read as `on` here."


def _duplicate(reading: _Reading, path: Path, key: str, first: str) -> Finding:
    shown = scalars.clip(key)
    if key == first:
        message, hint = f"The key `{shown}` is written more than once here.", "Keep one of them."
    else:
        message = f"The keys `{shown}` and `{scalars.clip(first)}` look alike and count as the same."
        hint = "Keep one of the two, or give one another name."
    return DUPLICATE_KEY.found(Where(reading.file, path, on_key=True), message, hint)


def _fold(key: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", key).casefold())


def _expression(reading: _Reading, node: ScalarNode, path: Path) -> None:
    if node.style == ">":
        reading.findings.append(
            FOLDED_EXPRESSION.found(
                reading.at(path),
                "This expression is folded text (`>`), which joins lines.",
                "Write `|` in place of `>`, or the expression on one line in quotes.",
            )
        )
    elif reading.has_comments and not node.style:
        end = node.end_mark.index
        stop = reading.text.find("\n", end)
        rest = reading.text[end : stop if stop >= 0 else None]
        if rest.lstrip().startswith("#"):
            reading.findings.append(
                COMMENT_AFTER_EXPRESSION.found(
                    reading.at(path),
                    f"The comment is not part of this expression: {scalars.clip(rest.strip())}",
                    "Put the comment on a line of its own, or the whole expression in quotes.",
                )
            )


def _unescaped(reading: _Reading, where: Where, value: str) -> None:
    for match in {match.group(): match for match in characters.forbidden(value)}.values():
        name = characters.described(match.group())
        message = f"The escape here stands for {name}, which may not stand in a spec."
        reading.findings.append(characters.FORBIDDEN_CHARACTER.found(where.chars(match.span()), message, "Delete it."))
    if "\t" in value:
        at = value.index("\t")
        message = "The escape here stands for a tab, which may not stand in a spec."
        reading.findings.append(characters.TAB.found(where.chars((at, at + 1)), message, "Write spaces."))


def _count(reading: _Reading, more: int, path: Path) -> None:
    reading.nodes += more
    if reading.nodes > MOST_NODES:
        message = f"This file holds more than {MOST_NODES:,} keys and values; the rest is not read."
        hint = "Split it into several files; data does not belong into specs."
        reading.findings.append(TOO_MANY_VALUES.found(reading.at(path), message, hint))
        raise _TooManyError


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
