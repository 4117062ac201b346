"""Pages in memory → answers, to this computer alone.

A page of somebody else in the same browser may ask too, so: only the names of this computer are answered to, a request
that another page has caused is not, there is nothing to send anything to, and no path reaches the file system.
"""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from rbm_spec.preview.pages import HTML, Page
from rbm_spec.preview.site import Site

LOOPBACK = "127.0.0.1"
NAMES = (LOOPBACK, "localhost")
SECONDS = 5
"""So long may a connection last, however it spends its time."""
MOST = 64
"""So many connections are held at once; who comes after that takes the place of who came first."""
WAITING = 256
INSIDE = "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src data:; frame-ancestors 'self'; base-uri 'none'"
SHELL = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
NOTHING = "default-src 'none'; frame-ancestors 'none'"
SENTENCES = {
    400: "This is no request that a browser sends.",
    403: "Another page has asked for this. Open the address of the preview yourself.",
    404: "There is no such page in the preview.",
    405: "The preview can be looked at, and nothing else.",
    421: "The preview answers to the names of this computer only.",
}


class Server(ThreadingHTTPServer):
    """Serves what `site` gives at the moment of each request. Raises OSError when the port is taken."""

    daemon_threads = True
    # The address may be taken again at once after an end. Elsewhere the same word means that two may take it.
    allow_reuse_address = os.name == "posix"
    request_queue_size = WAITING

    def __init__(self, port: int, site: Callable[[], Site], seconds: float = SECONDS) -> None:
        self.site, self._seconds = site, seconds
        self._held: dict[socket.socket, float] = {}
        self._one_at_a_time = threading.Lock()
        super().__init__((LOOPBACK, port), Handler)

    @property
    def address(self) -> str:
        """What to open."""
        return f"http://{LOOPBACK}:{self.server_port}/"

    @property
    def held(self) -> int:
        """How many connections there are."""
        with self._one_at_a_time:
            return len(self._held)

    def process_request(self, request: Any, client_address: Any) -> None:
        """In a thread of its own; the oldest connections make room for it."""
        with self._one_at_a_time:
            self._held[request] = time.monotonic()
            for each in list(self._held)[:-MOST]:
                self._cut(each)
        super().process_request(request, client_address)

    def service_actions(self) -> None:
        """Between two requests: who has had the time is cut off, also one who sends a byte now and then."""
        latest = time.monotonic() - self._seconds
        with self._one_at_a_time:
            for each in [one for one, since in self._held.items() if since < latest]:
                self._cut(each)

    def shutdown_request(self, request: Any) -> None:
        """The end of a connection, whoever wanted it."""
        with self._one_at_a_time:
            self._held.pop(request, None)
        super().shutdown_request(request)

    def _cut(self, connection: socket.socket) -> None:
        """Its thread finds nothing more to read, and ends."""
        del self._held[connection]
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """One line for what went wrong, without anything that was sent; who goes away is no news."""
        error = sys.exception()
        if not isinstance(error, OSError):
            sys.stderr.write(f"rbm-spec: a request ended with {type(error).__name__}\n")


class Handler(BaseHTTPRequestHandler):
    """One request."""

    timeout = SECONDS
    server_version, sys_version = "rbm-spec", ""
    server: Server

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        refused = self._refused()
        page = None if refused else self.server.site().pages.get(self.path)
        if page is None:
            self.send_error(refused or 404)
            return
        self._send(200, page, SHELL if page.is_shell else INSIDE if page.kind == HTML else NOTHING, with_body)

    def _refused(self) -> int:
        """The code of the reason not to answer, or 0."""
        ours = {f"{name}:{self.server.server_port}" for name in NAMES}
        hosts = self.headers.get_all("Host", [])
        if len(hosts) != 1 or hosts[0] not in ours:
            return 421
        origin = self.headers.get_all("Origin", [])
        if any(each not in {f"http://{name}" for name in ours} for each in origin):
            return 403
        if any(each not in ("same-origin", "none") for each in self.headers.get_all("Sec-Fetch-Site", [])):
            return 403
        return 0

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """A sentence of ours, whatever was sent. What the library refuses by itself comes here too."""
        code = 405 if code == 501 else code
        said = SENTENCES.get(code, SENTENCES[400])
        self.close_connection, self.request_version = True, "HTTP/1.0"
        self._send(code, Page("text/plain", f"{said}\n".encode()), NOTHING, self.command != "HEAD")

    def _send(self, code: int, page: Page, policy: str, with_body: bool) -> None:
        self.send_response(code)
        for name, value in {
            "Content-Type": f"{page.kind}; charset=utf-8",
            "Content-Length": str(len(page.content)),
            "Content-Security-Policy": policy,
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "SAMEORIGIN" if policy == INSIDE else "DENY",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
        }.items():
            self.send_header(name, value)
        if code == 405:
            self.send_header("Allow", "GET, HEAD")
        self.end_headers()
        if with_body:
            self.wfile.write(page.content)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is said of single requests."""
