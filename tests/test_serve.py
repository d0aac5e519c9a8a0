"""Serving: people at work on an archive see what they do, and are told what is wrong with it."""

from __future__ import annotations

import re
import socket
import threading
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from watchdog.events import DirModifiedEvent, FileModifiedEvent, FileMovedEvent

from archive.settings import read_settings
from archive.watching import _Changed, _watched
from tests.building import ROOT, Archive, run, write
from tests.test_command import PATIENCE, Terminal, archive, at_terminal, command, eventually, old_site
from tests.test_publishing import differing, snapshot
from tests.watching import WatchPage

__all__ = ["archive", "old_site"]  # the fixtures


def free_address() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


class Shown:
    """What is served at an address, as a reader finds it."""

    def __init__(self, address: str, terminal: Terminal) -> None:
        self._address = address
        self._terminal = terminal

    def page(self, path: str) -> str:
        """Its status and its text."""
        try:
            with urlopen(f"http://{self._address}/port-avel/{path}", timeout=PATIENCE) as response:
                return f"{response.status} {response.read().decode('utf-8')}"
        except (URLError, ConnectionError) as error:
            return str(error)

    def wait_for(self, path: str, text: str) -> None:
        """Waits until the page at *path* holds *text*."""
        eventually(lambda: text in self.page(path), lambda: f"{self.page(path)}\n{self._terminal.shown}")


def test_serve_follows_every_change_until_ctrl_c(archive: Archive, old_site: dict[str, bytes]) -> None:
    address = free_address()
    write(archive.root, {"templates/pages/parts.html": (ROOT / "templates/pages/parts.html").read_bytes()})
    with at_terminal("serve", "--address", address, cwd=archive.root) as terminal:
        shown = Shown(address, terminal)
        terminal.wait_for(f"\x1b[KServing on http://{address}/port-avel/\n")
        assert re.search(r"\r\x1b\[Ksite/index\.html \(\d+ files, .*\)\n", terminal.shown)
        shown.wait_for("", "Port-Avel, 1948")
        assert shown.page("").startswith("200 ")
        assert shown.page("nowhere.html") == "HTTP Error 404: Not Found"

        write(archive.root, {"seeds/articles/notice.txt": "All is well in Port-Avel.\n"})
        shown.wait_for("articles/notice.html", ">All is well in <a ")

        write(archive.root, {"seeds/articles/notice.txt": "---\nfoo: 1\n---\nNot yet.\n"})
        terminal.wait_for("\nthe pages are as they were\n")
        assert "\x1b[Kseeds/articles/notice.txt:2: foo: is no key of the format" in terminal.shown
        assert ">All is well in <a " in shown.page("articles/notice.html")

        write(archive.root, {"seeds/articles/notice.txt": "All is mended in Port-Avel.\n"})
        shown.wait_for("articles/notice.html", ">All is mended in <a ")
        write(archive.root, {"templates/pages/unstated.html": "<p>Nobody said so.</p>\n"})
        shown.wait_for("dates/index/none.html", "Nobody said so.")
        write(archive.root, {"docs/essay.md": "# Essay\n\nOn [nothing](nothing.md).\n"})
        terminal.wait_for("contains a link 'nothing.md', but the target is not found")
        write(archive.root, {"docs/essay.md": "# Essay\n\nOn [a notice](articles/notice.md).\n"})
        shown.wait_for("essay.html", ">a notice</a>")
        settings = (archive.root / "mkdocs.yml").read_text(encoding="utf-8")
        write(archive.root, {"mkdocs.yml": settings.replace("Port-Avel, 1948", "Port-Avel, 1949")})
        shown.wait_for("articles/notice.html", "Port-Avel, 1949")

        terminal.press_ctrl_c()
        assert terminal.end() == 130
        assert terminal.shown.endswith("\r\x1b[Kinterrupted; the site is as it was shown last\n")
        assert "Traceback" not in terminal.shown
    served = snapshot(archive.site)
    assert run(archive.root).returncode == 0
    assert differing(snapshot(archive.site), served) == [], "what was served is what a build makes"
    assert differing(served, old_site) != []


