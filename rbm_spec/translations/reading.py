"""The text of a .po file -> a catalogue, or what is wrong with it and where.

A small part of gettext: no plural forms of texts (a plan has none), no domains, no other escapes than those that we
write. What is too much to be a translation of a plan is refused before it is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from rbm_spec.load.characters import FORBIDDEN, decode, described
from rbm_spec.source import Span
from rbm_spec.translations.catalogue import Catalogue, Entry

MOST_BYTES, MOST_ENTRIES, LONGEST = 4 * 1024 * 1024, 20_000, 20_000
"""Of a file, of its entries, and the characters of one text."""

LINE = re.compile(r'(?:(msgctxt|msgid|msgstr)[ ]+)?"((?:[^"\\]|\\.)*)"[ ]*\Z')
ESCAPED = re.compile(r"\\(.)")
MEANING = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}
ORDER = ("msgctxt", "msgid", "msgstr")


class Unreadable(Exception):
    """What is wrong, and at which characters of the file."""

    def __init__(self, message: str, span: Span) -> None:
        """Say `message` of the characters `span`."""
        super().__init__(message)
        self.message, self.span = message, span


@dataclass(slots=True)
class _Block:
    """The lines of one entry as far as they have been read."""

    parts: dict[str, list[str]] = field(default_factory=dict)
    previous: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    fuzzy: bool = False
    obsolete: bool = False
    last: str = ""
    span: Span = (0, 0)
    pieces: list[tuple[int, Span]] = field(default_factory=list)


def read_catalogue(raw: bytes) -> Catalogue:
    """The catalogue of a file; raises `Unreadable`."""
    if len(raw) > MOST_BYTES:
        raise Unreadable(f"This file is larger than {MOST_BYTES // 1024**2} MiB and is not read.", (0, 0))
    text, found = decode("", raw)
    if text is None:
        raise Unreadable(found[0].message, found[0].where.span or (0, 0))
    hidden = FORBIDDEN.search(text)
    if hidden is not None:
        raise Unreadable(f"The character {described(hidden.group())} may not stand in a translation.", hidden.span())
    head: dict[str, str] = {}
    entries: dict[str, Entry] = {}
    obsolete: list[Entry] = []
    comments: tuple[str, ...] = ()
    for number, block in enumerate(_blocks(text)):
        entry = _entry(block)
        if number > MOST_ENTRIES:
            raise Unreadable(f"There are more than {MOST_ENTRIES:,} entries.", entry.span)
        if not entry.source and not entry.obsolete:
            if number:
                raise Unreadable("This entry has no sentence that it translates.", entry.span)
            head, comments = _head(entry), entry.notes
            if charset := _foreign_charset(head):
                raise Unreadable(f"The head says charset={charset}, and catalogues are in UTF-8.", entry.said)
        elif entry.obsolete:
            obsolete.append(entry)
        elif entry.context in entries:
            raise Unreadable(f"The place {entry.context} is translated twice.", entry.span)
        else:
            entries[entry.context] = entry
    return Catalogue(head, entries, tuple(obsolete), comments)


def _blocks(text: str) -> Iterator[_Block]:
    """One block for each entry; an entry ends where a line is empty or the next one begins."""
    block, at = _Block(), 0
    for line in text.split("\n"):
        span = (at, at + len(line))
        at += len(line) + 1
        starts = "msgstr" in block.parts and not re.match(r'(#~ ?)?"', line)
        if (not line.strip() or starts) and block.parts:
            yield block
            block = _Block()
        if line.strip():
            _take(block, line, span)
    if block.parts:
        yield block


def _take(block: _Block, line: str, span: Span) -> None:
    if line.startswith(("#|", "#~|")):
        found = LINE.match(line.partition("|")[2].strip())
        if found and found[1] != "msgctxt":
            block.previous.append(_meant(found[2], span))
        return
    if line.startswith("#,"):
        block.fuzzy |= "fuzzy" in line
        return
    if line.startswith("#~"):
        block.obsolete, line = True, line[2:].strip()
    elif line.startswith("#"):
        if line[1:2] in ("", " "):
            block.notes.append(line[2:].rstrip())
        return
    found = LINE.match(line)
    if found is None and line.startswith(("msgid_plural", "msgstr[")):
        raise Unreadable("A text of a plan has one form: write one msgid and one msgstr, without plural forms.", span)
    if found is None:
        raise Unreadable('This line is not written as gettext writes it: msgid "…", msgstr "…" or "…".', span)
    name = found[1] or block.last
    if not name:
        raise Unreadable("This text belongs to no msgid or msgstr.", span)
    if found[1]:
        known = [ORDER.index(each) for each in block.parts]
        if known and ORDER.index(name) <= max(known):
            raise Unreadable(f"There is a second or misplaced {name} in this entry.", span)
    if not block.parts:
        block.span = span
    block.last = name
    said = _meant(found[2], span)
    block.parts.setdefault(name, []).append(said)
    if name == "msgstr" and said and not block.obsolete:
        block.pieces.append((len(said), (span[0] + found.start(2), span[0] + found.end(2))))


def _meant(text: str, span: Span) -> str:
    def one(sign: re.Match[str]) -> str:
        if sign[1] not in MEANING:
            raise Unreadable(f"\\{sign[1]} is not an escape that is read here.", span)
        return MEANING[sign[1]]

    return ESCAPED.sub(one, text)


def _entry(block: _Block) -> Entry:
    context, source, text = ("".join(block.parts.get(name, ())) for name in ORDER)
    if "msgid" not in block.parts or "msgstr" not in block.parts:
        raise Unreadable("This entry needs both msgid and msgstr.", block.span)
    if max(len(source), len(text)) > LONGEST:
        raise Unreadable(f"This text is longer than {LONGEST:,} characters.", block.span)
    previous = "".join(block.previous) if block.previous else None
    notes = tuple(block.notes)
    return Entry(context, source, text, block.fuzzy, previous, notes, block.obsolete, block.span, tuple(block.pieces))


def _foreign_charset(head: Mapping[str, str]) -> str:
    """What the head calls the file's characters, where other programs would misread it for that."""
    found = re.search(r"charset=([\w.-]+)", head.get("Content-Type", ""))
    return found[1] if found and found[1].lower() not in ("utf-8", "utf8", "us-ascii") else ""


def _head(entry: Entry) -> dict[str, str]:
    lines = (line.partition(":") for line in entry.text.splitlines())
    return {name.strip(): value.strip() for name, _, value in lines if name.strip()}
