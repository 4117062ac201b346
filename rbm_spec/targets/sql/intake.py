"""Raw columns -> typed columns: the grammar of cells, spelled for DuckDB.

Text becomes a number, date or condition only if it has the very form that the language asks for; anything else is NULL
here and a fault in `checks`. Columns that have a type already keep it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlglot import exp

from rbm_spec.expr.types import Kind
from rbm_spec.kernel.reading import LONGEST_NUMBER, MAX_DIGITS
from rbm_spec.plan.model import Field
from rbm_spec.targets.sql.columns import sql_type
from rbm_spec.targets.sql.dialects import DUCKDB
from rbm_spec.targets.sql.numbers import WHOLE, Computed, Exact, Numeric
from rbm_spec.targets.sql.trees import Tree, call, case, cast, divided, every, infix, text, whole

WHOLE_TEXT = f"-?[0-9]{{1,{MAX_DIGITS}}}"
NUMBER_TEXT = r"-?[0-9]+(\.[0-9]+)?"
DATE_TEXT = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
TIME_TEXT = r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?"
INTEGERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "HUGEINT")
PHYSICAL = {
    "whole": INTEGERS, "decimal": ("DECIMAL",), "binary": ("FLOAT", "DOUBLE"), "day": ("DATE",),
    "moment": ("TIMESTAMP",), "truth": ("BOOLEAN",),
}  # fmt: skip
"""How DuckDB's names of the types of columns begin."""
FITTING = {
    Kind.NUMBER: ("whole", "decimal", "binary"), Kind.DATE: ("day", "moment"), Kind.DATETIME: ("day", "moment"),
    Kind.BOOLEAN: ("truth",),
}  # fmt: skip
"""What a column may be, besides text."""


@dataclass(frozen=True)
class Column:
    """A column as it comes: `physical` is DuckDB's name of its type, `may_be_empty` whether '' may occur."""

    tree: Tree
    physical: str
    may_be_empty: bool = True

    @property
    def is_text(self) -> bool:
        """Whether its cells are text that has to be read."""
        return self.kind == "text"

    @property
    def kind(self) -> str:
        """What its values are: text, whole, decimal, binary, day, moment or truth."""
        return next((kind for kind, names in PHYSICAL.items() if self.physical.startswith(names)), "text")

    @property
    def content(self) -> Tree:
        """The cell, as text without a character or what is no number: NULL."""
        if self.kind == "binary":
            return exp.Nullif(this=cast(self.tree.copy(), "double"), expression=cast(text("NaN"), "double"))
        if not self.is_text:
            return self.tree.copy()
        as_text = self.tree.copy() if self.physical == "VARCHAR" else cast(self.tree.copy(), "text")
        return exp.Nullif(this=as_text, expression=text("")) if self.may_be_empty else as_text


def matches(content: Tree, pattern: str) -> Tree:
    """Whether the whole text has the form."""
    return call("REGEXP_FULL_MATCH", content, text(pattern))


def is_number(content: Tree) -> Tree:
    """Whether the text is a number of at most fifteen digits."""
    digits = call("REPLACE", call("REPLACE", content.copy(), text("-"), text("")), text("."), text(""))
    few = infix(exp.LTE, call("LENGTH", call("TRIM", digits, text("0"))), whole(MAX_DIGITS))
    short = infix(exp.LTE, call("LENGTH", content.copy()), whole(LONGEST_NUMBER))
    return infix(exp.And, infix(exp.And, matches(content, NUMBER_TEXT), few), short)


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


def fits(each: Field, raw: Column) -> bool:
    """Whether a column of this type may stand for the field; all of its values are wrong otherwise."""
    return raw.is_text or raw.kind in FITTING.get(each.type.kind, ())


