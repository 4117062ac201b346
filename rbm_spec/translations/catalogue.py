"""A catalogue: the translations of one language, and its text as gettext writes it.

Lines are not wrapped but after line ends of a text, entries stand in the order of the plan, and no clock goes into the
head: the same catalogue has the same bytes everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from rbm_spec.source import Span

ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
REVISED = "X-Revised"
DRAFT = "no: prepared by a machine, to be revised by translators"


@dataclass(frozen=True, slots=True)
class Entry:
    """One text. `source` is the sentence that was translated, `text` its translation, empty when there is none.

    `previous` is the sentence before, where `source` has changed since and the translation is `fuzzy`. `pieces` are the
    strings that `text` is written in: how many characters each holds, and where they stand in the file.
    """

    context: str
    source: str
    text: str = ""
    fuzzy: bool = False
    previous: str | None = None
    notes: tuple[str, ...] = ()
    obsolete: bool = False
    span: Span = field(default=(0, 0), compare=False)
    pieces: tuple[tuple[int, Span], ...] = field(default=(), compare=False)

    def stands_at(self, span: Span) -> Span:
        """Where in the file these characters of the text stand; the whole string where it holds escapes."""
        begin = 0
        for count, (first, last) in self.pieces:
            if span[0] < begin + count:
                is_plain = last - first == count
                return (first + span[0] - begin, min(first + span[1] - begin, last)) if is_plain else (first, last)
            begin += count
        return self.pieces[-1][1] if self.pieces else self.span

    @property
    def said(self) -> Span:
        """Where in the file the text begins, and ends if it is written in one string."""
        return self.stands_at((0, len(self.text)))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """`head` holds the fields of the first entry in their order; `entries` are by context, obsolete ones apart."""

    head: Mapping[str, str]
    entries: Mapping[str, Entry]
    obsolete: tuple[Entry, ...] = ()
    comments: tuple[str, ...] = ()

    @property
    def revised(self) -> bool:
        """Whether translators have looked at it, as its head says."""
        return self.head.get(REVISED, "no").strip().lower() == "yes"


def head_of(plan: str, language: str, plural_forms: str) -> dict[str, str]:
    """The head of a new catalogue; nobody has revised it yet, and gettext wants these fields nevertheless."""
    return {
        "Project-Id-Version": plan,
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        **({"Plural-Forms": plural_forms} if plural_forms else {}),
        # No date: tools read one here unless it speaks of a YEAR.
        "PO-Revision-Date": "YEAR unknown",
        **dict.fromkeys(("Last-Translator", "Language-Team"), ""),
        REVISED: DRAFT,
    }


def written(catalogue: Catalogue) -> str:
    """The catalogue as a file."""
    head = "".join(f"{name}: {value}\n" for name, value in catalogue.head.items())
    first = [*(f"# {line}".rstrip() for line in catalogue.comments), 'msgid ""', *_string("msgstr", head)]
    blocks = [first, *(list(_lines(entry)) for entry in (*catalogue.entries.values(), *catalogue.obsolete))]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _lines(entry: Entry) -> Iterator[str]:
    yield from (f"# {note}".rstrip() for note in entry.notes)
    if entry.fuzzy:
        yield "#, fuzzy"
    mark = "#~ " if entry.obsolete else ""
    if entry.previous is not None:
        yield from (f"{mark.rstrip() or '#'}| {line}" for line in _string("msgid", entry.previous))
    for name, text in (("msgctxt", entry.context), ("msgid", entry.source), ("msgstr", entry.text)):
        yield from (f"{mark}{line}" for line in _string(name, text))


def _string(name: str, text: str) -> Iterator[str]:
    lines = text.splitlines(keepends=True) if "\n" in text else [text]
    if len(lines) == 1:
        yield f'{name} "{_escaped(lines[0])}"'
        return
    yield f'{name} ""'
    yield from (f'"{_escaped(line)}"' for line in lines)


def _escaped(text: str) -> str:
    return "".join(ESCAPES.get(sign, sign) for sign in text)
