"""A word mixes letters of scripts that look alike.

A Cyrillic letter in a Latin word is seen by nobody and found by no search; two titles that look the same are then
different. It happens with keyboards that switch and with text pasted from elsewhere, and can be done on purpose.
Every word is of one script (UTS 39); Chinese, Japanese and Korean may stand beside Latin letters, and signs of units
such as µ and Ω anywhere. A word wholly in letters that look Latin is reported where all words around it are Latin.

## Bad

```yaml
# enablers/service_culture.yaml (in part)
name: "Serviсe culture"
```

## Good

```yaml
# enablers/service_culture.yaml (in part)
name: "Service culture"
```
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from rbm_spec.checks._texts import texts
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan
from rbm_spec.source import Where

RULE = Rule("RBM670", "mixed-scripts", Severity.WARNING)

EAST_ASIAN = frozenset(["LATIN", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"])
SCRIPTS = EAST_ASIAN | {
    "ARABIC", "ARMENIAN", "BENGALI", "CHEROKEE", "COPTIC", "CYRILLIC", "DEVANAGARI", "ETHIOPIC", "GEORGIAN", "GREEK",
    "GUJARATI", "GURMUKHI", "HEBREW", "KANNADA", "KHMER", "LAO", "LISU", "MALAYALAM", "MONGOLIAN", "MYANMAR", "SINHALA",
    "TAMIL", "TELUGU", "THAI", "TIBETAN",
}  # fmt: skip
UNITS = frozenset("μΩπΔ")
LOOK_LATIN = frozenset("асеоріјѕухһԁԛԝАВСЕНІЈКМОРЅТУХΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρυι")
_WORD = re.compile(r"[^\W\d_]+")


def check(plan: Plan) -> Iterator[Finding]:
    """Words in any text of the plan whose letters are not of one script, at the first letter that is foreign."""
    for where, text in texts(plan):
        if text.isascii():
            continue
        words = [(match, _scripts(match.group())) for match in _WORD.finditer(text)]
        latin = any(found == {"LATIN"} for _, found in words)
        for match, found in words:
            if _is_mixed(found):
                yield _mixed(where.chars(match.span()), match.group())
            elif latin and set(match.group()) <= LOOK_LATIN and _is_alone(found, words):
                script = next(iter(found)).capitalize()
                yield RULE.found(
                    where.chars(match.span()),
                    f'"{match.group()}" looks like Latin letters, but is written in {script} ones.',
                    "Type the word anew.",
                )


def _is_mixed(found: frozenset[str]) -> bool:
    return len(found) > 1 and not found <= EAST_ASIAN


def _is_alone(found: frozenset[str], words: list[tuple[re.Match[str], frozenset[str]]]) -> bool:
    """Whether every word of this script looks Latin: one that does not shows that the language is meant."""
    return all(set(match.group()) <= LOOK_LATIN for match, each in words if each == found)


def _scripts(word: str) -> frozenset[str]:
    if word.isascii():
        return frozenset(["LATIN"])
    return frozenset(script for letter in word if letter not in UNITS and (script := _script(letter)))


def _script(letter: str) -> str:
    """The script of a letter, from its name; empty for signs that belong to none."""
    parts = unicodedata.name(letter, "").replace("FULLWIDTH ", "").split(" ")
    return parts[0] if parts[0] in SCRIPTS else ""


def _mixed(where: Where, word: str) -> Finding:
    scripts = [_script(letter) for letter in word]
    most = max(sorted(set(filter(None, scripts))), key=scripts.count)
    foreign = next(letter for letter, script in zip(word, scripts, strict=True) if script not in (most, ""))
    message = f'In "{word}" the letter {foreign} is U+{ord(foreign):04X} {unicodedata.name(foreign)}.'
    return RULE.found(where, message, f"Type the word anew; its other letters are {most.capitalize()}.")