def test_what_changes_while_the_first_site_is_built_is_not_missed(archive: Archive) -> None:
    address = free_address()
    write(archive.root, {f"seeds/articles/made{n}.txt": f"All is well in Port-Avel, {n}.\n" for n in range(300)})
    with at_terminal("serve", "--address", address, cwd=archive.root) as terminal:
        terminal.wait_for("render pages")
        write(archive.root, {"seeds/articles/made7.txt": "All is better in Port-Avel.\n"})
        Shown(address, terminal).wait_for("articles/made7.html", ">All is better in <a ")


def test_an_open_page_shows_a_change_by_itself(archive: Archive, watch_page: WatchPage) -> None:
    address = free_address()
    write(archive.root, {"seeds/articles/notice.txt": "All is well in Port-Avel.\n"})
    with at_terminal("serve", "--address", address, cwd=archive.root) as terminal:
        terminal.wait_for("Serving on ")
        watch = watch_page(f"http://{address}/")
        page = watch.open("port-avel/articles/notice.html")
        for state in ("better", "best"):
            write(archive.root, {"seeds/articles/notice.txt": f"All is {state} in Port-Avel.\n"})
            page.get_by_text(f"All is {state} in ").first.wait_for()
        said = [complaint.text for complaint in watch.complaints()]
        assert [text for text in said if not text.startswith("log: Enabled live reload")] == []
    assert b"unsafe-inline'" not in re.findall(rb"script-src [^;]*", (archive.site / "index.html").read_bytes())[0]


def test_only_what_people_write_makes_the_site_anew(archive: Archive) -> None:
    write(archive.root, {"docs/essays/one.md": "# One\n", "templates/pages/unstated.html": "?"})
    assert run(archive.root).returncode == 0
    settings = read_settings(archive.root / "mkdocs.yml")
    watched = [(folder, concerns) for folder, concerns, _ in _watched(settings, archive.root / "seeds")]

    def noticed(path: str, moved_to: str = "") -> bool:
        note = threading.Event()
        where = str(archive.root / path)
        event = FileMovedEvent(where, str(archive.root / moved_to)) if moved_to else FileModifiedEvent(where)
        for folder, concerns in watched:
            if (archive.root / path).is_relative_to(folder):
                _Changed(note, concerns).dispatch(event)
        return note.is_set()

    made = [path.relative_to(archive.root).as_posix() for path in (archive.root / "docs").rglob("*") if path.is_file()]
    by_hand = {"docs/essay.md", "docs/essays/one.md"}
    assert {path for path in made if noticed(path)} == by_hand
    others = ["seeds/articles/new.txt", "seeds/authorities/places.yml", "seeds/redirects.yml", "mkdocs.yml"]
    others += ["templates/pages/unstated.html", "docs/essays/new.md", "docs/new.md"]
    assert [path for path in others if not noticed(path)] == []
    assert [path for path in ("site/index.html", ".docs.building/lock", "notes.txt") if noticed(path)] == []
    assert noticed("docs/.essay.md.new", "docs/essay.md")
    note = threading.Event()
    _Changed(note).dispatch(DirModifiedEvent(str(archive.root / "seeds")))
    assert not note.is_set()


def test_serve_takes_its_server_with_it_when_it_is_stopped(archive: Archive) -> None:
    address = free_address()
    with at_terminal("serve", "--address", address, cwd=archive.root) as terminal:
        terminal.wait_for(f"Serving on http://{address}/")
        terminal.terminate()
        assert terminal.end() == 130
    host, port = address.split(":")
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((host, int(port))).close()


def test_serve_says_when_the_address_is_taken(archive: Archive) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        done = command("serve", "--address", address, cwd=archive.root)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"{address}: cannot be served at (Address already in use); name another with --address",
        "1 problem; the site is as it was",
    ]


def test_serve_ends_when_there_is_nothing_to_show(archive: Archive, old_site: dict[str, bytes]) -> None:
    write(archive.root, {"mkdocs.yml": "site_name: x\nplugins: [nope]\n"})
    done = command("serve", "--address", free_address(), cwd=archive.root)
    assert done.returncode == 1
    assert 'The "nope" plugin is not installed' in done.stderr
    assert done.stderr.endswith("1 problem; the site is as it was\n")
    assert differing(snapshot(archive.site), old_site) == []
