"""What an archive must not lose: the texts as they were, and the addresses that led to them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from archive.messages import Message
from archive.problems import Problem
from archive.reading import Reading
from archive.redirects import NAME
from archive.seeds import Seed


def changes_without_record(before: Reading, now: Reading) -> Iterator[Problem]:
    """Bodies that differ from those *before* with no word on it, and addresses that are gone with no redirect."""
    old, new = before.seeds, now.seeds
    redirected = {redirect.old for redirect in now.redirects}
    for id in old:
        if id in new and old.digest(id) != new.digest(id):
            yield from _changed_body(old[id], new[id])
    paths = {address: path for address, path in before.addresses.items() if address not in now.addresses}
    paths |= {redirect.old: NAME for redirect in before.redirects if redirect.old not in now.addresses}
    renamed = {new.article(id).sha256: id for id in new if f"articles/{id}" not in before.addresses}
    bodies = {address: old.article(id).sha256 for id in old if (address := f"articles/{id}") in paths}
    for address, path in sorted(paths.items()):
        if address not in redirected:
            yield _lost_address(address, now.folder, path, renamed.get(bodies.get(address, "")))


def _changed_body(old: Seed, new: Seed) -> Iterator[Problem]:
    if old.article.sha256 == new.article.sha256:
        return
    given = new.front_matter
    if given.sha256 == new.article.sha256 and given.note and given.note != old.front_matter.note:
        return
    yield Problem(
        new.path,
        new.body_line,
        "",
        Message("the text is not what it was"),
        Message("restore it, or say why in note and give sha256: {sum}", sum=new.article.sha256),
    )


def _lost_address(address: str, folder: str, path: str, renamed: str | None) -> Problem:
    path, redirects = (Path(folder, name).as_posix() for name in (path, NAME))
    found = Message("{address} no longer leads to a page", address=address)
    if renamed:
        way = f"- {{old: {address}, new: articles/{renamed}}}"
        return Problem(path, 0, "", found, Message("add to {file}: {entry}", file=redirects, entry=way))
    remedy = Message("restore it, or add an entry to {file}: old, and new or withdrawn", file=redirects)
    return Problem(path, 0, "", found, remedy)
