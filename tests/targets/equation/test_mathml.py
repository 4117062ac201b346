"""MathML: well formed, of MathML Core only, names are text, and a browser draws what the formula means."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from rbm_spec import resources
from rbm_spec.expr.nodes import Expr
from rbm_spec.plan.model import Plan
from rbm_spec.targets.equation.formulas import mathml
from rbm_spec.targets.equation.latex import LATEX
from rbm_spec.targets.equation.mathml import MATHML, document, name, words
from rbm_spec.targets.equation.typeset import Setting, typeset
from tests.targets.equation.browser import measured
from tests.targets.equation.test_equation import CONDITIONS, FORMULAS, english, trees
from tests.targets.plans import itu
from tests.targets.words.little import A, little_plan, with_condition, with_formula

MATH = "{http://www.w3.org/1998/Math/MathML}"
CHILDREN = {
    "math": None, "mrow": None, "mtable": None, "mtr": None, "mtd": None,
    "mfrac": 2, "msup": 2, "munder": 2,
    "mi": 0, "mn": 0, "mo": 0, "mtext": 0,
}  # fmt: skip
"""Elements of MathML Core that we use, and how many children each must have; None for any number."""
ATTRIBUTES = {
    "math": {"display", "dir", "alttext"},
    "mo": {"form", "fence", "separator", "stretchy", "largeop", "movablelimits"},
    "mi": {"dir", "mathvariant"},
    "mtext": {"dir"},
    "mtable": {"class"},
}

HOSTILE = [
    "$x$ \\frac{1}{2} {a} }", "<script>alert(1)</script>", "]]> <![CDATA[ <!-- -->", "&amp; &#65; &lt;", "\"'`",
    "two\nlines\tand\r\na tab", "a\u202eb\u2066c\u200f", "a\x00b\x1fc", "</mtext></math><img src=x onerror=alert(1)>",
    "«0» «all» «words»", "{0} %s", "نسبة الموظفين", "完成强制性培训", " blanks ", "\ufffe", "𝒜 é",
]  # fmt: skip


def equation_of(plan: Plan) -> str:
    method = plan.indicators["tested"].method
    found = mathml(plan, method, method.components[0], english(), "Tested")
    return found


def valid(text: str) -> Element:
    """The root, when the text is well formed and every element and attribute is one of MathML Core."""
    root: Element = fromstring(text)
    for element in root.iter():
        name = element.tag.removeprefix(MATH)
        assert name in CHILDREN, name
        assert set(element.attrib) <= ATTRIBUTES.get(name, set()), element.attrib
        if CHILDREN[name] is not None:
            assert len(element) == CHILDREN[name], name
        if CHILDREN[name] != 0:
            assert not (element.text or "").strip(), name
        assert not (element.tail or "").strip()
    return root


def shown(element: Element) -> str:
    """What a reader sees, from left to right."""
    return "".join(element.itertext()).replace("\u00a0", " ").replace("\u2061", "")


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (
            "100 * a / b",
            "<mfrac><mrow><mn>100</mn><mo>×</mo>{A}</mrow>{B}</mfrac>",
        ),
        (
            "a / (b / c)",
            "<mfrac>{A}<mfrac>{B}{C}</mfrac></mfrac>",
        ),
    ],
)
def test_structure(formula: str, expected: str) -> None:
    found = equation_of(with_formula(formula))
    valid(found)
    names = {letter: f'<mi mathvariant="normal">{letter}</mi>' for letter in "ABC"}
    assert found.endswith(f"<mo>=</mo>{expected.format(**names)}</mrow></math>")


def test_base_of_a_power_stands_in_brackets() -> None:
    power = valid(equation_of(with_formula("(-a) ^ 2")))[0][2]
    assert power.tag == f"{MATH}msup"
    assert [shown(child) for child in power] == ["(−A)", "2"]


@pytest.mark.parametrize("formula", FORMULAS)
def test_formula_is_valid(formula: str) -> None:
    valid(equation_of(with_formula(formula)))


@pytest.mark.parametrize("where", CONDITIONS)
def test_condition_is_valid(where: str) -> None:
    plan = with_condition(where)
    condition = plan.indicators["tested"].method.measures["a"].aggregate.condition
    assert condition is not None
    fields = plan.datasets["posts"].fields
    found = typeset(condition, Setting(plan, lambda name: fields[name.parts[0]].label, english(), MATHML))
    valid(document(found.text, where))


@pytest.mark.parametrize("aggregate", ["sum", "mean", "median", "min", "max"])
def test_single_measure_is_valid(aggregate: str) -> None:
    measure = {"label": "A", "from": "posts", "unit": "score", "aggregate": aggregate, "of": "score - rounds"}
    root = valid(equation_of(little_plan(measures={"a": measure})))
    assert shown(root).endswith("(Score−Rounds)")


def test_every_equation_of_the_plan_is_valid() -> None:
    plan = itu()
    for indicator in plan.indicators.values():
        for component in indicator.method.components:
            found = mathml(plan, indicator.method, component, english(), component.spec.label)
            valid(found)


@given(trees())
def test_both_notations_show_the_same_signs(tree: Expr) -> None:
    """LaTeX is read back by hand in its own test; brackets, signs and their order are the same here."""
    found = [typeset(tree, Setting(itu(), lambda name: name.dotted, english(), each)) for each in (LATEX, MATHML)]
    first, second = found
    root = valid(document(second.text, ""))
    assert len(list(root.iter(f"{MATH}mfrac"))) == first.text.count(r"\frac")
    assert len(list(root.iter(f"{MATH}msup"))) == first.text.count("^")
    assert shown(root).count("(") == first.text.count(r"\left(")
    assert (first.strength, first.width) == (second.strength, second.width)


@pytest.mark.parametrize("label", HOSTILE)
def test_names_are_text(label: str) -> None:
    plan = little_plan_with(label)
    root = valid(equation_of(plan))
    seen = "".join(sign for sign in label if sign not in "\x00\x1f\u202e\u2066\u200f\ufffe" and not sign.isspace())
    assert "".join(shown(root).split()) == f"Tested={seen}+B"


def little_plan_with(label: str) -> Plan:
    """The loader would refuse some of these labels, so they are put into the finished plan."""
    plan = with_formula("a + b")
    indicator = plan.indicators["tested"]
    (method,) = indicator.methods
    measure = method.measures["a"]
    measures = {**method.measures, "a": replace(measure, spec=replace(measure.spec, label=label))}
    changed = replace(indicator, methods=(replace(method, measures=measures),))
    return replace(plan, indicators={"tested": changed})


@given(st.text())
def test_any_text_is_well_formed(text: str) -> None:
    valid(document(words(text) + name(text), text))


def test_words_from_right_to_left_say_so_and_the_equation_runs_from_left_to_right() -> None:
    root = valid(equation_of(little_plan_with("عدد الموظفين 5")))
    assert root.get("dir") == "ltr"
    assert [element.get("dir") for element in root.iter(f"{MATH}mi")] == [None, "rtl", None]


STYLE = (resources.generators() / "equation" / "equation.css").read_text("utf-8")

BOXES = """
return [...document.querySelectorAll('math')].map(math => [...math.querySelectorAll('mi, mtext, mn, mo')].map(each => {
  const box = each.getBoundingClientRect();
  return [each.textContent, box.left, box.right, box.top, box.bottom];
}));
"""


def test_chromium_draws_fractions_powers_choices_and_arabic(tmp_path: Path) -> None:
    plans = [
        with_formula("100 * a / b"),
        with_formula("if(a > b, a, b)"),
        with_formula("a ^ 2 / c"),
        little_plan_with("عدد الموظفين"),
        little_plan(measures={"a": {**A, "label": "Staff who have completed every course due " * 2}, "b": A},
                    formula="a / b"),
    ]  # fmt: skip
    drawn = "".join(f"<p>{equation_of(plan)}</p>" for plan in plans)
    page = f'<style>{STYLE}</style><body dir="rtl" lang="ar">{drawn}</body>'
    percentage, choice, power, arabic, stack = measured(tmp_path, page, BOXES)
    boxes = {text: box for text, *box in percentage}
    assert boxes["A"][3] <= boxes["B"][2], "the numerator stands above the denominator"
    assert boxes["100"][1] <= boxes["×"][0] <= boxes["A"][0], "from left to right in a page from right to left"
    assert boxes["Tested"][1] <= boxes["="][0] <= boxes["100"][0]
    choices = [(text, box) for text, *box in choice]
    assert max(box[3] - box[2] for text, box in choices if text == "{") > 30, "the brace spans both choices"
    base, exponent = (next(box for text, *box in power if text == sign) for sign in ("A", "2"))
    assert exponent[3] < base[3]
    assert [text for text, *_ in arabic] == ["Tested", "=", "عدد الموظفين", "+", "B"]
    lefts = [box[0] for _, *box in arabic]
    assert lefts == sorted(lefts)
    plus = next(box for text, *box in arabic if text == "+")
    assert plus[0] - arabic[2][2] > 2, "an operator has room beside words"
    lines = [box for text, *box in stack if "Staff" in text or "course" in text]
    assert all(above[3] <= below[2] + 1 for above, below in itertools.pairwise(lines)), "lines of a name do not overlap"


def test_chromium_runs_nothing_that_a_name_says(tmp_path: Path) -> None:
    page = f"<body>{''.join(equation_of(little_plan_with(label)) for label in HOSTILE)}</body>"
    foreign = "return [...document.querySelectorAll('math *')].map(each => each.namespaceURI + each.localName);"
    found = set(measured(tmp_path, page, foreign))
    assert found <= {MATH.strip("{}") + name for name in CHILDREN}
    outside = "return [...document.body.children].map(each => each.localName);"
    assert measured(tmp_path, page, outside) == ["math"] * len(HOSTILE) + ["script"]
