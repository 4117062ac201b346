"""Row expressions -> SQL terms, with the joins that references and code attributes need.

A reference is a LEFT JOIN on the key of the other dataset, a code attribute one on the rows of the code list. What is
not there is NULL, which SQL carries on as the language does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlglot import exp

from rbm_spec.expr.catalogue import Window
from rbm_spec.expr.nodes import Call, Expr, Name, Number, Text, Truth, fold
from rbm_spec.expr.types import Kind
from rbm_spec.kernel.values import Value
from rbm_spec.plan.model import Plan, Step
from rbm_spec.plan.paths import steps
from rbm_spec.reference.evaluate import evaluate
from rbm_spec.targets.sql.calendar import FUNCTIONS
from rbm_spec.targets.sql.columns import Columns, attribute_number, code_rows
from rbm_spec.targets.sql.dialects import Dialect
from rbm_spec.targets.sql.numbers import SMALL, Numeric, of_literal
from rbm_spec.targets.sql.operators import OPERATORS
from rbm_spec.targets.sql.terms import LONGEST, Setting, Spelling, Term
from rbm_spec.targets.sql.trees import Names, Tree, cast, column, infix, name, table, text, whole
from rbm_spec.targets.unsupported import Inexpressible, no_spelling

SPELLINGS: Mapping[str, Spelling] = {**OPERATORS, **FUNCTIONS}
"""The whole catalogue."""

SINGLE = frozenset(["or", "and", "not", "is_missing", "is_present", "+", "-", "neg", "if", "coalesce", "abs"])
"""Operators that mention each argument once."""

NO_WINDOW = Window(date.min, date.min, date.min, date.min, frozenset())


def by_key(dataset: str) -> str:
    """The table that references to a dataset read instead, where its keys are there twice. No id holds spaces."""
    return f"{dataset} by key"


@dataclass
class Query:
    """What the tables of one statement are called, and which code lists it needs.

    `tables` maps datasets to tables; those not in it keep their own name. `parameters` gives `period.start` and its
    like; where they are columns, `period` names the table that holds them in its only row.
    """

    columns: Columns
    parameters: Mapping[str, Tree]
    tables: Mapping[str, str] = field(default_factory=dict)
    period: str | None = None
    names: Names = field(default_factory=Names)
    codelists: dict[str, tuple[str, dict[str, None]]] = field(default_factory=dict)

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.columns.plan

    @property
    def dialect(self) -> Dialect:
        """The dialect."""
        return self.columns.dialect

    def setting(self) -> Setting:
        """What spellings depend on."""
        period = (self.parameters["period.start"], self.parameters["period.end"])
        plan = (self.parameters["plan.start"], self.parameters["plan.end"])
        return Setting(self.dialect, period, plan, tuple(sorted(self.plan.holidays)))

    def table_of(self, dataset: str) -> str:
        """The table that holds the rows of a dataset."""
        return self.tables.get(dataset, dataset)

    def joined_to(self, dataset: str) -> str:
        """The table in which references look for their row."""
        return self.tables.get(by_key(dataset), self.table_of(dataset))

    def codes(self, codelist: str, attribute: str) -> str:
        """The name of the query that gives the codes of a list, with the attribute among its columns."""
        if codelist not in self.codelists:
            self.codelists[codelist] = (self.names.take(f"codes of {codelist}"), {})
        found, attributes = self.codelists[codelist]
        attributes[attribute] = None
        return found

    def code_queries(self) -> list[tuple[str, Tree]]:
        """The queries of the code lists, by name."""
        return [
            (found, code_rows(self.dialect, self.plan.codelists[codelist], list(attributes)))
            for codelist, (found, attributes) in self.codelists.items()
        ]


@dataclass
class Rows:
    """The rows of a dataset with whatever is joined to them."""

    query: Query
    dataset: str
    alias: str = ""
    joins: list[Tree] = field(default_factory=list)
    _joined: dict[tuple[str, ...], str] = field(default_factory=dict)
    _aliases: Names = field(default_factory=Names)
    _has_period: bool = False

    def __post_init__(self) -> None:
        self.alias = self._aliases.take(self.dataset)

    def parameter(self, which: str) -> Tree:
        """`period.start` or its like; the table that holds it is joined."""
        found = self.query.parameters[which].copy()
        if isinstance(found, exp.Column) and self.query.period is not None and not self._has_period:
            self._has_period = True
            self.joins.insert(0, exp.Join(this=table(self.query.period), kind="CROSS"))
        return found

    def source(self) -> Tree:
        """The table of the dataset, under its own name."""
        return table(self.query.table_of(self.dataset), self.alias)

    def read(self, parts: tuple[str, ...]) -> Term:
        """The value at the end of a path."""
        way = steps(self.query.plan, self.dataset, parts)
        found = column(parts[0], self.alias)
        holder = self.dataset
        for i, step in enumerate(way[1:], start=1):
            alias = self._join(parts[:i], found, step)
            found = column(step.name, alias)
            holder = step.dataset
        last = way[-1]
        return Term(found, last.type.kind, self._width(last, holder))

    def _width(self, last: Step, dataset: str) -> Numeric | None:
        if last.type.kind is not Kind.NUMBER:
            return None
        if last.codelist:
            return attribute_number(self.query.plan.codelists[last.codelist], last.name)
        return self.query.columns.number(dataset, last.name)

    def _join(self, prefix: tuple[str, ...], value: Tree, step: Step) -> str:
        """Joins what `value`, at the end of `prefix`, points to; gives the alias."""
        if step.codelist:
            source = self.query.codes(step.codelist, step.name)
            key: str = "code"
        else:
            source = self.query.joined_to(step.dataset)
            key = self.query.plan.datasets[step.dataset].spec.key[0]
        if prefix not in self._joined:
            alias = self._aliases.take("_".join(prefix))
            self._joined[prefix] = alias
            right = column(key, alias)
            if step.dataset and not _is_text(self.query.plan, step.dataset, key):
                right = cast(right, self.query.dialect.text)
            condition = infix(exp.EQ, right, value.copy())
            self.joins.append(exp.Join(this=_aliased(source, alias), side="LEFT", on=condition))
        return self._joined[prefix]

    def term(self, expr: Expr) -> Term:
        """The expression over a row."""
        setting = self.query.setting()

        def visit(node: Expr, args: list[Term]) -> Term:
            match node:
                case Number(value=value):
                    return Term(exp.Literal.number(format(value, "f")), Kind.NUMBER, of_literal(value), literal=True)
                case Text(value=content):
                    return Term(text(content), Kind.TEXT)
                case Truth(value=truth):
                    return Term(exp.Boolean(this=truth), Kind.BOOLEAN)
                case Name(role="constant"):
                    return Term(self.parameter(node.dotted), Kind.DATE)
                case Name():
                    return self.read(node.parts)
                case Call(op="in_period"):
                    self.parameter("period.start")
                    return spelled(node, args, setting)
                case Call():
                    return spelled(node, args, setting)

        return fold(expr, visit)

    def condition(self, expr: Expr | None) -> Tree | None:
        """The condition as a tree."""
        return None if expr is None else self.term(expr).tree


def spelled(node: Call, args: list[Term], setting: Setting) -> Term:
    """One call, from its arguments."""
    if node.op not in SPELLINGS:
        raise no_spelling("SQL", node.op)
    if node.op in ("^", "round"):
        args = [args[0], Term(whole(constant(node.args[1])), Kind.NUMBER, SMALL, literal=True)]
    found = SPELLINGS[node.op](args, setting)
    size = 2 + sum(arg.size for arg in args) if node.op in SINGLE else sum(1 for _ in found.tree.walk())
    if size > LONGEST:
        raise Inexpressible("The expression is too long for SQL, which has to repeat parts of it.")
    return Term(found.tree, found.kind, found.number, found.literal, size)


def constant(expr: Expr) -> int:
    """A whole number that is written with literals only."""

    def no_names(name: Name) -> Value:
        raise KeyError(name.dotted)

    return int(evaluate(expr, no_names, NO_WINDOW).decimal)


def _is_text(plan: Plan, dataset: str, key: str) -> bool:
    return plan.datasets[dataset].fields[key].type.kind in (Kind.TEXT, Kind.CODE, Kind.REFERENCE)


def _aliased(source: str, alias: str) -> Tree:
    return exp.Table(this=name(source), alias=exp.TableAlias(this=name(alias)))
