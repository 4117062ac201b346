"""Citations of resolutions in the texts of a plan, each with its place, beside those that are listed.

The list says sessions in English; a citation in another language is compared by revision, city and year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from rbm_spec.checks._resolution_list import read
from rbm_spec.checks._speech import SPEECH, Speech, speech_of
from rbm_spec.checks._texts import texts
from rbm_spec.plan.facts import fact
from rbm_spec.plan.model import Plan
from rbm_spec.source import Where

Key = tuple[str, ...]
"""What a session is compared by: whether it is a revision, the city in English, and the year; or what else it says."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A resolution as it is cited; `session` is what stands in brackets, None without any. No key: not in form."""

    where: Where
    text: str
    number: int
    session: str | None
    key: Key | None


@fact
def citations(plan: Plan) -> tuple[Citation, ...]:
    """Every citation in a plan that is written in a language whose citations we know."""
    return tuple(_each(plan))


def _each(plan: Plan) -> Iterator[Citation]:
    speech = speech_of(plan)
    if speech is None:
        return
    language = plan.spec.authoring_language
    for where, text in texts(plan):
        for found in re.finditer(speech.resolution, text) if any(word in text for word in speech.named) else ():
            session = found["session"]
            is_formal = session is not None and not found.groupdict().get("slip")
            key = _key(session, language, speech) if is_formal else None
            yield Citation(where.chars(found.span()), found[0], int(found["number"]), session, key)


@cache
def listed() -> dict[int, tuple[str, ...]]:
    """What may stand in brackets after the number of a resolution in English, by that number."""
    found: dict[int, tuple[str, ...]] = {}
    for entry in _list()["resolution"]:
        found[entry["number"]] = (*found.get(entry["number"], ()), entry["session"])
    return found


def keys(number: int) -> set[Key | None]:
    """What a session of this resolution may be; nothing where it is not listed."""
    return {_key(session, "en", SPEECH["en"]) for session in listed().get(number, ())}


def cited(number: int, session: str, plan: Plan) -> str:
    """The citation of a resolution, in the language of the plan; `session` is one in English."""
    speech = speech_of(plan) or SPEECH["en"]
    return speech.citation.format(number, _said(session, plan.spec.authoring_language, speech))


def form(number: int, plan: Plan) -> str:
    """How to cite a resolution, with the newest of the listed sessions; with places to be filled in where none is."""
    known = listed().get(number)
    speech = speech_of(plan) or SPEECH["en"]
    return cited(number, known[0], plan) if known else speech.citation.format(number, speech.shapes[0].format("…", "…"))


def _said(session: str, language: str, speech: Speech) -> str:
    found = re.fullmatch(SPEECH["en"].session, session)
    if found is None or found["council"]:
        return session
    names = _list()["city"].get(found["city"], {}).get(language, [found["city"]])
    return speech.shapes[0 if found["rev"] else 1].format(names[0], found["year"])


def _key(session: str, language: str, speech: Speech) -> Key | None:
    """Capitals and no-break spaces do not matter; headings may be in capitals."""
    said = session.replace("\u00a0", " ")
    forms = (_lowered(said), said) if said.isupper() else (said,)
    found = next((found for form in forms if (found := re.fullmatch(speech.session, form))), None)
    if found is None:
        return None
    if found["council"]:
        return (said.casefold(),)
    return "revised" if found["rev"] else "", _in_english(found["city"].casefold(), language), found["year"]


def _in_english(city: str, language: str) -> str:
    for name, spellings in _list()["city"].items():
        if city in (each.casefold() for each in spellings.get(language, ())):
            return str(name).casefold()
    return city


@cache
def _list() -> dict[str, Any]:
    return read()


def _lowered(said: str) -> str:
    return re.sub(r"\w+", lambda word: word[0].capitalize(), said)
