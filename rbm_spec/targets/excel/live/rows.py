"""Fields and row expressions of a dataset -> columns on the sheet of rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol

from rbm_spec.expr.nodes import Call, Expr, Name, fold
from rbm_spec.expr.types import Kind
from rbm_spec.plan.model import Dataset, Plan, Step
from rbm_spec.plan.paths import steps
from rbm_spec.targets.excel.live.constants import Constants
from rbm_spec.targets.excel.live.expressions import cut_text, spelled
from rbm_spec.targets.excel.live.grid import Grid, Ref
from rbm_spec.targets.excel.live.terms import FIRST_DAY, MISSING, MOST_CENTIMES, UNKNOWN, Quality, Term, large, serial
from rbm_spec.targets.unsupported import Inexpressible

EARLY = "early"
"""Begins the key of columns that are 1 where a computed day or an amount lies beyond what spreadsheets know alike."""

MOST_ALIKE = 10**12
"""Spreadsheets look up broken numbers beyond as if those near to each other were one."""

LONGEST = 300
"""A formula that grows longer than this goes on in another column: Excel takes 8,192 characters and 64 levels."""


class Derive(Protocol):
    """Where the rows of derived datasets come from."""

    def leads(self, rows: Rows, dataset: str) -> Ref:
        """1 where there is a derived row."""
        ...

    def field(self, rows: Rows, dataset: str, name: str) -> Ref:
        """The values of a field."""
        ...


@dataclass
class Rows:
    """The sheet of rows of one workbook, as indicators of one frequency see it.

    `collected` maps the datasets entered in the workbook to their fields in order.
    """

    plan: Plan
    grid: Grid
    constants: Constants
    collected: Mapping[str, tuple[str, ...]]
    frequency: str
    derive: Derive

    def scope(self, dataset: str) -> str:
        """Derived rows may depend on the period; what is entered does not."""
        return "" if self.plan.datasets[dataset].derivation is None else self.frequency

    def begun(self, dataset: str) -> Ref:
        """1 where there is a row."""
        each = self.plan.datasets[dataset]
        if each.derivation is not None:
            return self.derive.leads(self, dataset)
        filled = f'SUMPRODUCT(--(INDEX({self.block(dataset)},{self.grid.number.here},0)<>""))'
        return self.grid.add(("begun", dataset), f"{dataset}: there is a row", f"IF({filled}>0,1,0)", 0)

    def block(self, dataset: str) -> str:
        """The name of the cells for data."""
        if dataset not in self.collected:
            raise Inexpressible(f"The dataset {dataset} is entered in another workbook.")
        return rows_name(dataset)

    def raw(self, dataset: str, name: str) -> str:
        """A cell as it was entered."""
        column = self.collected[dataset].index(name) + 1 if dataset in self.collected else 0
        return f"INDEX({self.block(dataset)},{self.grid.number.here},{column})"

    def field(self, dataset: str, name: str) -> Ref:
        """The values of a field; `block` refuses datasets of other workbooks."""
        each = self.plan.datasets[dataset]
        if each.derivation is not None:
            return self.derive.field(self, dataset, name)
        raw, title = self.raw(dataset, name), f"{dataset}.{name}"
        if each.fields[name].type.kind is Kind.BOOLEAN:
            typed = f'IF(EXACT({raw},"true"),1,IF(EXACT({raw},"false"),0,{UNKNOWN}))'
            return self.grid.add(("field", dataset, name), title, f"IF(ISLOGICAL({raw}),IF({raw},1,0),{typed})", 0.5)
        return self.grid.add(("field", dataset, name), title, f'IF({raw}="","",{raw})', "")

    def path(self, dataset: str, parts: tuple[str, ...]) -> Ref:
        """What stands at the end of a path."""
        way = steps(self.plan, dataset, parts)
        at = self.field(dataset, parts[0])
        for number, (before, step) in enumerate(pairwise(way), start=1):
            key, title = (dataset, self.scope(dataset), parts[: number + 1]), _titled(dataset, parts[: number + 1])
            position, values = self._lookup(dataset, parts[:number], at, before, step)
            nothing = UNKNOWN if step.type.kind is Kind.BOOLEAN else '""'
            found = f"INDEX({values},{position.here})"
            text = f'IF({position.here}=0,{nothing},IF({found}="",{nothing},{found}))'
            at = self.grid.add(("path", *key), title, text, 0.5 if step.type.kind is Kind.BOOLEAN else "")
        return at

    def _lookup(self, dataset: str, parts: tuple[str, ...], at: Ref, before: Step, step: Step) -> tuple[Ref, str]:
        """In which row the next step is found, 0 if in none, and the cells to read it from."""
        if step.codelist:
            return self.code_number(dataset, parts, step.codelist), self.constants.attribute(step.codelist, step.name)
        target = self.plan.datasets[before.type.dataset]
        return self.position(dataset, parts, at, target), self.field(target.id, step.name).all

    def position(self, dataset: str, parts: tuple[str, ...], at: Ref, target: Dataset) -> Ref:
        """Which row of the other dataset a reference leads to; 0 for none."""
        keys = self.field(target.id, target.spec.key[0])
        # A key that is a number is compared as the text that a reference to it is.
        texts = f'{keys.all}&""' if target.fields[target.spec.key[0]].type.kind is Kind.NUMBER else keys.all
        found = f'IF({at.here}="",0,SUMPRODUCT(EXACT({texts},{at.here})*{self.grid.number.all}))'
        title = f"{_titled(dataset, parts)}: row of the reference"
        return self.grid.add(("position", dataset, self.scope(dataset), parts), title, found, 0)

    def code_number(self, dataset: str, parts: tuple[str, ...], codelist: str) -> Ref:
        """Which code of its list stands at the end of a path: 1, 2, ...; 0 for none."""
        at = self.path(dataset, parts)
        codes, numbers = self.constants.codes(codelist)
        found = f'IF({at.here}="",0,SUMPRODUCT(EXACT({codes},{at.here})*{numbers}))'
        key, title = ("code", dataset, self.scope(dataset), parts), f"{_titled(dataset, parts)}: number of the code"
        return self.grid.add(key, title, found, 0)

    def read(self, dataset: str, parts: tuple[str, ...]) -> Term:
        """A path as a term."""
        type_ = steps(self.plan, dataset, parts)[-1].type
        cell = self.path(dataset, parts).here
        if type_.kind is Kind.BOOLEAN:
            return Term(cell, Kind.BOOLEAN, simple=True)
        quality = Quality.MONEY if type_.unit.money else Quality.ENTERED
        derived_number = self.plan.datasets[dataset].derivation is not None and type_.kind is Kind.NUMBER
        if derived_number and quality is Quality.ENTERED:
            quality = Quality.COMPUTED
        return Term(f'IF({cell}="",{MISSING},{cell})', type_.kind, quality=quality, simple=True)

    def term(self, dataset: str, expr: Expr) -> Term:
        """A row expression as a term."""
        place = RowPlace(self, dataset)

        def visit(node: Expr, args: list[Term]) -> Term:
            if isinstance(node, Name) and node.role == "field":
                return self.read(dataset, node.parts)
            term = spelled(node, args, place, self.constants)
            if isinstance(node, Call) and node.op in ("+", "-") and term.quality is Quality.MONEY:
                term = place.keep(term)
                size = f"MAX({','.join(f'ABS({each.text})' for each in (*args, term))})"
                text = large(size, MOST_CENTIMES)
                self.grid.add((EARLY, dataset, text), f"{dataset}: beyond exact money", text, 0)
            return place.keep(term) if len(term.text) > LONGEST else term

        return fold(expr, visit)


def _titled(dataset: str, parts: tuple[str, ...]) -> str:
    return f"{dataset}.{'.'.join(parts)}"


def rows_name(dataset: str) -> str:
    """The defined name of the cells for data of a dataset, as many rows as are computed."""
    return f"rows_{dataset}"


@dataclass(frozen=True)
class RowPlace:
    """Where row expressions of a dataset are computed."""

    rows: Rows
    dataset: str

    def keep(self, term: Term) -> Term:
        """The term in a column of its own; empty where there is no row."""
        if term.simple:
            return term
        begun = self.rows.begun(self.dataset).here
        if term.kind is Kind.BOOLEAN:
            cell = self._column(f"IF({begun}=0,{UNKNOWN},{term.text})", 0.5).here
            return replace(term, text=cell, strength=9, simple=True)
        cell = self._column(f'IF({begun}=0,"",IFERROR({term.text},""))', "").here
        return replace(term, text=f'IF({cell}="",{MISSING},{cell})', strength=9, simple=True)

    def _column(self, formula: str, cached: float | str) -> Ref:
        return self.rows.grid.add(("step", self.dataset, formula), f"{self.dataset}: step", formula, cached)

    def cut(self, term: Term) -> Term:
        """See `places.Place`."""
        if term.quality.sure:
            return term
        begun = self.rows.begun(self.dataset).here
        cell = self._column(f'IF({begun}=0,"",IFERROR({term.text},""))', "").here
        text = self._column(f'IF({cell}="","",{cut_text(cell, term.quality)})', "").here
        return Term(f'IF({text}="",{MISSING},{text})', Kind.NUMBER, quality=Quality.ENTERED, simple=True)

    def watch(self, day: Term) -> None:
        """See `places.Place`."""
        early = f"IFERROR(IF({day.text}<{serial(FIRST_DAY)},1,0),0)"
        self.rows.grid.add((EARLY, self.dataset, early), f"{self.dataset}: a day too early", early, 0)

    def period(self, end: str) -> str:
        """See `places.Place`."""
        return period_name(end, self.rows.frequency)

    def plan(self, end: str) -> str:
        """See `places.Place`."""
        return str(serial(self.rows.plan.start if end == "start" else self.rows.plan.end))

    @property
    def holidays(self) -> str | None:
        """See `places.Place`."""
        return self.rows.constants.holidays()


def period_name(end: str, frequency: str) -> str:
    """The defined name of the cell with the first (`start`) or last (`end`) day of the period."""
    return f"period_{end}_{frequency}"
