"""Seeds and authority files that nobody would write, read by the archive's own code within limits.

Run as a program of its own by `tests.test_fuzz`: its limits would hold for whatever else the tests do. Ends with 0 and
a line that says how many archives were good and how many refused, or with hypothesis' account of the smallest that was
neither.
"""

from __future__ import annotations

import io
import json
import resource
import signal
import sys
import unicodedata
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import tests.conftest  # noqa: F401 - the profile of hypothesis
from archive.problems import ArchiveError
from archive.progress import Progress
from archive.search.files import index_files
from archive.settings import read_settings
from build_archive import collect, data_of, pages_of
from tests.building import write
from tests.hostile import BODIES, LINES, NAUGHTY
from tests.test_publishing import ArticleText

MEMORY = 500_000_000
"""Bytes beyond what the code itself takes."""
SECONDS = 2
"""Of computing, for one archive; it takes hundredths."""

BODIES_OF_BYTES = [body.encode() if isinstance(body, str) else body for body in BODIES.values() if len(body) < 3_000]
KEYS = """title author outlet outlet_basis outlet_evidence date date_basis date_evidence date_note language url
    archived_url collected rights note places actors sources reject sha256 template search id""".split()
VALUES = [
    *LINES[:24],
    *"source stated inferred background fr en-GB ar zz https://ailleurs.example/ alep syrie ../../x".split(),
    *"2020 2020-02-31 2020-02 [2020..2021] 2020-02-16/.. 19XX 0 - ~ null yes".split(),
    "Alep",
    "0" * 64,
]

text = st.sampled_from([*VALUES, *NAUGHTY]) | st.text(max_size=40)
value = st.recursive(
    text | st.none(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from([*KEYS, "form", "after", "when"]), inner, max_size=3)
    ),
    max_leaves=6,
)
body = st.sampled_from(BODIES_OF_BYTES) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))
noise = st.binary(max_size=30) | st.sampled_from(
    [
        b"---\n",
        b"--- \r\n",
        b"\n",
        b"\r",
        b"title: ",
        b"  - ",
        b"[",
        b"{",
        b"'",
        b'"',
        b": ",
        b" #",
        b"&a ",
        b"*a",
        b"!!str ",
    ]
    + [
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\x00",
        b"\xed\xa0\x80",
        "\u2028\u0085\u202e".encode(),
        b"\\ud800",
        b"|\n ",
        b"? ",
    ]
    + [f"{key}: ".encode() for key in KEYS]
    + [value.encode() for value in VALUES]
)
raw = st.lists(noise, max_size=25).map(b"".join)


def _seed(front_matter: dict[str, object], body: bytes) -> bytes:
    lines = "".join(f"{key}: {json.dumps(given, ensure_ascii=False)}\n" for key, given in front_matter.items())
    return b"---\n" + lines.encode("utf-8", "replace") + b"---\n" + body


tame = st.sampled_from([*LINES, *NAUGHTY[:100]])
plain = st.dictionaries(st.sampled_from(["title", "author", "rights", "note"]), tame, max_size=2)
seeds = (
    st.builds(_seed, plain, body)
    | st.builds(_seed, plain, body)  # twice, so that a fair part is good
    | st.builds(_seed, st.dictionaries(st.sampled_from(KEYS), value, max_size=5), body)
    | raw
    | st.builds(lambda head, rest: b"---\n" + head + b"\n---\n" + rest, raw, body)
)
record = st.fixed_dictionaries(
    {
        "id": st.sampled_from(["alep", "syrie", "x", "../x"]) | text,
        "heading": text,
        "type": st.sampled_from(["city", "person", "newspaper"]),
    },
    optional={
        "variants": st.lists(value, max_size=3),
        "within": st.sampled_from(["alep", "syrie", "x"]),
        "lat": text,
        "lon": text,
        "identifiers": value,
        "labels": value,
        "note": value,
    },
)
good = '[{"id": "alep", "heading": "Alep", "type": "city"}]'
authorities = (
    st.just(good.encode())
    | st.just(b"")
    | st.lists(record, max_size=3).map(
        lambda records: json.dumps(records, ensure_ascii=False).encode("utf-8", "replace")
    )
    | raw
)

outcomes: Counter[str] = Counter()
SETTINGS = read_settings(Path(__file__).parent / "golden" / "mkdocs.yml")


def too_long(number: int, frame: object) -> NoReturn:
    raise TimeoutError(f"more than {SECONDS} seconds")


# Examples are small as they are; making one that fails smaller could take minutes.
@settings(max_examples=400, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(seeds, st.sampled_from(["places", "actors", "outlets"]), authorities)
def read_or_refused(data: bytes, name: str, authority: bytes) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        write(root, {"articles/un.txt": data, f"authorities/{name}.yml": authority})
        told: list[str] = []
        pages: dict[str, str] = {}
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        try:
            collection = collect(SETTINGS, root, Progress(io.StringIO(), quiet=True))
            pages = {
                file.path: file.data().decode()
                for file in (*pages_of(collection), *data_of(collection), *index_files(collection))
            }
        except ArchiveError as error:
            told = [str(problem) for problem in error.problems]
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    outcomes["refused" if told else "good"] += 1
    assert [problem for problem in told if len(problem.splitlines()) != 1] == []
    if not told:
        assert_exact(pages["articles/un.md"], data)


def assert_exact(page: str, data: bytes) -> None:
    """The page's text ends the seed; Python's parser, unlike a browser's, drops references to control characters."""
    parser = ArticleText()
    parser.feed(page.split("\n---\n", 1)[1])
    parser.close()
    end = data.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    if all(character in "\n\t" or unicodedata.category(character) not in ("Cc", "Cn") for character in end):
        assert parser.text
        assert end.endswith(parser.text)


if __name__ == "__main__":
    signal.signal(signal.SIGPROF, too_long)
    pages_now = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    limit = pages_now * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    read_or_refused()
    print(json.dumps(outcomes))
    sys.exit()
