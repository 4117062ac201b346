"""Bytes become a tree, or findings at their places: all of them, each once."""

from __future__ import annotations

import pytest

from rbm_spec.load.characters import as_text
from rbm_spec.load.gate import MOST_BYTES, read_tree
from rbm_spec.load.places import Places


def seen(raw: bytes | str) -> list[str]:
    """`code line:column text`, in the order found, of all findings about `raw`."""
    raw = raw.encode() if isinstance(raw, str) else raw
    places = Places(as_text(raw))
    lines = []
    for finding in read_tree("x.yaml", raw)[1]:
        region = places.locate(finding.where)
        first, last = places.stretch(finding.where)
        text = places.text[first:last]
        lines.append(f"{finding.rule.code} {region.line}:{region.column} {text}".strip())
    return lines


def data(text: str) -> object:
    tree, _ = read_tree("x.yaml", text.encode())
    return tree.data if tree else None


def test_a_tree() -> None:
    text = "kind: plan\nid: p\nlist: [1, two, {three: 3.5}]\nyears: {2031: tbd, 2032-01-01: x}\n"
    tree, findings = read_tree("plan.yaml", text.encode())
    assert findings == []
    assert tree is not None
    assert (tree.file, tree.kind, tree.id, tree.text) == ("plan.yaml", "plan", "p", text)
    assert tree.data == {
        "kind": "plan",
        "id": "p",
        "list": [1, "two", {"three": 3.5}],
        "years": {"2031": "tbd", "2032-01-01": "x"},
    }


def test_byte_order_mark_and_windows_line_ends_are_no_fault() -> None:
    tree, findings = read_tree("x.yaml", b"\xef\xbb\xbfa: 1\r\nb: |\r\n  x\r\n  y\r\n")
    assert findings == []
    assert tree is not None
    assert tree.data == {"a": 1, "b": "x\ny\n"}


def test_one_document_may_have_its_markers() -> None:
    assert data("---\na: 1\n...\n") == {"a": 1}


@pytest.mark.parametrize(
    "text",
    [
        'title: "می‌خواهم"',  # Persian with a zero-width non-joiner
        "title: क्‍ष हिन्दी",  # Hindi with a zero-width joiner
        "title: 中文，标题",
        "title: نسبة النساء",
        "title: 👩‍🚀 ❤️ 🇨🇭",
        "title: non-breaking\u00a0space and hyphen\u2011",
    ],
)
def test_all_scripts_are_welcome(text: str) -> None:
    assert seen(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\na: 2\nb: 3\nb: 4", ["RBM103 2:1 a", "RBM103 4:1 b"]),
        ("a: 1\na: 2\na: 3", ["RBM103 3:1 a"]),
        ("m: {Id: 1, id: 2}", ["RBM103 1:12 id"]),
        ("é: 1\ne\u0301: 2", ["RBM103 2:1 e\u0301"]),
        ("ﬁ: 1\nfi: 2", ["RBM103 2:1 fi"]),
        ("a:\n\tb: 1\n\tc: 2\nd: no", ["RBM104 2:1", "RBM104 3:1", "RBM111 4:4 no"]),
        ("a: b\tc", ["RBM104 1:5"]),
        ('a: "b\\tc"', ["RBM104 1:6 \\t"]),
        ("a: b: c", ["RBM105 1:5 :"]),
        ("a: 1\nb\nc: 2", ["RBM105 2:1 b"]),
        ("a: [1, 2\nb: 3", ["RBM105 1:4 ["]),
        ("a: {b: 1\nc: 3", ["RBM105 1:4 {"]),
        ('a: "b\nc: 2', ['RBM105 1:4 "']),
        ("a: @b", ["RBM105 1:4 @"]),
        ("a: `b`", ["RBM105 1:4 `"]),
        ('a: "\\q"', ["RBM105 1:5 \\"]),
        ("a: - b", ["RBM105 1:4 -"]),
        ("a: &x 1\nb: *x\nc: *x", ["RBM106 1:4 &x", "RBM106 2:4 *x", "RBM106 3:4 *x"]),
        ("a: *nowhere", ["RBM106 1:4 *nowhere"]),
        ("a: &x [*x]", ["RBM106 1:4 &x", "RBM106 1:8 *x"]),
        ("a: &x {b: 1}\nc:\n  <<: *x", ["RBM106 1:4 &x", "RBM107 3:3 <<"]),
        ("a: !x b", ["RBM108 1:4 !x"]),
        ("a: !!python/name:os.system b", ["RBM108 1:4 !!python/name:os.system"]),
        ("a: !x!y b", ["RBM108 1:4 !x!y"]),
        ("%YAML 1.1\n---\na: no", ["RBM109 1:1 %YAML 1.1", "RBM111 3:4 no"]),
        ("a: 1\n---\nb: 2", ["RBM110 2:1 -"]),
        ("on: x", ["RBM112 1:1 on"]),
        ("a: 2027-02-29", ["RBM113 1:4 2027-02-29"]),
        ("? a\n: b", ["RBM115 1:1 ?"]),
        ("a: {?b: c}", ["RBM115 1:5 ?"]),
        ("{[a]: b}", ["RBM115 1:2 ["]),
        ("", ["RBM118 1:1"]),
        ("# nothing", ["RBM118 1:1 # nothing"]),
        ("- a", ["RBM118 1:1 - a"]),
        ("just text", ["RBM118 1:1 just text"]),
        ("a: [no, 012, ok, 1e3]", ["RBM111 1:5 no", "RBM111 1:9 012", "RBM111 1:18 1e3"]),
        ("no: yes", ["RBM111 1:1 no", "RBM111 1:5 yes"]),
    ],
)
def test_faults_at_their_places(text: str, expected: list[str]) -> None:
    assert seen(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("formula: count(where: x)", ["RBM105 1:21 :"]),
        ("formula: a / b #c", ["RBM119 1:10 a / b"]),
        ("where: > 5", ["RBM105 1:10 5"]),
        ("where: >\n  a = 5", ["RBM120 2:3 a = 5"]),
        ("formula: *x", ["RBM106 1:10 *x"]),
        ("formula: &x", ["RBM106 1:10 &x"]),
        ("formula: !x", ["RBM108 1:10 !x"]),
        ("formula: 1e3", ["RBM111 1:10 1e3"]),
    ],
)
def test_formulas_that_yaml_eats(text: str, expected: list[str]) -> None:
    assert seen(text) == expected


