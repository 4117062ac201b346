"""A PDF of a document -> how many pages its text takes in print, and each of its sections.

Read are the bookmarks that LibreOffice writes for headings: the first are those of the sections, and where the next one
stands, an annex begins. Titles of bookmarks are hexadecimal, so no text of a plan can look like one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.model.spec import DocumentSpec

PAGES = Rule("RBM871", "pages-in-print", Severity.WARNING)
PREFERRED = 4
TENTH = Decimal("0.1")
TOP, HEIGHT = Decimal("776.7"), Decimal("720")
"""Where the text of a page begins, in points above its lower edge, and how high it is."""

_LEAVES = re.compile(rb"/Type/Pages\b[^<>]*/Kids\[([\d R\r\n]*)\]")
_LEAF = re.compile(rb"(\d+) 0 R")
_ROOT = re.compile(rb"(\d+) 0 obj\n<</Count \d+/First \d+ 0 R/Last \d+ 0 R\s*>>")
_MARK = re.compile(rb"/Title<[0-9A-F]*>\s*/Dest\[(\d+) 0 R/XYZ [\d.]+ ([\d.]+) 0\]/Parent (\d+) 0 R")


@dataclass(frozen=True, slots=True)
class Extent:
    """All pages of the file, those with head and text, and the height of each section in tenths of a page.

    The last section is measured to the end of its page where no annex follows.
    """

    whole: int
    pages: int
    sections: tuple[Decimal, ...]


def extent(content: bytes, sections: int) -> Extent | None:
    """How much a document of so many sections takes; None where the PDF does not say it."""
    leaves, root = _LEAVES.search(content), _ROOT.search(content)
    if leaves is None or root is None:
        return None
    order = {number: place for place, number in enumerate(_LEAF.findall(leaves[1]))}
    found = sorted(
        order[page] + (TOP - Decimal(height.decode())) / HEIGHT
        for page, height, parent in _MARK.findall(content)
        if parent == root[1] and page in order
    )
    if len(found) < sections:
        return None
    if not sections:
        return Extent(len(order), len(order), ())
    ends = [*found, Decimal(len(order))][1 : sections + 1]
    heights = (end - start for start, end in zip(found, ends, strict=False))
    # What begins at the top of a page takes nothing of it.
    return Extent(len(order), math.ceil(ends[-1] - TENTH / 2), tuple(each.quantize(TENTH) for each in heights))


def too_long(spec: DocumentSpec, found: Extent) -> Iterator[Finding]:
    """What takes more pages in print than it may. Without a budget a document has the four that are preferred."""
    wanted = spec.pages or PREFERRED
    if found.pages > wanted:
        longest = max(range(len(spec.sections)), key=found.sections.__getitem__)
        yield PAGES.found(
            spec.where.at("pages") if spec.pages else spec.where.key("sections"),
            f"The document {spec.id} takes {found.pages} pages in print, annexes aside; "
            + (f"it may take {wanted}." if spec.pages else f"{wanted} are preferred."),
            f"Its longest section is “{spec.sections[longest].heading}”, with {found.sections[longest]} pages.",
        )
    for i, (section, pages) in enumerate(zip(spec.sections, found.sections, strict=True)):
        if section.pages is not None and pages > section.pages:
            yield PAGES.found(
                spec.where.at("sections", i, "pages"),
                f"The section “{section.heading}” of {spec.id} takes {pages} pages in print; "
                f"it may take {section.pages}.",
                "Shorten it, or raise `pages`.",
            )
