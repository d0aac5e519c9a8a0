"""A built site on loopback, deep in a sub-folder as on any shared host, so that only relative links work."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote, urlsplit

SUBFOLDER = "/sous/dossier/"


@contextmanager
def serve_folder(folder: Path, under: str = SUBFOLDER) -> Iterator[str]:
    """Serves *folder* on a free port while the block runs.

    As static hosts do it: a folder shows its index.html and is never listed; what is not there answers 404
    with the site's own 404.html, if it has one.

    Args:
        folder: The site's root.
        under: The path that it appears under, from ``/`` to ``/``. All else is 404.

    Yields:
        The site's address, such as ``http://127.0.0.1:40123/sous/dossier/``.
    """
    handler = partial(_StaticHost, under=under, directory=str(folder))
    with _QuietServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{under}"
        finally:
            server.shutdown()
            thread.join()


class _StaticHost(SimpleHTTPRequestHandler):
    # Said here, since Python would ask the machine, and each machine answers differently.
    extensions_map = {  # noqa: RUF012 - typed so by the class above
        ".bib": "application/x-bibtex; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".csv": "text/csv; charset=utf-8",
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".json": "application/json",
        ".jsonl": "application/jsonl; charset=utf-8",
        ".mjs": "text/javascript; charset=utf-8",
        ".png": "image/png",
        ".svg": "image/svg+xml",
        ".txt": "text/plain; charset=utf-8",
        ".wasm": "application/wasm",
        ".woff2": "font/woff2",
        ".xml": "application/xml",
        "": "application/octet-stream",
    }

    def __init__(self, *args: Any, under: str, **kwargs: Any) -> None:
        self._under = under
        super().__init__(*args, **kwargs)

    def translate_path(self, path: str) -> str:
        asked = unquote(urlsplit(path).path)
        if not asked.startswith(self._under):
            return str(Path(self.directory, "outside the site"))
        return super().translate_path("/" + path.removeprefix(self._under))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory, "404.html")
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", self.extensions_map[".html"])
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def list_directory(self, path: object) -> BytesIO | None:
        self.send_error(HTTPStatus.NOT_FOUND)
        return None

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing: the page under test is what speaks."""


class _QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Passes over a browser that hung up: it moved on. Anything else is a fault of the harness."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)
