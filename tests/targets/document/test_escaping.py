"""Any text at all, in a paragraph, a heading, an item and a cell, is read back as that text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from rbm_spec.targets.document.markdown import for_github, for_pandoc, one_line
from rbm_spec.targets.document.pandoc import converted
from tests.targets.document.reading import markdown, markdown_texts, texts

SIGNS = st.sampled_from(list("\\`*_{}[]<>()#+-.!|~^$&%@:;=\"'/?, \n\t019aiwx")) | st.sampled_from(
    ["http://", "www.", "&amp;", "---", "1. ", "$$", "```", "::: ", "<a>", "](", "{=", "é", "\u00a0", "نص", "字", "“"]
)
TEXTS = st.lists(SIGNS, min_size=1, max_size=14).map("".join).filter(one_line)


@given(TEXTS)
def test_github_reads_it_as_text(text: str) -> None:
    label = for_github(text)
    page = f"{label}\n\n# {label}\n\n- {label};\n\n> **{label}**\n\n| a |\n|---|\n| {label} |\n"
    said = one_line(text)
    assert [each.strip() for each in markdown_texts(page)] == [
        said.strip(),
        said.strip(),
        f"{said};".strip(),
        said.strip(),
        "a",
        said.strip(),
    ]
    assert {token.type for token in markdown(page)}.isdisjoint({"link_open", "image", "html_inline", "code_inline"})


@settings(max_examples=15)
@given(st.lists(TEXTS, min_size=30, max_size=60))
def test_pandoc_reads_it_as_text(labels: list[str]) -> None:
    page = "".join(
        f'{label}\n\n::: {{custom-style="Title"}}\n{label}\n:::\n\n# {label}\n\n| a |\n|---|\n| {label} |\n\n'
        for label in map(for_pandoc, labels)
    )
    found = [text for text in texts(converted({"labels": page})["labels"]) if text]
    expected = [text for label in map(one_line, labels) for text in (label, label, label, "a", label)]
    assert [text.strip() for text in found] == [text.strip() for text in expected]
