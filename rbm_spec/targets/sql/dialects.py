"""How each engine spells what differs: types of numbers and datetimes, days, months, elapsed time, percentiles.

Everything else is spelled by sqlglot from one tree. Days and counts that come in are whole numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlglot import exp

from rbm_spec.targets.sql.numbers import NARROW, Computed, Exact, Numeric
from rbm_spec.targets.sql.trees import Tree, call, cast, infix, text, whole
from rbm_spec.targets.unsupported import Inexpressible

Binary = Callable[[Tree, Tree], Tree]
Counted = Callable[[Tree, Tree, bool], Tree]


@dataclass(frozen=True)
class Dialect:
    """One engine.

    `widest` is the largest precision of its decimals; `decimal_only` says that it computes quotients in decimals too
    and that their width need not be declared; `wide_sums` that sums of whole numbers do not overflow; `tried` that
    the tests run what is printed. The functions take (first day, last day), (day or datetime, whole number, is a
    datetime), (first, last) in microseconds, (value, share from 0 to 1), and a number that is not zero.
    """

    id: str
    title: str
    widest: int
    decimal_only: bool
    datetime: str
    text: str
    days: Binary
    add_days: Counted
    add_months: Counted
    microseconds: Binary
    percentile: Callable[[Tree, Decimal], Tree]
    twelve_digits: Callable[[Tree], Tree]
    wide_sums: bool = True
    tried: bool = True

    def type_name(self, number: Numeric) -> str:
        """The SQL type of a column that holds such numbers."""
        if isinstance(number, Computed):
            return "decimal" if self.decimal_only else "double"
        if number.scale == 0 and number.precision <= NARROW:
            return "bigint"
        return "decimal" if self.decimal_only else f"decimal({number.precision}, {number.scale})"

    def print(self, tree: Tree) -> str:
        """The tree as text, one clause a line. Raises Inexpressible where it is too deep."""
        try:
            return tree.sql(dialect=self.id, pretty=True, max_text_width=100)
        except RecursionError:
            raise Inexpressible("The expression is too deep for SQL.") from None


def _interval(count: Tree, unit: str) -> Tree:
    return infix(exp.Mul, count, exp.Interval(this=text("1"), unit=exp.var(unit)))


def _date_minus_date(first: Tree, last: Tree) -> Tree:
    return infix(exp.Sub, last, first)


def _plus_days(moment: Tree, count: Tree, is_datetime: bool) -> Tree:
    whole_number = cast(count, "int")
    return infix(exp.Add, moment, _interval(whole_number, "DAY") if is_datetime else whole_number)


def _plus_months(moment: Tree, count: Tree, is_datetime: bool) -> Tree:
    moved = infix(exp.Add, moment, _interval(cast(count, "int"), "MONTH"))
    return moved if is_datetime else cast(moved, "date")


def _share(share: Decimal) -> Tree:
    return exp.Literal.number(format(share, "f"))


def _within_group(value: Tree, share: Decimal) -> Tree:
    order = exp.Order(expressions=[exp.Ordered(this=value)])
    return exp.WithinGroup(this=exp.PercentileCont(this=_share(share)), expression=order)


def _spark_add_days(moment: Tree, count: Tree, is_datetime: bool) -> Tree:
    whole_number = cast(count, "int")
    if is_datetime:
        return infix(exp.Add, moment, call("MAKE_DT_INTERVAL", whole_number))
    return call("DATE_ADD", moment, whole_number)


def _spark_add_months(moment: Tree, count: Tree, is_datetime: bool) -> Tree:
    whole_number = cast(count, "int")
    if is_datetime:
        return infix(exp.Add, moment, call("MAKE_YM_INTERVAL", whole(0), whole_number))
    return call("ADD_MONTHS", moment, whole_number)


def _snowflake_add(unit: str) -> Counted:
    def add(moment: Tree, count: Tree, is_datetime: bool) -> Tree:
        moved = call("DATEADD", exp.var(unit), cast(count, "int"), moment)
        return moved if is_datetime else cast(moved, "date")

    return add


def _postgres_microseconds(first: Tree, last: Tree) -> Tree:
    elapsed = exp.Extract(this=exp.var("EPOCH"), expression=infix(exp.Sub, last, first))
    return infix(exp.Mul, elapsed, whole(1_000_000))


def _round_by_size(log10: Callable[[Tree], Tree]) -> Callable[[Tree], Tree]:
    def cut(number: Tree) -> Tree:
        size = cast(exp.Floor(this=log10(exp.Abs(this=number.copy()))), "int")
        return call("ROUND", number, infix(exp.Sub, whole(11), size))

    return cut


def _spark_twelve(number: Tree) -> Tree:
    """Spark rounds to a constant number of places only; printed with twelve digits it is the same number."""
    return cast(call("FORMAT_STRING", text("%.11e"), number), "double")


_LOG10 = _round_by_size(lambda number: call("LOG10", number))
_LOG = _round_by_size(lambda number: call("LOG", whole(10), number))

DUCKDB = Dialect(
    "duckdb", "DuckDB", 38, False, "timestamp", "text", _date_minus_date, _plus_days, _plus_months,
    lambda first, last: infix(exp.Sub, call("EPOCH_US", last), call("EPOCH_US", first)),
    lambda value, share: call("QUANTILE_CONT", value, _share(share)), _LOG10,
)  # fmt: skip
POSTGRES = Dialect(
    "postgres", "PostgreSQL", 1000, True, "timestamp", "text", _date_minus_date, _plus_days, _plus_months,
    _postgres_microseconds, _within_group, _LOG10,
)  # fmt: skip
SPARK = Dialect(
    "spark", "Spark", 38, False, "timestampntz", "text",
    lambda first, last: call("DATEDIFF", last, first), _spark_add_days, _spark_add_months,
    lambda first, last: call("TIMESTAMPDIFF", exp.var("MICROSECOND"), first, last),
    lambda value, share: call("PERCENTILE", value, _share(share)), _spark_twelve,
    wide_sums=False,
)  # fmt: skip
SNOWFLAKE = Dialect(
    "snowflake", "Snowflake", 38, False, "timestampntz", "text",
    lambda first, last: call("DATEDIFF", exp.var("DAY"), first, last), _snowflake_add("DAY"), _snowflake_add("MONTH"),
    lambda first, last: call("DATEDIFF", exp.var("MICROSECOND"), first, last), _within_group, _LOG, tried=False,
)  # fmt: skip

DIALECTS: Mapping[str, Dialect] = {each.id: each for each in (DUCKDB, POSTGRES, SPARK, SNOWFLAKE)}


def exact_type(dialect: Dialect, number: Exact) -> str:
    """The decimal type of a number, also where a whole-number type would hold it."""
    return "decimal" if dialect.decimal_only else f"decimal({number.precision}, {number.scale})"
