"""A word -> the scripts of its letters, and what to say of a word whose letters are not what they look like."""

from __future__ import annotations

import unicodedata

EAST_ASIAN = frozenset(["LATIN", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"])
SCRIPTS = EAST_ASIAN | {
    "ARABIC", "ARMENIAN", "BENGALI", "CHEROKEE", "COPTIC", "CYRILLIC", "DEVANAGARI", "ETHIOPIC", "GEORGIAN", "GREEK",
    "GUJARATI", "GURMUKHI", "HEBREW", "KANNADA", "KHMER", "LAO", "LISU", "MALAYALAM", "MONGOLIAN", "MYANMAR", "SINHALA",
    "TAMIL", "TELUGU", "THAI", "TIBETAN",
}  # fmt: skip
UNITS = frozenset("μΩπΔ")
LOOK_LATIN = frozenset("асеоріјѕухһԁԛԝАВСЕНІЈКМОРЅТУХΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρυι")


def foreign(word: str) -> tuple[str, str] | None:
    """What is wrong and the way out, for a word whose letters are of several scripts, or look Latin and are not."""
    found = scripts_of(word)
    if is_mixed(found):
        return _mixed(word)
    if found != {"LATIN"} and looks_latin(word):
        script = next(iter(found)).capitalize()
        return f'"{word}" looks like Latin letters, but is written in {script} ones.', "Type the word anew."
    return None


def looks_latin(word: str) -> bool:
    """Whether no letter can be told from a Latin one by the eye."""
    return set(word) <= LOOK_LATIN


def is_mixed(found: frozenset[str]) -> bool:
    """Whether letters of these scripts do not belong into one word."""
    return len(found) > 1 and not found <= EAST_ASIAN


def scripts_of(word: str) -> frozenset[str]:
    """The scripts of the letters of a word; signs of units belong to none."""
    if word.isascii():
        return frozenset(["LATIN"])
    return frozenset(script for letter in word if letter not in UNITS and (script := _script(letter)))


def _script(letter: str) -> str:
    """The script of a letter, from its name; empty for signs that belong to none."""
    parts = unicodedata.name(letter, "").replace("FULLWIDTH ", "").split(" ")
    return parts[0] if parts[0] in SCRIPTS else ""


def _mixed(word: str) -> tuple[str, str]:
    scripts = [_script(letter) for letter in word]
    most = max(sorted(set(filter(None, scripts))), key=scripts.count)
    other = next(letter for letter, script in zip(word, scripts, strict=True) if script not in (most, ""))
    message = f'In "{word}" the letter {other} is U+{ord(other):04X} {unicodedata.name(other)}.'
    return message, f"Type the word anew; its other letters are {most.capitalize()}."
