"""An error about several alternatives → what is wrong with the one that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from rbm_spec.load.scalars import clip

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError


def narrowed(error: ValidationError) -> Iterator[ValidationError]:
    """The error itself, or those of the alternative that comes nearest to what is written."""
    if error.validator not in {"anyOf", "oneOf"} or not error.context:
        yield error
        return
    branches: dict[int, list[ValidationError]] = {}
    for inner in error.context:
        branches.setdefault(int(inner.schema_path[0]), []).append(inner)
    fitting = {
        index: errors
        for index, errors in branches.items()
        if not any(len(e.path) == 0 and e.validator in {"type", "const"} for e in errors)
    }
    words = [e for errors in branches.values() for e in errors if e.validator in {"enum", "const"}]
    if not fitting or (isinstance(error.instance, str) and words):
        yield error
        return
    best = min(fitting, key=lambda index: (_distance(fitting[index]), index))
    for inner in fitting[best]:
        yield from narrowed(inner)


def _distance(errors: list[ValidationError]) -> tuple[int, int]:
    """Deeper faults are nearer: the alternative was followed further."""
    return -max(len(e.path) for e in errors), len(errors)


def words_allowed(errors: Iterable[ValidationError]) -> list[str]:
    """The words that these errors would have allowed."""
    words: list[str] = []
    for error in errors:
        if error.validator == "enum":
            allowed: Any = error.validator_value
            words += [said(value) for value in allowed]
        elif error.validator == "const":
            words.append(said(error.validator_value))
        elif error.validator in {"anyOf", "oneOf"}:
            words += words_allowed(error.context or [])
    return list(dict.fromkeys(words))


def said(value: Any) -> str:
    """A value as a message may quote it: one line, cut."""
    if isinstance(value, bool):
        return str(value).lower()
    return clip(" ".join(str(value).split()), 80)
