"""A plan's folder → its site, made again whenever a file of it, or a template, is another one."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from rbm_spec import resources
from rbm_spec.load.folder import is_left_alone
from rbm_spec.preview.site import Site, states, told, waiting
from rbm_spec.targets.words.phrases import forget

EVERY, CALM = 0.3, 0.1
LOOKS = 10
"""Editors write a file in several steps, some under another name; so many looks are taken until two agree."""
DEPTH = 2
"""A plan has files in folders, and none deeper."""
Mark = tuple[str, int, int, int, int]
Marks = tuple[Mark, ...]


class Watch:
    """The site of today. `start` makes it and looks for changes until `stop`.

    Raises OSError when the folder cannot be listed.
    """

    def __init__(self, folder: Path, languages: Sequence[str], tell: Callable[[str], None]) -> None:
        os.scandir(folder).close()
        self._folder, self._languages, self._tell = folder, languages, tell
        self._site = waiting(folder)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def today(self) -> Site:
        """What is shown now; one object, so a request sees one state."""
        return self._site

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """End it."""
        self._ended.set()

    def _run(self) -> None:
        seen: Marks | None = None
        while not self._ended.is_set():
            found = self._look()
            if found != seen:
                found = calm(found, self._look, lambda: self._ended.wait(CALM))
            if found != seen:
                seen = found
                self._make()
            self._ended.wait(EVERY)

    def _make(self) -> None:
        forget()
        try:
            for state in states(self._folder, self._languages, self._site):
                self._site = state
        except OSError as error:
            self._keep(f"The plan cannot be read: {error.strerror or error}.")
        except Exception as error:  # half a file of phrases, say: the next save has to be seen too
            self._keep(f"The preview cannot be made: {error}.")

    def _keep(self, why: str) -> None:
        sentence = f"{why} What was shown before stays."
        self._tell(sentence)
        self._site = told(self._site, sentence)

    def _look(self) -> Marks:
        """What tells one state of each file from another; links are not followed."""
        templates = (resources.generators() / name for name in ("document", "equation", "preview", "words"))
        return (*marks(self._folder), *(mark for place in templates for mark in marks(place, DEPTH + 2)))


def calm(first: Marks, look: Callable[[], Marks], wait: Callable[[], object]) -> Marks:
    """What is there once two looks agree; where something always moves, what is there then."""
    for _ in range(LOOKS):
        wait()
        before, first = first, look()
        if first == before:
            break
    return first


def marks(folder: Path, depth: int = DEPTH) -> Iterator[Mark]:
    """Entries in the order of their names; a folder that is going away just now has none."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if is_left_alone(entry.name):
            continue
        try:
            found = entry.stat(follow_symlinks=False)
        except OSError:
            continue
        if not entry.is_dir(follow_symlinks=False):
            yield entry.path, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino
            continue
        yield entry.path, 0, 0, 0, 0
        if depth > 1:
            yield from marks(Path(entry.path), depth - 1)
