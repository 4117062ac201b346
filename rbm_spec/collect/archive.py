"""The bytes of an .xlsx, .ods or .docx file -> its XML parts, after everything that a template never has was refused.

Nothing is inflated beyond its limit, no XML is read that could define entities, and nothing that could run or lead
elsewhere gets past: what is left is small and plain. Sheets of .xlsx, and what an office keeps beside the text of a
.docx, are inflated when they are asked for: what nobody reads, such as the sheets on which an entry workbook computes,
costs nothing.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from rbm_spec.collect import limits

_OLD = b"\xd0\xcf\x11\xe0"
_ACTIVE = re.compile(
    r"vbaproject|/(externallinks|embeddings|activex|ctrlprops|macrosheets|dialogsheets|querytables|webextensions|model)/"
    r"|/connections\.xml|customui/|^/(basic|scripts|dialogs|object [0-9]+)/",
    re.ASCII,
)
_LINKED = re.compile(rb"<table:(table-source|cell-range-source)\b|<(office|table):dde-(source|link)\b")
_ENCRYPTED = re.compile(rb"<manifest:encryption-data\b")
_EXTERNAL = re.compile(rb"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>")
_ENCODING = re.compile(rb"\A<\?xml[^>]*encoding\s*=\s*[\"']([^\"']*)[\"']")
_CHUNK = 64 * 1024


class Refused(Exception):
    """A file that is not read; the message is a sentence for the person who sent it."""


@dataclass(frozen=True, slots=True)
class Form:
    """How sentences call a kind of file, links that it may have as nobody follows them, and what may stay unread."""

    called: str
    small: str
    noun: str
    program: str
    way: str
    links: tuple[bytes, ...]
    unread: re.Pattern[str]


FORMS = {
    ".xlsx": Form(
        "an Excel workbook", "an entry workbook", "workbook", "Excel", "Copy the values into a new template.",
        (b"/hyperlink",), re.compile(r"xl/worksheets/[^/]+\.xml\Z", re.ASCII | re.IGNORECASE),
    ),
    ".docx": Form(
        "a Word document", "a document", "document", "Word",
        "Take it out, save the document as .docx and send it again.",
        (b"/hyperlink", b"/attachedTemplate", b"/image"),
        re.compile(r"(customXml|docProps|word/(theme|glossary|fontTable|webSettings|stylesWithEffects))\b"),
    ),
}  # fmt: skip


class Parts(Mapping[str, bytes]):
    """The XML parts by name, without the leading slash."""

    def __init__(self, content: bytes, ending: str) -> None:
        self._ending, self._form = ending, FORMS[ending]
        self._archive = zipfile.ZipFile(io.BytesIO(content))
        self._members = {
            each.filename: each
            for each in _members(self._archive, self._form)
            if each.filename.casefold().endswith((".xml", ".rels"))
        }
        self._left = limits.INFLATED_BYTES
        self._read: dict[str, bytes] = {}
        for name in self._members:
            if not self._form.unread.match(name):
                self[name]

    def __getitem__(self, name: str) -> bytes:
        """The part. Raises Refused, KeyError."""
        if name not in self._read:
            with _in_words(self._ending):
                self._read[name] = _plain(self._inflated(self._members[name]), self._form)
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)

    def _inflated(self, member: zipfile.ZipInfo) -> bytes:
        """What really comes out, counted."""
        content = bytearray()
        with self._archive.open(member) as opened:
            while chunk := opened.read(_CHUNK):
                self._left -= len(chunk)
                content += chunk
                if self._left < 0 or len(content) > limits.PART_BYTES:
                    raise Refused("The file unpacks to more than it says.")
        return bytes(content)


@contextmanager
def _in_words(ending: str) -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, RuntimeError, OSError) as error:
        raise Refused(
            f"The file is damaged or not {FORMS[ending].called}. Save it as {ending} and send it again."
        ) from error


def parts_of(content: bytes, ending: str = ".xlsx") -> Parts:
    """The XML parts; the file should be one of `FORMS`. Raises Refused."""
    if len(content) > limits.FILE_BYTES:
        raise Refused(f"The file is larger than {limits.FILE_BYTES // 1024 // 1024} MB.")
    if content.startswith(_OLD):
        raise Refused(
            f"The file has a password or the old format {ending[:-1]}. Save it as {ending} without a password."
        )
    with _in_words(ending):
        return Parts(content, ending)


def _members(archive: zipfile.ZipFile, form: Form) -> list[zipfile.ZipInfo]:
    """The directory of the archive, judged without inflating anything."""
    members = [member for member in archive.infolist() if not member.is_dir()]
    names = [member.filename.casefold() for member in members]
    if len(members) > limits.PARTS:
        raise Refused(f"The file has more parts than {form.small} has.")
    if len(set(names)) != len(names):
        raise Refused("The file holds two parts of one name.")
    for member, name in zip(members, names, strict=True):
        if name.startswith("/") or "\\" in name or ".." in name.split("/"):
            raise Refused("The file holds a part with a name that leads outside it.")
        if _ACTIVE.search(f"/{name}"):
            raise Refused(f"The file holds a macro, an embedded file or a link to other data. {form.way}")
        if member.flag_bits & 1:
            raise Refused("The file has a password. Save it without one.")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused(f"The file is packed in a way that {form.program} does not use.")
    if any(member.file_size > limits.PART_BYTES for member in members) or (
        sum(member.file_size for member in members) > limits.INFLATED_BYTES
    ):
        raise Refused(f"The file would unpack to more than {form.small} can hold.")
    return members


def _plain(part: bytes, form: Form) -> bytes:
    """The part, when it is UTF-8 without definitions and without links that are loaded by themselves."""
    encoding = _ENCODING.match(part.removeprefix(b"\xef\xbb\xbf"))
    if encoding is not None and encoding[1].lower() not in (b"utf-8", b"utf8", b"us-ascii"):
        raise Refused(f"The file is not written in UTF-8, as {form.program} writes it.")
    try:
        part.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(f"The file is not written in UTF-8, as {form.program} writes it.") from error
    if b"<!" in part.replace(b"<![CDATA[", b"").replace(b"<!--", b""):
        raise Refused(f"The file defines its own XML entities, which no {form.noun} needs.")
    if _ENCRYPTED.search(part):
        raise Refused("The file has a password. Save it without one.")
    followed = (link for link in _EXTERNAL.findall(part) if not any(each in link for each in form.links))
    if _LINKED.search(part) or next(followed, None) is not None:
        raise Refused(f"The file links to data in another place. {form.way}")
    return part
