"""Text of a spec never becomes SQL: whatever it says, the statement has the tree that it has for `x`."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from enum import Enum
from typing import Any

import duckdb
import pytest
import sqlglot
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import exp

from rbm_spec.plan.model import Plan
from rbm_spec.targets.sql.artifacts import generate
from rbm_spec.targets.sql.dialects import DIALECTS, DUCKDB, POSTGRES, Dialect
from rbm_spec.targets.sql.trees import column, name, table, text
from tests.conformance.cases import all_cases
from tests.targets.sql.test_engine import plan_of

NASTY = [
    "'", "''", '"', "`", "\\", "\\'", "'; DROP TABLE t; --", "*/ DROP TABLE t; /*", "/*", "--", "a\nb", "a\r\nb", ";",
    "$$", "$x$", "{{ x }}", "%s", "?", ":x", "@x", "x'||'y", "\\n", "E'\\''", "N'x'", "é", "سلام", "名", "😀", "=cmd",
    "\t", "\u2028", "\x85",
]  # fmt: skip
MARK = "zqx"
# PostgreSQL has no text with NUL in it, and no engine has lone surrogates; the gate refuses both.
TEXTS = st.one_of(
    st.sampled_from(NASTY), st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
)


def substituted(value: Any, new: str) -> Any:
    """Every text of a plan with the mark replaced: titles, labels, definitions, codes and literals."""
    match value:
        case Enum():
            return value
        case str():
            return value.replace(MARK, new)
        case tuple():
            return tuple(substituted(each, new) for each in value)
        case Mapping():
            return {substituted(key, new): substituted(each, new) for key, each in value.items()}
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            changed = {
                each.name: substituted(getattr(value, each.name), new)
                for each in dataclasses.fields(value)
                if isinstance(getattr(value, each.name), str | tuple | Mapping)
                or dataclasses.is_dataclass(getattr(value, each.name))
            }
            return dataclasses.replace(value, **changed)
        case _:
            return value


def marked_plan() -> Plan:
    """A plan with the mark in a title, a definition, labels, a code, an attribute and a literal."""
    case = next(case for case in all_cases() if case.name.startswith("references_and_attributes:"))
    title = b'"title": "' + MARK.encode() + b" "
    files = {file: content.replace(b'"title": "', title) for file, content in case.files.items()}
    files["codelists/marked.yaml"] = (
        b'{"kind": "codelist", "id": "marked", "title": "Marked", "source": "None", '
        b'"attributes": {"kind": {"type": "string"}}, "codes": {"zqx": {"label": "zqx", "kind": "zqx"}}}'
    )
    files["datasets/rows.yaml"] = (
        b'{"kind": "dataset", "id": "rows", "title": "zqx", "owner": "zqx", "grain": "zqx", "personal": false, '
        b'"key": ["k"], "fields": {"k": {"type": "string", "label": "zqx"}, '
        b'"c": {"type": "code", "codelist": "marked", "label": "zqx"}}}'
    )
    indicator = files["indicators/tested.yaml"].decode()
    written = json.loads(indicator)
    written |= {
        "definition": MARK, "disaggregate": [["c"], ["c.kind"]], "formula": "m",
        "measures": {"m": {
            "label": MARK, "from": "rows", "during": "always", "aggregate": "count",
            "where": f"k = '{MARK}' or c = '{MARK}' or c.kind in ('{MARK}', 'y')",
        }},
    }  # fmt: skip
    for key in ("components", "previous_methods"):
        written.pop(key, None)
    files["indicators/tested.yaml"] = json.dumps(written).encode()
    return plan_of(dataclasses.replace(case, files=files))


PLAN = marked_plan()


def shape(sql: str, dialect: Dialect) -> list[str]:
    """The kinds of all nodes, in order; names where they are names, and nothing of the content of literals."""
    return [
        f"{type(node).__name__} {node.this}" if isinstance(node, exp.Identifier) else type(node).__name__
        for statement in sqlglot.parse(sql, dialect=dialect.id)
        if statement is not None
        for node in statement.walk()
    ]


def statements(plan: Plan) -> dict[str, str]:
    """The files of SQL by path; the page beside them holds nothing but ids."""
    return {each.path: each.content.decode() for each in generate(plan) if each.path.endswith(".sql")}


HARMLESS = statements(substituted(PLAN, "x"))


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_statements_keep_their_shape(content: str) -> None:
    for path, printed in statements(substituted(PLAN, content)).items():
        dialect = DIALECTS[path.split("/")[1]]
        assert shape(printed, dialect) == shape(HARMLESS[path], dialect)
        if not path.endswith("_tables.sql"):
            (statement,) = filter(None, sqlglot.parse(printed, dialect=dialect.id))
            assert content in {each.this for each in statement.find_all(exp.Literal) if each.is_string}


@pytest.mark.parametrize("content", NASTY)
def test_each_nasty_text(content: str) -> None:
    test_statements_keep_their_shape.hypothesis.inner_test(content)  # type: ignore[attr-defined]


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_duckdb_reads_text_back(content: str) -> None:
    query = exp.select(text(content), exp.alias_(text("x"), name(content)))
    with duckdb.connect() as connection:
        found = connection.execute(DUCKDB.print(query))
        assert found.fetchall() == [(content, "x")]


@given(st.lists(TEXTS, min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_postgres_reads_text_back(postgres: Any, contents: list[str]) -> None:
    with postgres.cursor() as cursor:
        cursor.execute(POSTGRES.print(exp.select(*(text(content) for content in contents))))
        assert list(cursor.fetchone()) == contents
    postgres.rollback()


def test_names_are_quoted() -> None:
    for dialect in DIALECTS.values():
        printed = dialect.print(exp.select(column('a"b`c')).from_(table('t"`; --')))
        (statement,) = sqlglot.parse(printed, dialect=dialect.id)
        assert statement is not None
        assert [each.this for each in statement.find_all(exp.Identifier)] == ['a"b`c', 't"`; --']
