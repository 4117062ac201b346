"""What a code gives away: whoever knows the duty station knows its region."""

from __future__ import annotations

from collections.abc import Mapping

from ..kernel.definitions import By

from .definitions import Codelist, Field


def implied_pairs(
    codelists: Mapping[str, Codelist], dimensions: Mapping[str, Field | None]
) -> dict[tuple[str, str], By]:
    """For a dimension and one of its codes, the pairs that follow for dimensions that are attributes of it."""
    implied: dict[tuple[str, str], By] = {}
    for outer, field in dimensions.items():
        inner = sorted(path for path in dimensions if path.startswith(outer + "."))
        if field is not None and field.type == "code" and inner:
            for code in codelists[field.codelist].codes:
                implied[outer, code] = tuple(
                    (path, _along(codelists, field.codelist, code, path[len(outer) + 1 :])) for path in inner
                )
    return implied


def _along(codelists: Mapping[str, Codelist], codelist: str, code: str, path: str) -> str | None:
    """The value of an attribute, or of an attribute of the attribute, of a code."""
    at: str | None = code
    for name in path.split("."):
        entry = codelists[codelist].codes.get(at or "")
        value = entry.attributes.get(name) if entry else None
        at = value if isinstance(value, str) else None if value is None else str(value).lower()
        codelist = codelists[codelist].attributes[name].codelist
    return at
