"""Nodes → plain data: scalars typed, keys as text, and each part that is refused at its place."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Any

from rbm_spec.diagnostics import Finding, Fix, Rule, Severity
from rbm_spec.load import characters, scalars, syntax
from rbm_spec.load.compose import MappingNode, Node, ScalarNode
from rbm_spec.load.scalars import Refused
from rbm_spec.source import Step, Where

DUPLICATE_KEY = Rule("RBM103", "duplicate-key", Severity.ERROR)
TOO_MANY_VALUES = Rule("RBM116", "too-many-values", Severity.ERROR)
COMMENT_AFTER_EXPRESSION = Rule("RBM119", "comment-after-expression", Severity.WARNING)
FOLDED_EXPRESSION = Rule("RBM120", "folded-expression", Severity.WARNING)

MOST_NODES = 20_000

Path = tuple[Step, ...]


@dataclass(slots=True)
class Reading:
    """One file while it is read; what is found goes into `findings`.

    `is_cleaned` says that stand-ins are in `text` for refused characters.
    """

    file: str
    text: str
    is_cleaned: bool
    findings: list[Finding]
    has_comments: bool = False
    has_escapes: bool = False
    has_complex_keys: bool = False
    nodes: int = 0
    seen: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.has_comments = " #" in self.text
        self.has_escapes = "\\" in self.text
        self.has_complex_keys = any(found.rule is syntax.QUESTION_MARK_KEY for found in self.findings)

    def at(self, path: Path) -> Where:
        """The place of a value."""
        return Where(self.file, path)


class _TooManyError(Exception):
    pass


def data(reading: Reading, root: MappingNode) -> dict[str, Any] | None:
    """The plain data below `root`; None when there is more than may be read."""
    try:
        return _mapping(reading, root, (), 1)
    except _TooManyError:
        return None


def _value(reading: Reading, node: Node, path: Path, depth: int) -> Any:
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


def _mapping(reading: Reading, node: MappingNode, path: Path, depth: int) -> dict[str, Any]:
    _count(reading, 2 * len(node.value), path)
    found: dict[str, Any] = {}
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
        found[key] = _value(reading, value_node, here, depth + 1)
        if key in syntax.EXPRESSION_KEYS and isinstance(value_node, ScalarNode):
            _expression(reading, value_node, here)
    return found


def _scalar(reading: Reading, node: ScalarNode, path: Path) -> scalars.Scalar:
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
        reading.findings.append(typed.rule.found(reading.at(path), typed.message, typed.hint, typed.fix))
        return value
    return typed


def _key(reading: Reading, node: Node, path: Path) -> str | None:
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


def _complex_key(reading: Reading, node: Node) -> Finding:
    start = node.start_mark.index
    return syntax.QUESTION_MARK_KEY.found(
        Where(reading.file).chars((start, start + 1)),
        "A list or a map cannot be a key.",
        "Put the key in quotes if brackets belong to it.",
    )


def _plain_key(reading: Reading, key: str, path: Path) -> None:
    name = scalars.key(key)
    if not isinstance(name, Refused):
        return
    where = Where(reading.file, (*path, key), on_key=True)
    if key == "on":
        hint = 'Write "on": with quotes if other programs read this file.'
        reading.findings.append(scalars.PLAIN_ON.found(where, _ON, hint, Fix("on", '"on"', safe=True)))
    else:
        reading.findings.append(name.rule.found(where, name.message, name.hint, name.fix))


def _merge_key(reading: Reading, path: Path) -> Finding:
    where = Where(reading.file, (*path, "<<"), on_key=True)
    message = "Merge keys (`<<`) are not used in specs."
    return syntax.MERGE_KEY.found(where, message, "Write the keys again where they are needed.")


_ON = "Some YAML readers take the key `on` for the word true. It is read as `on` here."


def _duplicate(reading: Reading, path: Path, key: str, first: str) -> Finding:
    shown = scalars.clip(key)
    if key == first:
        message, hint = f"The key `{shown}` is written more than once here.", "Keep one of them."
    else:
        message = f"The keys `{shown}` and `{scalars.clip(first)}` look alike and count as the same."
        hint = "Keep one of the two, or give one another name."
    return DUPLICATE_KEY.found(Where(reading.file, path, on_key=True), message, hint)


def _fold(key: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", key).casefold())


def _expression(reading: Reading, node: ScalarNode, path: Path) -> None:
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


def _unescaped(reading: Reading, where: Where, value: str) -> None:
    for match in {match.group(): match for match in characters.forbidden(value)}.values():
        name = characters.described(match.group())
        message = f"The escape here stands for {name}, which may not stand in a spec."
        reading.findings.append(characters.FORBIDDEN_CHARACTER.found(where.chars(match.span()), message, "Delete it."))
    if "\t" in value:
        at = value.index("\t")
        message = "The escape here stands for a tab, which may not stand in a spec."
        reading.findings.append(characters.TAB.found(where.chars((at, at + 1)), message, "Write spaces."))


def _count(reading: Reading, more: int, path: Path) -> None:
    reading.nodes += more
    if reading.nodes > MOST_NODES:
        message = f"This file holds more than {MOST_NODES:,} keys and values; the rest is not read."
        hint = "Split it into several files; data does not belong into specs."
        reading.findings.append(TOO_MANY_VALUES.found(reading.at(path), message, hint))
        raise _TooManyError
