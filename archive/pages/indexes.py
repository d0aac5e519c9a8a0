"""The indexes of outlets, places and actors: whole while they are short, by first letter when they are long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from string import ascii_lowercase

from archive.authorities import TYPES
from archive.generated import Generated
from archive.model import FOLDERS, Kind
from archive.pages.branches import branches
from archive.pages.keys import digest, joined
from archive.pages.makings import Makings
from archive.pages.rows import Value, by_heading, initial, most_first
from archive.pages.slices import NAMES_A_PAGE, Slice, slices
from archive.rendering import markdown_path

MOST_NAMES = 200
"""Records with articles that an index shows as a whole."""
UNUSED_SHOWN = 100
"""Records without articles that stand on the index itself."""


@dataclass(frozen=True)
class Letter:
    """A letter of the alphabet in a long index; without an address when no name begins so."""

    name: str
    address: str | None


@dataclass(frozen=True)
class Group:
    """The records of one type in an index."""

    heading: str | None
    entries: tuple[Value, ...]


def record_indexes(makings: Makings) -> Iterator[Generated]:
    """The indexes and, of long ones, a page a letter; with one for records that no article names, if they are many."""
    facets, words, keys = makings.collection.facets, makings.collection.words, makings.keys
    for kind, folder in FOLDERS.items():
        records = facets.of_kind(kind)
        key = digest(keys.of_counts([record.id for record in records]), len(facets.unstated[folder]))
        tree = digest([(record.id, record.within) for record in records])
        yield Generated(f"{folder}/index.md", digest(key, tree), partial(_index, kind, makings))
        used = [makings.counted(record.id) for record in records if facets.count(record.id)]
        if len(used) > MOST_NAMES:
            yield from _letter_pages(folder, used, makings)
        unused = sorted((makings.counted(one.id) for one in records if not facets.count(one.id)), key=by_heading)
        title = words.say("index.unused", title=words.say(f"nav.{folder}"))
        for part in slices(f"{folder}/index/unused.html", unused, NAMES_A_PAGE) if len(unused) > UNUSED_SHOWN else ():
            key = digest(part.number, part.many, keys.of_records([entry.id for entry in part.entries]))
            yield Generated(markdown_path(part.address), key, partial(_names, folder, title, (), None, part, makings))


def _index(kind: Kind, makings: Makings) -> str:
    facets, words, folder = makings.collection.facets, makings.collection.words, FOLDERS[kind]
    entries = [makings.counted(record.id) for record in facets.of_kind(kind)]
    used = [entry for entry in entries if entry.count]
    unused = sorted((entry for entry in entries if not entry.count), key=most_first)
    long = len(used) > MOST_NAMES
    groups = _by_type(used, kind, makings) if kind == "actor" else _as_tree(used, makings)
    shown = sum(_many(group.entries) for group in groups)
    return makings.renderer.page(
        "index_records.html",
        f"{folder}/index.html",
        {"title": words.say(f"nav.{folder}"), "kind": "index"},
        folder=folder,
        used=len(used),
        shown=shown,
        letters=_letters(folder, used) if long else (),
        groups=groups,
        unstated=len(facets.unstated[folder]),
        unused=unused if len(unused) <= UNUSED_SHOWN else (),
        unused_count=len(unused),
    )


def _many(entries: Sequence[Value]) -> int:
    """How many records stand there, at all levels."""
    return sum(1 + _many(entry.narrower) for entry in entries)


def _as_tree(used: list[Value], makings: Makings) -> tuple[Group, ...]:
    """One group: the records that lie within nothing, most articles first, each with what lies within it."""
    records, facets = makings.collection.records, makings.collection.facets
    tree = branches([entry.id for entry in used if records[entry.id].within is None], facets, MOST_NAMES)
    tops = sorted(map(makings.grown, tree.tops), key=most_first)
    return (Group(None, tuple(tops)),) if tops else ()


def _by_type(used: list[Value], kind: Kind, makings: Makings) -> tuple[Group, ...]:
    """A group for each type, in the order of the types; most articles first."""
    by_type: dict[str, list[Value]] = {type_: [] for type_ in TYPES[kind]}
    for entry in used:
        by_type[entry.type].append(entry)
    there = {type_: sorted(entries, key=most_first) for type_, entries in by_type.items() if entries}
    most = MOST_NAMES if len(used) <= MOST_NAMES else MOST_NAMES // len(there)
    say = makings.collection.words.say
    return tuple(Group(say(f"type.{type_}"), tuple(entries[:most])) for type_, entries in there.items())


def _letters(folder: str, used: Sequence[Value]) -> tuple[Letter, ...]:
    there = set(map(initial, used))
    return tuple(
        Letter(_letter_name(letter), _letter_address(folder, letter) if letter in there else None)
        for letter in (*ascii_lowercase, "other")
    )


def _letter_name(letter: str) -> str:
    return "#" if letter == "other" else letter.upper()


def _letter_address(folder: str, letter: str) -> str:
    return f"{folder}/index/{letter}.html"


def _letter_pages(folder: str, used: list[Value], makings: Makings) -> Iterator[Generated]:
    by_letter: dict[str, list[Value]] = {}
    for entry in sorted(used, key=by_heading):
        by_letter.setdefault(initial(entry), []).append(entry)
    letters, words = _letters(folder, used), makings.collection.words
    for letter, entries in by_letter.items():
        name = _letter_name(letter)
        title = words.say("index.letter", title=words.say(f"nav.{folder}"), letter=name)
        for part in slices(_letter_address(folder, letter), entries, NAMES_A_PAGE):
            counts = makings.keys.of_counts([entry.id for entry in part.entries])
            key = digest(sorted(by_letter), letter, part.number, part.many, counts)
            render = partial(_names, folder, title, letters, name, part, makings)
            yield Generated(markdown_path(part.address), key, render)


def _names(
    folder: str, title: str, letters: tuple[Letter, ...], here: str | None, part: Slice[Value], makings: Makings
) -> str:
    """A page of names: of those under the letter *here*, or under none of them."""
    return makings.renderer.page(
        "index_names.html",
        part.address,
        {"title": part.titled(title, makings.collection.words), "kind": "index"},
        folder=folder,
        heading=title,
        letters=letters,
        here=here,
        slice=part,
    )


def unstated_pages(makings: Makings) -> Iterator[Generated]:
    """The pages of articles without outlet, place, actor or date, where there are any."""
    for folder, articles in makings.collection.facets.unstated.items():
        rows = makings.keys.rows[articles.numbers]
        for part in slices(f"{folder}/index/none.html", articles.numbers.tolist()) if articles else ():
            shown = joined(rows[part.first - 1 : part.last])
            key = digest(part.number, part.many, shown, len(articles) if part.number == 1 else None)
            yield Generated(markdown_path(part.address), key, partial(_unstated, folder, part, makings))


def _unstated(folder: str, part: Slice[int], makings: Makings) -> str:
    words = makings.collection.words
    heading = words.say(f"unstated.title.{folder}")
    return makings.renderer.page(
        "unstated.html",
        part.address,
        {"title": part.titled(heading, words), "kind": "unstated"},
        folder=folder,
        heading=heading,
        slice=part,
        total=len(makings.collection.facets.unstated[folder]),
        listed=makings.listed(part.entries, part.address),
    )
