"""generators/xlsform/words.toml -> fixed words and widths of columns."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from string import Template

from rbm_spec import resources


@dataclass(frozen=True, slots=True)
class Words:
    """`said` by name; `width` in characters by the name of a column."""

    said: Mapping[str, str]
    width: Mapping[str, int]

    def say(self, name: str, **values: str) -> str:
        """The sentence, filled in; what is put in is never looked at again. KeyError when a value is not given."""
        return Template(self.said[name]).substitute(values)


def read_words() -> Words:
    """The words of forms."""
    raw = tomllib.loads((resources.generators() / "xlsform" / "words.toml").read_text("utf-8"))
    width = raw.pop("width")
    return Words(raw, width)
