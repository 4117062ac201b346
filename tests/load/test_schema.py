"""Trees against schemas: each fault once, at its place, in words; and two validators that agree."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rbm_spec.diagnostics import Finding
from rbm_spec.load import schema
from rbm_spec.load.gate import read_tree
from tests.load import specs

INDICATOR = """\
kind: indicator
id: x
version: 0.1.0
status: draft
title: A title
definition: A definition
outcome: o
responsible: Someone
source: Somewhere
unit: day
direction: decrease
decimals: 1
frequency: annual
measures:
  m:
    label: A measure
    from: rows
    where: a = 1
    aggregate: count
formula: m
disaggregate:
  - [office]
baseline: {year: 2027, value: tbd}
targets: {2031: tbd}
"""


def spoiled(*changes: tuple[str, str]) -> list[Finding]:
    text = INDICATOR
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    tree, findings = read_tree("indicators/x.yaml", text.encode())
    assert tree is not None
    assert findings == []
    return schema.validate(tree)


def test_the_indicator_itself_is_right() -> None:
    assert spoiled() == []


@pytest.mark.parametrize(
    ("old", "new", "code", "place", "words"),
    [
        ("    where:", "    were:", "RBM201", "measures.m.were", ["`were`", "`where`"]),
        ("title:", "titel:", "RBM201", "titel", ["`titel`", "`title`"]),
        ("formula: m\n", "formula: m\ncolour: red\n", "RBM201", "colour", ["`colour`", "rationale"]),
        ("count", "average", "RBM204", "measures.m.aggregate", ["`average`", "mean", "median"]),
        ("decrease", "decreese", "RBM204", "direction", ["`decreese`", "`decrease`"]),
        ("status: draft", "status: Draft", "RBM204", "status", ["`Draft`", "`draft`"]),
        ("    from: rows\n", "", "RBM202", "measures.m", ["`from`"]),
        ("title: A title\n", "", "RBM202", "x", ["`title`"]),
        ("kind: indicator\n", "", "RBM202", "x", ["`kind`", "indicator"]),
        ("decimals: 1", "decimals: one", "RBM203", "decimals", ["whole number", "`one`"]),
        ("decimals: 1", "decimals: 1.5", "RBM203", "decimals", ["whole number", "1.5"]),
        ("decimals: 1", "decimals: true", "RBM203", "decimals", ["whole number", "true"]),
        ("decimals: 1", "decimals: -1", "RBM206", "decimals", ["at least 0", "-1"]),
        ("version: 0.1.0", "version: 0.1", "RBM203", "version", ["text", '"0.1.0"']),
        ("version: 0.1.0", "version: v1", "RBM205", "version", ["`v1`", "0.1.0"]),
        ("title: A title", "title:", "RBM203", "title", ["no value"]),
        ("formula: m", "formula: [m]", "RBM203", "formula", ["text", "a list"]),
        ("  - [office]", "  - office", "RBM203", "disaggregate.0", ["list", "`office`"]),
        ("  - [office]", "  - []", "RBM206", "disaggregate.0", ["at least 1 item"]),
        ("value: tbd", "value: unknown", "RBM204", "baseline.value", ["`unknown`", "tbd"]),
        ("2031: tbd", "2031: tbdd", "RBM204", "targets.2031", ["`tbdd`", "`tbd`"]),
        ("2031: tbd", "2031: 95", "RBM207", "targets.2031", ["95", "at_least", "For example {at_least: 95}"]),
        ("2031: tbd", "2031: 95%", "RBM204", "targets.2031", ["`95%`", "For example {at_least: 95}"]),
        ("2031: tbd", "2031: {at_leat: 5}", "RBM201", "targets.2031.at_leat", ["`at_least`"]),
        ("2031: tbd", '2031: {at_least: "5"}', "RBM203", "targets.2031.at_least", ["number"]),
        ("2031: tbd", "2031: {between: [1]}", "RBM206", "targets.2031.between", ["at least 2"]),
        ("2031: tbd", "31: tbd", "RBM205", "targets.31", ["`31`", "2028"]),
        ("  m:", "  My-Measure:", "RBM205", "measures.My-Measure", ["small letters"]),
        ("id: x", "id: X1", "RBM205", "id", ["`X1`", "small letters"]),
        ("id: x", 'id: "x\\n"', "RBM205", "id", ["small letters"]),
        ("id: x", "id: ../x", "RBM205", "id", ["`../x`"]),
        ("unit: day", "unit: Day", "RBM205", "unit", ["`Day`"]),
    ],
)
def test_faults_in_words(old: str, new: str, code: str, place: str, words: list[str]) -> None:
    (finding,) = spoiled((old, new))
    assert finding.rule.code == code
    assert finding.where.dotted == f"indicators.x.{place}" or finding.where.dotted == f"indicators.{place}"
    said = f"{finding.message} {finding.hint}"
    for word in words:
        assert word in said
    assert len(said) < 500


def test_all_faults_in_one_go() -> None:
    found = spoiled(
        ("    where:", "    were:"),
        ("decimals: 1", "decimals: one"),
        ("status: draft", "status: done"),
        ("unit: day\n", ""),
        ("value: tbd", "valeu: tbd"),
    )
    assert sorted((f.rule.code, f.where.dotted.removeprefix("indicators.x")) for f in found) == [
        ("RBM201", ".baseline.valeu"),
        ("RBM201", ".measures.m.were"),
        ("RBM202", ""),
        ("RBM203", ".decimals"),
        ("RBM204", ".status"),
    ]


def test_long_values_are_cut_in_messages() -> None:
    (finding,) = spoiled(("status: draft", f"status: {'x' * 10_000}"))
    assert len(finding.message) < 150


def test_a_file_of_no_kind_in_no_folder() -> None:
    for text, code in (("id: x", "RBM202"), ("kind: thing", "RBM204")):
        tree, _ = read_tree("elsewhere/x.yaml", text.encode())
        assert tree is not None
        (finding,) = schema.validate(tree)
        assert finding.rule.code == code


def test_reading_needs_no_heavy_library() -> None:
    """Fast start: what only few runs need is imported when it is needed."""
    code = (
        "import sys; from rbm_spec.load import load_files;"
        "load_files({'codelists/a.yaml': b'kind: codelist\\nid: a\\ntitle: A\\ncodes: {x: {label: X}}\\n'});"
        "print(sorted({'pandas', 'sympy', 'jinja2', 'jsonschema', 'click', 'rich'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize("kind", schema.KINDS)
def test_schemas_refer_to_themselves_only(kind: str) -> None:
    def references(part: Any) -> list[str]:
        if isinstance(part, dict):
            here = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
            return here + [ref for value in part.values() for ref in references(value)]
        return [ref for item in part for ref in references(item)] if isinstance(part, list) else []

    assert all(ref.startswith("#/") for ref in references(schema.schema(kind)))


LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.sampled_from([1.0, 0.5, -0.0, 2031, 10**15, 2.675, 101, 100]),
    st.sampled_from(
        ["", "x", "x\n", "٣", "tbd", "all", "draft", "2028-01-31", "2028-01-31\n", "CHF", "en", "X1", "é", "a.b"]
    ),
    st.text(max_size=5),
    st.sampled_from(["x" * 64, "x" * 63, "😀" * 500, "x" * 4097]),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.one_of(st.sampled_from(["x", "label", "2031", "from"]), st.text(max_size=3)), inner, max_size=3
        ),
    ),
    max_leaves=5,
)


def places(part: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    return [path, *(place for step, value in items for place in places(value, (*path, step)))]


@st.composite
def mutants(draw: st.DrawFn) -> tuple[str, Any]:
    tree = draw(st.sampled_from(specs.trees()))
    data = copy.deepcopy(tree.data)
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(places(data)))
        if not path:
            data[draw(st.sampled_from(["formula", "components", "x", "status"]))] = draw(VALUES)
            continue
        parent = data
        for step in path[:-1]:
            parent = parent[step]
        match draw(st.sampled_from(["replace", "delete", "rename", "double"])):
            case "delete":
                del parent[path[-1]]
            case "rename" if isinstance(parent, dict):
                parent[draw(st.text(max_size=4))] = parent.pop(path[-1])
            case "double" if isinstance(parent, list):
                parent.append(copy.deepcopy(parent[path[-1]]))
            case _:
                parent[path[-1]] = draw(VALUES)
    return tree.kind, data


@settings(max_examples=500)
@given(mutants())
def test_the_fast_validator_accepts_what_the_explaining_one_accepts(mutant: tuple[str, Any]) -> None:
    kind, data = mutant
    fast = schema._compiled(kind).is_valid(data)
    assert fast == schema.explained(kind).is_valid(data), json.dumps(data)[:2000]


@settings(max_examples=200)
@given(mutants())
def test_whatever_is_refused_is_explained(mutant: tuple[str, Any]) -> None:
    kind, data = mutant
    tree = next(tree for tree in specs.trees() if tree.kind == kind)
    changed = type(tree)(tree.file, kind, tree.id, data, tree.text)
    found = schema.validate(changed)
    assert bool(found) != schema._compiled(kind).is_valid(data)
    for finding in found:
        assert len(finding.message) < 300
        tree.locate(finding.where)
