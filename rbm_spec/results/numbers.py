"""Published texts -> the same with the signs of a language, and the numbers behind them for drawing.

Nothing here rounds: what is drawn is what is printed.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from rbm_spec.targets.words.phrases import Phrases

NARROW = "\u202f"
GROUPED_FROM = 5
"""Whole numbers of so many digits are grouped, as ISO 80000 has it."""
_THREE = re.compile(r"(?<=[0-9])(?=(?:[0-9]{3})+(?![0-9]))")


def number(text: str, phrases: Phrases) -> str:
    """`-14648.50` as −14 648.50, with narrow spaces that do not break."""
    said = phrases.number(Decimal(text))
    sign = phrases.say("language.minus") if said.startswith(phrases.say("language.minus")) else ""
    whole, point, places = said.removeprefix(sign).partition(phrases.say("language.decimal"))
    return sign + (_THREE.sub(NARROW, whole) if len(whole) >= GROUPED_FROM else whole) + point + places


def published(text: str, phrases: Phrases) -> str:
    """A published text of the kernel: a number, `3 out of 8`, `80:20`, yes or no."""
    if text in ("yes", "no"):
        return phrases.say(f"language.{text}")
    over, _, under = text.partition(" out of ")
    if under:
        return phrases.say("targets.out_of", number(over, phrases), number(under, phrases))
    first, _, second = text.partition(":")
    return f"{number(first, phrases)}:{number(second, phrases)}" if second else number(text, phrases)


def drawn(text: str | None) -> Fraction | None:
    """The number that stands for a published text: the share of `k out of n`, the first side of a ratio."""
    if text is None or text in ("yes", "no"):
        return None
    over, _, under = text.partition(" out of ")
    if under:
        return Fraction(over) / Fraction(under) if Fraction(under) else None
    return Fraction(text.partition(":")[0])
