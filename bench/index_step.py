"""Makes an archive's search index and prints what that step alone costs, as JSON: {"cpu": s, "memory": MB}.

    python -m bench.index_step ARCHIVE DIR      writes DIR/search/

Reading and linking come before and are not counted: they are there anyway, as the HTML pages are for Pagefind. Memory
is the peak above what the process holds when the step begins.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
import time
from pathlib import Path

from archive.progress import Progress
from archive.search.files import search_files
from archive.settings import read_settings
from build_archive import collect
from tests.building import write


def main() -> None:
    """Reads the command line; see above."""
    root, target = map(Path, sys.argv[1:])
    settings = read_settings(root / "mkdocs.yml")
    collection = collect(settings, root / "seeds", Progress(sys.stderr, quiet=True))
    # What every build has made for the pages by then.
    _ = collection.titles, collection.date_labels
    gc.collect()
    before, start = _resident(), time.process_time()
    for path, text in search_files(collection):
        write(target, {path: text})
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"cpu": time.process_time() - start, "memory": (peak - before) / 1e6}))


def _resident() -> int:
    """Bytes that the process has in memory now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize()


if __name__ == "__main__":
    main()
