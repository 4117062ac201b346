"""generators/words/<language>.toml -> the phrases of one language."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path

from rbm_spec import editable, resources
from rbm_spec.diagnostics import Stopped

Phrase = str | list[str]
Table = Mapping[str, Mapping[str, Phrase]]
PLURALS: Mapping[str, tuple[int, Callable[[int], int]]] = {
    "0": (1, lambda n: 0),
    "n != 1": (2, lambda n: int(n != 1)),
    "n > 1": (2, lambda n: int(n > 1)),
    "n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2": (
        3,
        lambda n: 0 if n % 10 == 1 and n % 100 != 11 else 1 if 2 <= n % 10 <= 4 and not 12 <= n % 100 <= 14 else 2,
    ),
    "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5": (
        6,
        lambda n: n if n < 3 else 3 if 3 <= n % 100 <= 10 else 4 if n % 100 >= 11 else 5,
    ),
}
"""Plural rules as gettext writes them, the number of their forms, and what they mean: nothing that is read is run."""
MODEL = "en"
"""The language whose phrases every other one must have."""


@dataclass(frozen=True)
class Phrases:
    """`say("units.day")` looks a phrase up and fills it in; what is filled in is never looked at again."""

    table: Table
    language: str = MODEL

    def say(self, key: str, *parts: str) -> str:
        """The phrase `section.name` with `parts` for {0}, {1} …; raises `Stopped` when that cannot be."""
        phrase = self._phrase(key)
        return self._filled(key, phrase if isinstance(phrase, str) else phrase[-1], parts)

    def counted(self, key: str, number: Decimal, *parts: str) -> str:
        """The form of the phrase for `number`; where there is no such number, `say` takes the last form."""
        phrase = self._phrase(key)
        if isinstance(phrase, str) or number != int(number):
            return self.say(key, *parts)
        return self._filled(key, phrase[self._plural(abs(int(number)))], parts)

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

    def listed(self, items: Iterable[str]) -> str:
        """`a, b and c`."""
        *before, final = items
        if not before:
            return final
        return self.say("language.last_and", self.say("language.comma").join(before), final)

    def numbered(self, items: Iterable[str]) -> str:
        """`(1) a; (2) b`."""
        marked = (self.say("language.item", str(number), item) for number, item in enumerate(items, 1))
        return self.say("language.semicolon").join(marked)

    def number(self, value: Decimal) -> str:
        """The number as it was written, with the signs of the language."""
        whole, point, places = f"{value:f}".partition(".")
        minus = self.say("language.minus")
        return whole.replace("-", minus) + (self.say("language.decimal") + places if point else "")

    def percentile(self, value: float | None) -> str:
        """The 90 of percentile 90; nothing for another aggregate."""
        return "" if value is None else self.number(Decimal(f"{value:g}"))

    def date(self, iso: str) -> str:
        """`2028-01-31` as 31 January 2028."""
        year, month, day = iso[:10].split("-")
        name = self.say("language.months").split()[int(month) - 1]
        first = self.say("language.first_day") if day == "01" else str(int(day))
        return self.say("language.date", first, name, year)

    def _phrase(self, key: str) -> Phrase:
        section, _, name = key.partition(".")
        if not self.has(key):
            raise self._unusable(f"There is no {name} in [{section}], and documents say it.", "Put the line back.")
        return self.table[section][name]

    def _filled(self, key: str, form: str, parts: tuple[str, ...]) -> str:
        """What is nothing, as the number of a mean beside that of a percentile, needs no place."""
        lost = [f"{{{at}}}" for at, part in enumerate(parts) if part and f"{{{at}}}" not in form]
        if lost:
            section, _, name = key.partition(".")
            message = (
                f"{name} in [{section}] lacks {' and '.join(lost)}, where something is filled in; it would be lost."
            )
            raise self._unusable(message, f"It reads: {form}")
        try:
            return form.format(*parts)
        except (IndexError, KeyError, ValueError, AttributeError) as error:
            places = " and ".join(f"{{{at}}}" for at in range(len(parts))) or "no places to be filled in"
            section, _, name = key.partition(".")
            message = f"{name} in [{section}] can have {places}, and has something else in braces."
            raise self._unusable(message, f"It reads: {form}") from error

    def _unusable(self, message: str, way: str) -> Stopped:
        return editable.unusable(f"generators/words/{self.language}.toml", message, way)

    @cached_property
    def _plural(self) -> Callable[[int], int]:
        """Which form a whole number takes, from the rule as gettext writes it."""
        return PLURALS[self.say("language.plural")][1]


def plural_forms(language: str) -> str:
    """The plural rule of a language as the head of a catalogue says it; empty when we have no phrases of it."""
    rule = _table(language).get("language", {}).get("plural") if has_phrases(language) else None
    if not isinstance(rule, str) or rule not in PLURALS:
        return ""
    return f"nplurals={PLURALS[rule][0]}; plural=({rule});"


def has_phrases(language: str) -> bool:
    """Whether somebody has written the phrases of a language, or begun to."""
    return _file(language).is_file()


@cache
def phrases(language: str) -> Phrases | None:
    """The phrases of a language, None when nobody has written them all."""
    table = _table(language) if has_phrases(language) else {}
    return Phrases(table, language) if table and not gaps(table) else None


def forget() -> None:
    """Read the files of phrases again when they are next asked for."""
    for each in (phrases, phrases_of, gaps_of, _table):
        each.cache_clear()


@cache
def phrases_of(language: str, sections: frozenset[str]) -> Phrases | None:
    """The phrases of a language as far as these sections have them all; None when somebody has yet to write them."""
    table = _table(language) if has_phrases(language) else {}
    lacking = {gap.partition(".")[0] for gap in gaps(table)}
    return None if sections & lacking else Phrases({name: table[name] for name in sections}, language)


@cache
def gaps_of(language: str) -> tuple[str, ...]:
    """`gaps` of the phrases that a language has."""
    return gaps(_table(language)) if language != MODEL and has_phrases(language) else ()


def gaps(table: Table) -> tuple[str, ...]:
    """What `table` lacks to be a translation: phrases, places to be filled in, plural forms; each as `section.name`."""
    rule = table.get("language", {}).get("plural")
    needed, _ = PLURALS.get(rule, (0, None)) if isinstance(rule, str) else (0, None)
    return tuple(
        f"{section}.{name}"
        for section, entries in _table(MODEL).items()
        for name, model in entries.items()
        if not (needed if name == "plural" else _translates(table.get(section, {}).get(name), model, needed))
    )


def _translates(phrase: Phrase | None, model: Phrase, needed: int) -> bool:
    """Whether `phrase` can stand for `model`: each of its forms has the places that the model has."""
    if not phrase or isinstance(phrase, str) != isinstance(model, str):
        return False
    if isinstance(phrase, list) and len(phrase) != needed:
        return False
    return all(_places(form) == _places(model) for form in ([phrase] if isinstance(phrase, str) else phrase))


def _places(phrase: Phrase) -> set[str | None]:
    last = phrase if isinstance(phrase, str) else phrase[-1]
    return {field for _, field, _, _ in string.Formatter().parse(last) if field is not None}


@cache
def _table(language: str) -> Table:
    return editable.table(f"words/{language}.toml")


def _file(language: str) -> Path:
    return resources.generators() / "words" / f"{language}.toml"
