"""The golden tree: a mini archive and every file that is made from it, kept to be read and compared.

``python -m tests.test_golden`` writes the expected files anew: read what it changed before you commit it.
"""

from __future__ import annotations

from difflib import unified_diff
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.generated import Generated
from archive.writing import Writer
from tests.building import ROOT, generated

GOLDEN = ROOT / "tests" / "golden"
UPDATE = "python -m tests.test_golden"


def made() -> dict[str, str]:
    """Path below docs/ → text, as the code makes it now; without what nobody reads: index and programs."""
    return {
        path: text for path, text in generated(GOLDEN).items() if not path.startswith(("search/", "contribute/form"))
    }


def expected() -> dict[str, str]:
    """Path below docs/ → text, as it was found right."""
    docs = GOLDEN / "docs"
    files = sorted(path for path in docs.rglob("*") if path.is_file())
    return {path.relative_to(docs).as_posix(): path.read_bytes().decode("utf-8") for path in files}


def test_the_seeds_become_the_golden_tree() -> None:
    old, new = expected(), made()
    differences = [
        line
        for path in sorted({*old, *new})
        for line in unified_diff(
            old[path].split("\n") if path in old else [],
            new[path].split("\n") if path in new else [],
            f"golden/{path}" if path in old else "nothing",
            f"made/{path}" if path in new else "nothing",
            lineterm="",
            n=1,
        )
    ]
    assert not differences, "\n".join([f"not the golden tree; if that is meant: {UPDATE}", *differences])


if __name__ == "__main__":
    files = [Generated(path, b"", partial(str, text)) for path, text in made().items()]
    with TemporaryDirectory() as workspace:
        writer = Writer(GOLDEN / "docs", Path(workspace))
        writer.add(writer.make(files))
        writer.finish()
