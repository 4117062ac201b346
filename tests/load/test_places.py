"""A place in a tree leads to the very characters in the file, however they are written."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from rbm_spec.load.gate import read_tree
from rbm_spec.load.places import Places
from rbm_spec.load.tree import Tree
from rbm_spec.source import Where

TEXT = """\
# a comment
title: "Zoë’s \\u00e9tude"
measures:
  first:
    where: grade = 'P5'
    of: 'it''s here'
  second:
    where: a and
      b or

      c
formula: |
  one +
    two

  + three
folded: >-
  one
  two

  three
    more
  four
targets: {2031: tbd, 2032: {at_least: 5}}
rules:
  - condition: x > 1
    message: too small
  - [a, b]
empty:
"""


def tree(text: str = TEXT) -> Tree:
    found, findings = read_tree("indicators/x.yaml", text.encode())
    assert found is not None
    assert not [finding for finding in findings if finding.is_error]
    return found


def marked(where: Where, text: str = TEXT) -> str:
    """The characters of the region, lines joined by `/`."""
    region = tree(text).locate(where)
    lines = text.split("\n")[region.line - 1 : region.end_line]
    lines[-1] = lines[-1][: region.end_column - 1]
    lines[0] = lines[0][region.column - 1 :]
    return "/".join(lines)


AT = Where("indicators/x.yaml")


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (AT.at("title"), '"Zoë’s \\u00e9tude"'),
        (AT.key("title"), "title"),
        (AT.at("measures"), "measures"),
        (AT.at("measures", "first"), "first"),
        (AT.at("measures", "first", "where"), "grade = 'P5'"),
        (AT.key("measures", "first", "where"), "where"),
        (AT.at("targets"), "{2031: tbd, 2032: {at_least: 5}}"),
        (AT.at("targets", "2031"), "tbd"),
        (AT.at("targets", 2031), "tbd"),
        (AT.key("targets", "2032"), "2032"),
        (AT.at("targets", "2032", "at_least"), "5"),
        (AT.at("rules", 0), "condition"),
        (AT.at("rules", 1), "[a, b]"),
        (AT.at("rules", 1, 1), "b"),
        (AT.at("empty"), "empty"),
        (AT.at("formula"), "one +/    two//  + three"),
    ],
)
def test_values_and_keys(where: Where, expected: str) -> None:
    assert marked(where) == expected


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (AT.at("measures", "first", "aggregate"), "first"),
        (AT.at("measures", "third", "where"), "measures"),
        (AT.at("rules", 0, "hint"), "condition"),
        (AT.at("rules", 7), "rules"),
        (AT.at("targets", "2031", "at_most"), "2031"),
        (AT.at("nowhere"), "title"),
        (AT, "title"),
    ],
)
def test_what_is_missing_is_shown_at_its_nearest_ancestor(where: Where, expected: str) -> None:
    assert marked(where) == expected


@pytest.mark.parametrize(
    ("path", "part", "expected"),
    [
        (("measures", "first", "where"), "'P5'", "'P5'"),
        (("measures", "first", "of"), "it's", "it''s"),
        (("measures", "first", "of"), "s here", "s here"),
        (("measures", "second", "where"), "b or", "b or"),
        (("measures", "second", "where"), "and b", "and/      b"),
        (("measures", "second", "where"), "c", "c"),
        (("title",), "étude", "\\u00e9tude"),
        (("title",), "Zoë", "Zoë"),
        (("formula",), "+ three", "+ three"),
        (("formula",), "two", "two"),
        (("folded",), "two", "two"),
        (("folded",), "one two", "one/  two"),
        (("folded",), "more", "more"),
        (("folded",), "four", "four"),
    ],
)
def test_parts_of_values(path: tuple[str, ...], part: str, expected: str) -> None:
    value = tree().data
    for step in path:
        value = value[step]
    first = str(value).index(part)
    assert marked(AT.at(*path).chars((first, first + len(part)))) == expected


def test_the_end_of_a_value_is_the_place_after_it() -> None:
    region = tree("formula: 1 +\n").locate(AT.at("formula").chars((3, 3)))
    assert (region.line, region.column, region.end_line, region.end_column) == (1, 13, 1, 13)


def test_columns_count_code_points() -> None:
    region = tree('x: "😀é 中 = b"\n').locate(AT.at("x").chars((5, 6)))
    assert (region.column, region.end_column) == (10, 11)


def test_a_span_without_a_path_counts_the_characters_of_the_file() -> None:
    region = Places("a: 1\nb: [").locate(AT.chars((8, 9)))
    assert (region.line, region.column, region.end_column) == (2, 4, 5)


def test_a_file_that_cannot_be_read_has_its_first_line() -> None:
    region = Places("a: [\n").locate(AT.at("a"))
    assert (region.line, region.column) == (1, 1)


LETTERS = st.text(alphabet="ab 'é中#\n\\\":-", min_size=0, max_size=30)
STYLES = st.sampled_from(["'", '"', "|", ">", None])


@given(value=LETTERS, style=STYLES, width=st.integers(5, 40), wide=st.booleans())
def test_each_character_is_found_again(value: str, style: str | None, width: int, wide: bool) -> None:
    """A character that is written as itself is underlined as itself, in every style."""
    text = yaml.dump({"a": {"b": value}}, default_style=style, width=width, allow_unicode=wide, indent=4)
    places = Places(text)
    where = Where("x.yaml", ("a", "b"))
    last = 0
    for at, character in enumerate(value):
        first, end = places.stretch(where.chars((at, at + 1)))
        written = text[first:end]
        assert first >= last
        last = end
        if written == character:
            continue
        if written == "\n":
            assert character in " \n"
        else:
            assert written[0] in "\\'"
            assert yaml.safe_load(written * 2 if written == "''" else f'"{written}"') == character
