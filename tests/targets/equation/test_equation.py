"""Equations: what is typeset means what the formula means, and names are only names."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rbm_spec.expr.catalogue import CATALOGUE
from rbm_spec.expr.nodes import Call, Expr, Name, Number, fold
from rbm_spec.plan.model import Plan
from rbm_spec.targets.document.example import example
from rbm_spec.targets.document.pandoc import converted
from rbm_spec.targets.equation.formulas import Shown, latex, worked_latex
from rbm_spec.targets.equation.latex import LATEX
from rbm_spec.targets.equation.mathml import MATHML
from rbm_spec.targets.equation.notation import EXTRA
from rbm_spec.targets.equation.shapes import NAMED, SHAPES
from rbm_spec.targets.equation.text import escaped, lines, upright
from rbm_spec.targets.equation.typeset import LINE, Setting, typeset
from rbm_spec.targets.words.phrases import Phrases, phrases
from tests.targets.document.reading import M, body, text_of
from tests.targets.equation.reading import value_of
from tests.targets.plans import composite, itu
from tests.targets.words.little import A, little_plan, with_condition, with_formula

FORMULAS = {
    "100 * a / b": r"\frac{100 \times \text{A}}{\text{B}}",
    "a - b - c": r"\text{A} - \text{B} - \text{C}",
    "a - (b - c)": r"\text{A} - \left(\text{B} - \text{C}\right)",
    "(a + b) * 2": r"\left(\text{A} + \text{B}\right) \times 2",
    "-2 ^ 2 * a": r"\left(-2^{2}\right) \times \text{A}",
    "(-2) ^ 2 * a": r"\left(-2\right)^{2} \times \text{A}",
    "2 ^ 3 ^ 2 * a": r"2^{3^{2}} \times \text{A}",
    "a / b ^ 2": r"\frac{\text{A}}{\left(\text{B}\right)^{2}}",
    "if(a > b, a, b)": (
        r"\begin{cases}\text{A} & \text{if } \text{A} > \text{B} \\ \text{B} & \text{otherwise}\end{cases}"
    ),
    "min(a, b) + abs(a - b)": r"\min\left(\text{A}, \text{B}\right) + \left|\text{A} - \text{B}\right|",
    "floor(a) + ceil(b)": r"\left\lfloor \text{A}\right\rfloor + \left\lceil \text{B}\right\rceil",
    "round(a, 1)": r"\text{round}\left(\text{A}, 1\right)",
    "coalesce(a, 0)": r"\text{first present}\left(\text{A}, 0\right)",
}

CONDITIONS = {
    'station in ("here", "there")': r"\text{Station} \in \left\{\text{“Here”}, \text{“There”}\right\}",
    "permanent or score > 1 and rounds <= 2": (
        r"\text{Permanent} \text{ or } \text{Score} > 1 \text{ and } \text{Rounds} \le 2"
    ),
    "(permanent or score > 1) and rounds != 2": (
        r"\left(\text{Permanent} \text{ or } \text{Score} > 1\right) \text{ and } \text{Rounds} \ne 2"
    ),
    "not (permanent and score > 1)": r"\text{not } \left(\text{Permanent} \text{ and } \text{Score} > 1\right)",
    "opened_on in period": r"\text{Opened on} \in \text{reporting period}",
    "opened_on is missing": r"\text{Opened on} \text{ has no value}",
    'opened_on >= date("2028-03-01")': r"\text{Opened on} \ge \text{1 March 2028}",
    "add_months(opened_on, 6) <= period.end": (
        r"\text{date plus months}\left(\text{Opened on}, 6\right) \le \text{last day of the period}"
    ),
}


NAMES = [
    r"$x$ \frac{1}{2} {a} }", "<b>&amp;</b> ]]>", "100 % #1 a_b ^ ~", r"\ \\ \text{a}", "عدد الموظفين",
    "完成培训的工作人员", "[a](b) *c* |d|", "{{ 7 * 7 }} {% raw %}",
]  # fmt: skip


def english() -> Phrases:
    found = phrases("en")
    assert found is not None
    return found


def typeset_formula(plan: Plan) -> str:
    method = plan.indicators["tested"].method
    found = latex(plan, method, method.components[0], english())
    return found


@pytest.mark.parametrize(("formula", "expected"), FORMULAS.items())
def test_formula(formula: str, expected: str) -> None:
    assert typeset_formula(with_formula(formula)) == rf"\text{{Tested}} = {expected}"


@pytest.mark.parametrize(("where", "expected"), CONDITIONS.items())
def test_condition(where: str, expected: str) -> None:
    plan = with_condition(where)
    condition = plan.indicators["tested"].method.measures["a"].aggregate.condition
    assert condition is not None
    fields = plan.datasets["posts"].fields
    result = typeset(condition, Setting(plan, lambda name: fields[name.parts[0]].label, english(), LATEX))
    assert result.text == expected


def test_condition_as_result_stands_in_brackets() -> None:
    latex = typeset_formula(little_plan(formula="a >= b", display="yes_no"))
    assert latex == r"\text{Tested} = \left(\text{A} \ge \text{B}\right)"


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ({"aggregate": "count"}, r"\text{number of rows}"),
        ({"aggregate": "count", "unit": "post"}, r"\underset{\text{rows}}{\text{number of posts}}"),
        ({"aggregate": "sum", "of": "score - rounds"}, r"\sum_{\text{rows}} \left(\text{Score} - \text{Rounds}\right)"),
        ({"aggregate": "mean", "of": "score"}, r"\underset{\text{rows}}{\text{mean}} \left(\text{Score}\right)"),
        ({"aggregate": "percentile", "percentile": 90, "of": "score"},
         r"\underset{\text{rows}}{\text{percentile 90}} \left(\text{Score}\right)"),
    ],
)  # fmt: skip
def test_single_measure_shows_what_is_done_over_the_rows(measure: dict[str, object], expected: str) -> None:
    whole = {"label": "A", "from": "posts", "unit": "score", **measure}
    plan = little_plan(measures={"a": whole}, unit=whole["unit"])
    assert typeset_formula(plan) == rf"\text{{Tested}} = {expected}"


def test_wide_equation_sets_its_names_in_several_lines() -> None:
    long = "Staff members who have completed every course that was due on the last day of the year"
    latex = typeset_formula(little_plan(measures={"a": {**A, "label": long}, "b": A}, formula="a / b"))
    stack = re.findall(r"\\text\{(Staff[^}]*|[a-z][^}]*)\}", latex)
    assert " ".join(stack) == long
    assert max(map(len, stack)) <= 30 < LINE


@st.composite
def trees(draw: st.DrawFn, depth: int = 4) -> Expr:
    """Arithmetic over x, y and small numbers. Exponents are small whole numbers, as the language has them."""
    if depth == 0 or draw(st.integers(0, 3)) == 0:
        return draw(st.sampled_from([Name(("x",), role="measure"), Name(("y",), role="measure"), Number(Decimal(3))]))
    op = draw(st.sampled_from(["+", "-", "*", "/", "neg", "^"]))
    first = draw(trees(depth - 1))
    if op == "neg":
        return Call("neg", (first,))
    second: Expr = Number(Decimal(draw(st.integers(0, 3)))) if op == "^" else draw(trees(depth - 1))
    return Call(op, (first, second))


def computed(tree: Expr, values: dict[str, Fraction]) -> Fraction:
    def visit(node: Expr, parts: list[Fraction]) -> Fraction:
        match node:
            case Number(value):
                return Fraction(value)
            case Name():
                return values[node.dotted]
            case Call(op):
                return _apply(op, parts)
        raise AssertionError(node)

    return fold(tree, visit)


def _apply(op: str, parts: list[Fraction]) -> Fraction:
    match op, parts:
        case "+", [a, b]:
            return a + b
        case "-", [a, b]:
            return a - b
        case "*", [a, b]:
            return a * b
        case "/", [a, b]:
            return a / b
        case "^", [a, b]:
            return a ** int(b)
        case _, [a]:
            return -a
    raise AssertionError(op)


@given(trees())
def test_equation_means_what_the_formula_means(tree: Expr) -> None:
    plan = itu()
    result = typeset(tree, Setting(plan, lambda name: name.dotted, english(), LATEX))
    values = {"x": Fraction(7, 5), "y": Fraction(-11, 3)}
    try:
        expected = computed(tree, values)
    except ZeroDivisionError:
        with pytest.raises(ZeroDivisionError):
            value_of(result.text, values)
        return
    assert value_of(result.text, values) == expected


def test_every_operator_is_typeset() -> None:
    assert sorted([*SHAPES, *NAMED, "date"]) == sorted(CATALOGUE)
    for notation in (LATEX, MATHML):
        assert sorted(notation.signs) == sorted([*SHAPES, *EXTRA])


def test_text_in_an_equation_is_text() -> None:
    assert escaped(r"\input{/etc/passwd} $x$ 50% a_b C# ^ ~ &") == (
        r"\textbackslash{}input\{/etc/passwd\} \$x\$ 50\% a\_b C\# \textasciicircum{} \textasciitilde{} \&"
    )
    assert escaped("<script> [a](b) *x* |y| `z`") == "{<}script> {[}a{]}(b) {*}x{*} {|}y{|} {`}z{`}"
    assert escaped("a -- b --- c - d ''") == "a {-}{-} b {-}{-}{-} c - d {'}{'}"
    assert upright("two\nlines\tand  blanks") == r"\text{two lines and blanks}"
    assert upright("a\u202eb\u2066c\x00d") == r"\text{abc d}"
    assert list(lines("تدريب إلزامي", 40)) == ["تدريب إلزامي"]
    assert list(map(len, lines("完成" * 20, 30))) == [30, 10]


def test_figures_take_the_place_of_names() -> None:
    plan = with_formula("(a - b) / c * 2 + coalesce(a, 0)")
    method = plan.indicators["tested"].method
    figures = {"a": Fraction(-5, 2), "b": Fraction(400, 3), "c": None}
    found = worked_latex(plan, method, method.components[0], figures, Shown("none", True), english())
    assert found == (
        r"\text{Tested} = \frac{-2.5 - \frac{400}{3}}{\text{no value}} \times 2 + "
        r"\text{first present}\left(-2.5, 0\right) = \text{none}"
    )


def test_other_indicators_go_by_their_titles_and_then_by_their_figures() -> None:
    indicator = composite().indicators["training_index"]
    (spec,) = indicator.spec.examples
    view = example(composite(), indicator, spec, english())
    assert view.steps == (r"\text{Index of training} = \frac{50 + \frac{200}{3}}{2} \approx \text{58.3}",)
    assert [figure.value for figure in view.figures] == ["50", "200/3"]
    assert [result.value for result in view.results] == ["58.3 (exactly 175/3)"]
    found = latex(composite(), indicator.method, indicator.method.components[0], english())
    assert " ".join(re.findall(r"\\text\{([^}]*)\}", found)).count("completed mandatory training:") == 2


def test_pandoc_makes_word_equations_of_all_of_it() -> None:
    """Pandoc is told to fail at the first thing in an equation that it does not know."""
    written = [typeset_formula(with_formula(formula)) for formula in FORMULAS]
    for where in CONDITIONS:
        plan = with_condition(where)
        condition = plan.indicators["tested"].method.measures["a"].aggregate.condition
        assert condition is not None
        found = typeset(condition, Setting(plan, lambda name: name.dotted, english(), LATEX))
        written.append(found.text)
    written += [typeset_formula(little_plan(measures={"a": {**A, "label": each}}, formula="2 * a")) for each in NAMES]
    page = "\n\n".join(f"$${each}$$" for each in written)
    equations = list(body(converted({"all": page})["all"]).iter(f"{M}oMath"))
    assert len(equations) == len(written)
    shown = ["".join(text_of(each).split()) for each in equations[-len(NAMES) :]]
    assert shown == [f"Tested=2×{''.join(name.split())}" for name in NAMES]
