"""The only way into a workbook: text, numbers, dates and truths, each written as what it is.

Nothing here can write a formula or a link, so text from a spec stays text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rbm_spec.targets.excel.theme import Theme

LONGEST_TEXT = 32_767
CLOSED = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "constant_memory": False,
    "in_memory": True,
}


@dataclass
class Looks:
    """Formats of one workbook by their properties, made when first used."""

    book: Any
    theme: Theme
    made: dict[tuple[tuple[str, object], ...], Any] = field(default_factory=dict)
    asked: dict[tuple[tuple[str, object], ...], Any] = field(default_factory=dict)

    def __call__(self, **properties: object) -> Any:
        """The format with these properties over the theme's font."""
        asked = tuple(properties.items())
        if asked not in self.asked:
            self.asked[asked] = self._format(properties)
        return self.asked[asked]

    def _format(self, properties: Mapping[str, object]) -> Any:
        font = {"font_name": self.theme.font["name"], "font_size": self.theme.font["size"]}
        basis: Mapping[str, object] = {**font, "font_color": self.theme.colour["ink"], "valign": "top"}
        wanted = tuple(sorted({**basis, **properties}.items()))
        if wanted not in self.made:
            self.made[wanted] = self.book.add_format(dict(wanted))
        return self.made[wanted]

    def framed(self, **properties: object) -> Any:
        """The same, for a cell of a table to read: with a thin frame, and wrapped."""
        return self(
            border=1, border_color=self.theme.colour["line"], text_wrap=True, align="left", indent=1, **properties
        )

    def framed_number(self, shape: str = "#,##0") -> Any:
        """The same for a number, or for words in the place of one, a little off the frame."""
        padded = f"{shape}_);-{shape}_);{shape}_);@_)"
        return self(border=1, border_color=self.theme.colour["line"], align="right", num_format=padded)


@dataclass(frozen=True)
class Sheet:
    """One sheet; rows and columns count from 0."""

    name: str
    raw: Any

    def text(self, row: int, column: int, text: str, look: Any) -> None:
        """Text, whatever it looks like; no text leaves the cell empty."""
        assert len(text) <= LONGEST_TEXT
        if text == "":
            done = self.raw.write_blank(row, column, None, look)
        elif text.startswith("<r>") and text.endswith("</r>"):
            # write_string takes such text for its own rich text and writes it unescaped.
            done = self.raw.write_rich_string(row, column, text[:1], look, text[1:], look)
        else:
            done = self.raw.write_string(row, column, text, look)
        assert done == 0

    def number(self, row: int, column: int, number: int | float, look: Any = None) -> None:
        """A number."""
        assert self.raw.write_number(row, column, number, look) == 0

    def moment(self, row: int, column: int, moment: datetime, look: Any) -> None:
        """A date or date and time; `look` says how it is shown."""
        assert self.raw.write_datetime(row, column, moment, look) == 0

    def truth(self, row: int, column: int, truth: bool, look: Any = None) -> None:
        """True or false."""
        assert self.raw.write_boolean(row, column, truth, look) == 0
