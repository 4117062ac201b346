"""generators/excel/theme.toml -> colours, widths and fixed words."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from string import Template

from rbm_spec import resources


@dataclass(frozen=True, slots=True)
class Theme:
    """`say`, `kind` and `error` fill in sentences. Colours are `#RRGGBB`, widths in characters, heights in points."""

    font: Mapping[str, str | int]
    colour: Mapping[str, str]
    width: Mapping[str, int]
    height: Mapping[str, int]
    words: Mapping[str, str]
    steps: tuple[str, ...]
    columns: Mapping[str, str]
    legend: Mapping[str, str]
    kinds: Mapping[str, str]
    errors: Mapping[str, str]
    results: Mapping[str, str]

    def say(self, name: str, **values: object) -> str:
        """The words of this name. KeyError when a placeholder is not given."""
        return fill(self.words[name], **values)

    def kind(self, name: str, **values: object) -> str:
        """What to enter, in words."""
        return fill(self.kinds[name], **values)

    def error(self, name: str, **values: object) -> str:
        """What is said when a value is refused."""
        return fill(self.errors[name], **values)

    def fill_result(self, name: str, **values: object) -> str:
        """Words of the sheet of results."""
        return fill(self.results[name], **values)


def fill(sentence: str, **values: object) -> str:
    """The sentence with `${name}` replaced; the text put in is never looked at again."""
    return Template(sentence).substitute({name: str(value) for name, value in values.items()})


def read_theme() -> Theme:
    """The theme of entry workbooks."""
    raw = tomllib.loads((resources.generators() / "excel" / "theme.toml").read_text("utf-8"))
    words = dict(raw["words"])
    return Theme(
        font=raw["font"],
        colour=raw["colour"],
        width=raw["width"],
        height=raw["height"],
        steps=tuple(words.pop("steps")),
        columns=words.pop("columns"),
        legend=words.pop("legend"),
        words=words,
        kinds=raw["kinds"],
        errors=raw["errors"],
        results=raw["results"],
    )
