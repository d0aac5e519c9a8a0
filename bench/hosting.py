"""A static host for the benchmark: gzip for texts, connections kept open, and answers that may be cached."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

_TEXTS = {".html": "text/html", ".js": "text/javascript", ".json": "application/json", ".css": "text/css"}


class Host:
    """What a served folder is asked for."""

    def __init__(self, folder: Path, address: str) -> None:
        self.address = address
        """With the final slash."""
        self.requests = 0
        self.bytes = 0
        """Sent, with the answers' heads."""
        # Compressed beforehand, as on any host; Pagefind's own files are so already, and sent as they are.
        self.contents = {
            path.relative_to(folder).as_posix(): (gzip.compress(data, 6), True)
            if path.suffix in _TEXTS
            else (data, False)
            for path in sorted(folder.rglob("*"))
            if path.is_file() and "articles" not in path.parts
            for data in [path.read_bytes()]
        }

    def start(self) -> None:
        """Counts from here on."""
        self.requests = self.bytes = 0


@contextmanager
def hosted(folder: Path) -> Iterator[Host]:
    """Serves *folder*, as it is now, while the block runs."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.host = Host(folder, f"http://127.0.0.1:{server.server_port}/")
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server.host
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        host = self.server.host
        path = self.path.partition("?")[0].removeprefix("/")
        found = host.contents.get(path)
        if found is None:
            self.send_error(404)
            return
        data, is_compressed = found
        kind = _TEXTS.get(Path(path).suffix, "application/octet-stream")
        encoding = "Content-Encoding: gzip\r\n" if is_compressed else ""
        head = (
            f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\n{encoding}"
            "Cache-Control: max-age=3600\r\n\r\n"
        ).encode()
        host.requests += 1
        host.bytes += len(head) + len(data)
        self.wfile.write(head + data)

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    host: Host

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A page that is closed hangs up."""