def typed(each: Field, raw: Column, number: Numeric | None) -> Tree:
    """The typed cell. NULL where it is missing or where its text cannot be read; what was no text is trusted."""
    content = raw.content
    target = sql_type(DUCKDB, each.type, number)
    if raw.is_text:
        return _read(each, content, target)
    if not fits(each, raw):
        return cast(exp.Null(), target)
    match each.type.kind:
        case Kind.NUMBER if raw.kind == "binary" and isinstance(number, Computed):
            return content
        case Kind.NUMBER if raw.physical == "BIGINT" and target == "bigint":
            return content
        case Kind.NUMBER if isinstance(number, Exact) and raw.physical == f"DECIMAL({number.precision},{number.scale})":
            return content
        case Kind.DATE if raw.physical == "DATE":
            return content
        case Kind.DATETIME if raw.physical == "TIMESTAMP":
            return content
        case Kind.BOOLEAN:
            return content
        case _:
            return exp.TryCast(this=content, to=exp.DataType.build(target))


def guarded(each: Field, raw: Column, number: Numeric | None, codes: Iterable[str] = ()) -> Tree:
    """The typed cell with nothing trusted: NULL also where a number, day or code is not one that may be there."""
    found = typed(each, raw, number)
    if each.type.kind is Kind.CODE:
        listed: list[Tree] = [text(code) for code in codes]
        return case([(exp.In(this=found, expressions=listed), found.copy())]) if listed else exp.Null()
    if raw.is_text or not fits(each, raw):
        return found
    condition = _sound(each, raw)
    return found if condition is None else case([(condition, found)])


def _sound(each: Field, raw: Column) -> Tree | None:
    """Whether a value that is no text is one that a file of text could hold; None where all are."""
    value = raw.content
    declared = each.spec.type if each.spec else "number"
    match raw.kind:
        case "whole" | "decimal" if declared == "integer":
            few = infix(exp.LT, exp.Abs(this=value.copy()), exp.Literal.number(f"1E{MAX_DIGITS}"))
            return few if raw.kind == "whole" else infix(exp.And, few, _is_whole(value))
        case "whole" | "decimal":
            scale = int(raw.physical[:-1].partition(",")[2]) if raw.kind == "decimal" else 0
            few = infix(exp.LT, exp.Abs(this=value.copy()), exp.Literal.number(f"1E{MAX_DIGITS - scale}"))
            return case([(few, exp.true())], is_number(cast(value.copy(), "text")))
        case "binary":
            return infix(exp.And, _few_digits(value), _is_whole(value)) if declared == "integer" else _few_digits(value)
        case "day" | "moment":
            first, last = (cast(text(day), "date") for day in ("0001-01-01", "9999-12-31"))
            inside = exp.Between(this=cast(value, "date"), low=first, high=last)
            unit = "date" if each.type.kind is Kind.DATE else "timestamp"
            return infix(
                exp.And, inside, infix(exp.EQ, exp.TryCast(this=value.copy(), to=exp.DataType.build(unit)), value)
            )
        case _:
            return None


def _is_whole(value: Tree) -> Tree:
    return infix(exp.EQ, value.copy(), call("TRUNC", value.copy()))


def _few_digits(value: Tree) -> Tree:
    """Whether a binary number is the nearest one to a decimal of at most fifteen digits; most have two places."""
    size = exp.Abs(this=value.copy())
    near = divided(exp.Round(this=infix(exp.Mul, value.copy(), whole(100))), whole(100))
    simple = infix(exp.And, infix(exp.EQ, near, value.copy()), infix(exp.LT, size, exp.Literal.number("1E13")))
    back = exp.TryCast(this=call("PRINTF", text("%.15g"), value.copy()), to=exp.DataType.build("double"))
    low, high = (exp.Literal.number(end) for end in ("1E-24", "9E39"))
    written = infix(exp.And, infix(exp.EQ, back, value.copy()), exp.Between(this=size.copy(), low=low, high=high))
    return case([(simple, exp.true())], written)


def _read(each: Field, content: Tree, target: str) -> Tree:
    match each.type.kind:
        case Kind.NUMBER:
            declared = each.spec.type if each.spec else "number"
            fits = matches(content.copy(), WHOLE_TEXT) if declared == "integer" else is_number(content.copy())
            return case([(fits, cast(content, target))])
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