def test_a_comment_after_other_values_and_after_quotes_is_fine() -> None:
    assert seen('unit: day  # of 24 hours\nformula: "a / b"  # a share\n# where: x\n') == []


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\u202e", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("\u200b", "U+200B ZERO WIDTH SPACE"),
        ("\u200f", "U+200F RIGHT-TO-LEFT MARK"),
        ("\u00ad", "U+00AD SOFT HYPHEN"),
        ("\u2028", "U+2028 LINE SEPARATOR"),
        ("\u0085", "U+0085 NEXT LINE"),
        ("\ufeff", "U+FEFF BYTE ORDER MARK in the middle of the file"),
        ("\x00", "U+0000 NULL"),
        ("\x1b", "U+001B ESCAPE"),
        ("\r", "U+000D CARRIAGE RETURN"),
        ("\x7f", "U+007F"),
        ("\u3164", "U+3164 HANGUL FILLER"),
        ("\ufffe", "U+FFFE"),
        ("\U000e0041", "U+E0041 TAG LATIN CAPITAL LETTER A"),
        ("\U0010ffff", "U+10FFFF"),
    ],
)
def test_forbidden_characters_are_named(character: str, name: str) -> None:
    raw = f"a: x{character}y\nb: no".encode()
    tree, findings = read_tree("x.yaml", raw)
    assert [finding.rule.code for finding in findings] == ["RBM102", "RBM111"]
    assert name in findings[0].message
    assert findings[0].where.span == (4, 5)
    assert tree is not None
    assert tree.data["a"] == "xy"


def test_forbidden_characters_are_found_behind_escapes() -> None:
    assert seen('a: "x\\u202ey"\nb: "\\0"') == ["RBM102 1:6 \\u202e", "RBM102 2:5 \\0"]


@pytest.mark.parametrize("joiner", ["\u200c", "\u200d", "\ufe0f"])
def test_joiners_are_not_for_keys(joiner: str) -> None:
    assert [line[:10] for line in seen(f"a{joiner}b: 1")] == ["RBM102 1:2"]


def test_not_utf8() -> None:
    assert seen("a: 1\nb: né".encode("latin-1")) == ["RBM101 2:5 \ufffd"]
    (finding,) = read_tree("x.yaml", "a: 1".encode("utf-16"))[1]
    assert "UTF-16" in finding.message
    assert seen(b"a: \xed\xa0\x80")[0].startswith("RBM101 1:4")  # a surrogate in UTF-8


def test_too_large() -> None:
    assert seen(b"a: " + b"x" * (MOST_BYTES - 3)) == []
    assert seen(b"a: " + b"x" * (MOST_BYTES - 2)) == ["RBM121 1:1 a"]


def test_too_many_values() -> None:
    assert seen("a: [" + "1," * 19_000 + "]") == []
    assert [line[:6] for line in seen("a: [" + "1," * 20_001 + "]")] == ["RBM116"]


def test_depth() -> None:
    def nested(levels: int) -> str:
        return "a: " + "[" * (levels - 1) + "1" + "]" * (levels - 1)

    assert seen(nested(24)) == []
    assert [line[:6] for line in seen(nested(25))] == ["RBM117"]


def test_many_forbidden_characters_are_counted_not_listed() -> None:
    findings = read_tree("x.yaml", b"a: |\n" + b"  \x01\n" * 500)[1]
    assert len(findings) == 101
    assert "follows 399 times more" in findings[-1].message


@pytest.mark.parametrize(
    "raw",
    [
        b"[" * 50_000,
        b"{a: " * 50_000,
        b"- " * 100_000,
        b'["]", ' * 40_000,
        b"? " * 100_000,
        b"a: " + b"[[1]," * 40_000,
        b"a: " + b"&a [" * 40_000,
        b"a: &a [x]\n" + b"".join(b"%c: &%c [*%c,*%c]\n" % (c, c, c - 1, c - 1) for c in range(98, 123)),
        b"a: '" + b"''" * 100_000,
        b"a: 1" + b"0" * 200_000,
        b"a: 0x" + b"f" * 200_000,
        b"a: " + b"1:" * 100_000,
        b"a: " + b"1_" * 100_000 + b"x",
        b"a: " + b" " * 200_000 + b"b",
        b"formula: a " + b"#" * 200_000,
        b"\t" * 200_000,
        b"\x00" * 200_000,
        b"&" * 200_000,
        b"\n" * 200_000,
        b"a: >\n" + b" \n" * 100_000,
    ],
)
def test_hostile_bytes_are_answered(raw: bytes) -> None:
    findings = read_tree("x.yaml", raw)[1]
    assert all(len(finding.message) < 300 for finding in findings)
