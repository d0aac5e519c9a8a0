"""Templates that are compiled already: in the program's ``__pycache__``, where Python keeps its own modules.

To compile them takes some 0.1 s in each of a build's processes. Code that lies in a folder runs, so it must be
one that only those can write who can change the program too; never that of an archive, which may be restored from
somewhere. Like a module, an entry is replaced when its source is another, and all is as if there were none where the
folder cannot be written, or Python is told to write none (``-B``, ``PYTHONDONTWRITEBYTECODE``).
"""

from __future__ import annotations

import marshal
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import cache_from_source
from pathlib import Path
from zlib import crc32

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

from archive.digests import digest, program_key

FOLDER = Path(cache_from_source(str(Path(__file__).resolve().parent.parent / "templates.py"))).with_suffix("")
"""Such as ``__pycache__/templates.cpython-311`` beside the program's templates."""
_PROOF = 4
"""Bytes at the end that tell damage: half an entry must not run."""


class Bytecode(BytecodeCache):
    """The code of the templates of one kind of environment, whose *circumstances* shape it besides their sources.

    An entry is named by its template: there are never more than there are kinds and templates.
    """

    def __init__(self, kind: str, *circumstances: str) -> None:
        self._folder = FOLDER / kind
        self._circumstances = (program_key(), *circumstances)

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """What is known of the template: its code, if the entry is whole and of this source at this place."""
        version = digest(*self._circumstances, name, filename or "", source).hex()
        bucket = Bucket(environment, str(self._folder / f"{name}.code"), version)
        self.load_bytecode(bucket)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        """Gives *bucket* the code of its entry."""
        try:
            data = Path(bucket.key).read_bytes()
        except OSError:
            return
        version = bucket.checksum.encode()
        if data.startswith(version) and data.endswith(crc32(data[:-_PROOF]).to_bytes(_PROOF, "big")):
            bucket.code = marshal.loads(data[len(version) : -_PROOF])  # noqa: S302 - see above who can write it

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Makes the code of *bucket* its entry, in one step, as Python does with that of a module."""
        if not sys.dont_write_bytecode:
            data = bucket.checksum.encode() + marshal.dumps(bucket.code)
            SourceFileLoader("", "").set_data(bucket.key, data + crc32(data).to_bytes(_PROOF, "big"))
