"""Facts and values → words, as far as several rules share them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from rbm_spec.changes.model import Fact, Path

_LONGEST = 200
_LONG = 60
_BESIDE = 3  # words
_MOST = 5  # names
_THINGS = {"plan": "the plan", "codelist": "the code list"}
_PARTS = {
    "fields": "field", "codes": "code", "measures": "measure", "components": "component", "units": "counted noun",
    "attributes": "attribute", "rules": "rule", "targets": "target", "sections": "section",
    "glossary": "term",
}  # fmt: skip
_KEYS = {
    "where": "condition", "condition": "condition", "of": "value taken from each row", "during": "date of the year",
    "minimum_cell": "smallest group that is shown", "decimals": "number of decimals",
}  # fmt: skip
_AGGREGATES = {
    "count": "the number of rows", "count_distinct": "the number of different values", "sum": "the total",
    "mean": "the mean", "median": "the median", "min": "the smallest", "max": "the largest",
    "percentile": "a percentile", "all": "whether it holds for all rows", "any": "whether it holds for any row",
}  # fmt: skip
_CONDITIONS = {
    "at_least": "at least {}", "at_most": "at most {}", "exactly": "exactly {}", "text": "“{}”",
}  # fmt: skip


def thing(fact: Fact) -> str:
    """The object: "the indicator `answer_time`"."""
    kind = _THINGS.get(fact.kind, f"the {fact.kind}")
    return kind if fact.kind == "plan" else f"{kind} `{fact.id}`"


def whose(fact: Fact) -> str:
    """The nearest thing with a name: "the measure `days` of `answer_time`"."""
    for i in range(len(fact.path) - 2, -1, -1):
        if part := _PARTS.get(fact.path[i]):
            name = fact.path[i + 1]
            return f"the {part} {quoted(name)} of {_short(fact)}"
    return thing(fact)


def _short(fact: Fact) -> str:
    return "the plan" if fact.kind == "plan" else f"`{fact.id}`"


def key(fact: Fact) -> str:
    """The last key of a path as people call it: "condition" for `where`."""
    return _KEYS.get(fact.path[-1], fact.path[-1].replace("_", " "))


def aggregate(name: object) -> str:
    """What an aggregate gives: "the median"."""
    return _AGGREGATES.get(str(name), str(name))


def listed(names: Sequence[str]) -> str:
    """ "one, two and three", of a few; "and 4 more" of many."""
    kept = [*names[:_MOST], f"{len(names) - _MOST} more"] if len(names) > _MOST + 1 else list(names)
    return " and ".join(filter(None, (", ".join(kept[:-1]), kept[-1])))


def sentence(words: str) -> str:
    """Words that start a sentence."""
    return words[:1].upper() + words[1:]


def own(fact: Fact) -> Path:
    """The path below the indicator or the component that the fact is about; empty for facts about other things."""
    if fact.kind != "indicator":
        return ()
    return fact.path[2:] if fact.path[:1] == ("components",) else fact.path


def quantity(fact: Fact) -> str:
    """The indicator or its component: "`answer_time`, component `mean_days`"."""
    if len(fact.path) > 1 and fact.path[0] == "components":
        return f"`{fact.id}`, component `{fact.path[1]}`"
    return f"`{fact.id}`"


def shown(value: Any) -> str:
    """A value as it is written, short."""
    if value is None:
        return "nothing"
    if isinstance(value, list):
        return ", ".join(map(shown, value)) or "nothing"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, dict) and len(value) == 1:
        return shown(next(iter(value.values())))
    return quoted(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def said(fact: Fact) -> str:
    """From what to what: "`day` instead of `working_day`"."""
    if fact.old is None:
        return f"{shown(fact.new)}, where nothing was said"
    if fact.new is None:
        return f"nothing any more, instead of {shown(fact.old)}"
    old, new = _different(*map(_only_text, (fact.old, fact.new)))
    return f"{shown(new)} instead of {shown(old)}"


def _only_text(value: Any) -> Any:
    """The text in a piece of a document that is nothing but a text."""
    return next(iter(value.values())) if isinstance(value, dict) and len(value) == 1 else value


def _different(old: Any, new: Any) -> tuple[Any, Any]:
    """Of two long texts, the words that differ, and a few beside them."""
    if not isinstance(old, str) or not isinstance(new, str) or min(len(old), len(new)) < _LONG:
        return old, new
    one, other = old.split(), new.split()
    fewest = min(len(one), len(other))
    first = next((i for i in range(fewest) if one[i] != other[i]), fewest)
    last = next((i for i in range(fewest - first) if one[-1 - i] != other[-1 - i]), fewest - first)
    return _stretch(one, first, len(one) - last), _stretch(other, first, len(other) - last)


def _stretch(words: list[str], first: int, last: int) -> str:
    start, end = max(0, first - _BESIDE), min(len(words), last + _BESIDE)
    return f"{'… ' if start else ''}{' '.join(words[start:end])}{' …' if end < len(words) else ''}"


def target(condition: Any) -> str:
    """A target in words: "at least 95"."""
    if condition is None:
        return "none"
    if isinstance(condition, str):
        return {"tbd": "to be determined"}.get(condition, condition.replace("_", " "))
    said = [_condition(kind, value) for kind, value in condition.items() if kind != "by"]
    return " and ".join(said)


def _condition(kind: str, value: Any) -> str:
    match kind, value:
        case "between", [low, high]:
            return f"between {low} and {high}"
        case "k_of_n", [k, n]:
            return f"{k} out of {n}"
        case "toward", {"value": aim, "within": within}:
            return f"{aim}, give or take {within}"
        case _:
            return _CONDITIONS.get(kind, kind + " {}").format(value)


def is_same_wording(old: Any, new: Any) -> bool:
    """Whether two texts differ only in spaces, punctuation and capital letters."""
    return isinstance(old, str) and isinstance(new, str) and letters(old) == letters(new)


def letters(text: str) -> list[str]:
    """The words of a text, without punctuation and capital letters."""
    return re.findall(r"\w+(?:[.,]\d+)*|[-+<>=%]", text.casefold())


def quoted(text: str) -> str:
    """A text as it is written, on one line and short."""
    text = " ".join(text.split())
    text = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return f"“{text}”" if " " in text or "`" in text else f"`{text}`"
