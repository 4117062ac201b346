"""The program itself, and a page of it in the browser."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.cli.commands import PROGRAM
from tests.targets.document.plans import CONTRIBUTION
from tests.visiting import Chromium

TRAINING = "indicators/mandatory_training.yaml"
PAPER = f"documents/{CONTRIBUTION}.yaml"


@contextmanager
def serving(plan: Path, *options: str, port: int = 0) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address and the process of the program itself."""
    command = [*PROGRAM, "serve", str(plan), "--port", str(port), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().split(" is shown at ")[1].split(" ")[0], process
        finally:
            process.send_signal(signal.SIGINT)


class Visit:
    """A page of the preview in the browser, by the name that it has there."""

    def __init__(self, chromium: Chromium, address: str, name: str = "editor", **settings: object) -> None:
        self.chromium, self.name = chromium, name
        chromium("met.said.length = 0; met.asked.clear(); await open(given.name, given.address, given.settings)",
                 name=name, address=address, settings=settings)  # fmt: skip
        self.says("document", "Purpose")

    def __call__(self, code: str, **given: object) -> Any:
        return self.chromium(f"const page = pages[given.name], pane = (name) => page.frame(name); {code}",
                             name=self.name, **given)  # fmt: skip

    def says(self, pane: str, text: str) -> None:
        """Wait until a pane says so, with whatever has to be loaded for that."""
        self("await page.frameLocator(`iframe[name=${given.pane}]`).getByText(given.text).first().waitFor()",
             pane=pane, text=text)  # fmt: skip

    def stands(self, text: str) -> None:
        """Wait until the line at the top is this text alone."""
        code = "(text) => document.getElementById('standing').textContent.trim() === text"
        self(f"await page.waitForFunction({code}, given.text)", text=text)

    @property
    def said(self) -> list[str]:
        """What the console has been told; that a page is not there, or the program, is no fault of the script."""
        said: list[str] = self("return met.said")
        return [each for each in said if "Failed to load resource" not in each]


def replace(plan: Path, file: str, old: str, new: str) -> None:
    """As a careful editor saves: under another name, then all at once."""
    text = (plan / file).read_text("utf-8")
    assert old in text
    (plan / file).with_name("4913").write_text(text.replace(old, new, 1), "utf-8")
    (plan / file).with_name("4913").replace(plan / file)
