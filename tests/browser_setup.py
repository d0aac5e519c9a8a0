"""The browser that the tests drive: one that is here already, else one that is installed now.

``python -m tests.browser_setup`` prints which it is; where none can be had it says why and exits with 1.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ON_PATH = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ON_MACOS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
_START_SECONDS = 60


def find_browser() -> Path | None:
    """The Chromium or Chrome to use: ``$CHROMIUM``, one on PATH, a macOS application, or Playwright's own.

    Only one that can state its version counts: Ubuntu's chromium-browser may be an empty shell.

    Raises:
        FileNotFoundError: ``$CHROMIUM`` is set, and names nothing that runs.
    """
    if chosen := os.environ.get("CHROMIUM"):
        if not _runs(chosen):
            raise FileNotFoundError(f"CHROMIUM={chosen} is no browser that runs; correct it or unset it")
        return Path(chosen)
    return next((Path(path) for path in _usual_places() if _runs(path)), None)


def install_browser() -> Path:
    """Installs a browser by the first way that works here, and returns it.

    Raises:
        FileNotFoundError: No way works; the message says what to do.
    """
    tried = []
    for commands in _ways_to_install():
        for command in commands:
            print("Installing a browser:", *command, flush=True)
            if subprocess.run(command, check=False, stdin=subprocess.DEVNULL).returncode:
                tried.append(" ".join(command))
                break
        if browser := find_browser():
            return browser
    raise FileNotFoundError(
        f"no Chromium or Chrome here, and none could be installed (tried: {'; '.join(tried)}). "
        "Install one, or set CHROMIUM to its path"
    )


def _ways_to_install() -> Iterator[list[list[str]]]:
    """Ways to get a browser, each a list of commands, the lightest first."""
    is_root = sys.platform != "win32" and os.geteuid() == 0
    # Ubuntu's package only points to a snap, which a container cannot run.
    if is_root and shutil.which("apt-get") and _linux_name() != "ubuntu":
        os.environ["DEBIAN_FRONTEND"] = "noninteractive"
        yield [["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]]
    with_libraries = ["--with-deps"] if is_root else []
    yield [[sys.executable, "-m", "playwright", "install", *with_libraries, "chromium"]]


def _linux_name() -> str:
    try:
        return platform.freedesktop_os_release()["ID"]
    except OSError:
        return ""


def _usual_places() -> Iterator[str]:
    yield from filter(None, map(shutil.which, ON_PATH))
    yield from ON_MACOS
    yield _of_playwright()


def _of_playwright() -> str:
    """Where Playwright keeps its own Chromium, whether it is there or not."""
    question = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as playwright: print(playwright.chromium.executable_path)"
    )
    # In a process of its own: in this one Playwright may be at work already.
    answer = subprocess.run([sys.executable, "-c", question], capture_output=True, text=True, check=True)
    return answer.stdout.strip()


def _runs(path: str) -> bool:
    if sys.platform == "win32":  # --version would open a window there
        return Path(path).is_file()
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, timeout=_START_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def main() -> int:
    """Finds or installs a browser and says which; the exit status."""
    try:
        print(f"Browser for the tests: {find_browser() or install_browser()}")
    except FileNotFoundError as error:
        print(f"tests.browser_setup: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
