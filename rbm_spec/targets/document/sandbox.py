"""What a template may say: it chooses, repeats and lays out what a view holds; it computes nothing.

The rule is enforced where a template is compiled, so a mistake has a line. The sandbox of Jinja stands behind it.
"""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.runtime import Macro, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from rbm_spec.suggest import nearest

FILTERS = frozenset(("first", "indent", "join", "last", "list", "select", "trim", "upper"))
"""Filters that choose or lay out. Whatever rounds, sums, counts or sorts belongs in Python; `safe` belongs nowhere."""
TESTS = frozenset(("defined",))

_COMPUTING: dict[type[nodes.Node], str] = {
    nodes.Add: "+", nodes.Sub: "-", nodes.Mul: "*", nodes.Div: "/", nodes.FloorDiv: "//", nodes.Mod: "%",
    nodes.Pow: "**", nodes.Neg: "-", nodes.Pos: "+", nodes.Concat: "~",
}  # fmt: skip
_ESCAPING = (nodes.ScopedEvalContextModifier, nodes.EvalContextModifier)


class Unknown(StrictUndefined):
    """A name that nothing stands behind; it says so in a plain sentence."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return str(self._undefined_hint)
        name, holder = str(self._undefined_name), self._undefined_obj
        if not hasattr(holder, "__dataclass_fields__"):
            return f"There is nothing called “{name}” here."
        known = sorted(holder.__dataclass_fields__)
        near = nearest(name, known)
        way = f"Did you mean “{near}”?" if near else f"It has: {', '.join(known)}."
        return f"{called(holder).capitalize()} has no “{name}”. {way}"


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment whose templates are refused, at their line, when they do more than lay out."""

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """What a view holds, and macros; no method of Python, whether it is called or not."""
        return super().is_safe_attribute(obj, attr, value) and (not callable(value) or isinstance(value, Macro))

    def unsafe_undefined(self, obj: object, attribute: str) -> Undefined:
        """What stands behind a name that belongs to Python and not to a view."""
        return self.undefined(
            f"“{attribute}” is no part of {called(obj)}: a template sees views, not Python.", name=attribute
        )

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        """The hook between reading a template and compiling it."""
        for line, message in refused(source):
            raise TemplateSyntaxError(message, line, name, filename)
        return str(super()._generate(source, name, filename, defer_init))


def refused(template: nodes.Template) -> Iterator[tuple[int, str]]:
    """What a template may not say: each with its line and a sentence."""
    imported = {each.target for each in template.find_all(nodes.Import)}
    for node in template.find_all(nodes.Node):
        if message := _why(node, imported):
            yield node.lineno, message


def _why(node: nodes.Node, imported: set[str]) -> str:
    match node:
        case nodes.Filter() if node.name not in FILTERS:
            near = nearest(node.name, FILTERS)
            other = f" Did you mean |{near}?" if near else ""
            return f"A template does not know |{node.name}. It may use {_listed(FILTERS)}.{other}"
        case nodes.Test() if node.name not in TESTS:
            return f"A template does not know “is {node.name}”. It may ask “is defined”."
        case nodes.Call(node=nodes.Getattr(node=nodes.Name(name="l"))) if "l" not in imported:
            return "“l” is not known here. Write {% import layout as l %} at the top of this template."
        case nodes.Call() if not _is_macro(node.node, imported):
            return "A template may call its macros and “say” only: what is computed comes from the compiler."
        case _ if isinstance(node, _ESCAPING):
            return "A template cannot switch off that what it prints is escaped."
        case _ if type(node) in _COMPUTING:
            sign = _COMPUTING[type(node)]
            return f"A template cannot compute, and “{sign}” does: what is computed comes from the compiler."
        case _:
            return ""


def _is_macro(called: nodes.Node, imported: set[str]) -> bool:
    if isinstance(called, nodes.Getattr):
        return isinstance(called.node, nodes.Name) and called.node.name in imported
    return isinstance(called, nodes.Name)


def _listed(names: frozenset[str]) -> str:
    return ", ".join(f"|{name}" for name in sorted(names))


def called(value: object) -> str:
    """What people call a value of a view."""
    match value:
        case str():
            return "a text"
        case bool() | None:
            return "an answer of yes or no"
        case int():
            return "a number"
        case tuple() | list():
            return "a list"
        case Macro():
            return "a macro"
        case _ if hasattr(value, "__dataclass_fields__"):
            name = type(value).__name__.lower()
            return f"an {name}" if name[0] in "aeiou" else f"a {name}"
        case _:
            return "something of Python"
