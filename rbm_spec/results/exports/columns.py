"""An indicator -> the columns of its table for Open SDG, and how each code is written in them.

A blank means *all*. So what is not all must never be read as blank, nor two codes as one: labels that programs take
for a missing value or a number stand behind the name of their dimension, and equal labels have their code behind them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rbm_spec.expr.types import Kind
from rbm_spec.plan.model import Dimension, Indicator, Method, Plan
from rbm_spec.results.exports.markup import as_text
from rbm_spec.targets.words.labels import code_label, unit_label
from rbm_spec.targets.words.phrases import Phrases


@dataclass(frozen=True, slots=True)
class _Names:
    """The columns that Open SDG knows by their names."""

    year: str = "Year"
    series: str = "Series"
    units: str = "Units"
    last: tuple[str, str] = ("Observation status", "Value")


COLUMNS = _Names()
TAKEN = frozenset(("year", "series", "units", "observation status", "value", "geocode", "unit multiplier",
                   "unit measure", "series", "comment_ts", "comment_obs", "data_last_update"))  # fmt: skip
MISSING = frozenset(("n/a", "na", "null", "nan", "none", "<na>", "#n/a", "#na", "#n/a n/a", "true", "false"))
_NUMBER = re.compile(r"[-+]?(?:[0-9][0-9_., ]*|inf|infinity|1\.#.*|[-+]?nan)(?:e[-+]?[0-9]+)?", re.IGNORECASE)


@dataclass(frozen=True)
class Columns:
    """`series` and `units` are empty or one name; `dimensions` has the name of a column for each path."""

    series: tuple[str, ...]
    units: tuple[str, ...]
    series_of: Mapping[str, str]
    unit_of: Mapping[str, str]
    dimensions: Mapping[str, str]
    codes: Mapping[str, Mapping[str | None, str]]
    phrases: Phrases

    def said(self, path: str, code: str | None) -> str:
        """A code of a dimension as it is written."""
        known = self.codes[path]
        return known[code] if code in known else _guarded(self.phrases, self.dimensions[path], code or "")


def columns_of(plan: Plan, indicator: Indicator, methods: Sequence[Method], words: Phrases) -> Columns:
    """The columns over all methods of the periods."""
    components = {each.id: each for method in methods for each in method.components}
    units = {each.spec.unit: unit_label(plan, each.spec.unit, words) for each in components.values()}
    dims = {each.path: each for breakdown in indicator.breakdowns for each in breakdown}
    named = _apart({path: as_text(each.label) for path, each in dims.items()}, TAKEN)
    return Columns(
        (COLUMNS.series,) if len(components) > 1 else (),
        (COLUMNS.units,) if len(units) > 1 else (),
        _apart({name: as_text(each.spec.label) or name for name, each in components.items()}),
        _apart({name: as_text(label) for name, label in units.items()}),
        named,
        {path: _codes(plan, each, named[path], words) for path, each in dims.items()},
        words,
    )


def _codes(plan: Plan, dimension: Dimension, column: str, words: Phrases) -> dict[str | None, str]:
    """The codes that the plan lists, and *not stated*."""
    match dimension.type.kind:
        case Kind.CODE:
            listed = {code: code_label(plan, dimension.type.codelist, code) for code in _listed(plan, dimension)}
        case Kind.BOOLEAN:
            listed = {"true": words.say("language.yes"), "false": words.say("language.no")}
        case _:
            listed = {}
    not_stated = words.say("report.not_stated")
    kept = _apart({code: as_text(label) for code, label in listed.items()}, {not_stated.casefold()})
    return {None: not_stated, **{code: _guarded(words, column, label) for code, label in kept.items()}}


def _listed(plan: Plan, dimension: Dimension) -> Iterable[str]:
    return plan.codelists[dimension.type.codelist].codes


def _guarded(words: Phrases, column: str, text: str) -> str:
    said = as_text(text)
    read_otherwise = not said or said.casefold() in MISSING or _NUMBER.fullmatch(said)
    return words.say("report.trend_point", column, said) if read_otherwise else said


def _apart(labels: Mapping[str, str], taken: Iterable[str] = ()) -> dict[str, str]:
    """The same with the key behind each label that is there twice, or taken."""
    count = Counter(each.casefold() for each in labels.values())
    count.update(taken)
    return {
        key: f"{label} ({as_text(key)})" if count[label.casefold()] > 1 or label.casefold() in taken else label
        for key, label in labels.items()
    }
