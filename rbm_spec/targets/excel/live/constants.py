"""Literals, codes with their attributes, and holidays -> cells of a hidden sheet to which formulas point.

Text of a spec stands in cells only, so no quote, line break or sign in it can be taken for part of a formula.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from rbm_spec.model.spec import CodeSpec
from rbm_spec.plan.model import Plan
from rbm_spec.targets.excel.live.grid import letters
from rbm_spec.targets.excel.live.terms import EPOCH, FIRST_DAY, serial

Content = str | int | float
FIRST = 2
"""The number of the first row below the titles, from 1."""


@dataclass
class Constants:
    """The sheet: columns with a title each. Column A holds the literals."""

    plan: Plan
    sheet: str
    columns: list[tuple[str, list[Content]]] = field(default_factory=lambda: [("literal", [])])
    known: dict[tuple[str, ...], int] = field(default_factory=dict)

    def text(self, text: str) -> str:
        """The cell with this text."""
        texts = self.columns[0][1]
        if text not in texts:
            texts.append(text)
        return f"{self.sheet}!$A${FIRST + texts.index(text)}"

    def codes(self, codelist: str) -> tuple[str, str]:
        """The codes of a list, and their numbers 1, 2, ..."""
        codes = self._code_column(codelist, "code", lambda code, each: code)
        order = list(self.plan.codelists[codelist].codes)
        return codes, self._code_column(codelist, "number", lambda code, each: order.index(code) + 1)

    def attribute(self, codelist: str, name: str) -> str:
        """The values of an attribute, beside the codes."""
        kind = self.plan.codelists[codelist].attributes[name].type
        return self._code_column(codelist, f"attribute {name}", lambda code, each: _attribute(each, name, kind))

    def validity(self, codelist: str) -> tuple[str, str] | None:
        """First and last day of each code; None when all are always valid."""
        if not any(code.valid_from or code.valid_to for code in self.plan.codelists[codelist].codes.values()):
            return None
        first = self._code_column(codelist, "from", lambda code, each: _day(each.valid_from, 0))
        return first, self._code_column(codelist, "to", lambda code, each: _day(each.valid_to, 9_999_999))

    def holidays(self) -> str | None:
        """The holidays."""
        days = sorted(self.plan.holidays)
        if not any(day >= FIRST_DAY for day in days):
            return None
        return self._column(("holidays",), "holidays", [serial(day) for day in days if day >= FIRST_DAY])

    def numbers(self, title: str, contents: list[Content]) -> str:
        """A column of its own."""
        return self._column(("own", title), title, contents)

    def _code_column(self, codelist: str, what: str, value: Callable[[str, CodeSpec], Content]) -> str:
        codes = self.plan.codelists[codelist].codes
        return self._column(
            (codelist, what), f"{codelist}: {what}", [value(code, each) for code, each in codes.items()]
        )

    def _column(self, key: tuple[str, ...], title: str, contents: list[Content]) -> str:
        if key not in self.known:
            self.known[key] = len(self.columns)
            self.columns.append((title, contents))
        letter = letters(self.known[key])
        return f"{self.sheet}!${letter}${FIRST}:${letter}${FIRST + len(contents) - 1}"


def _attribute(code: CodeSpec, name: str, kind: str) -> Content:
    value = code.attributes.get(name)
    match value:
        case None:
            return ""
        case bool():
            return int(value)
        case Decimal():
            return float(value)
        case str() if kind == "date":
            return serial(date.fromisoformat(value))
        case _:
            return value


def _day(day: str | None, otherwise: int) -> int:
    return otherwise if day is None else max(0, (date.fromisoformat(day) - EPOCH).days)
