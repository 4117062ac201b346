"""Laying out changes the order of keys, the indentation and the quotes of `on`, and nothing else."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rbm_spec.edit.layout import laid_out
from rbm_spec.edit.order import key_order
from rbm_spec.load.gate import read_tree
from tests.load.specs import files

ROOT = Path(__file__).parents[2]
SPECS = sorted(files().items())
EVERYTHING = [(path.name, path.read_bytes()) for path in sorted((ROOT / "tests/changes/everything").glob("**/*.yaml"))]
WRITTEN = [*SPECS, *EVERYTHING]


@pytest.mark.parametrize(("name", "raw"), SPECS, ids=[name for name, _ in SPECS])
def test_the_specs_that_are_here_are_laid_out(name: str, raw: bytes) -> None:
    assert laid_out(name, raw) == raw.decode()


CASES = {
    "keys in the order of the schema, with the comments above them": (
        """
        # At the top.
        id: a
        # About the kind.
        kind: codelist   # beside it

        # About the codes, and
        # more about them.
        codes:
          b: {label: B}
          a: {label: A}
        title: A
        # At the end.
        """,
        """
        # At the top.
        # About the kind.
        kind: codelist   # beside it
        id: a
        title: A

        # About the codes, and
        # more about them.
        codes:
          b: {label: B}
          a: {label: A}
        # At the end.
        """,
    ),
    "two spaces for each level": (
        """
        kind: dataset
        fields:
            one:
                  label: One     # beside
                  # about the type
                  type: string
            # about two
            two: {type: string,
              label: "Two
              lines"}
        rules:
        - condition: one = "a"
          message: >-
                folded
                  and deeper

                end
        # the last
        - message: |
            literal
              deeper
          condition: |-
           two = "b"
        """,
        """
        kind: dataset
        fields:
          one:
            # about the type
            type: string
            label: One     # beside
          # about two
          two: {type: string,
            label: "Two
            lines"}
        rules:
          - condition: one = "a"
            message: >-
              folded
                and deeper

              end
          # the last
          - condition: |-
              two = "b"
            message: |
              literal
                deeper
        """,
    ),
    "quotes for on": (
        "\nkind: dataset\nderive:\n  from: a\n  latest_by: [b]\n  on: c\n",
        '\nkind: dataset\nderive:\n  from: a\n  latest_by: [b]\n  "on": c\n',
    ),
    "an indentation that is said stays": (
        "\nkind: codelist\ndescription: |2\n    two more\n  none\n",
        "\nkind: codelist\ndescription: |2\n    two more\n  none\n",
    ),
    "keys that no schema knows come last, as they stand": (
        "\nzebra: 1\nkind: codelist\napple: 2\nid: a\n",
        "\nkind: codelist\nid: a\nzebra: 1\napple: 2\n",
    ),
    "spaces at the end of lines, but not in text": (
        "\nkind: codelist   \ndescription: |\n  spaces   \n  here\nid: a\n\n\n",
        "\nkind: codelist\nid: a\ndescription: |\n  spaces   \n  here\n",
    ),
    "a list in a list stays as it is": (
        "\nkind: indicator\ndisaggregate:\n- - a\n  - b\n- [c]\n",
        "\nkind: indicator\ndisaggregate:\n  - - a\n    - b\n  - [c]\n",
    ),
}


def unindented(text: str) -> str:
    lines = text.split("\n")[1:]
    width = len(lines[0]) - len(lines[0].lstrip())
    return "\n".join(line[width:] for line in lines[:-1]) + "\n"


@pytest.mark.parametrize(("old", "new"), CASES.values(), ids=CASES)
def test_layout(old: str, new: str) -> None:
    found = laid_out("x.yaml", unindented(old).encode())
    assert found == unindented(new)
    assert laid_out("x.yaml", found.encode()) == found


@pytest.mark.parametrize(
    "text", ["kind: no\n", "a: [\n", "a: &b c\n", "a: 1\na: 2\n", "<<<<<<< HEAD\n", "- a\n", "\ta: b\n"]
)
def test_what_has_an_error_of_form_is_left(text: str) -> None:
    assert laid_out("x.yaml", text.encode()) is None


def test_line_ends_and_byte_order_marks() -> None:
    assert laid_out("x.yaml", b"\xef\xbb\xbfid: a\r\nkind: codelist\r\n") == "kind: codelist\nid: a\n"


def shuffled(kind: str, path: tuple, data: Any, chance: random.Random) -> Any:
    """The same data with keys in another order, where order means nothing."""
    if isinstance(data, dict):
        keys = list(data)
        if key_order(kind, path) is not None:
            chance.shuffle(keys)
        return {key: shuffled(kind, (*path, key), data[key], chance) for key in keys}
    if isinstance(data, list):
        return [shuffled(kind, (*path, i), each, chance) for i, each in enumerate(data)]
    return data


@st.composite
def writings(draw: st.DrawFn) -> bytes:
    """A spec written in another way: order, indentation, width, quotes, comments, empty lines."""
    name, raw = draw(st.sampled_from(WRITTEN))
    tree, _ = read_tree(name, raw)
    assert tree is not None
    chance = random.Random(draw(st.integers(0, 10**9)))
    data = shuffled(tree.kind, (), tree.data, chance)
    text = yaml.safe_dump(
        data,
        sort_keys=False,
        allow_unicode=True,
        indent=chance.choice((2, 3, 4, 7)),
        width=chance.choice((30, 80, 1000)),
        default_flow_style=chance.choice((False, None)),
        default_style=chance.choice((None, None, '"')),
    )
    for _ in range(draw(st.integers(0, 12))):
        lines = text.split("\n")
        at = chance.randrange(len(lines))
        lines.insert(at, chance.choice(("", " " * chance.randrange(8) + f"# comment {chance.randrange(99)}")))
        other = "\n".join(lines)
        again, found = read_tree(name, other.encode())
        if again is not None and again.data == data and not any(one.is_error for one in found):
            text = other
    return text.encode()


@settings(max_examples=150)
@given(writings())
def test_meaning_and_comments_stay_however_it_is_written(raw: bytes) -> None:
    before, findings = read_tree("x.yaml", raw)
    assert before is not None
    if any(finding.is_error for finding in findings):  # the dumper wrote what the gate refuses
        return
    text = laid_out("x.yaml", raw)
    assert text is not None
    after, _ = read_tree("x.yaml", text.encode())
    assert after is not None
    assert after.data == before.data
    assert laid_out("x.yaml", text.encode()) == text
    assert sorted(line.strip() for line in raw.decode().split("\n") if line.strip().startswith("#")) == sorted(
        line.strip() for line in text.split("\n") if line.strip().startswith("#")
    )
