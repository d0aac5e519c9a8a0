"""What the page for contributors needs in the browser: its program, and what it has to know of the archive.

The program checks and links as the build does (tests hold both to each other). What it knows is loaded by that page
alone, when it is first used: at 1,000 records with 5,000 variants some 190 KB (50 KB once gzipped), and 1.7 bytes for
each article. Nothing else of it grows with the archive.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator, Sequence
from functools import partial

from archive.collection import Collection
from archive.digests import digest
from archive.generated import Generated
from archive.linking import short_forms
from archive.model import SOURCE_TYPES, Form, Record
from archive.scripts import program

FOLDER = "contribute"
"""Below ``docs/`` and below the site."""
PROGRAM = "text disguise linking dates rules seed review evidence preview result draft form"
"""The files of the program in ``templates/contribute``, in the order in which they need each other."""
_BITS = 10
"""For each id, of which 7 are set: in a hundred free ids one looks taken."""
_HASHES = 7
_LEAST = 512
"""Bytes, so that in a small archive, too, a free id seldom looks taken."""


def contributing_files(collection: Collection) -> Iterator[Generated]:
    """The program, and what it knows."""
    form = program(FOLDER, PROGRAM.split())
    yield Generated(f"{FOLDER}/form.js", digest(form), partial(str, form))
    known = [_row(record, collection) for record in collection.records.values()]
    rows = json.dumps(known, ensure_ascii=False, separators=(",", ":"))
    ids = sorted(collection.register.ids)
    yield Generated(f"{FOLDER}/records.js", digest(rows, *ids), partial(_known, rows, ids))


def _known(rows: str, ids: Sequence[str]) -> str:
    return f'archive.known({{"records":{rows},"ids":"{sieve_of(ids)}"}});\n'


def _row(record: Record, collection: Collection) -> list[object]:
    """ID, KIND (its first letter), whether it is cited as a source (0 or 1), HEADING, FORMS.

    A form is its text; with a rule, a list: text, the words of ``after`` or, for a form that counts once the record
    is introduced, 1. Forms that only count where a seed lists the record are left out: no new one does.
    """
    forms = (Form(record.heading), *record.variants, *short_forms(record))
    rows: list[object] = [
        [form.text, 1] if form.when else [form.text, list(form.after)] if form.after else form.text
        for form in forms
        if form.when != "listed"
    ]
    return [record.id, record.kind[0], int(record.type in SOURCE_TYPES), collection.heading(record), rows]


def sieve_of(ids: Sequence[str]) -> str:
    """A Bloom filter of *ids* in base 64: it says which ids are surely free."""
    bits = bytearray(max(len(ids) * _BITS // 8, _LEAST))
    for id in ids:
        for place in places_in_sieve(id, len(bits) * 8):
            bits[place // 8] |= 1 << place % 8
    return b64encode(bits).decode("ascii")


def places_in_sieve(id: str, bits: int) -> Iterator[int]:
    """The bits that *id* sets (two FNV-1a hashes, combined as Kirsch and Mitzenmacher do)."""
    first, step = _fnv(id, 0x811C9DC5), _fnv(id, 0x050C5D1F) | 1
    return ((first + n * step) % bits for n in range(_HASHES))


def _fnv(id: str, seed: int) -> int:
    for byte in id.encode("ascii"):
        seed = (seed ^ byte) * 0x01000193 & 0xFFFFFFFF
    return seed
