"""What is known of a seed holds as long as its file does, and no longer."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from archive.digests import digest_of
from archive.known import NOTHING, Earlier, recall, remember, unchanged
from archive.memory import Memory
from archive.model import Article, LinkedArticle, Mention, Record
from archive.register import Register
from archive.stamps import stamp

LONG_AGO = 1_000_000_000
RECORDS = {"alep": Record("alep", "place", "Alep", "city")}


def linked(id: str, body: str) -> LinkedArticle:
    found = (Mention(0, 4, "alep"),) if body.startswith("Alep") else ()
    sha256 = digest_of(body.encode()).hex()
    return LinkedArticle(Article(id, f"{id}.txt", body, sha256, "fr"), found, ("alep",) if found else (), (), ())


def write(folder: Path, name: str, text: str, when: float = LONG_AGO) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    os.utime(folder / name, (when, when))


def known(folder: Path, texts: Mapping[str, str]) -> Earlier:
    """What a build knows of seeds with these *texts*, whose files are written."""
    register = Register.of([linked(id, text) for id, text in texts.items()])
    for id, text in texts.items():
        write(folder, f"{id}.txt", text)
    paths = [folder / f"{id}.txt" for id in register.ids]
    stamps, digests = [stamp(path.stat()) for path in paths], [digest_of(path.read_bytes()) for path in paths]
    return Earlier(RECORDS, register, stamps, digests)


def still_known(folder: Path, earlier: Earlier) -> set[str]:
    """The ids of the articles whose files are as they were."""
    entries = {entry.name: entry for entry in os.scandir(folder)}
    given = zip(earlier.register.ids, earlier.stamps, earlier.digests, strict=True)
    found = ((id, entries.get(f"{id}.txt"), before, digest) for id, before, digest in given)
    return {id for id, entry, before, digest in found if entry and unchanged(entry, before, digest)}


def bodies(earlier: Earlier) -> dict[str, str]:
    return {one.id: one.article.body for one in earlier.register.articles}


def test_a_file_that_nobody_touched_is_not_even_read(tmp_path: Path) -> None:
    earlier = known(tmp_path, {"a": "Alep."})
    (tmp_path / "a.txt").write_text("Hama.")
    os.utime(tmp_path / "a.txt", (LONG_AGO, LONG_AGO))
    assert still_known(tmp_path, earlier) == {"a"}


def test_a_file_that_was_touched_holds_if_its_bytes_are_the_same(tmp_path: Path) -> None:
    earlier = known(tmp_path, dict.fromkeys("abc", "Alep."))
    os.utime(tmp_path / "a.txt")
    (tmp_path / "b.txt").write_text("Hama.")
    (tmp_path / "c.txt").unlink()
    (tmp_path / "c.txt").symlink_to(tmp_path / "a.txt")
    assert still_known(tmp_path, earlier) == {"a"}
    (entry,) = (entry for entry in os.scandir(tmp_path) if entry.name == "a.txt")
    assert unchanged(entry, earlier.stamps[0], earlier.digests[0]) == stamp((tmp_path / "a.txt").stat())


def test_a_file_that_was_just_written_is_looked_into_again(tmp_path: Path) -> None:
    """Two changes within a tick of the clock show one time."""
    seeds, memory = tmp_path / "seeds", Memory(tmp_path / "memory")
    seeds.mkdir()
    earlier = known(seeds, {"new": "Alep.", "old": "Alep."})
    os.utime(seeds / "new.txt", (4e9, 4e9))
    earlier = earlier._replace(stamps=[stamp((seeds / f"{id}.txt").stat()) for id in earlier.register.ids])
    remember(memory, NOTHING, earlier)
    for id, before in zip(earlier.register.ids, earlier.stamps, strict=True):
        (seeds / f"{id}.txt").write_text("Hama.")
        os.utime(seeds / f"{id}.txt", ns=(before[1], before[1]))
    assert still_known(seeds, recall(memory)) == {"old"}


def test_only_what_changed_is_kept_anew(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "memory")
    texts = {f"{n}": "Alep." for n in range(300)}
    remember(memory, NOTHING, known(tmp_path, texts))
    before = recall(memory)
    assert (bodies(before), before.records) == (texts, RECORDS)
    assert still_known(tmp_path, before) == texts.keys()
    for path in memory.folder.iterdir():
        os.utime(path, (LONG_AGO, LONG_AGO))
    now = known(tmp_path, {**texts, "7": "Hama."})
    kept = before.register.after([n for n, id in enumerate(before.register.ids) if id != "7"], [linked("7", "Hama.")])
    remember(memory, before, now._replace(register=kept))
    assert bodies(recall(memory)) == {**texts, "7": "Hama."}
    written = {path.name for path in memory.folder.iterdir() if path.stat().st_mtime != LONG_AGO}
    assert len(written) == 2, "the register, and the part with that article"


@pytest.mark.parametrize("damage", [lambda data: data[:-1], lambda data: data[:-9] + bytes([data[-9] ^ 1]) + data[-8:]])
def test_of_a_damaged_part_the_articles_alone_are_forgotten(tmp_path: Path, damage: object) -> None:
    memory = Memory(tmp_path / "memory")
    texts = {f"{n}": "Alep." for n in range(300)}
    remember(memory, NOTHING, known(tmp_path, texts))
    path = memory.folder / "seeds-7"
    path.write_bytes(damage(path.read_bytes()))  # type: ignore[operator]
    left = recall(memory)
    assert 200 < len(left.register) < 300
    assert still_known(tmp_path, left) == {*left.register.ids}
    assert bodies(left) == dict.fromkeys(left.register.ids, "Alep.")
    remember(memory, left, known(tmp_path, texts))
    assert bodies(recall(memory)) == texts, "and known again by the next build"


def test_parts_of_another_register_are_not_known(tmp_path: Path) -> None:
    """As when the program is killed between the two."""
    memory, other = Memory(tmp_path / "memory"), Memory(tmp_path / "other")
    texts = {f"{n}": "Alep." for n in range(300)}
    remember(memory, NOTHING, known(tmp_path, texts))
    remember(other, NOTHING, known(tmp_path, {**texts, "7": "Hama."}))
    (memory.folder / "register").replace(other.folder / "register")
    left = recall(other)
    assert "7" not in left.register.ids
    assert still_known(tmp_path, left) == {*left.register.ids}
    assert set(bodies(left).values()) == {"Alep."}


def test_nothing_is_known_without_a_register(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "memory")
    remember(memory, NOTHING, known(tmp_path, {"a": "Alep."}))
    (memory.folder / "register").unlink()
    assert recall(memory) == NOTHING
