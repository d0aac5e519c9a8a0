"""A site on the web server of MkDocs, for people at work on it: pages in a browser follow every new state of it.

    python -m archive.stamping.showing SITE HOST:PORT PATH SIGN

*PATH* is what the site's addresses begin with, *SIGN* a file that is touched when the site is another one.
"""

from __future__ import annotations

import sys
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

_OWN = b"script-src 'self'"


class _Server(LiveReloadServer):
    def server_activate(self) -> None:
        super().server_activate()
        print(f"Serving on {self.url}", file=sys.stderr, flush=True)

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        """The page, with the script that reloads it, which the site itself would forbid."""
        allowed = content.replace(_OWN, _OWN + b" 'unsafe-inline'", 1)
        page: bytes = super()._inject_js_into_html(allowed, epoch)  # type: ignore[no-untyped-call]
        return page


def main() -> None:
    """Reads the command line; shows the site until it is ended."""
    site, address, path, sign = sys.argv[1:]
    host, _, port = address.rpartition(":")
    server = _Server(lambda: None, host.strip("[]"), int(port), site, path, polling_interval=0.1)
    lost = Path(site) / "404.html"
    server.error_handler = lambda code: lost.read_bytes() if code == 404 else None
    server.watch(sign)
    try:
        server.serve()  # type: ignore[no-untyped-call]
    except KeyboardInterrupt:
        server.shutdown()


if __name__ == "__main__":
    main()
