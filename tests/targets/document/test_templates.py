"""Templates hold words and layout: they compute nothing, cannot switch escaping off, and own up to their mistakes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from jinja2 import Environment

from rbm_spec import resources
from rbm_spec.targets.document.fault import DocumentFault
from rbm_spec.targets.document.sandbox import refused
from rbm_spec.targets.document.templates import GITHUB, WORD, environment, render
from tests.targets.document.plans import ENGLISH

FOLDER = resources.generators()
TEMPLATES = sorted(FOLDER.rglob("*.j2"))


@dataclass(frozen=True)
class Section:
    """What a view may be made of."""

    purpose: str


def offences(text: str) -> list[str]:
    """What computes, or prints without escaping, by line."""
    tree = Environment(autoescape=True, extensions=["jinja2.ext.do"]).parse(text)
    return [f"{line}: {message}" for line, message in refused(tree)]


def test_there_are_templates() -> None:
    assert {path.parent.name for path in TEMPLATES} >= {"document", "layout"}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_template_computes_nothing(path: Path) -> None:
    assert offences(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "text",
    ["{{ 1 + x }}", "{{ x|sum }}", "{{ x|round(2) }}", "{{ -x }}", "{{ x|length }}", "{{ x|safe }}", "{{ x ~ y }}",
     "{% autoescape false %}{{ x }}{% endautoescape %}", "{{ x.count(y) }}", "{{ x is divisibleby 2 }}",
     "{% do x.append(1) %}", "{{ [x][0].join(y) }}"],
)  # fmt: skip
def test_the_walk_sees_computing_and_unescaped_printing(text: str) -> None:
    assert offences(text) != []


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("one\n{{ missing }}\n", 2, "There is nothing called “missing” here."),
        ("{{ known.nothing }}\n", 1, "There is nothing called “nothing” here."),
        ("\n\n{% if known %}\n", 3, "Unexpected end of template"),
        (
            "{% for x in known %}\n{{ x }}\n{% endfor %}\n{{ known|unheard_of }}",
            4,
            "A template does not know |unheard_of.",
        ),
        ("\n{{ empty }}", 2, "A template prints text only"),
        ("\n{% include 'other.md.j2' %}", 2, "other.md.j2"),
        ("{{ known }}\n{{ known|uper }}", 2, "Did you mean |upper?"),
        ("\n\n{{ 2 * known }}", 3, "A template cannot compute, and “*” does"),
        ("{{ known.upper() }}", 1, "A template may call its macros and “say” only"),
        ("\n{{ range(3)|join }}", 2, "There is nothing called “range” here."),
        ("\n{{ known.__class__ }}", 2, "unsafe"),
        ("{% autoescape false %}{{ known }}{% endautoescape %}", 1, "cannot switch off"),
        ("\n{{ say('document.purpos') }}", 2, "There is no phrase “document.purpos”"),
        ("\n{{ view.purpos }}", 2, "A section has no “purpos”. Did you mean “purpose”?"),
    ],
)
def test_mistake_points_at_its_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    (tmp_path / "page.md.j2").write_text(text, "utf-8")
    with pytest.raises(DocumentFault) as raised:
        render(
            environment(WORD, ENGLISH, tmp_path), "page.md.j2", {"known": "text", "empty": None, "view": Section("x")}
        )
    finding = raised.value.finding
    assert finding.rule.code == "RBM810"
    assert finding.where.file == "generators/document/page.md.j2"
    assert finding.message.startswith(f"generators/document/page.md.j2:{line}: ")
    assert message in finding.message


def test_mistake_in_an_included_template_points_there(tmp_path: Path) -> None:
    (tmp_path / "page.md.j2").write_text("{% include 'layout/part.j2' %}", "utf-8")
    (tmp_path / "layout").mkdir()
    (tmp_path / "layout" / "part.j2").write_text("\n\n{{ missing }}", "utf-8")
    with pytest.raises(DocumentFault, match=r"layout/part\.j2:3: "):
        render(environment(GITHUB, ENGLISH, tmp_path), "page.md.j2", {})


@pytest.mark.parametrize("dialect", [WORD, GITHUB])
def test_text_is_printed_once_and_never_read_as_a_template(tmp_path: Path, dialect: object) -> None:
    (tmp_path / "page.md.j2").write_text("{% set a %}{{ x }}{% endset %}{{ a }}", "utf-8")
    assert isinstance(dialect, tuple)
    printed = render(environment(dialect, ENGLISH, tmp_path), "page.md.j2", {"x": "{{ 7 * 7 }} {% raise %}"})
    assert "49" not in printed
    assert printed.replace("\\", "") == "{{ 7 * 7 }} {% raise %}"
