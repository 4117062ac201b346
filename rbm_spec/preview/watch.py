"""A plan's folder → its site, made again whenever a file of it, or a template, is another one."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rbm_spec import resources
from rbm_spec.load.folder import is_left_alone
from rbm_spec.preview.site import Begun, Site, begun, overtaken, told, waiting
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

    One thread looks and checks, so that findings never wait for documents, which another one makes: of the saves that
    came meanwhile, those of the last one are made next.

    Raises OSError when the folder cannot be listed.
    """

    def __init__(self, folder: Path, languages: Sequence[str], tell: Callable[[str], None]) -> None:
        os.scandir(folder).close()
        self._folder, self._languages, self._tell = folder, languages, tell
        self._site = waiting(folder)
        self._ended = threading.Event()
        self._turn = 0
        self._due: Callable[[Site], Site] | None = None
        self._one_at_a_time = threading.Condition()
        self._threads = [threading.Thread(target=run, daemon=True) for run in (self._checks, self._makes)]

    def today(self) -> Site:
        """What is shown now; one object, so a request sees one state."""
        return self._site

    def start(self) -> None:
        """Begin to look."""
        for each in self._threads:
            each.start()

    def stop(self) -> None:
        """End it."""
        self._ended.set()
        with self._one_at_a_time:
            self._one_at_a_time.notify()

    def _checks(self) -> None:
        seen: Marks | None = None
        while not self._ended.is_set():
            found = self._look()
            if found != seen:
                found = calm(found, self._look, lambda: self._ended.wait(CALM))
            if found != seen:
                seen = found
                forget()
                with self._kept():
                    self._begin(begun(self._folder, self._languages, self._site))
            self._ended.wait(EVERY)

    def _begin(self, today: Begun) -> None:
        with self._one_at_a_time:
            self._turn += 1
            self._due = today.finish
            self._site = today.site
            self._one_at_a_time.notify()

    def _makes(self) -> None:
        while True:
            with self._one_at_a_time:
                self._one_at_a_time.wait_for(lambda: self._due or self._ended.is_set())
                finish, turn, self._due = self._due, self._turn, None
            if finish is None or self._ended.is_set():
                return
            with self._kept():
                whole = finish(self._site)
                with self._one_at_a_time:
                    self._site = whole if turn == self._turn else overtaken(self._site, whole)

    @contextmanager
    def _kept(self) -> Iterator[None]:
        """Whatever happens to one save: the next one has to be seen too."""
        try:
            yield
            return
        except OSError as error:
            why = f"The plan cannot be read: {error.strerror or error}."
        except Exception as error:  # half a file of phrases, say
            why = f"The preview cannot be made: {error}."
        sentence = f"{why} What was shown before stays."
        self._tell(sentence)
        with self._one_at_a_time:
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
