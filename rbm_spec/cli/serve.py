"""`rbm-spec serve`: a plan in the browser while it is written."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rbm_spec.cli import console
from rbm_spec.cli.exit_codes import CLEAN
from rbm_spec.cli.places import plan_argument, shown

if TYPE_CHECKING:
    from rbm_spec.preview.server import Server
    from rbm_spec.preview.site import Site

PORTS = range(8642, 8652)


@click.command("serve")
@plan_argument
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help=f"0 takes any that is free.  [default: {PORTS[0]}, or the next free one]",
)
@click.option("--language", "languages", multiple=True, metavar="CODE", help="Repeat it. [default: as it is written]")
def command(plan: Path, port: int | None, languages: tuple[str, ...]) -> int:
    """Show a plan in the browser while you write it.

    Document, findings and equations stand beside each other, and follow each save within a moment. Only this computer
    can open them, nothing is written, and Ctrl-C ends it.
    """
    from rbm_spec.preview.watch import Watch

    _known(languages)
    watch = Watch(plan, languages, console.tell)
    with _server((port,) if port is not None else PORTS, watch.today) as server:
        watch.start()
        console.say(f"{shown(plan)} is shown at {server.address} until you press Ctrl-C.")
        sys.stdout.flush()
        try:
            server.serve_forever(poll_interval=0.1)
        except KeyboardInterrupt:
            console.say("Ended.")
        watch.stop()
    return CLEAN


def _known(languages: Sequence[str]) -> None:
    from rbm_spec.targets.words.phrases import phrases

    for language in languages:
        if phrases(language) is None:
            raise click.UsageError(f"Nobody has written the fixed words of documents in “{language}” yet.")


def _server(ports: Sequence[int], site: Callable[[], Site]) -> Server:
    """At the first of `ports` that is free; a page that is still open finds it there again after an end."""
    from rbm_spec.preview.server import Server

    *others, last = ports
    for port in others:
        with suppress(OSError):
            return Server(port, site)
    try:
        return Server(last, site)
    except OSError as error:
        raise click.UsageError(
            f"Port {last} cannot be used: {error.strerror}. Name another one with --port."
        ) from error
