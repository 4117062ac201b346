"""generators/words/<language>.toml -> the phrases of one language."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rbm_spec import resources


@dataclass(frozen=True, slots=True)
class Phrases:
    """`say("units.day")` looks a phrase up and fills it in; what is filled in is never looked at again."""

    table: Mapping[str, Mapping[str, str]]

    def say(self, key: str, *parts: str) -> str:
        """The phrase `section.name` with `parts` for {0}, {1} …; KeyError when there is none."""
        section, _, name = key.partition(".")
        return self.table[section][name].format(*parts)

    def has(self, key: str) -> bool:
        """Whether there is a phrase `section.name`."""
        section, _, name = key.partition(".")
        return name in self.table.get(section, {})

    def quoted(self, text: str) -> str:
        """A label in the quotation marks of the language."""
        return self.say("language.quoted", text.strip())

    def bracketed(self, text: str) -> str:
        """`text` in round brackets."""
        return self.say("language.bracketed", text)

    def listed(self, items: Iterable[str], last: str = "language.last_and") -> str:
        """`a, b and c`."""
        *before, final = items
        if not before:
            return final
        return self.say(last, self.say("language.comma").join(before), final)

    def date(self, iso: str) -> str:
        """`2028-01-31` as 31 January 2028."""
        year, month, day = iso[:10].split("-")
        name = self.table["language"]["months"].split()[int(month) - 1]
        return self.say("language.date", str(int(day)), name, year)


def has_phrases(language: str) -> bool:
    """Whether somebody has written the phrases of a language."""
    return _file(language).is_file()


@cache
def phrases(language: str) -> Phrases | None:
    """The phrases of a language, None when nobody has written them."""
    return Phrases(tomllib.loads(_file(language).read_text("utf-8"))) if has_phrases(language) else None


def _file(language: str) -> Path:
    return resources.generators() / "words" / f"{language}.toml"
