"""The text of a document with its marks -> words, numbers of what is referred to, and footnotes, in order of print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from rbm_spec.plan.marks import pieces


@dataclass(frozen=True, slots=True)
class Part:
    """`kind`: words, note, section or indicator. The last two print the number of a heading, whose anchor is `to`.

    `gap` says that a blank stands before it.
    """

    kind: str
    text: str
    gap: bool = False
    number: str = ""
    to: Markup | None = None


Said = tuple[Part, ...]
BLANKS = (" ", "\n", "\t")


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote, for the forms of a document that print all of them at its end."""

    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Speech:
    """Numbers and anchors of what marks can refer to, and the footnotes so far: one for each document and language."""

    sections: Mapping[str, str]
    sheets: Mapping[str, str]
    notes: list[Note] = field(default_factory=list)

    def said(self, text: str, phrase: str = "\0") -> Said:
        """`text` as parts; `phrase` is what is said around it, with NUL in its place."""
        before, _, after = phrase.partition("\0")
        return _joined([("", before), *pieces(text), ("", after)], self)

    def listed(self, texts: Iterable[str], separator: str) -> Said:
        """Several texts as one, with what stands between them."""
        found: list[tuple[str, str]] = []
        for text in texts:
            found += [("", separator if found else ""), *pieces(text)]
        return _joined(found, self)

    def part(self, kind: str, content: str, gap: bool) -> Part:
        """A mark as it is printed."""
        if kind == "note":
            self.notes.append(Note(str(len(self.notes) + 1), content))
            return Part("note", content, gap, self.notes[-1].number)
        if kind == "section":
            return Part(kind, self.sections[content], gap, self.sections[content], section_anchor(content))
        return Part(kind, self.sheets[content], gap, self.sheets[content], sheet_anchor(self.sheets[content]))


def plain(text: str) -> Said:
    """Words without marks: those of outcomes and indicators."""
    return (Part("words", text),)


def section_anchor(name: str) -> Markup:
    """Where a reference to a section leads; an id holds nothing that needs escaping."""
    return Markup("to-section-" + name.replace("_", "-"))  # noqa: S704 - letters, digits and dashes


def sheet_anchor(number: str) -> Markup:
    """Where a reference to a methodology sheet leads."""
    return Markup("to-sheet-" + number)  # noqa: S704 - digits


def _joined(found: Iterable[tuple[str, str]], speech: Speech) -> Said:
    """Parts with the blanks between them: whatever prints a part takes those at its ends away."""
    parts: list[Part] = []
    words = ""
    for kind, text in found:
        if not kind:
            words += text
            continue
        parts += _words(words, bool(parts))
        parts.append(speech.part(kind, text, bool(parts) and words.endswith(BLANKS)))
        words = ""
    return (*parts, *_words(words, bool(parts)))


def _words(text: str, is_behind: bool) -> list[Part]:
    """One part, or none for blanks alone."""
    return [Part("words", text, is_behind and text.startswith(BLANKS))] if text.strip() else []
