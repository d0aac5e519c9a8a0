"""A page under watch: what it says on the console, breaks, or asks of anyone else.

Nothing is to be heard of a good page, so a test opens it, uses it, and ends with `PageWatch.assert_quiet`.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, Protocol
from urllib.parse import urljoin

from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Page,
    Request,
    Response,
    WebError,
    WebSocket,
)

DESKTOP = (1280, 800)
PHONE = (360, 740)

LAUNCH_ARGS = (
    "--no-sandbox",  # root in a container has none; only our own pages are opened
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No name resolves: a request to someone else is seen and fails, and never leaves this machine.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)

_IN_PAGE_SCHEMES = ("data:", "blob:", "about:")
_SETTLE_MILLISECONDS = 100


class Complaint(NamedTuple):
    """One thing that a good page does not do."""

    kind: Literal["console", "csp", "dialog", "failed request", "page error", "popup", "stray request"]
    """``csp`` is a console message on the Content-Security-Policy; a stray request goes outside the site."""
    text: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.text}"


class PageWatch:
    """A page, and everything that it and its frames and popups complained of since it was made."""

    def __init__(self, context: BrowserContext, home: str) -> None:
        """Opens a blank page in *context*; *home* is the site's root with its final slash, http or file."""
        self.home = home
        self._complaints: list[Complaint] = []
        self._expected_missing: set[str] = set()
        context.on("console", self._on_console)
        context.on("dialog", self._on_dialog)
        context.on("request", self._on_request)
        context.on("requestfailed", self._on_request_failed)
        context.on("response", self._on_response)
        context.on("weberror", self._on_error)
        self.page: Page = context.new_page()
        self.page.on("websocket", self._on_websocket)
        context.on("page", self._on_popup)

    def open(self, path: str = "", status: int = 200) -> Page:
        """Goes to *path*, relative to home, waits for its load event and returns the page.

        Args:
            path: Such as ``articles/index.html?x=1#top``.
            status: The HTTP status that is right for this path. A file URL has none.
        """
        url = urljoin(self.home, path)
        if status >= 400:
            self._expected_missing.add(url)
        response = self.page.goto(url, wait_until="load")
        if response and url.startswith("http") and response.status != status:
            self._complain("failed request", f"{response.status} instead of {status} for {url}")
        return self.page

    def complaints(self) -> list[Complaint]:
        """All complaints so far in the order they came, those under way included."""
        self.page.wait_for_timeout(_SETTLE_MILLISECONDS)
        return list(self._complaints)

    def assert_quiet(self) -> None:
        """Fails with every complaint, one a line, if there is any."""
        complaints = self.complaints()
        assert not complaints, "\n".join([f"{self.page.url} is not quiet:", *map(str, complaints)])

    def _complain(self, kind: str, text: str) -> None:
        self._complaints.append(Complaint(kind, text))  # type: ignore[arg-type]

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.location["url"] in self._expected_missing and "status of 4" in message.text:
            return
        kind = "csp" if "Content Security Policy" in message.text else "console"
        self._complain(kind, f"{message.type}: {message.text} ({message.location['url']})")

    def _on_dialog(self, dialog: Dialog) -> None:
        self._complain("dialog", f"{dialog.type} {dialog.message!r}")
        dialog.dismiss()

    def _on_error(self, error: WebError) -> None:
        self._complain("page error", str(error.error))

    def _on_popup(self, popup: Page) -> None:
        self._complain("popup", popup.url)

    def _on_request(self, request: Request) -> None:
        if self._is_stray(request.url):
            self._complain("stray request", f"{request.method} {request.url}")

    def _on_request_failed(self, request: Request) -> None:
        # ERR_ABORTED: whoever asked, the reader or the script, no longer wants the answer.
        if not self._is_stray(request.url) and request.failure != "net::ERR_ABORTED":
            self._complain("failed request", f"{request.failure} for {request.url}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400 and response.url not in self._expected_missing:
            self._complain("failed request", f"{response.status} for {response.url}")

    def _on_websocket(self, socket: WebSocket) -> None:
        self._complain("stray request", f"WebSocket {socket.url}")

    def _is_stray(self, url: str) -> bool:
        return not url.startswith((self.home, *_IN_PAGE_SCHEMES))


class WatchPage(Protocol):
    """The type of the `watch_page` fixture."""

    def __call__(
        self, home: str, *, size: tuple[int, int] = DESKTOP, dark: bool = False, javascript: bool = True
    ) -> PageWatch:
        """A page under watch, closed after the test; its storage is its own and empty, its reader French.

        Args:
            home: The site's root with its final slash: what `serve_folder` yields, or a folder's file URL.
            size: The window's width and height in CSS pixels.
            dark: Whether the reader's system asks for a dark scheme.
            javascript: Whether scripts run.
        """
