"""The search's programs, each joined from its files in ``templates/search``.

They lie beside the index they read. Their names stay: pages name them, and a page may be older than the index.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive import scripts

SOURCES = scripts.SOURCES / "search"

BORROWED = "vendor/lunr.min vendor/lunr.stemmer.support.min vendor/lunr.fr.min"
PROGRAMS = {
    "box": "dom words completion suggest",
    "engine": """analysis coding store query columns postings counts ranking units phrases facets highlight names
    finding engine""",
    "explore": "state address outline panel histogram results relax nothing export chips sheet explore",
}
"""Program → its files, in the order in which they need each other. Every page has the box; the engine comes when the
box is first used, with lunr before it; the search page has all three."""


def programs() -> Iterator[tuple[str, str]]:
    """(file name, text) of each program. Raises OSError when a source cannot be read."""
    for name, files in PROGRAMS.items():
        borrowed = BORROWED.split() if name == "engine" else ()
        yield f"{name}.js", scripts.program("search", files.split(), borrowed)
