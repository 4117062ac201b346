"""`rbm-spec serve`: a plan in the browser while it is written."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from rbm_spec.cli import console
from rbm_spec.cli.main import CLEAN
from rbm_spec.cli.places import plan_argument, shown

PORT = 8642


@click.command("serve")
@plan_argument
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="0 takes a free one.")
@click.option("--language", "languages", multiple=True, metavar="CODE", help="Repeat it. [default: as it is written]")
def command(plan: Path, port: int, languages: tuple[str, ...]) -> int:
    """Show a plan in the browser while you write it.

    Document, findings and equations stand beside each other, and follow each save within a moment. Only this computer
    can open them, nothing is written, and Ctrl-C ends it.
    """
    from rbm_spec.preview.server import Server
    from rbm_spec.preview.watch import Watch

    watch = Watch(plan, languages, console.tell)
    try:
        server = Server(port, watch.today)
    except OSError as error:
        raise click.UsageError(
            f"Port {port} cannot be used: {error.strerror}. Name another one with --port."
        ) from error
    with server:
        watch.start()
        console.say(f"{shown(plan)} is shown at {server.address} until you press Ctrl-C.")
        sys.stdout.flush()
        try:
            server.serve_forever(poll_interval=0.1)
        except KeyboardInterrupt:
            console.say("Ended.")
        watch.stop()
    return CLEAN
