"""Nothing that a spec says becomes code: the syntax tree depends on what is computed, not on names and texts."""

from __future__ import annotations

import ast
import dataclasses
import json
import tokenize
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import nodes

from rbm_spec import resources
from rbm_spec.load import load_files
from rbm_spec.model.build import build_spec
from rbm_spec.plan.compile import compile_plan
from rbm_spec.plan.model import Plan
from rbm_spec.targets.pandas import generate
from rbm_spec.targets.pandas.literals import Group, Source, docstring, literal, quoted, rendered
from rbm_spec.targets.pandas.names import package_name
from rbm_spec.targets.pandas.package import _source
from tests.conformance.cases import Case, all_cases
from tests.targets.pandas.generated import frames, package
from tests.targets.plans import itu

TEXTS = frozenset(
    (
        "label",
        "title",
        "definition",
        "message",
        "grain",
        "source",
        "note",
        "text",
        "status",
        "version",
        "code",
        "pattern",
    )
)
NASTY = (
    '"""', '"""\nimport os\n"""', "\'\'\'", "\\", '\\"""', '""""', 'x"', "{{ 1 }}", "{% raw %}", "# x\nimport os",
    "\r", "*/", "\x00", "\u2028", "\ud800", "\N{RIGHT-TO-LEFT OVERRIDE}", "% s", "{0}", "\\N{BULLET}",
    "\U0001f469\u200d\U0001f680",
)  # fmt: skip
ANYTHING = st.text(st.characters(exclude_categories=[]), min_size=1, max_size=60) | st.sampled_from(NASTY)
MINE = ("__init__.py", "__main__.py", "plan.py", "datasets.py", "indicators/")
IDS = (
    "class", "import", "lambda", "match", "print", "float", "rows", "kept", "of", "value", "literal", "choose", "days",
    "select", "measure", "date", "where_p", "money", "self", "pd", "np", "x_", "result", "choose_value", "datasets",
)  # fmt: skip


def shapes(plan: Plan) -> dict[str, str]:
    """The types of all nodes of each file that depends on the plan, in the order of the tree."""
    found = {}
    for artifact in generate(plan):
        path = artifact.path.split("/", 2)[2]
        if path.startswith(MINE):
            tree = ast.parse(artifact.content)
            found[path] = " ".join(type(node).__name__ for node in ast.walk(tree))
    return found


