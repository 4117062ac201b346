"""Raw columns -> typed columns: the grammar of cells, spelled for DuckDB.

Text becomes a number, date or condition only if it has the very form that the language asks for; anything else is NULL
here and a fault in `checks`. Columns that have a type already keep it.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from rbm_spec.expr.types import Kind
from rbm_spec.plan.model import Field
from rbm_spec.targets.sql.columns import sql_type
from rbm_spec.targets.sql.dialects import DUCKDB
from rbm_spec.targets.sql.numbers import WHOLE, Computed, Exact, Numeric
from rbm_spec.targets.sql.trees import Tree, call, case, every, infix, is_null, is_present, text, whole

MAX_DIGITS = 15
WHOLE_TEXT = f"-?[0-9]{{1,{MAX_DIGITS}}}"
NUMBER_TEXT = r"-?[0-9]+(\.[0-9]+)?"
DATE_TEXT = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
TIME_TEXT = r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?"
INTEGERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "HUGEINT")


@dataclass(frozen=True)
class Column:
    """A column as it comes: `physical` is DuckDB's name of its type, `may_be_empty` whether '' may occur."""

    tree: Tree
    physical: str
    may_be_empty: bool = True

    @property
    def is_text(self) -> bool:
        """Whether its cells are text that has to be read."""
        return self.physical not in (*INTEGERS, "FLOAT", "DOUBLE", "DATE", "BOOLEAN") and not (
            self.physical.startswith(("DECIMAL", "TIMESTAMP"))
        )

    @property
    def content(self) -> Tree:
        """The cell as text, NULL without a character."""
        if not self.is_text:
            return self.tree.copy()
        as_text = self.tree.copy() if self.physical == "VARCHAR" else exp.cast(self.tree.copy(), "text")
        return exp.Nullif(this=as_text, expression=text("")) if self.may_be_empty else as_text


def matches(content: Tree, pattern: str) -> Tree:
    """Whether the whole text has the form."""
    return call("REGEXP_FULL_MATCH", content, text(pattern))


def is_number(content: Tree) -> Tree:
    """Whether the text is a number of at most fifteen digits."""
    digits = call("REPLACE", call("REPLACE", content.copy(), text("-"), text("")), text("."), text(""))
    short = infix(exp.LTE, call("LENGTH", call("TRIM", digits, text("0"))), whole(MAX_DIGITS))
    return infix(exp.And, matches(content, NUMBER_TEXT), short)


def width_of(content: Tree) -> tuple[Tree, Tree]:
    """The digits before and after the point that the text of a number needs."""
    before = call("SPLIT_PART", call("LTRIM", content.copy(), text("-")), text("."), whole(1))
    after = call("SPLIT_PART", content.copy(), text("."), whole(2))
    return call("LENGTH", call("LTRIM", before, text("0"))), call("LENGTH", call("RTRIM", after, text("0")))


def reads_as_number(each: Field) -> bool:
    """Whether the field's width has to be measured where it comes as text."""
    return each.type.kind is Kind.NUMBER and (each.spec.type if each.spec else "") != "integer"


def physical_number(each: Field, physical: str) -> Numeric:
    """What is known of a number that does not come as text."""
    declared = each.spec.type if each.spec else "number"
    if declared == "integer" or physical in INTEGERS:
        return WHOLE
    if physical.startswith("DECIMAL"):
        precision, scale = physical[len("DECIMAL(") : -1].split(",")
        return Exact(int(precision), int(scale))
    return Exact(21, 6) if declared == "money" else Computed(MAX_DIGITS)


def typed(each: Field, raw: Column, number: Numeric | None) -> Tree:
    """The typed cell; NULL where it is missing or wrong."""
    content = raw.content
    target = sql_type(DUCKDB, each.type, number)
    if raw.is_text:
        return _read(each, content, target)
    match each.type.kind:
        case Kind.NUMBER if raw.physical == "DOUBLE" and isinstance(number, Computed):
            return content
        case Kind.NUMBER if raw.physical == "BIGINT" and target == "bigint":
            return content
        case Kind.NUMBER if isinstance(number, Exact) and raw.physical == f"DECIMAL({number.precision},{number.scale})":
            return content
        case Kind.DATE if raw.physical == "DATE":
            return content
        case Kind.DATETIME if raw.physical == "TIMESTAMP":
            return content
        case Kind.BOOLEAN if raw.physical == "BOOLEAN":
            return content
        case _:
            return exp.TryCast(this=content, to=exp.DataType.build(target))


def _read(each: Field, content: Tree, target: str) -> Tree:
    match each.type.kind:
        case Kind.NUMBER:
            declared = each.spec.type if each.spec else "number"
            fits = matches(content.copy(), WHOLE_TEXT) if declared == "integer" else is_number(content.copy())
            return case([(fits, exp.cast(content, target))])
        case Kind.DATE:
            return _moment(content, DATE_TEXT, "date")
        case Kind.DATETIME:
            return _moment(content, f"{DATE_TEXT}T{TIME_TEXT}", target)
        case Kind.BOOLEAN:
            words = [
                (infix(exp.EQ, content.copy(), text(word)), exp.Boolean(this=word == "true"))
                for word in ("true", "false")
            ]
            return case(words)
        case _:
            return content


def _moment(content: Tree, pattern: str, target: str) -> Tree:
    """A date or datetime of that form which is in the calendar; there is no year 0."""
    fits = every([matches(content.copy(), pattern), infix(exp.GTE, content.copy(), text("0001"))])
    assert fits is not None
    return case([(fits, exp.TryCast(this=content, to=exp.DataType.build(target)))])


def misread(raw: Column, result: Tree) -> Tree:
    """Whether a cell is there and has no typed value."""
    return infix(exp.And, is_present(raw.content), is_null(result))
