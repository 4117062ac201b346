"""Places where errors stand -> what may still be said about the rest of the plan.

An error makes a hole where it stands. What a hole is in, and whoever reads that, is left out of what is judged; nobody
is blamed for naming something lost in a hole, and nothing is called unused while a hole may name it. Where the parts
of a plan say nothing is wrong, there are no holes, and all of this is silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from rbm_spec.source import Step, Where
from rbm_spec.suggest import nearest

Path = tuple[Step, ...]

# Below these stand names that people choose. Elsewhere a key of WORDING holds words that change no figure, and one of
# NAMELESS nothing that names another part of the plan.
_NAMED = frozenset(("fields", "measures", "components", "codes", "attributes", "units", "data", "expect", "by"))
WORDING = frozenset((
    "label", "help", "note", "notes", "message", "title", "alternatives", "description", "definition", "rationale",
    "limitations", "statement", "grain", "owner", "responsible", "source", "version", "status", "decimals", "baseline",
))  # fmt: skip
NAMELESS = frozenset((
    "type", "unit", "currency", "direction", "display", "frequency", "aggregate", "percentile", "required", "minimum",
    "maximum", "pattern", "targets", "trajectory", "until", "partial",
))  # fmt: skip
_WORD = re.compile(r"\w+")
_RUN = re.compile(r"\w+(?: +\w+)+")


@dataclass(frozen=True)
class Holes:
    """`places` of errors, a file as a whole where nothing of it can be read; `written` is what stands in each file.

    That is the data of a file that could be read as a map, and the text of another; what is not there is not known.
    """

    places: frozenset[Where] = frozenset()
    written: Mapping[str, Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.places)

    def with_more(self, places: Iterable[Where]) -> Holes:
        """These and further ones. What stands in a file but nowhere in it, a single character, makes no hole."""
        return Holes(self.places | {Where(each.file, each.path) for each in places if each.path}, self.written)

    @property
    def unread(self) -> Iterator[str]:
        """The ids that files of which nothing could be read should have."""
        return (PurePosixPath(each.file).stem for each in self.places if not each.path)

    def lost(self, where: Where, *keys: str) -> bool:
        """Whether this node, or one of these keys of it, is in a hole: an error stands there or around it."""
        if not self.places:
            return False
        if keys:
            return any(self.lost(where.at(key)) for key in keys)
        known = self._paths.get(where.file, {})
        return any(where.path[:length] in known for length in range(len(where.path) + 1))

    def touch(self, where: Where, *keys: str) -> bool:
        """Whether a figure may be another for a hole at, around or in this node, or in these keys of it."""
        if not self.places:
            return False
        if keys:
            return any(self.touch(where.at(key)) for key in keys)
        return self.lost(where) or where.path in self._around.get(where.file, ())

    def may_name(self, name: str, known: Iterable[str], *within: Where) -> bool:
        """Whether the name may have been meant in a hole in `within`: one that holds it, or one like it that is not
        `known`, or nothing but one word that is like none, or nobody knows what.

        Folders, with a slash at the end, can be in `within` like files.
        """
        others = set(known)
        return any(
            _could_be(name, path, words, others)
            for file, paths in self._paths.items()
            for path, words in paths.items()
            if any(_meet(Where(file, path), each) for each in within)
        )

    @cached_property
    def _paths(self) -> dict[str, dict[Path, frozenset[str] | None]]:
        """The holes of each file, and the words in each; None where it is not known what should stand there."""
        found: dict[str, dict[Path, frozenset[str] | None]] = {}
        for each in sorted(self.places, key=lambda place: (place.file, str(place.path))):
            found.setdefault(each.file, {})[each.path] = _words(self.written.get(each.file), each.path)
        return found

    @cached_property
    def _around(self) -> dict[str, set[Path]]:
        """What is around the holes that can change a figure."""
        found: dict[str, set[Path]] = {}
        for file, paths in self._paths.items():
            mattering = [path for path in paths if not _is_wording(path)]
            found[file] = {path[:length] for path in mattering for length in range(len(path) + 1)}
        return found


def _is_wording(path: Path) -> bool:
    return bool(path) and path[-1] in WORDING and not _is_named(path)


def _is_named(path: Path) -> bool:
    return len(path) > 1 and path[-2] in _NAMED


def _could_be(name: str, path: Path, words: frozenset[str] | None, others: set[str]) -> bool:
    if path and path[-1] in WORDING | NAMELESS and not _is_named(path):
        return False
    if words is None:
        return True
    unknown = words - others
    if not path or name in words:
        return name in words
    if len(words) == len(unknown) == 1 and nearest(next(iter(words)), others) is None:
        return True
    return nearest(name, unknown) is not None


def _joined(text: str) -> Iterator[str]:
    """Names of two or three words whose underscores were left out: `all received`."""
    for run in _RUN.findall(text):
        words = run.split()
        yield from ("_".join(words[at : at + many]) for many in (2, 3) for at in range(len(words) - many + 1))


def _meet(hole: Where, where: Where) -> bool:
    if where.file.endswith("/"):
        return hole.file.startswith(where.file)
    length = min(len(hole.path), len(where.path))
    return hole.file == where.file and hole.path[:length] == where.path[:length]


def _words(data: Any, path: Path) -> frozenset[str] | None:
    """What is named there; None where there is nothing, or nothing that could name anything."""
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    if not data or not isinstance(data, str | dict | list):
        return None
    found: set[str] = set()
    pending: list[Any] = [data]
    while pending:
        match pending.pop():
            case str() as text:
                found.update(_WORD.findall(text), _joined(text))
            case dict() as each:
                found.update(map(str, each))
                pending += each.values()
            case list() as each:
                pending += each
            case _:
                pass
    return frozenset(found)