def with_texts(value: Any, text: str) -> Any:
    """The same plan with `text` for everything that people read."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changes = {}
        for each in dataclasses.fields(value):
            old = getattr(value, each.name)
            if each.name in TEXTS and isinstance(old, str):
                changes[each.name] = text
            elif isinstance(old, Mapping | tuple) or dataclasses.is_dataclass(old):
                changes[each.name] = with_texts(old, text)
        return dataclasses.replace(value, **changes)
    if isinstance(value, Mapping):
        return {key: with_texts(each, text) for key, each in value.items()}
    return tuple(with_texts(each, text) for each in value) if isinstance(value, tuple) else value


@cache
def plain() -> dict[str, str]:
    return shapes(with_texts(itu(), "x"))


@given(ANYTHING)
def test_texts_stay_texts(text: str) -> None:
    assert shapes(with_texts(itu(), text)) == plain()


@given(ANYTHING)
def test_strings_read_back(text: str) -> None:
    assert ast.literal_eval(quoted(text)) == text
    assert "\n" not in quoted(text)


@given(st.lists(ANYTHING, min_size=1, max_size=3))
def test_docstrings_stay_closed(paragraphs: list[str]) -> None:
    tree = ast.parse(f"def f():\n{docstring(paragraphs, 4)}\n    return 1\n")
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    assert [type(each) for each in function.body] == [ast.Expr, ast.Return]
    words = " ".join(paragraphs).split()
    assert (ast.get_docstring(function, clean=False) or "").split() == words


PLAIN = (
    st.none()
    | st.booleans()
    | st.integers()
    | ANYTHING
    | st.dates()
    | st.fractions()
    | st.decimals(-999, 999, places=4)
)
VALUES = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=4).map(tuple) | st.dictionaries(ANYTHING, inner, max_size=4)
)


@given(VALUES)
def test_values_read_back(value: Any) -> None:
    text = rendered(literal(value))
    assert eval(text, {"date": date, "Decimal": Decimal, "Fraction": Fraction}) == value


def test_long_calls_are_one_item_a_line() -> None:
    group = Group("f", (Source("a" * 60), (Source("b"), Source("c" * 60))))
    assert rendered(group) == f"f(\n    {'a' * 60},\n    b={'c' * 60},\n)"


def test_templates_refuse_what_is_not_source() -> None:
    with pytest.raises(TypeError, match="has not been made source"):
        _source("import os")


def test_templates_hold_no_arithmetic() -> None:
    folder = resources.generators() / "pandas"
    forbidden = (
        nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow, nodes.Neg, nodes.Filter,
        nodes.Const,
    )  # fmt: skip
    for path in sorted(folder.glob("*.j2")):
        tree = jinja2.Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))
        includes = {id(include.template) for include in tree.find_all(nodes.Include)}
        assert [node for node in tree.find_all(forbidden) if id(node) not in includes] == [], path.name


def test_generated_code_never_runs_text() -> None:
    for artifact in generate(itu()):
        for node in ast.walk(ast.parse(artifact.content)):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                assert name not in ("eval", "exec", "query", "__import__", "system"), artifact.path
                assert name != "compile" or ast.unparse(node.func) == "re.compile", artifact.path


def test_comments_hold_no_text_of_a_spec() -> None:
    comments = set()
    for artifact in generate(with_texts(itu(), "# a label")):
        if artifact.path.split("/", 2)[2].startswith(MINE):
            lines = iter(artifact.content.splitlines(keepends=True))
            tokens = tokenize.tokenize(lambda lines=lines: next(lines, b""))  # type: ignore[misc]
            comments |= {token.string for token in tokens if token.type == tokenize.COMMENT}
    assert not [comment for comment in comments if "label" in comment]


def renamed(case: Case, old: str, new: str) -> Case:
    """The case with another id everywhere; `old` occurs in no other word."""
    files = {
        name.replace(old, new): content.replace(old.encode(), new.encode()) for name, content in case.files.items()
    }
    data = {name.replace(old, new): text and text.replace(old, new) for name, text in case.data.items()}
    return dataclasses.replace(case, files=files, data=data)


def plan_of(case: Case) -> Plan:
    trees, findings = load_files(case.files)
    plan, more = compile_plan(build_spec({file: (tree.kind, tree.data) for file, tree in trees.items()}))
    assert not plan.holes, [*findings, *more]
    return plan


@cache
def base() -> Case:
    """A case with every kind of id, each a word that occurs nowhere else."""
    template = next(case for case in all_cases() if case.title == "One row for each group")
    files = {name: json.loads(content) for name, content in template.files.items()}
    del files["datasets/enrolment.yaml"], files["datasets/learner.yaml"]
    shared = {"kind": "dataset", "title": "T", "owner": "O", "grain": "G"}
    fields = {name: {"type": kind, "label": "L"} for name, kind in (("zzkey", "string"), ("zzfield", "number"))}
    files["datasets/zzdata.yaml"] = {
        **shared, "id": "zzdata", "key": ["zzkey"], "fields": fields,
        "rules": [{"condition": "zzfield > 0", "message": "M"}],
    }  # fmt: skip
    files["datasets/zzderived.yaml"] = {
        **shared, "id": "zzderived",
        "derive": {"from": "zzdata", "group_by": ["zzkey"], "fields": {
            "zzsum": {"aggregate": "sum", "of": "zzfield", "where": "zzfield > 1"}}},
    }  # fmt: skip
    tested = files.pop("indicators/tested.yaml")
    tested |= {
        "id": "zzindicator",
        "measures": {"zzmeasure": {"label": "L", "from": "zzderived", "aggregate": "max", "of": "zzsum"}},
        "components": {
            "zzcomponent": {"label": "L", "formula": "round(zzmeasure, 0) + 1"},
            "other": {"label": "L", "formula": "zzcomponent / zzmeasure", "display": "ratio"},
        },
    }  # fmt: skip
    del tested["formula"]
    files["indicators/zzindicator.yaml"] = tested
    files["indicators/second.yaml"] = {
        **{key: value for key, value in tested.items() if key not in ("components", "measures")}, "id": "second",
        "formula": "indicator.zzindicator.zzcomponent * 2",
    }  # fmt: skip
    files["outcomes/case_outcome.yaml"]["indicators"] = ["zzindicator", "second"]
    written = {name: json.dumps(each).encode() for name, each in files.items()}
    return dataclasses.replace(template, files=written, data={"zzdata": "zzkey,zzfield\n1,2.5\n2,7\n"})


def result(case: Case) -> list[Any]:
    tables, faults = frames(case.data)
    with package(plan_of(case)) as module:
        found = module.calculate(tables, "2028", faults=faults)
    assert found.faults == ()
    return [each.value for each in found.observations]


@pytest.mark.parametrize(
    "old", ["zzdata", "zzfield", "zzkey", "zzderived", "zzsum", "zzindicator", "zzmeasure", "zzcomponent"]
)
def test_any_id_will_do(old: str) -> None:
    wanted, values = shapes(plan_of(base())), [Fraction(8), Fraction(8, 7), Fraction(16)]
    assert result(base()) == values
    for new in IDS:
        case = renamed(base(), old, new)
        found = shapes(plan_of(case))
        assert sorted(found.values()) == sorted(wanted.values()), new
        assert result(case) == values, new


@pytest.mark.parametrize(
    ("plan_id", "name"), [("itu", "itu"), ("pandas", "pandas_plan"), ("class", "class_plan"), ("csv", "csv_plan")]
)
def test_package_shadows_no_module(plan_id: str, name: str) -> None:
    assert package_name(plan_id) == name


def test_no_trace_of_this_project() -> None:
    for artifact in generate(itu()):
        assert b"rbm_spec" not in artifact.content, artifact.path
        assert artifact.content.isascii() or b"\\u" not in artifact.content, artifact.path
    assert len({artifact.path for artifact in generate(itu())}) == len(generate(itu()))
    assert Path("pandas") in Path(generate(itu())[0].path).parents
