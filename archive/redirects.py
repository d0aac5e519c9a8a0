"""Addresses that no longer lead to a page of their own: ``redirects.yml``, a list of what became of them.

    - old: articles/2020-alep
      new: articles/2020-02-17-alep
    - old: articles/rumeur
      withdrawn: at the author's request

An address is the folder and the id, as in the page's URL without ``.html``. Without the file nothing has moved.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator

from archive.authorities import read_list
from archive.fields import Note, Strict, did_you_mean, id_mistake, one_of, read_model, wrong
from archive.messages import Message
from archive.model import FOLDERS, Redirect
from archive.problems import ArchiveError, Problem, quoted
from archive.strict_yaml import Document

NAME = "redirects.yml"
_FOLDERS = ("articles", *FOLDERS.values())


def _address(text: str) -> str:
    folder, slash, id = text.partition("/")
    if not slash:
        found = Message("{address} is no address of a page", address=quoted(text))
        raise wrong(found, Message("write its folder and its id, as in articles/2020-02-17-alep"))
    if folder not in _FOLDERS:
        raise wrong(Message("{folder} is no folder of pages", folder=quoted(folder)), one_of(folder, _FOLDERS))
    if mistake := id_mistake(id.removesuffix(".html")):
        raise wrong(*mistake)
    return text.removesuffix(".html")


Address = Annotated[str, AfterValidator(_address)]


class RedirectEntry(Strict):
    """One entry: where a page stood, and the page that took its place or why there is none."""

    old: Address
    new: Address | None = None
    withdrawn: Note | None = None


@dataclass(frozen=True)
class RedirectFile:
    """The entries that could be read, and what is needed to point at their lines."""

    path: str
    """The file as the user would type it."""
    entries: tuple[tuple[int, Redirect], ...]
    """(position in the list, redirect)."""
    document: Document


def read_redirects(file: Path, path: str) -> tuple[RedirectFile, list[Problem]]:
    """The redirects in *file*, which messages call *path*, and every problem in the file itself."""
    nothing = RedirectFile(path, (), Document([], {(): 1}))
    if not os.path.lexists(file):
        return nothing, []
    try:
        document = read_list(
            file, path, Message("is no list of redirects"), Message("begin each entry with '- old: …'")
        )
    except ArchiveError as error:
        return nothing, list(error.problems)
    entries: list[tuple[int, Redirect]] = []
    problems: list[Problem] = []
    for position, value in enumerate(document.value or []):
        entry, mistakes = read_model(RedirectEntry, value, document, path, (position,))
        problems.extend(mistakes)
        if entry and not mistakes:
            entries.append((position, Redirect(entry.old, entry.new, entry.withdrawn)))
    return RedirectFile(path, tuple(entries), document), problems


def validate_redirects(file: RedirectFile, addresses: Set[str]) -> Iterator[Problem]:
    """What is wrong between the redirects and the *addresses* of the archive's pages."""
    ways = {redirect.old: redirect for _, redirect in reversed(file.entries)}
    for position, redirect in file.entries:

        def problem(field: str, found: Message, remedy: Message, at: int = position) -> Problem:
            return Problem(file.path, file.document.line(at, field), field, found, remedy)

        if (redirect.new is None) == (redirect.reason is None):
            found = Message("the entry must have either new or withdrawn")
            yield problem("old", found, Message("write new: and an address, or withdrawn: and why"))
        if ways[redirect.old] is not redirect:
            yield problem(
                "old", Message("{address} is given before", address=redirect.old), Message("keep one of the two")
            )
        elif redirect.old in addresses:
            remedy = Message("delete this entry, or what stands there")
            yield problem("old", Message("{address} still leads to a page", address=redirect.old), remedy)
        elif redirect.new in ways:
            found = Message("{address} is itself a redirect", address=redirect.new)
            yield problem("new", found, _end_of(redirect, ways))
        elif redirect.new is not None and redirect.new not in addresses:
            found = Message("{address} leads to no page", address=redirect.new)
            remedy = did_you_mean(redirect.new, addresses) or Message(
                "name a page of the archive, or say withdrawn: and why"
            )
            yield problem("new", found, remedy)


def _end_of(redirect: Redirect, ways: Mapping[str, Redirect]) -> Message:
    """The remedy for a redirect that leads to another one."""
    way = [redirect.old]
    step = ways.get(redirect.new or "")
    while step is not None and step.old not in way:
        way.append(step.old)
        if step.new is None:
            return Message("say withdrawn: and why, as there")
        if step.new not in ways:
            return Message("write {address}", address=step.new)
        step = ways[step.new]
    return Message("they run in a circle: name a page, or say withdrawn: and why")
