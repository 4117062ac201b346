"""The key of a build changes with everything that its bytes depend on, and memory is never more than a hint."""

from __future__ import annotations

from pathlib import Path

import pytest

from rbm_spec.artifacts import Artifact
from rbm_spec.writers import NAME, digest, manifest_of, publish
from rbm_spec.writers.memory import Built, build_key, recall, remember

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
    keys = [
        build_key(SPECS, [program]),
        build_key(SPECS | {"plan.yaml": b"c"}, [program]),
        build_key(SPECS | {"indicators/y.yaml": b""}, [program]),
        build_key({"plan.yaml": b"ab", "indicators/x.yaml": b""}, [program]),
    ]
    (program / "b.j2").write_text("3")
    keys.append(build_key(SPECS, [program]))
    (program / "b.j2").rename(program / "c.j2")
    keys.append(build_key(SPECS, [program]))
    assert len(set(keys)) == len(keys)
    (program / "a.pyc").write_text("3")
    assert build_key(dict(reversed(SPECS.items())), [program]) == keys[-1]


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
