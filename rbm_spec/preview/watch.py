"""A plan's folder → its site, made again whenever a file of it, or a template, is another one."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from rbm_spec import resources
from rbm_spec.preview.site import Site, site, told
from rbm_spec.targets.words.phrases import forget

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
            forget()
            try:
                self._site = site(self._folder, self._languages, self._site)
            except OSError as error:
                self._keep(f"The plan cannot be read: {error.strerror or error}.")
            except Exception as error:  # half a file of phrases, say: the next save has to be seen too
                self._keep(f"The preview cannot be made: {error}.")

    def _keep(self, why: str) -> None:
        sentence = f"{why} What was shown before stays."
        self._tell(sentence)
        self._site = told(self._site, sentence)

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
