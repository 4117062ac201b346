"""A part of many files is read in a child process: trees and findings are the same as without one."""

from __future__ import annotations

import os

import pytest

from rbm_spec import load
from rbm_spec.load import load_files

GOOD = b"kind: enabler\nid: %s\nname: Name\nstatement: It matters.\noutcomes: [a]\n"
FILES = {
    **{f"enablers/e{number}.yaml": GOOD % f"e{number}".encode() for number in range(12)},
    "enablers/e1.yaml": b"kind: enabler\nid: [\n",
    "enablers/e3.yaml": GOOD % b"e4",
    "enablers/e7.yaml": GOOD % b"e8",
    "enablers/e9.yaml": b"kind: enabler\nid: e9\nname: no\nother: x\n",
    "enablers/latin.yaml": b"kind: enabler\nname: \xe9\n",
}


def test_both_parts_come_to_what_one_process_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0, 1})
    alone, found = load_files(FILES)
    monkeypatch.setattr(load, "MANY_FILES", 3)
    monkeypatch.setattr(load, "AHEAD", 3)
    trees, findings = load_files(FILES)
    assert list(trees) == list(alone)
    assert {file: (tree.kind, tree.id, tree.data, tree.text) for file, tree in trees.items()} == {
        file: (tree.kind, tree.id, tree.data, tree.text) for file, tree in alone.items()
    }
    assert findings == found
    assert {finding.where.file for finding in found} >= {
        f"enablers/{name}.yaml" for name in ("e1", "e3", "e9", "latin")
    }
