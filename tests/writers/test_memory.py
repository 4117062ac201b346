"""The key of a build changes with everything that its bytes depend on, and memory is never more than a hint."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rbm_spec.artifacts import Artifact
from rbm_spec.writers import NAME, digest, manifest_of, publish
from rbm_spec.writers.memory import MOST_BYTES, Built, build_key, recall, remember

SPECS = {"plan.yaml": b"a", "indicators/x.yaml": b"b"}


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two files, and a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "program"
    folder.mkdir()
    (folder / "a.py").write_text("1")
    (folder / "b.j2").write_text("2")
    return folder


def test_the_key_follows_all_that_counts(program: Path) -> None:
    def changed(word: str) -> None:
        (program / "b.j2").write_text(word)

    steps = [
        lambda: None,
        lambda: changed("3"),
        lambda: (program / "b.j2").rename(program / "c.j2"),
        lambda: (program / "empty").mkdir(),
        lambda: (program / "link").symlink_to("a.py"),
        lambda: os.mkfifo(program / "pipe"),
    ]
    keys = []
    for step in steps:
        step()
        keys.append(build_key([program]))
    assert len(set(keys)) == len(steps)
    assert build_key([program, program]) not in keys
    (program / "__pycache__").mkdir()
    (program / "__pycache__" / "a.pyc").write_text("3")
    assert build_key([program]) == keys[-1]


def test_what_is_too_large_is_not_remembered(program: Path) -> None:
    os.truncate(program / "a.py", MOST_BYTES + 1)
    assert build_key([program]) is None


@pytest.fixture
def built(program: Path) -> Built:
    """A build that is remembered for the folder `program`."""
    artifact = Artifact("a.txt", b"a")
    manifest = manifest_of("plan", "1.0.0", SPECS, [artifact]).to_bytes()
    target = program.parent / "out"
    publish(target, {artifact.path: artifact.content, NAME: manifest})
    built = Built("key", str(target), digest(manifest), True)
    remember(program, built)
    return built


def test_only_the_same_key_and_place_is_recalled(program: Path, built: Built) -> None:
    assert recall(program, "key") == built
    assert recall(program, "other") is None
    assert recall(program.parent, "key") is None


@pytest.mark.parametrize("file", ["a.txt", NAME, "b.txt"])
def test_outputs_that_were_touched_are_not_believed(program: Path, built: Built, file: str) -> None:
    (Path(built.target) / file).write_text("b")
    assert recall(program, "key") is None


@pytest.mark.parametrize("content", ["", "[]", "{}", "null", "\x00", '{"key": "key"}'])
def test_a_broken_memory_is_none(program: Path, built: Built, content: str) -> None:
    (kept,) = (program.parent / "cache").rglob("*.json")
    kept.write_text(content)
    assert recall(program, "key") is None


def test_a_cache_that_cannot_be_written_is_no_fault(
    program: Path, built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(program / "a.py"))
    remember(program, built)
    assert recall(program, "key") is None
