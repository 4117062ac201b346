"""A plan's folder → its site, made again whenever a file of it, or a template, is another one."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from rbm_spec import resources
from rbm_spec.preview.site import Site, site

EVERY = 0.3
Mark = tuple[str, int, int]


class Watch:
    """The site of today. `start` makes the first one and looks for changes until `stop`."""

    def __init__(self, folder: Path, languages: Sequence[str], tell: Callable[[str], None]) -> None:
        self._folder, self._languages, self._tell = folder, languages, tell
        self._marks = self._look()
        self._site = site(folder, languages, None)
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
        while not self._ended.wait(EVERY):
            marks = self._look()
            if marks == self._marks:
                continue
            self._marks = marks
            try:
                self._site = site(self._folder, self._languages, self._site)
            except OSError as error:
                self._tell(f"The plan cannot be read: {error.strerror or error}. What was shown before stays.")

    def _look(self) -> tuple[Mark, ...]:
        """Name, size and time of each file; links are not followed."""
        places = (self._folder, resources.generators() / "document", resources.generators() / "words")
        return tuple(mark for place in places for mark in _files(place))


def _files(folder: Path) -> Iterator[Mark]:
    """Files in the order of their names; a folder that is going away just now has none."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files(Path(entry.path))
            continue
        try:
            found = entry.stat(follow_symlinks=False)
        except OSError:
            continue
        yield entry.path, found.st_size, found.st_mtime_ns
