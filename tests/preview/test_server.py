"""The preview answers this computer, its own pages, and nobody else; whatever is sent, it goes on."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

import pytest

from rbm_spec.cli.serve import PORTS
from rbm_spec.preview.pages import HTML, Page
from rbm_spec.preview.server import LOOPBACK, MOST, SECONDS, Server
from rbm_spec.preview.site import Site
from tests.cli.commands import ITU, PROGRAM

SITE = Site({"/": Page(HTML, b"<p>start</p>", is_shell=True), "/inside.html": Page(HTML, b"<p>inside</p>")})


@contextmanager
def running(site: Site = SITE, seconds: float = SECONDS) -> Iterator[Server]:
    made = Server(0, lambda: site, seconds)
    threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running() as made:
        yield made


def asked(server: Server, request: bytes) -> tuple[int, bytes]:
    """The code of the answer, and all of it; 0 when the connection is closed without one."""
    with socket.create_connection((LOOPBACK, server.server_port), timeout=20) as connection:
        connection.sendall(request.replace(b"PORT", str(server.server_port).encode()))
        connection.shutdown(socket.SHUT_WR)
        answer = all_of(connection)
    return (int(answer.split(b" ", 2)[1]) if answer else 0), answer


def all_of(connection: socket.socket) -> bytes:
    """What comes until the other side ends it."""
    with suppress(ConnectionError):
        return b"".join(iter(lambda: connection.recv(65536), b""))
    return b""


OURS = b"Host: 127.0.0.1:PORT\r\n"


def get(path: bytes, *headers: bytes, method: bytes = b"GET") -> bytes:
    return method + b" " + path + b" HTTP/1.1\r\n" + b"".join(headers or (OURS,)) + b"\r\n"


def test_it_listens_on_the_loopback_alone(server: Server) -> None:
    assert server.server_address[0] == "127.0.0.1"


def test_pages_from_memory(server: Server) -> None:
    code, answer = asked(server, get(b"/"))
    assert code == 200
    assert answer.endswith(b"<p>start</p>")
    assert b"frame-ancestors 'none'" in answer
    code, answer = asked(server, get(b"/inside.html", b"Host: localhost:PORT\r\n", b"Sec-Fetch-Site: same-origin\r\n"))
    assert code == 200
    assert b"script-src" not in answer
    assert asked(server, get(b"/", method=b"HEAD"))[1].endswith(b"\r\n\r\n")


REFUSED = [
    ("another host", 421, get(b"/", b"Host: evil.example\r\n")),
    ("our address with another port", 421, get(b"/", b"Host: 127.0.0.1:1\r\n")),
    ("our address without a port", 421, get(b"/", b"Host: 127.0.0.1\r\n")),
    ("a host that begins like ours", 421, get(b"/", b"Host: 127.0.0.1:PORT.evil.example\r\n")),
    ("no host", 421, b"GET / HTTP/1.1\r\n\r\n"),
    ("an empty host", 421, get(b"/", b"Host: \r\n")),
    ("two hosts", 421, get(b"/", OURS, b"Host: evil.example\r\n")),
    ("the same host twice", 421, get(b"/", OURS, OURS)),
    ("an old request without a host", 421, b"GET / HTTP/1.0\r\n\r\n"),
    ("a request of another page", 403, get(b"/", OURS, b"Sec-Fetch-Site: cross-site\r\n")),
    ("a request of another port", 403, get(b"/", OURS, b"Sec-Fetch-Site: same-site\r\n")),
    ("another origin", 403, get(b"/", OURS, b"Origin: http://evil.example\r\n")),
    ("no origin that has a name", 403, get(b"/", OURS, b"Origin: null\r\n")),
    ("ours and another origin", 403, get(b"/", OURS, b"Origin: http://127.0.0.1:PORT\r\n", b"Origin: http://e\r\n")),
    ("a page of others in a frame", 403, get(b"/", OURS, b"Sec-Fetch-Site: cross-site\r\nSec-Fetch-Dest: iframe\r\n")),
    ("a socket of another page", 403, get(b"/", OURS, b"Origin: http://evil.example\r\nUpgrade: websocket\r\n")),
    ("a name that leads here", 421, get(b"/", b"Host: 127.0.0.1.nip.io:PORT\r\n")),
    ("our address in other words", 421, get(b"/", b"Host: 2130706433:PORT\r\n")),
    ("the other loopback", 421, get(b"/", b"Host: [::1]:PORT\r\n")),
    ("a dot too many", 421, get(b"/", b"Host: localhost.:PORT\r\n")),
    ("sending", 405, get(b"/", OURS, b"Content-Length: 0\r\n", method=b"POST")),
    ("deleting", 405, get(b"/", method=b"DELETE")),
    ("asking what may be asked", 405, get(b"/", method=b"OPTIONS")),
    ("a tunnel", 405, get(b"evil.example:443", method=b"CONNECT")),
    ("a page that is not there", 404, get(b"/plan.yaml")),
    ("the folder of git", 404, get(b"/.git/config")),
    ("a way up", 404, get(b"/../../etc/passwd")),
    ("a way up in code", 404, get(b"/%2e%2e/%2e%2e/etc/passwd")),
    ("a file of this computer", 404, get(b"//etc/passwd")),
    ("a way up in code, slashes too", 404, get(b"/..%2f..%2fetc%2fpasswd")),
    ("a way up in code of code", 404, get(b"/%252e%252e/etc/passwd")),
    ("a way up through a page", 404, get(b"/inside.html/../../plan.yaml")),
    ("a byte of nothing", 404, get(b"/%00")),
    ("a page with a question", 404, get(b"/?x=1")),
    ("a whole address", 404, get(b"http://evil.example/")),
    ("backslashes", 404, get(b"/..\\..\\plan.yaml")),
    ("noise", 400, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"),
    ("a version that there is not", 400, b"GET / HTTP/9.x\r\n\r\n"),
    ("a line without end", 400, b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n"),
    ("a header without end", 400, get(b"/", OURS, b"X: " + b"y" * 70_000 + b"\r\n")),
    ("more headers than anybody needs", 400, get(b"/", OURS, *(b"X-%d: y\r\n" % n for n in range(200)))),
]  # fmt: skip


@pytest.mark.parametrize(("code", "request_"), [(c, r) for _, c, r in REFUSED], ids=[name for name, _, _ in REFUSED])
def test_refused_in_a_sentence(server: Server, code: int, request_: bytes) -> None:
    found, answer = asked(server, request_)
    assert found // 100 == 4
    if code != 400:
        assert found == code
    if b"\r\n\r\n" in answer:
        head, _, body = answer.partition(b"\r\n\r\n")
        assert b"Content-Security-Policy: default-src 'none'" in head
        assert b"X-Content-Type-Options: nosniff" in head
        assert b"evil" not in answer
        assert body.endswith(b".\n") or not body
    assert asked(server, get(b"/"))[0] == 200


def test_half_open_connections_hold_nobody_up(server: Server) -> None:
    """The oldest of more than there is room for are closed, so that there is always room for one more."""
    held = [socket.create_connection((LOOPBACK, server.server_port), timeout=20) for _ in range(3 * MOST)]
    try:
        for each in held:
            with suppress(OSError):  # the oldest may be gone already
                each.sendall(b"GET / HT")
        assert asked(server, get(b"/"))[0] == 200
        assert is_closed(held[0])
    finally:
        for each in held:
            each.close()


def is_closed(connection: socket.socket) -> bool:
    """Whether the other side ends it without an answer."""
    try:
        return connection.recv(1) == b""
    except ConnectionError:
        return True


def test_one_that_sends_a_byte_now_and_then_is_cut_off() -> None:
    with running(seconds=0.3) as server, socket.create_connection((LOOPBACK, server.server_port)) as slow:
        slow.settimeout(0.05)
        for _ in range(1000):
            with suppress(TimeoutError):
                if is_closed(slow):
                    break
            with suppress(OSError):
                slow.sendall(b"G")
        else:
            pytest.fail("a connection that never asks for anything is held")
        assert asked(server, get(b"/"))[0] == 200


def test_one_that_does_not_read_its_answer_is_cut_off() -> None:
    large = Site({"/": Page(HTML, b"x" * 50_000_000)})
    with running(large, seconds=0.3) as server, socket.create_connection((LOOPBACK, server.server_port)) as slow:
        slow.sendall(get(b"/").replace(b"PORT", str(server.server_port).encode()))
        assert slow.recv(1) == b"H"
        for _ in range(600):
            if not server.held:
                break
            time.sleep(0.1)
        assert server.held == 0
        assert len(all_of(slow)) < 50_000_000


def test_the_address_may_be_taken_again_at_once() -> None:
    """A page that is still open comes back by itself, if the preview comes back where it was."""
    with running() as server:
        port = server.server_port
        assert asked(server, get(b"/"))[0] == 200
    again = Server(port, lambda: SITE)
    again.server_close()


def test_it_ends_when_it_is_told_to() -> None:
    with subprocess.Popen(
        [*PROGRAM, "serve", str(ITU), "--port", "0"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"},
    ) as process:  # fmt: skip
        assert process.stdout is not None
        said = process.stdout.readline()
        assert " is shown at http://127.0.0.1:" in said
        port = int(said.split("127.0.0.1:")[1].split("/")[0])
        with socket.create_connection((LOOPBACK, port), timeout=5) as half:
            half.sendall(b"GET /")
            time.sleep(0.1)
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=30) == 0
        assert process.stdout.read() == "Ended.\n"


def test_where_the_usual_port_is_taken_the_next_one_serves() -> None:
    held = ExitStack()
    with suppress(OSError):  # or somebody else holds it
        held.enter_context(Server(PORTS[0], lambda: SITE))
    with subprocess.Popen([*PROGRAM, "serve", str(ITU)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline().split("127.0.0.1:")[1].split("/")[0])
        process.send_signal(signal.SIGINT)
    held.close()
    assert port in PORTS[1:]


def test_a_port_that_is_taken_is_named(server: Server) -> None:
    done = subprocess.run(
        [*PROGRAM, "serve", str(ITU), "--port", str(server.server_port)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert f"Port {server.server_port} cannot be used" in done.stderr
