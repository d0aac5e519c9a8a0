"""The harness hears what it is there to hear: each fault is put on a page, and must be reported."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.axe import axe_violations
from tests.serving import SUBFOLDER, serve_folder
from tests.watching import PHONE, Complaint, WatchPage

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'"
)
GOOD = "<h1>Bonjour</h1><p>Rien à signaler.</p>"


def html(body: str, csp: str = CSP) -> str:
    policy = f'<meta http-equiv="Content-Security-Policy" content="{csp}">' if csp else ""
    return (
        f'<!doctype html><html lang="fr"><head><meta charset="utf-8">{policy}<title>Essai</title>'
        f'<link rel="icon" href="data:,"></head><body><main>{body}</main></body></html>'
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A site of one good page."""
    (tmp_path / "index.html").write_text(html(GOOD), encoding="utf-8")
    return tmp_path


@pytest.fixture
def home(folder: Path) -> Iterator[str]:
    with serve_folder(folder) as url:
        yield url


def put(folder: Path, body: str, csp: str = CSP, **scripts: str) -> None:
    """Writes page.html with *body*, and each of *scripts* as NAME.js beside it."""
    (folder / "page.html").write_text(html(body, csp), encoding="utf-8")
    for name, script in scripts.items():
        (folder / f"{name}.js").write_text(script, encoding="utf-8")


def status_and_text(url: str) -> tuple[int, str]:
    try:
        with urlopen(url, timeout=10) as answer:  # noqa: S310 - the address is our own
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_the_site_is_served_in_its_subfolder_and_nowhere_else(folder: Path, home: str) -> None:
    host = home.removesuffix(SUBFOLDER)
    (folder / "empty").mkdir()
    assert home.endswith("/sous/dossier/")
    assert status_and_text(home) == (200, html(GOOD))
    assert status_and_text(home + "index.html?q=x")[0] == 200
    assert status_and_text(host + "/index.html")[0] == 404
    assert status_and_text(home + "../../../../../../etc/hostname")[0] == 404
    assert status_and_text(home + "empty/")[0] == 404


def test_a_missing_page_answers_with_the_site_s_own_404(folder: Path, home: str) -> None:
    (folder / "404.html").write_text("introuvable", encoding="utf-8")
    assert status_and_text(home + "nulle-part.html") == (404, "introuvable")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_good_page_is_quiet(home: str, watch_page: WatchPage, javascript: bool) -> None:
    watch = watch_page(home, size=PHONE, dark=True, javascript=javascript)
    page = watch.open()
    watch.assert_quiet()
    assert page.text_content("h1") == "Bonjour"
    assert page.viewport_size == {"width": 360, "height": 740}


def test_a_good_page_is_quiet_from_the_disk(folder: Path, watch_page: WatchPage) -> None:
    watch = watch_page(folder.as_uri() + "/")
    watch.open("index.html")
    watch.assert_quiet()


def test_a_page_that_must_be_missing_is_quiet(folder: Path, home: str, watch_page: WatchPage) -> None:
    (folder / "404.html").write_text(html("<h1>Introuvable</h1>"), encoding="utf-8")
    watch = watch_page(home)
    watch.open("nulle-part.html", status=404)
    watch.assert_quiet()


@pytest.mark.parametrize(
    ("kind", "body", "script"),
    [
        ("console", "", "console.error('panne')"),
        ("console", "", "console.log('bavardage')"),
        ("page error", "", "throw new Error('panne')"),
        ("page error", "", "Promise.reject(new Error('panne'))"),
        ("csp", "<p onclick='x()'>a</p><script>1</script>", ""),
        ("csp", "<img alt='' src='https://ailleurs.example/x.png'>", ""),
        ("csp", "", "fetch('https://ailleurs.example/').catch(() => {})"),
        ("csp", "", "new WebSocket('wss://ailleurs.example/')"),
        ("dialog", "", "alert(1)"),
        ("popup", "", "open('index.html')"),
        ("failed request", "<img alt='' src='absent.png'>", ""),
        ("stray request", "<img alt='' src='/hors-du-site.png'>", ""),
    ],
)
def test_a_fault_is_heard(folder: Path, home: str, watch_page: WatchPage, kind: str, body: str, script: str) -> None:
    put(folder, body + "<script src='fault.js'></script>", fault=script)
    watch = watch_page(home)
    watch.open("page.html")
    assert kind in {complaint.kind for complaint in watch.complaints()}
    with pytest.raises(AssertionError, match=kind):
        watch.assert_quiet()


@pytest.mark.parametrize(
    "body",
    [
        "<img alt='' src='https://ailleurs.example/x.png'>",
        "<script src='https://ailleurs.example/x.js'></script>",
        "<link rel='stylesheet' href='https://ailleurs.example/x.css'>",
        "<iframe title='a' src='https://ailleurs.example/'></iframe>",
        "<script>new WebSocket('wss://ailleurs.example/')</script>",
        "<script>navigator.sendBeacon('https://ailleurs.example/', 'x')</script>",
        "<meta http-equiv='refresh' content='0; https://ailleurs.example/'>",
    ],
)
def test_a_request_to_someone_else_is_heard_and_never_leaves(
    folder: Path, home: str, watch_page: WatchPage, body: str
) -> None:
    put(folder, body, csp="")
    watch = watch_page(home)
    watch.open("page.html")
    strays: list[Complaint] = []
    for _ in range(50):  # a refresh comes when the browser finds time for it
        if strays := [complaint for complaint in watch.complaints() if complaint.kind == "stray request"]:
            break
    assert strays, watch.complaints()
    assert all("ailleurs.example" in stray.text for stray in strays)


def test_a_complaint_outlives_the_page_that_made_it(folder: Path, home: str, watch_page: WatchPage) -> None:
    put(folder, "<script src='fault.js'></script>", fault="console.warn('panne')")
    watch = watch_page(home)
    watch.open("page.html")
    watch.open("index.html")
    assert watch.complaints() == [Complaint("console", f"warning: panne ({home}fault.js)")]


def test_axe_finds_nothing_on_a_good_page(home: str, watch_page: WatchPage) -> None:
    watch = watch_page(home)
    assert axe_violations(watch.open()) == []
    watch.assert_quiet()


def test_axe_names_the_rule_the_element_and_the_remedy(folder: Path, home: str, watch_page: WatchPage) -> None:
    put(folder, f"{GOOD}<p id='pale'>Pâle</p><img src='data:,'>", csp=CSP)
    (folder / "page.css").write_text("#pale { color: #ccc; background: #fff }", encoding="utf-8")
    page = watch_page(home).open("page.html")
    page.add_style_tag(url="page.css")
    found = axe_violations(page)
    assert {line.split()[0] for line in found} == {"color-contrast", "image-alt"}
    assert any(line.startswith("color-contrast (serious) at #pale: ") and "1.6" in line for line in found)
    assert axe_violations(page, within="h1") == []
