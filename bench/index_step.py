"""Makes an archive's search index and prints what that step alone costs, as JSON: {"cpu": s, "memory": MB}.

    python -m bench.index_step ARCHIVE DIR             writes DIR/search/
    python -m bench.index_step ARCHIVE DIR --again     … and what it costs after one edit, in CPU s, with how many files

Reading and linking come before and are not counted: they are there anyway, as the HTML pages are for Pagefind. Memory
is the peak above what the process holds when the step begins. Again, the index is made from what the build before left
in DIR/memory: after no edit, with one article added as the newest and in the middle, and without one near the end.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from archive.collection import Collection
from archive.facets import count_facets
from archive.model import LinkedArticle
from archive.progress import Progress
from archive.register import Register
from archive.search.files import search_files, search_files_since
from archive.settings import read_settings
from build_archive import collect
from tests.building import write


def main() -> None:
    """Reads the command line; see above."""
    root, target = map(Path, sys.argv[1:3])
    settings = read_settings(root / "mkdocs.yml")
    collection = collect(settings, root / "seeds", Progress(sys.stderr, quiet=True))
    _prepare(collection)
    before, start = _resident(), time.process_time()
    for path, text in search_files(collection):
        write(target, {path: text})
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"cpu": time.process_time() - start, "memory": (peak - before) / 1e6}))
    if sys.argv[3:] == ["--again"]:
        _again(collection, target)  # the edits begin with what this leaves
        for edit, edited in _edits(collection):
            print(json.dumps({edit: _again(edited, target)}))


def _again(collection: Collection, target: Path) -> dict[str, float]:
    """Makes the files that differ from those of the build before; what it costs."""
    _prepare(collection)
    start = time.process_time()
    made = [
        (path, text) for path, text in search_files_since(collection, target / "memory", target) if text is not None
    ]
    cpu = time.process_time() - start
    write(target, dict(made))
    return {"cpu": cpu, "files": len(made)}


def _edits(collection: Collection) -> Iterator[tuple[str, Collection]]:
    """Name and archive; each is one edit away from *collection*, or from the one before."""

    def edited(articles: Iterable[LinkedArticle]) -> Collection:
        return replace(collection, facets=count_facets(Register.of(articles), collection.facets.tree))

    articles = list(collection.articles)
    dated = [linked for linked in articles if linked.article.date]
    newest, middle = (
        replace(one, article=replace(one.article, id=f"zz-{one.id}")) for one in (dated[-1], dated[len(dated) // 2])
    )
    yield "no edit", collection
    yield "one more, the newest", edited([*articles, newest])
    yield "one more, in the middle", edited([*articles, newest, middle])
    articles.remove(dated[-3])
    yield "one less, near the end", edited([*articles, newest, middle])


def _prepare(collection: Collection) -> None:
    # What every build has made for the pages by then.
    _ = collection.titles, collection.date_labels
    gc.collect()


def _resident() -> int:
    """Bytes that the process has in memory now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize()


if __name__ == "__main__":
    main()
