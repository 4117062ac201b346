"""Text → nodes with places, or what YAML could not read.

libyaml does the work where it is there; PyYAML's own parser is the fallback. Neither constructs
anything: all that comes out are scalars, lists and maps, each with its place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml
from yaml.composer import Composer
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

try:
    from yaml._yaml import CParser
except ImportError:  # PyYAML was built without libyaml
    CParser = None  # type: ignore[assignment, misc]

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MappingNode", "Node", "ScalarNode", "SequenceNode", "Unreadable", "compose", "tokens"]


class _Untyped:
    """Tags mean nothing here: the gate types scalars itself."""

    def resolve(self, kind: object, value: object, implicit: object) -> str:
        return ""

    def descend_resolver(self, parent: object, index: object) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass


class _Pure(_Untyped, Reader, Scanner, Parser, Composer):
    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)
        Composer.__init__(self)


if CParser is None:
    _Composing = _Pure
else:

    class _Fast(_Untyped, CParser):
        pass

    _Composing = _Fast  # type: ignore[assignment, misc]


class Unreadable(Exception):
    """What the YAML library said, in its words, and where in the text."""

    def __init__(self, problem: str, at: int, opened_at: int | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.at = at
        self.opened_at = opened_at


def compose(text: str) -> Node | None:
    """The single document of `text`; None when it is empty.

    Raises Unreadable, and nothing else, for whatever the library does not accept.
    """
    try:
        node: Node | None = _Composing(text).get_single_node()
    except Exception as error:  # a fuzzer makes these libraries raise a dozen kinds of exception
        raise _unreadable(error, text) from None
    return node


def tokens(text: str) -> Iterator[yaml.Token]:
    """The tokens of `text`, up to the first that cannot be read."""
    try:
        scanner = _Composing(text)
        while scanner.check_token():
            yield scanner.get_token()  # type: ignore[no-untyped-call]
    except Exception:  # the same text is composed next, and the fault reported then
        return


def _unreadable(error: Exception, text: str) -> Unreadable:
    if isinstance(error, RecursionError):
        return Unreadable("maximum nesting depth", 0)
    if not isinstance(error, yaml.MarkedYAMLError):
        at = getattr(error, "position", 0)
        return Unreadable(str(error), at if isinstance(at, int) else 0)
    mark = error.problem_mark or error.context_mark
    opened = error.context_mark
    problem = re.sub(r"\s+", " ", f"{error.context or ''}: {error.problem or ''}").strip(": ")
    at = min(mark.index, len(text)) if mark else 0
    return Unreadable(problem, at, min(opened.index, len(text)) if opened else None)
