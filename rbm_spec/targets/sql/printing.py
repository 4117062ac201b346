"""A tree with notes -> SQL for people: one clause a line, and each note as a comment above what it is about.

Notes are text of a spec. sqlglot prints them behind their expression, so there they are only a mark that occurs nowhere
else; when the statement is printed, each mark becomes a line of its own. Should a literal or name span lines, where
lines of code end could not be told for sure, and notes stay where sqlglot puts them.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence
from functools import cache

from sqlglot import exp
from sqlglot.dialects.dialect import Dialect as Grammar
from sqlglot.generator import Generator

from rbm_spec.targets.sql.dialects import Dialect
from rbm_spec.targets.sql.trees import Tree, one_line
from rbm_spec.targets.unsupported import Inexpressible

WIDTH = 110
"""Columns of a line of comment."""


def comment(lines: Iterable[str], indent: str = "") -> list[str]:
    """Lines of comment; a longer text takes several, the further ones set in."""
    found = []
    for line in lines:
        flat = one_line(line).strip()
        wrapped = textwrap.wrap(
            flat, WIDTH - len(indent), subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
        )
        found += [f"{indent}-- {each}" for each in wrapped or [""]]
    return found


def readable(tree: Tree, dialect: Dialect) -> str:
    """The statement as text; the tree is taken apart, so print it once. Raises Inexpressible where it is too deep."""
    nodes = [tree]
    for node in nodes:
        nodes.extend(node.iter_expressions())
    texts = [node.this for node in nodes if isinstance(node, exp.Literal | exp.Identifier)]
    try:
        return _printed(tree, dialect) if any(map(_spans_lines, texts)) else _annotated(tree, dialect, nodes, texts)
    finally:
        for node in nodes:
            node.parent = None  # a tree that leads back to its parents goes only when somebody looks for circles


def _annotated(tree: Tree, dialect: Dialect, nodes: Sequence[Tree], texts: Sequence[str]) -> str:
    """The statement with each note on a line of its own."""
    mark = "note"
    while any(mark in text for text in texts):
        mark += "_"
    notes: list[str] = []
    for node in nodes:
        if node.comments:
            first = len(notes)
            notes += node.comments
            node.comments = [f" {mark}{number} " for number in range(first, len(notes))]
    behind = re.compile(rf"(?P<indent> *)(?P<code>.*?) ?/\* {mark}(?P<number>[0-9]+) \*/")
    lines: list[str] = []
    for line in _printed(tree, dialect).split("\n"):
        found = behind.fullmatch(line)
        if found is None:
            lines.append(line)
            continue
        indent, code = found["indent"], found["code"]
        if code:
            lines.append(indent + code)
        at = _start(lines, len(indent)) if code else len(lines)
        lines[at:at] = comment([notes[int(found["number"])]], indent)
    return "\n".join(lines)


def _spans_lines(text: str) -> bool:
    return len(text.splitlines()) > 1 or text.endswith(("\n", "\r"))


def _start(lines: list[str], indent: int) -> int:
    """The line on which the expression that ends the last one begins."""
    at = len(lines) - 1
    while at > 0:
        before = lines[at - 1]
        if len(before) - len(before.lstrip()) < indent or (before[indent : indent + 1] != " " and before.endswith(",")):
            break
        at -= 1
    return at


def _printed(tree: Tree, dialect: Dialect) -> str:
    try:
        return _generator(dialect.id)(dialect=dialect.id, pretty=True, max_text_width=100).generate(tree, copy=False)
    except RecursionError:
        raise Inexpressible("The expression is too deep for SQL.") from None


@cache
def _generator(dialect: str) -> type[Generator]:
    """sqlglot's printer of a dialect, with `FILTER (WHERE …)` on the line of its aggregate.

    It prints a SELECT as it is, without the search of every query for what a dialect lacks: semi joins, QUALIFY,
    DISTINCT ON, generated and unnested arrays. Nothing here makes one of those.
    """
    parent = Grammar.get_or_raise(dialect).generator_class
    plain = {kind: spelling for kind, spelling in parent.TRANSFORMS.items() if kind is not exp.Select}
    if exp.Filter in parent.TRANSFORMS:
        return type(f"Readable{parent.__name__}", (parent,), {"TRANSFORMS": plain})

    def filter_sql(self: Generator, expression: exp.Filter) -> str:
        condition = self.sql(expression.expression, "this")
        return f"{self.sql(expression, 'this')} FILTER (WHERE {condition})"

    return type(f"Readable{parent.__name__}", (parent,), {"TRANSFORMS": plain, "filter_sql": filter_sql})
