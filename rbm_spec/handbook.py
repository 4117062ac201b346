"""The catalogue and the rules -> the reference pages in docs/, which a test keeps fresh."""

from __future__ import annotations

from rbm_spec.explain import level, pages
from rbm_spec.expr.catalogue import ENTRIES, Entry
from rbm_spec.expr.rules import spelling

STAGES = {
    "1": "Files and YAML",
    "2": "Shape",
    "3": "Names",
    "4": "Expressions",
    "5": "Types and units",
    "6": "Meaning",
    "7": "Returned data",
    "8": "Outputs",
    "9": "Changes",
}


def functions_page() -> str:
    """docs/functions.md: every operator and function, with an example."""
    lines = ["# Operators and functions", "", "Written from the catalogue, `rbm_spec/expr/catalogue.py`.", ""]
    for title, wanted in (("Operators", False), ("Functions", True)):
        lines += [f"## {title}", "", "| | Meaning | Example | Value |", "|---|---|---|---|"]
        lines += [_row(entry) for entry in ENTRIES if entry.function is wanted]
        lines.append("")
    return "\n".join(lines)


def _row(entry: Entry) -> str:
    expression, value = (_code(text) for text in entry.example)
    return f"| {_code(spelling(entry.name))} | {entry.sentence} | {expression} | {value} |"


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def rules_page() -> str:
    """docs/rules.md: every rule by stage; `rbm-spec explain CODE` prints the whole page of one."""
    lines = ["# Rules", "", "Written from the pages of the rules. `rbm-spec explain CODE` prints one, with examples."]
    stage = ""
    for code, page in pages().items():
        if code[3] != stage:
            stage = code[3]
            lines += ["", f"## {STAGES[stage]}", "", "| Code | Name | | What it is about |", "|---|---|---|---|"]
        lines.append(f"| {code} | {page.rule.name} | {level(page.rule)} | {page.title} |")
    return "\n".join(lines) + "\n"
