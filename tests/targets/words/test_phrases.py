"""What a translation of the phrases needs to be complete, and what it then decides by itself."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from typing import Any

import pytest

from rbm_spec import resources
from rbm_spec.targets.words.phrases import Phrases, gaps

FOLDER = resources.generators() / "words"
LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.toml"))
RUSSIAN = "n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2"


def table(file: str = "en", /, **sections: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The phrases of a language with these in place of its own; None takes one out."""
    found = tomllib.loads((FOLDER / f"{file}.toml").read_text("utf-8"))
    for section, entries in sections.items():
        merged = {**found[section], **entries}
        found[section] = {name: phrase for name, phrase in merged.items() if phrase is not None}
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_language_has_every_phrase_in_the_forms_it_needs(language: str) -> None:
    assert gaps(table(language)) == ()


@pytest.mark.parametrize(
    ("changed", "lacking"),
    [
        ({"expressions": {"/": None}}, ("expressions./",)),
        ({"expressions": {"/": ""}}, ("expressions./",)),
        ({"expressions": {"/": "{0} durch"}}, ("expressions./",)),
        ({"expressions": {"/": "{1} in {0}"}}, ()),
        ({"expressions": {"/": "{0} durch {1} und {2}"}}, ("expressions./",)),
        ({"expressions": {"round": "{0} auf {1}"}}, ("expressions.round",)),
        ({"expressions": {"round": ["{0} auf {1}"]}}, ("expressions.round",)),
        ({"expressions": {"round": ["{0} auf {1}", "{0} gerundet"]}}, ("expressions.round",)),
    ],
)
def test_gaps(changed: dict[str, dict[str, Any]], lacking: tuple[str, ...]) -> None:
    assert gaps(table(**changed)) == lacking


def test_plural_rule_decides_how_many_forms_there_are() -> None:
    three = {"language": {"plural": RUSSIAN}}
    counted = [
        (section, name)
        for section, entries in table().items()
        for name, form in entries.items()
        if isinstance(form, list)
    ]
    assert ("expressions", "round") in counted
    assert gaps(table(**three)) == tuple(f"{section}.{name}" for section, name in counted)
    one: dict[str, dict[str, Any]] = {"language": {"plural": "0"}}
    for section, name in counted:
        one.setdefault(section, {})[name] = table()[section][name][-1:]
    assert gaps(table(**one)) == ()


def test_plural_rules_are_known_ones_and_never_run() -> None:
    assert gaps(table(language={"plural": "(n != 1) or __import__('os')"}))[0] == "language.plural"


def test_form_follows_the_number() -> None:
    forms = {"add_days": ["{0} {1} день", "{0} {1} дня", "{0} {1} дней"]}
    said = Phrases(table(language={"plural": RUSSIAN}, expressions=forms))
    assert [said.counted("expressions.add_days", Decimal(n), "x", str(n)) for n in (1, 3, 11, 21, -2)] == [
        "x 1 день", "x 3 дня", "x 11 дней", "x 21 день", "x -2 дня",
    ]  # fmt: skip
    assert said.say("expressions.add_days", "x", "y") == "x y дней"


def test_numbers_and_lists_follow_the_language() -> None:
    said = Phrases(table(language={"decimal": ",", "comma": "، "}))
    assert said.number(Decimal("-1234.50")) == "−1234,50"
    assert said.listed("abc") == "a، b and c"
    assert said.numbered(["a", "b"]) == "(1) a; (2) b"
