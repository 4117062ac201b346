"""The dimensions of breakdowns: in which order their codes stand, and what one code says about another dimension."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from .values import Content

Pairs = tuple[tuple[str, str | None], ...]
Key = tuple[str | None, ...]
"""The codes of a cell, in the order of its paths."""


class Attribute(Protocol):
    """What is declared of an attribute: the list whose codes it takes, if it takes codes."""

    @property
    def codelist(self) -> str | None:
        """The list."""
        ...


class Code(Protocol):
    """One code with its attributes."""

    @property
    def attributes(self) -> Mapping[str, object]:
        """The values by name; an absent one is missing."""
        ...


class Codelist(Protocol):
    """An ordered list of codes."""

    @property
    def codes(self) -> Mapping[str, Code]:
        """The codes in their order."""
        ...

    @property
    def attributes(self) -> Mapping[str, Attribute]:
        """What the codes may have."""
        ...


@dataclass(frozen=True)
class Dimension:
    """A path from a row. `kind` is that of its values; `codelist` names their list where they are codes."""

    path: str
    kind: str
    codelist: str = ""


def code_of(content: Content) -> str | None:
    """A dimension's value as text."""
    if isinstance(content, bool):
        return "true" if content else "false"
    return None if content is None else str(content)


def ranks(
    dimension: Dimension, values: Iterable[str | None], codelists: Mapping[str, Codelist]
) -> dict[str | None, int]:
    """The order of values: that of the code list; text by code point; true before false; not stated last."""
    match dimension.kind:
        case "code":
            order = list(codelists[dimension.codelist].codes)
        case "boolean":
            order = ["true", "false"]
        case _:
            order = sorted(value for value in set(values) if value is not None)
    return {value: rank for rank, value in enumerate([*order, None])}


def implied_pairs(codelists: Mapping[str, Codelist], dimensions: Iterable[Dimension]) -> dict[tuple[str, str], Pairs]:
    """What a code gives away: (duty_station, dakar) implies (duty_station.region, africa) where both are dimensions."""
    known = {dimension.path: dimension for dimension in dimensions}
    implied: dict[tuple[str, str], Pairs] = {}
    for outer in known.values():
        if outer.kind != "code":
            continue
        inner = sorted(
            path
            for path in known
            if path.startswith(outer.path + ".") and _leads(codelists, outer.codelist, path[len(outer.path) + 1 :])
        )
        if inner:
            for code in codelists[outer.codelist].codes:
                implied[outer.path, code] = tuple(
                    (path, _along(codelists, outer.codelist, code, path[len(outer.path) + 1 :])) for path in inner
                )
    return implied


def _leads(codelists: Mapping[str, Codelist], codelist: str, path: str) -> bool:
    """Whether the codes of a list have what a path asks for; another list may be meant by the same path elsewhere."""
    for name in path.split("."):
        if codelist not in codelists or name not in codelists[codelist].attributes:
            return False
        codelist = codelists[codelist].attributes[name].codelist or ""
    return True


def _along(codelists: Mapping[str, Codelist], codelist: str, code: str, path: str) -> str | None:
    """The value of an attribute, or of an attribute of the attribute, of a code."""
    at: str | None = code
    for name in path.split("."):
        entry = codelists[codelist].codes.get(at or "")
        value = entry.attributes.get(name) if entry else None
        at = value if isinstance(value, str) else None if value is None else str(value).lower()
        codelist = codelists[codelist].attributes[name].codelist or ""
    return at
