"""The grammar, its limits, and that nothing but a finding ever comes out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rbm_spec.expr.nodes import Call, Expr, Name, Number, Text, Truth, fold
from rbm_spec.expr.parser import parse
from rbm_spec.source import Where

WHERE = Where("indicators/x.yaml", ("formula",))


def shape(text: str) -> str:
    """The tree in prefix form."""

    def visit(node: Expr, args: list[str]) -> str:
        match node:
            case Call(op=op):
                return f"({op} {' '.join(args)})"
            case Name():
                return node.dotted
            case Number(value=value) | Text(value=value) | Truth(value=value):
                return repr(value) if isinstance(value, str) else str(value)

    expr, findings = parse(text, WHERE)
    assert expr is not None, findings
    return fold(expr, visit)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("-2 ^ 2", "(neg (^ 2 2))"),
        ("2 ^ 3 ^ 2", "(^ 2 (^ 3 2))"),
        ("a - b - c", "(- (- a b) c)"),
        ("a / b * c", "(* (/ a b) c)"),
        ("a + b * -c", "(+ a (* b (neg c)))"),
        ("a or b and not c = d", "(or a (and b (not (= c d))))"),
        ("not not a", "(not (not a))"),
        ("x + 1 in (1, 2)", "(in (+ x 1) 1 2)"),
        ("x not in ('a')", "(not (in x 'a'))"),
        ("d in period or d not in plan", "(or (in_period d) (not (in_plan d)))"),
        ("a + b is missing and c is present", "(and (is_missing (+ a b)) (is_present c))"),
        ("staff.grade.category = 'it is \"x\"'", "(= staff.grade.category 'it is \"x\"')"),
        ("if(a > 1, f(b), true)", "(if (> a 1) (f b) True)"),
        ("(a = b) = (c = d)", "(= (= a b) (= c d))"),
        ("period.start", "period.start"),
        ("2 ^ -1 * 3", "(* (^ 2 (neg 1)) 3)"),
    ],
)
def test_trees(text: str, tree: str) -> None:
    assert shape(text) == tree


@given(st.text(max_size=200))
def test_any_text_gives_a_tree_or_findings(text: str) -> None:
    expr, findings = parse(text, WHERE)
    assert expr is not None or findings


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a && b == c", [("RBM402", (2, 4)), ("RBM402", (7, 9))]),
        ("a == (b", [("RBM402", (2, 4)), ("RBM401", (6, 7))]),
        ("a <> 1 || b == 2.5.1", [("RBM402", (2, 4)), ("RBM402", (7, 9)), ("RBM402", (12, 14)), ("RBM401", (15, 20))]),
        ("a = b & & c", [("RBM402", (6, 7)), ("RBM402", (8, 9))]),
        ("a & ) = b", [("RBM402", (2, 3))]),
        ("! ! a", [("RBM402", (0, 1)), ("RBM402", (2, 3))]),
        ("outсome = 1", [("RBM401", (0, 7))]),
    ],
)
def test_separate_mistakes_are_said_each(text: str, said: list[tuple[str, tuple[int, int]]]) -> None:
    assert [(each.rule.code, each.where.span) for each in parse(text, WHERE)[1]] == said


@given(
    st.lists(
        st.sampled_from(
            [
                "(",
                ")",
                "+",
                "-",
                "*",
                "/",
                "^",
                "not",
                "and",
                "or",
                "in",
                "is",
                "missing",
                "1",
                "2.5",
                "a",
                "b.c",
                ",",
                "'x'",
                "=",
                "<",
                "if",
            ]
        )
    )
)
def test_any_words_give_a_tree_or_one_finding_inside_the_text(words: list[str]) -> None:
    text = " ".join(words)
    expr, findings = parse(text, WHERE)
    if expr is None:
        (finding,) = findings
        assert finding.where.span is not None
        first, last = finding.where.span
        assert 0 <= first <= last <= len(text)


@pytest.mark.parametrize("text", ["-" * 90_000, "(" * 3_000, "not " * 1_000, "1^" * 2_000, "a." * 2_000, "f(" * 2_000])
def test_deep_and_long_texts_are_findings(text: str) -> None:
    expr, findings = parse(text, WHERE)
    assert expr is None
    assert len(findings) == 1


def test_spans_are_those_of_the_text() -> None:
    text = "100 * done / (all + 1)"
    expr, _ = parse(text, WHERE)
    assert isinstance(expr, Call)
    assert text[slice(*expr.span)] == text
    assert text[slice(*expr.op_span)] == "/"
