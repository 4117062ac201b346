"""A small editor: starts the YAML language server, answers what it asks, and notes whatever it tries to fetch."""

from __future__ import annotations

import json
import os
import queue
import socket
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import IO, Any

PATIENCE = 60  # seconds of silence after which the server counts as hung
ABILITIES = {
    "workspace": {"configuration": True, "workspaceFolders": True},
    "textDocument": {
        "completion": {"completionItem": {"snippetSupport": True}},
        "hover": {"contentFormat": ["markdown"]},
    },
}
UNKNOWN_METHOD = -32601
REFUSED = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@dataclass
class Editor:
    """A folder opened in an editor with `settings`, written as in a settings.json of Visual Studio Code."""

    process: subprocess.Popen[bytes]
    folder: Path
    settings: dict[str, Any]
    fetched: list[str]
    heard: queue.Queue[dict[str, Any] | None] = field(default_factory=queue.Queue)
    numbers: Iterator[int] = field(default_factory=count)

    def open(self, path: Path, text: str) -> None:
        """Show `text` as the file `path`; each path is opened once."""
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": text}
        self.say(method="textDocument/didOpen", params={"textDocument": document})

    def marks(self, texts: Mapping[Path, str]) -> dict[Path, list[dict[str, Any]]]:
        """What is marked in each text, opened as the file of that path."""
        for path, text in texts.items():
            self.open(path, text)
        waiting = {path.as_uri(): path for path in texts}
        found = {}
        while waiting:
            message = self.next()
            if message.get("method") == "textDocument/publishDiagnostics":
                path = waiting.pop(message["params"]["uri"], None)
                if path:
                    found[path] = message["params"]["diagnostics"]
        return found

    def ask(self, method: str, **params: Any) -> Any:
        """The server's answer."""
        number = next(self.numbers)
        self.say(id=number, method=method, params=params)
        while True:
            message = self.next()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message["error"]
                return message["result"]

    def next(self) -> dict[str, Any]:
        """The server's next message. What the message asks is answered already."""
        message = self.heard.get(timeout=PATIENCE)
        assert message is not None, "the server ended"
        if "id" in message and "method" in message:
            self.answer(message)
        return message

    def answer(self, request: dict[str, Any]) -> None:
        match request["method"]:
            case "workspace/configuration":
                items = request["params"]["items"]
                self.say(id=request["id"], result=[section(self.settings, item["section"]) for item in items])
            case "client/registerCapability":
                self.say(id=request["id"], result=None)
            case method:  # a schema's text may be asked of the editor, which would then fetch it
                self.fetched.append(f"{method} {request.get('params')}")
                self.say(id=request["id"], error={"code": UNKNOWN_METHOD, "message": method})

    def say(self, **message: Any) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        pipe = self.process.stdin
        assert pipe is not None
        pipe.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        pipe.flush()


def section(settings: dict[str, Any], name: str) -> Any:
    """The settings under `name`, with dots made into levels; none gives None."""
    if name in settings:
        return settings[name]
    found: dict[str, Any] = {}
    for key, value in settings.items():
        first, *rest = key.split(".")
        if first == name:
            level = found
            for part in rest[:-1]:
                level = level.setdefault(part, {})
            level[rest[-1]] = value
    return found or None


def hear(pipe: IO[bytes], heard: queue.Queue[dict[str, Any] | None]) -> None:
    """Read messages until the server ends, which is heard as None."""
    while header := pipe.readline():
        length = 0
        while header.strip():
            name, _, value = header.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
            header = pipe.readline()
        body = pipe.read(length)
        if not body or len(body) < length:  # the server was ended in the middle of a message
            break
        heard.put(json.loads(body))
    heard.put(None)


def note_fetches(proxy: socket.socket, fetched: list[str]) -> None:
    """Note the first line of whatever comes for the network, and refuse it."""
    while True:
        try:
            caller, _ = proxy.accept()
            with caller:
                fetched.append(caller.recv(4096).partition(b"\r\n")[0].decode())
                caller.sendall(REFUSED)
        except OSError:  # closed: the test is over
            return


@contextmanager
def editor(server: list[str], folder: Path, settings: dict[str, Any]) -> Iterator[Editor]:
    """Start `server` for `folder`. Its way to any network is a proxy that notes each call and lets none through."""
    fetched: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        threading.Thread(target=note_fetches, args=(proxy, fetched), daemon=True).start()
        address = f"http://127.0.0.1:{proxy.getsockname()[1]}"
        variables = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), address)
        process = subprocess.Popen(
            server, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, **variables}
        )
        with process:
            try:
                opened = Editor(process, folder, settings, fetched)
                assert process.stdout is not None
                threading.Thread(target=hear, args=(process.stdout, opened.heard), daemon=True).start()
                folders = [{"uri": folder.as_uri(), "name": folder.name}]
                opened.ask(
                    "initialize",
                    processId=os.getpid(),
                    rootUri=folder.as_uri(),
                    workspaceFolders=folders,
                    capabilities=ABILITIES,
                )
                opened.say(method="initialized", params={})
                # Of all requests this one alone waits until the server has its settings.
                opened.ask("textDocument/codeLens", textDocument={"uri": folder.as_uri()})
                yield opened
            finally:
                process.kill()
