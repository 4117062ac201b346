"""Whatever a delegate writes, in whatever form the spec has the text: it stays text, and nothing else changes."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rbm_spec.load import load_files
from rbm_spec.load.gate import read_tree
from rbm_spec.proposals.amended import Amended, amended
from rbm_spec.proposals.wishes import Change, Proposal
from rbm_spec.proposals.written import written
from rbm_spec.source import Where
from rbm_spec.translations.places import texts_of
from tests.proposals.test_import import PAPER, files

PURPOSE = Where(PAPER, ("purpose",))
FORMS = {
    "plain": "purpose: One two three.  # why",
    "in single quotes": "purpose: 'One two: three.' # why",
    "in double quotes": 'purpose: "One two: three."   # why',
    "plain over lines": "purpose: One\n  two\n  three.",
    "in quotes over lines": 'purpose: "One\n  two: three."',
    "folded": "purpose: >-  # why\n  One\n  two: three.",
    "folded, with a line end": "purpose: >\n    One\n    two: three.",
    "folded, with all line ends": "purpose: >+\n  One two: three.\n\n",
    "folded, as it is told": "purpose: >2-\n  One two: three.",
    "literal": "purpose: |-\n  One two: three.",
    "literal, with a line end": "purpose: |\n  One two: three.",
    "on the next line": "purpose:\n  One two three.",
}
TEXTS = (
    "x: y", "a # b", "# c", "- d", "- a\n\n- b", "? e", ": [", "[a", "]", "{a: b}", "{{ 7*7 }}", "{% set x = 1 %}",
    "&a *b !c", "*b", "!!python/object x", "%YAML 1.1", "---", "...", "--- x", '"q" \'r\'', "'", '"', "\\n \\x41 \\",
    "yes", "null", "~", "1e3", "012", "1:30", "2028-01-01", "|", ">-", "|-\n\nx", "@x", "`x`", "=1+1", "$(x) ${y}",
    "<b>&amp;</b>", "::error::x", "é “ü” – ـ 中文 👩", "a\u00a0b", "two\n\nparagraphs", "three\n\nof\n\nthem # x",
    "purpose: x\n\naction_required: y", "a\n\n  b", "a  b   c", "word " * 200 + "end", "w" * 300, "a\tb", "a:\tb",
)  # fmt: skip


@cache
def parts() -> tuple[str, str]:
    """The paper before and after its purpose."""
    text = files()[PAPER].decode()
    start = text.index("purpose: >-")
    return text[:start], text[text.index("action_required:") :]


def spec_of(form: str, ends: str = "\n") -> bytes:
    first, last = parts()
    return f"{first}{FORMS[form]}\n{last}".replace("\n", ends).encode()


def changed(raw: bytes, text: str) -> tuple[Amended, str]:
    """The files with other words for the whole purpose, and these words as they are to stand there."""
    old = texts_of(load_files({PAPER: raw})[0])[PURPOSE].strip()
    new = written(old, old, [(0, len(old), text)])
    assert new is not None
    return amended({PAPER: raw}, Proposal((Change(PURPOSE, old, new, (), new),), (), ())), new


def check(raw: bytes, text: str) -> None:
    made, new = changed(raw, text)
    before, _ = read_tree(PAPER, raw)
    after, findings = read_tree(PAPER, made.files[PAPER])
    assert before is not None
    assert after is not None, findings
    assert not [each for each in findings if each.is_error]
    if made.refused:
        assert made.files[PAPER] == raw
        return
    assert texts_of({PAPER: after})[PURPOSE].strip() == new
    assert {**after.data, "purpose": ""} == {**before.data, "purpose": ""}
    assert [comment(each) for each in after.text.split("\n") if comment(each)] == [
        comment(each) for each in before.text.split("\n") if comment(each)
    ] or "#" in text


def comment(line: str) -> str:
    found = re.search(r"(^|\s)#.*$", line)
    return found[0].strip() if found else ""


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_every_text_in_every_form_stays_text(form: str, ends: str) -> None:
    raw = spec_of(form, ends)
    for text in TEXTS:
        check(raw, text)
        made, _ = changed(raw, text)
        assert made.refused == (), (text, made.refused)


@given(st.sampled_from(sorted(FORMS)), st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_in_any_form_stays_text_or_is_refused(form: str, text: str) -> None:
    if text.strip():
        check(spec_of(form), text)


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\x85", "\u200b", "\x1b", "\ufffe"])
def test_what_nobody_can_see_is_refused_with_its_name(sign: str) -> None:
    made, _ = changed(spec_of("folded"), f"a{sign}b")
    assert [f"U+{ord(sign):04X}" in why for _, why in made.refused] == [True]
