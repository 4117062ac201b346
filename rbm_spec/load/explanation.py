"""A schema's errors → findings that a policy editor understands.

One finding for one fault: of several alternatives the one that comes nearest is explained, and an
unknown key that looks like a missing one is told once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rbm_spec.diagnostics import Finding, Fix, Rule, Severity
from rbm_spec.load.alternatives import narrowed, said, words_allowed
from rbm_spec.load.forms import in_words
from rbm_spec.load.tree import Tree
from rbm_spec.source import Where
from rbm_spec.suggest import nearest

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

UNKNOWN_KEY = Rule("RBM201", "unknown-key", Severity.ERROR)
MISSING_KEY = Rule("RBM202", "missing-key", Severity.ERROR)
WRONG_TYPE = Rule("RBM203", "wrong-type", Severity.ERROR)
NOT_ALLOWED = Rule("RBM204", "value-not-allowed", Severity.ERROR)
WRONG_FORM = Rule("RBM205", "wrong-form", Severity.ERROR)
WRONG_SIZE = Rule("RBM206", "wrong-size", Severity.ERROR)
WRONG_SHAPE = Rule("RBM207", "wrong-shape", Severity.ERROR)

_SUGGESTIONS = 50  # in one map; looking for the nearest key takes time
_TYPES = {
    "object": "a map of keys and values",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "nothing",
}


def unknown_kind(tree: Tree, kinds: tuple[str, ...]) -> Finding:
    """The finding for a file whose schema is not known."""
    if "kind" in tree.data:
        return _not_allowed(Where(tree.file, ("kind",)), tree.data["kind"], list(kinds))
    message = "The key `kind` is missing here."
    return MISSING_KEY.found(Where(tree.file), message, f"Write kind: and one of {_listed([*kinds])}.")


def findings(tree: Tree, validator: Validator) -> list[Finding]:
    """One finding for each fault of `tree`."""
    found: list[Finding] = []
    for error in validator.iter_errors(tree.data):
        for narrow in narrowed(error):
            found += _explain(tree, narrow)
    return _without_pairs(list(dict.fromkeys(found)))


def _explain(tree: Tree, error: ValidationError) -> list[Finding]:
    where = Where(tree.file, tuple(error.absolute_path))
    match error.validator:
        case "additionalProperties":
            return _unknown_keys(where, error)
        case "required":
            return _missing_keys(where, error)
        case "type":
            return [_wrong_type(where, error)]
        case "enum" | "const":
            return [_not_allowed(where, error.instance, words_allowed([error]))]
        case "pattern":
            return [_wrongin_words(where, error)]
        case "anyOf" | "oneOf":
            return [_no_alternative(where, error)]
        case "propertyNames":
            key = where.key(str(error.instance))
            return [WRONG_FORM.found(key, f"The name `{said(error.instance)}` cannot be used here.", None)]
        case "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties" | "maxProperties":
            return [_wrong_size(where, error)]
        case "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "uniqueItems":
            return [_wrong_size(where, error)]
        case _:
            return [_wrong_shape(where, error)]


def _unknown_keys(where: Where, error: ValidationError) -> list[Finding]:
    instance: Any = error.instance
    known = list(_schema(error).get("properties", {}))
    patterns = list(_schema(error).get("patternProperties", {}))
    unknown = [key for key in instance if key not in known and not any(re.search(pattern, key) for pattern in patterns)]
    free = [name for name in known if name not in instance]
    return [
        _unknown_key(where, key, known, free if number < _SUGGESTIONS else [], patterns)
        for number, key in enumerate(unknown)
    ]


def _unknown_key(where: Where, key: str, known: list[str], free: list[str], patterns: list[str]) -> Finding:
    at = where.key(key)
    if patterns:
        return WRONG_FORM.found(at, f"`{said(key)}` cannot be a name here.", f"Write {in_words(patterns[0])}.")
    near = nearest(key, free)
    message = f"Key `{said(key)}` is not known here."
    if near:
        return UNKNOWN_KEY.found(
            at, f"{message} Did you mean `{near}`?", f"Write {near}: instead.", Fix(key, near, safe=False)
        )
    return UNKNOWN_KEY.found(at, message, f"Known here are: {_listed(free or known)}.")


def _missing_keys(where: Where, error: ValidationError) -> list[Finding]:
    instance: Any = error.instance
    wanted: Any = error.validator_value
    missing = [key for key in wanted if key not in instance]
    properties = _schema(error).get("properties", {})
    return [
        MISSING_KEY.found(where, f"The key `{key}` is missing here.", _what_to_add(key, properties.get(key, {})))
        for key in missing
    ]


def _what_to_add(key: str, schema: dict[str, Any]) -> str:
    example = next(iter(schema.get("examples", [])), None)
    about = schema.get("description", "")
    if "const" in schema:
        return f"Write `{key}: {schema['const']}`."
    if isinstance(example, str | int | float):
        return f"Write for example `{key}: {said(example)}`. {about}".strip()
    return f"Add it. {about}".strip()


def _wrong_type(where: Where, error: ValidationError) -> Finding:
    wanted: Any = error.validator_value
    kinds = [wanted] if isinstance(wanted, str) else list(wanted)
    words = _type_inwords_allowed(error)
    value = error.instance
    if value is None:
        return WRONG_TYPE.found(where, f"There is no value here; {words} is needed.", _describe(error))
    message = f"This must be {words}, and it is {_kind_of(value)}."
    if "string" in kinds and isinstance(value, bool | int | float):
        return WRONG_TYPE.found(where, message, _in_quotes(said(value), _schema(error)))
    if "boolean" in kinds and isinstance(value, str):
        return WRONG_TYPE.found(where, message, "Write true or false, without quotes.")
    if {"number", "integer"} & set(kinds) and isinstance(value, str):
        message = f"This must be {words}, and it is the text `{said(value)}`."
        return WRONG_TYPE.found(where, message, "Write digits only, with a point for decimals and without quotes.")
    if "array" in kinds:
        return WRONG_TYPE.found(where, message, "Write a list: each item on its own line after `- `.")
    return WRONG_TYPE.found(where, message, _describe(error) or _example_map(error).strip() or None)


def _in_quotes(text: str, schema: dict[str, Any]) -> str:
    """How to write a number or a word as text; a version of fewer than three numbers gets those that it lacks."""
    pattern = schema.get("pattern", "")
    whole = next((each for each in (text, f"{text}.0", f"{text}.0.0") if re.search(pattern, each)), text)
    return f'Put it in quotes: "{text}".' if whole == text else f'Write it in full and in quotes: "{whole}".'


def _kind_of(value: Any) -> str:
    match value:
        case bool():
            return f"the word {str(value).lower()}"
        case int() | float():
            return f"the number {said(value)}"
        case str():
            return f"the text `{said(value)}`"
        case list():
            return "a list"
        case _:
            return "a map of keys and values"


def _not_allowed(where: Where, value: Any, allowed: list[str]) -> Finding:
    if isinstance(value, list | dict):
        return NOT_ALLOWED.found(
            where,
            f"This is {_kind_of(value)}, and one word is needed.",
            f"Write one of: {_listed(allowed)}.",
        )
    message = f"`{said(value)}` is not allowed here."
    if len(allowed) == 1:
        return NOT_ALLOWED.found(where, message, f"Write {allowed[0]}.")
    near = nearest(str(value), allowed)
    if near:
        message += f" Did you mean `{near}`?"
    fix = Fix(str(value), near, safe=False) if near else None
    return NOT_ALLOWED.found(where, message, f"Allowed are: {_listed(allowed)}.", fix)


def _wrongin_words(where: Where, error: ValidationError) -> Finding:
    message = f"`{said(error.instance)}` does not have the form that is needed here."
    return WRONG_FORM.found(where, message, f"Write {in_words(str(error.validator_value), _schema(error))}.")


def _wrong_size(where: Where, error: ValidationError) -> Finding:
    limit = error.validator_value
    many = "s" if limit != 1 else ""
    messages = {
        "minLength": "There is no text here." if limit == 1 else f"This text needs at least {limit} characters.",
        "maxLength": f"This text is longer than {limit:,} characters.",
        "minItems": f"This list needs at least {limit} item{many}.",
        "maxItems": f"This list has more than {limit:,} item{many}.",
        "minProperties": f"At least {limit} key{many} must stand here.",
        "maxProperties": f"At most {limit:,} key{many} may stand here.",
        "minimum": f"This must be at least {limit}, and it is {said(error.instance)}.",
        "maximum": f"This must be at most {limit}, and it is {said(error.instance)}.",
        "exclusiveMinimum": f"This must be more than {limit}, and it is {said(error.instance)}.",
        "exclusiveMaximum": f"This must be less than {limit}, and it is {said(error.instance)}.",
        "uniqueItems": "An item stands twice in this list.",
    }
    return WRONG_SIZE.found(where, messages[str(error.validator)], _describe(error))


def _no_alternative(where: Where, error: ValidationError) -> Finding:
    words = words_allowed(error.context or [])
    if isinstance(error.instance, str) and words:
        found = _not_allowed(where, error.instance, words)
        return found if found.fix else replace(found, hint=f"{found.hint}{_example_map(error)}")
    message = f"{_kind_of(error.instance).capitalize()} does not fit here."
    if error.instance is None:
        message = "There is no value here."
    forms = [f"one of the words {_listed(words)}"] if words else []
    for inner in error.context or []:
        if inner.validator == "type" and not (inner.validator_value == "string" and words):
            forms.append(_type_inwords_allowed(inner))
    return WRONG_SHAPE.found(where, message, f"Write {'; or '.join(forms)}.{_example_map(error)}" if forms else None)


def _example_map(error: ValidationError) -> str:
    """A sentence that shows the map which may stand here, or nothing."""
    examples = (each for each in _schema(error).get("examples", []) if isinstance(each, dict))
    shown = [", ".join(f"{key}: {said(value)}" for key, value in each.items()) for each in examples]
    return f" For example {{{shown[0]}}}." if shown else ""


def _type_inwords_allowed(error: ValidationError) -> str:
    wanted: Any = error.validator_value
    kinds = [wanted] if isinstance(wanted, str) else list(wanted)
    keys = list(_schema(error).get("properties", {}))
    if kinds == ["object"] and keys:
        return f"a map with {_listed(keys)}"
    return " or ".join(_TYPES[kind] for kind in kinds)


def _wrong_shape(where: Where, error: ValidationError) -> Finding:
    keys = [key for key in _named(error.validator_value) if key]
    message = "These keys do not go together here." if keys else "This does not have the shape that is needed here."
    return WRONG_SHAPE.found(where, message, _describe(error))


def _named(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        yield from map(str, part.get("required", []))


def _without_pairs(found: list[Finding]) -> list[Finding]:
    """Without the missing keys that an unknown key beside them was meant to be."""
    meant = {
        (one.where.path[:-1], match.group(1))
        for one in found
        if one.rule is UNKNOWN_KEY and (match := re.search(r"Did you mean `(.+)`\?", one.message))
    }
    return [
        one for one in found if one.rule is not MISSING_KEY or (one.where.path, one.message.split("`")[1]) not in meant
    ]


def _describe(error: ValidationError) -> str | None:
    description = _schema(error).get("description")
    return str(description) if description else None


def _schema(error: ValidationError) -> dict[str, Any]:
    return error.schema if isinstance(error.schema, dict) else {}


def _listed(words: list[str], most: int = 30) -> str:
    return ", ".join(words[:most]) + (" and others" if len(words) > most else "")
