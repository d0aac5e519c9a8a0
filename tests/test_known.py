"""What is known of a seed holds as long as its file does, and no longer."""

from __future__ import annotations

import os
from pathlib import Path

from archive.digests import digest_of
from archive.known import Earlier, Known, changes_between, recall, remember, unchanged, version_of
from archive.memory import Memory
from archive.model import Article, LinkedArticle, Record
from archive.stamps import stamp

LONG_AGO = 1_000_000_000
IN_YEARS = 4_000_000_000
RECORDS = {"alep": Record("alep", "place", "Alep", "city")}


def linked(id: str, body: str = "Alep.") -> LinkedArticle:
    return LinkedArticle(Article(id, f"{id}.txt", body, "", "fr"), (), (), (), ())


def written(folder: Path, name: str, text: str, when: float = LONG_AGO) -> Known:
    """A seed, and what is known of it."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    os.utime(path, (when, when))
    return Known(stamp(path.stat()), digest_of(path.read_bytes()), linked(path.stem, text))


def still_known(folder: Path, earlier: Earlier) -> dict[str, Known]:
    found = ((entry.name, unchanged(entry, earlier)) for entry in os.scandir(folder))
    return {name: known for name, known in found if known}


def test_a_file_that_nobody_touched_is_not_even_read(tmp_path: Path) -> None:
    known = written(tmp_path, "a.txt", "Alep.")
    (tmp_path / "a.txt").write_text("Hama.")
    os.utime(tmp_path / "a.txt", (LONG_AGO, LONG_AGO))
    assert still_known(tmp_path, Earlier(RECORDS, {"a.txt": known})) == {"a.txt": known}


def test_a_file_that_was_touched_holds_if_its_bytes_are_the_same(tmp_path: Path) -> None:
    earlier = Earlier(RECORDS, {name: written(tmp_path, name, "Alep.") for name in ("a.txt", "b.txt", "c.txt")})
    os.utime(tmp_path / "a.txt")
    (tmp_path / "b.txt").write_text("Hama.")
    (tmp_path / "c.txt").unlink()
    (tmp_path / "c.txt").symlink_to(tmp_path / "a.txt")
    now = still_known(tmp_path, earlier)
    assert {name: known.linked for name, known in now.items()} == {"a.txt": earlier.seeds["a.txt"].linked}
    assert now["a.txt"].stamp == stamp((tmp_path / "a.txt").stat())


def test_a_file_that_was_just_written_is_looked_into_again(tmp_path: Path) -> None:
    """Two changes within a tick of the clock show one time."""
    seeds, memory = tmp_path / "seeds", Memory(tmp_path / "memory")
    seeds.mkdir()
    known = {"new.txt": written(seeds, "new.txt", "Alep.", os.times().elapsed + 4e9)}
    known["old.txt"] = written(seeds, "old.txt", "Alep.")
    remember(memory, Earlier({}, {}), Earlier(RECORDS, known))
    for name, before in known.items():
        (seeds / name).write_text("Hama.")
        os.utime(seeds / name, ns=(before.stamp[1], before.stamp[1]))
    assert still_known(seeds, recall(memory)).keys() == {"old.txt"}


def test_only_what_changed_is_kept_anew(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "memory")
    one = Earlier(RECORDS, {f"{n}.txt": written(tmp_path, f"{n}.txt", "Alep.") for n in range(300)})
    remember(memory, Earlier({}, {}), one)
    assert recall(memory) == one
    for path in memory.folder.iterdir():
        os.utime(path, (LONG_AGO, LONG_AGO))
    before = recall(memory)
    two = Earlier(RECORDS, {**before.seeds, "7.txt": written(tmp_path, "7.txt", "Hama.")})
    remember(memory, before, two)
    assert recall(memory) == two
    assert sum(path.stat().st_mtime != LONG_AGO for path in memory.folder.iterdir()) == 1


def test_what_was_linked_with_other_records_is_not_known(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "memory")
    earlier = Earlier(RECORDS, {"a.txt": written(tmp_path, "a.txt", "Alep.")})
    remember(memory, Earlier({}, {}), earlier)
    memory.remember("records", {})  # as if the program had been killed before the seeds were kept
    assert recall(memory).seeds == {}


def test_a_version_stands_for_all_that_is_known(tmp_path: Path) -> None:
    one = Earlier(RECORDS, {"a.txt": written(tmp_path, "a.txt", "Alep."), "b.txt": written(tmp_path, "b.txt", "Un.")})
    others = [
        Earlier({}, one.seeds),
        Earlier(RECORDS, {"a.txt": one.seeds["a.txt"]}),
        Earlier(RECORDS, {**one.seeds, "b.txt": written(tmp_path, "b.txt", "Deux.")}),
        Earlier(RECORDS, {"a.txt": one.seeds["a.txt"], "c.txt": one.seeds["b.txt"]}),
    ]
    assert len({version_of(one), *map(version_of, others)}) == 5
    touched = {name: known._replace(stamp=(1, 1, 1)) for name, known in sorted(one.seeds.items(), reverse=True)}
    assert version_of(Earlier(RECORDS, touched)) == version_of(one)


def test_changes_are_what_came_what_went_and_both_states_of_the_rest(tmp_path: Path) -> None:
    one = Earlier(RECORDS, {name: written(tmp_path, name, "Alep.") for name in ("a.txt", "b.txt", "c.txt")})
    two = Earlier(RECORDS, {**one.seeds, "b.txt": written(tmp_path, "b.txt", "Hama."), "d.txt": one.seeds["c.txt"]})
    del two.seeds["c.txt"]  # type: ignore[attr-defined]
    changed = [(linked.id, linked.article.body) for linked in changes_between(one, two)]
    assert sorted(changed) == [("b", "Alep."), ("b", "Hama."), ("c", "Alep."), ("c", "Alep.")]
