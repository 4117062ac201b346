"""Real specs, spoiled byte by byte: the gate answers all of them with findings and raises nothing.

All 20,000 are the same in each run. Most land where a token starts, where YAML is most easily misled.
"""

from __future__ import annotations

import random

import pytest

from rbm_spec.load import compose, load_files
from rbm_spec.load.characters import as_text
from rbm_spec.load.places import Places
from tests.load import specs

ALL = 20_000
PIECES = [
    *(b"\t", b"\r", b"\x00", b"\x85", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xe2\x80\xae"),
    *(b"&a ", b"*a", b"!t ", b"!!python/object ", b"<<: *a", b"%YAML 1.1\n", b"---\n", b"...\n", b"? ", b": "),
    *(b"[", b"]", b"{", b"}", b'"', b"'", b"|", b">", b">-", b"|+2", b"#", b" #", b"- ", b"- - ", b"@", b"`", b","),
    *(b"no", b"on: ", b"012", b"1:30", b"0x1f", b".nan", b"1e400", b"9" * 20, b"2027-02-29", b"~", b"=", b"<<"),
    *(b'"\\ud800"', b'"\\x', b'"\\0"', b"\n", b"\n\n", b" ", b"  ", b"\xf0\x9f\x98\x80", b"\xe2\x80\xa8", b"\\"),
]


def place(chance: random.Random, raw: bytearray) -> int:
    """Anywhere, or after a line end, a colon, a dash or a bracket."""
    at = chance.randrange(len(raw) + 1)
    mark = chance.choice((b"", b"\n", b"\n  ", b": ", b"- ", b"[", b"{"))
    return max(raw.find(mark, at), 0) + len(mark)


def mutant(number: int) -> tuple[str, bytes]:
    """Always the same for one number."""
    chance = random.Random(number)
    name = chance.choice(list(specs.files()))
    raw = bytearray(specs.files()[name])
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        at = place(chance, raw)
        length = chance.choice((0, 1, 1, 4, 30))
        match chance.randrange(5):
            case 0:
                raw[at:at] = chance.choice(PIECES)
            case 1:
                raw[at : at + length] = chance.choice(PIECES)
            case 2:
                del raw[at : at + length]
            case 3:
                raw[at:at] = raw[at : at + length * 3]
            case _:
                raw[at : at + 1] = bytes([chance.choice((*range(32, 127), chance.randrange(256)))])
    return name.split("/", 1)[1], bytes(raw)


def check(number: int) -> None:
    file, raw = mutant(number)
    trees, findings = load_files({file: raw})
    assert trees or findings
    places = Places(as_text(raw))
    for finding in findings:
        region = places.locate(finding.where)
        assert 1 <= region.line <= region.end_line
        assert region.column >= 1
        assert finding.message.isprintable() or "\u202e" not in finding.message
        assert len(finding.message) < 400
    assert len({(f.rule, f.where, f.where.span, f.message) for f in findings}) == len(findings)


@pytest.mark.parametrize("part", range(8))
def test_mutants_raise_nothing(part: int) -> None:
    for number in range(part, ALL, 8):
        check(number)


def test_the_pure_parser_raises_nothing_either(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where PyYAML was built without libyaml."""
    monkeypatch.setattr(compose, "_Composing", compose._Pure)
    for number in range(0, ALL, ALL // 100):
        check(number)
