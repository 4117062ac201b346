"""A finished web page -> what assistive technology finds in it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

from rbm_spec.targets.document.readable import Block, Readable

HEADINGS = {f"h{level}": level for level in range(1, 7)}
KINDS = {"p": "paragraph", "li": "paragraph", "a": "link", "nav": "contents", "table": "table"}
SAID = ("math", "img")
"""What says something without words of the page."""


@dataclass(slots=True)
class _Open:
    tag: str
    text: str = ""
    has_more: bool = False
    headers: list[str] = field(default_factory=list)
    leads: str = ""


class _Reader(HTMLParser):
    """Reads what this project writes: every element that holds words is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.title = self.language = self.direction = ""
        self.open: list[_Open] = []
        self.blocks: list[tuple[int, Block]] = []
        self.places: list[int] = []
        self.ids: set[str] = set()
        self.leads: dict[int, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.ids.add(said.get("id") or "")
        if tag == "html":
            self.language, self.direction = said.get("lang") or "", said.get("dir") or "ltr"
        if tag in SAID:
            for each in self.open:
                each.has_more = True
        if tag == "img":
            self.blocks.append((self._next(), Block("picture", (said.get("alt") or "").strip())))
        if tag in HEADINGS or tag in KINDS or tag in ("title", "th"):
            self.open.append(_Open(tag, leads=said.get("href") or ""))
            self.places.append(self._next())

    def handle_data(self, data: str) -> None:
        for each in self.open:
            each.text += data

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1].tag != tag:
            return
        closed, place = self.open.pop(), self.places.pop()
        text = " ".join(closed.text.split())
        match tag:
            case "title":
                self.title = text
            case "th":
                for each in self.open:
                    each.headers.append(text)
            case "table":
                is_right = bool(closed.headers) and all(closed.headers)
                self.blocks.append((place, Block("table", text, is_right=is_right)))
            case _ if tag in HEADINGS:
                self.blocks.append((place, Block("heading", text, HEADINGS[tag], bool(text))))
            case _:
                is_right = bool(text) or closed.has_more
                if tag == "a":
                    is_right, self.leads[place] = True, closed.leads
                self.blocks.append((place, Block(KINDS[tag], text, is_right=is_right, is_listed=tag == "li")))

    def _next(self) -> int:
        return len(self.blocks) + len(self.places)


def of_page(content: bytes) -> Readable:
    """What a web page of ours holds, in order."""
    reader = _Reader()
    reader.feed(content.decode())
    reader.close()
    lost = {place for place, to in reader.leads.items() if to.startswith("#") and to[1:] not in reader.ids}
    blocks = tuple(
        replace(block, is_right=False) if place in lost and block.kind == "link" else block
        for place, block in sorted(reader.blocks, key=lambda each: each[0])
    )
    return Readable(reader.title, reader.language, reader.direction, blocks)
