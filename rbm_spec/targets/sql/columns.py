"""The tables that SQL reads: one for each dataset, with the types of its columns; and the code lists as tables.

Numbers of a collected dataset have a width. A plan alone says only what may be entered; an engine that has seen the
data passes what is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sqlglot import exp

from rbm_spec.expr.types import Kind, Type
from rbm_spec.model.spec import CodelistSpec
from rbm_spec.plan.model import Field, Plan
from rbm_spec.plan.paths import attribute_type
from rbm_spec.targets.sql.dialects import Dialect
from rbm_spec.targets.sql.numbers import WHOLE, Exact, Numeric, joined, of_literal
from rbm_spec.targets.sql.trees import Tree, cast, text

MONEY = Exact(19, 4)
NUMBER = Exact(24, 9)
"""What is assumed of fields whose data has not been seen: fifteen digits before the point."""


@dataclass(frozen=True)
class Columns:
    """What is known of numbers in the tables, by dataset and field; derived datasets add theirs."""

    plan: Plan
    dialect: Dialect
    widths: dict[tuple[str, str], Numeric] = field(default_factory=dict)

    def number(self, dataset: str, name: str) -> Numeric:
        """The width of a number field."""
        known = self.widths.get((dataset, name))
        return known if known is not None else assumed(self.plan.datasets[dataset].fields[name])

    def type_name(self, dataset: str, name: str) -> str:
        """The SQL type of a column."""
        type_ = self.plan.datasets[dataset].fields[name].type
        number = self.number(dataset, name) if type_.kind is Kind.NUMBER else None
        return sql_type(self.dialect, type_, number)


def assumed(each: Field) -> Numeric:
    """The width of a number field of which nothing but its declaration is known."""
    declared = each.spec.type if each.spec else "number"
    return {"integer": WHOLE, "money": MONEY}.get(declared, NUMBER)


def sql_type(dialect: Dialect, type_: Type, number: Numeric | None) -> str:
    """The SQL type of a value."""
    match type_.kind:
        case Kind.NUMBER:
            assert number is not None
            return dialect.type_name(number)
        case Kind.DATE:
            return "date"
        case Kind.DATETIME:
            return dialect.datetime
        case Kind.BOOLEAN:
            return "boolean"
        case _:
            return dialect.text


def create_table(columns: Columns, dataset: str) -> Tree:
    """`CREATE TABLE` for a collected dataset."""
    defined: list[Tree] = [
        exp.ColumnDef(
            this=exp.Identifier(this=name, quoted=True),
            kind=exp.DataType.build(columns.type_name(dataset, name), dialect=None),
        )
        for name in columns.plan.datasets[dataset].fields
    ]
    named = exp.Table(this=exp.Identifier(this=dataset, quoted=True))
    return exp.Create(this=exp.Schema(this=named, expressions=defined), kind="TABLE")


def attribute_number(codelist: CodelistSpec, name: str) -> Numeric:
    """The width of a numeric attribute."""
    values = [code.attributes.get(name) for code in codelist.codes.values()]
    numbers: list[Numeric] = [of_literal(value) for value in values if isinstance(value, Decimal)]
    return joined(numbers, 38) if numbers else Exact(1, 0)


def code_rows(dialect: Dialect, codelist: CodelistSpec, attributes: Sequence[str]) -> Tree:
    """A query that gives each code of a list with the attributes asked for."""
    names = ["code", *attributes]
    rows = []
    for number, (code, each) in enumerate(codelist.codes.items()):
        cells: list[Tree] = [text(code)]
        for name in attributes:
            type_ = attribute_type(codelist.attributes[name])
            width = attribute_number(codelist, name) if type_.kind is Kind.NUMBER else None
            value = literal(each.attributes.get(name), type_)
            # The first row says of what type the column is.
            cells.append(cast(value, sql_type(dialect, type_, width)) if number == 0 else value)
        rows.append(exp.Tuple(expressions=cells))
    alias = exp.TableAlias(
        this=exp.Identifier(this="codes", quoted=True),
        columns=[exp.Identifier(this=name, quoted=True) for name in names],
    )
    values = exp.Values(expressions=rows, alias=alias)
    return exp.select(*(exp.Column(this=exp.Identifier(this=name, quoted=True)) for name in names)).from_(values)


def literal(value: object, type_: Type) -> Tree:
    """An attribute of a code."""
    match value:
        case bool():
            return exp.Boolean(this=value)
        case Decimal():
            size = exp.Literal.number(format(abs(value), "f"))
            return exp.Neg(this=size) if value < 0 else size
        case str() if type_.kind is Kind.DATE:
            return cast(text(value), "date")
        case str():
            return text(value)
        case _:
            return exp.Null()
