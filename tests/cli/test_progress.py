"""A bar is drawn on a terminal, and nowhere else."""

from __future__ import annotations

import io
import sys

import pytest

from rbm_spec.cli.progress import Bar


class Screen(io.StringIO):
    """A terminal, as far as a bar can tell."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("stream", "total", "lines"), [(Screen(), 4, 4), (Screen(), 1, 0), (io.StringIO(), 4, 0)])
def test_bar(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, total: int, lines: int) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    with Bar(total, "Reading") as bar:
        for number in range(1, total + 1):
            bar.reach(number)
    shown = [line for line in stream.getvalue().split("\r") if line.startswith("Reading")]
    assert len(shown) == lines
    assert all(line.endswith(f"{number} of {total}") for number, line in enumerate(shown, start=1))
    assert stream.getvalue().endswith("\x1b[K") is bool(lines)


def test_a_bar_of_another_length(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    with Bar(4, "Reading") as bar:
        bar.step("Marking", 1, 2)
    assert screen.getvalue().rpartition("Marking")[2].startswith(f" {'█' * 15}{'░' * 15} 1 of 2")
