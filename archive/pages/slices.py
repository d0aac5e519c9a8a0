"""Long lists in pages: so many entries a page, at addresses that stay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from archive.words import Words

ROWS_A_PAGE = 50
NAMES_A_PAGE = 200

T = TypeVar("T")


@dataclass(frozen=True)
class Slice(Generic[T]):
    """One page of a long list.

    Only what stands on it is known of it, and how many pages there are: so that a full page stays as it is while the
    list grows.
    """

    start: str
    """The address of the first page."""
    entries: Sequence[T]
    number: int
    """1-based."""
    many: int
    """How many pages the list has."""
    first: int
    """Rank of the first entry in the whole list, 1-based."""

    @property
    def address(self) -> str:
        """The address of this page."""
        return self.address_of(self.number)

    @property
    def last(self) -> int:
        """Rank of the last entry in the whole list."""
        return self.first + len(self.entries) - 1

    def address_of(self, number: int) -> str:
        """The address of a page of the list: ``x.html``, ``x/2.html`` and so on."""
        return self.start if number == 1 else f"{self.start.removesuffix('.html')}/{number}.html"

    def titled(self, title: str, words: Words) -> str:
        """*title*, with the page's number from the second page on: no two pages have one title."""
        if self.number == 1:
            return title
        return words.say("page.number", title=title, number=words.number(self.number))

    @property
    def choice(self) -> tuple[int | None, ...]:
        """At most 13 pages to go on to: the ends, the neighbours and the quarters of the list; None where some lack."""
        near = range(self.number - 2, self.number + 3)
        quarters = [self.many * part // 4 for part in (1, 2, 3)] if self.many > 20 else []
        shown: list[int | None] = []
        before = 0
        for number in sorted({1, self.many, *near, *quarters}):
            if not 1 <= number <= self.many:
                continue
            if number == before + 2:
                shown.append(before + 1)
            elif number > before + 2:
                shown.append(None)
            shown.append(number)
            before = number
        return tuple(shown)


def slices(address: str, entries: Sequence[T], size: int = ROWS_A_PAGE) -> Iterator[Slice[T]]:
    """The pages of a list of *entries*, in the order to show, from *address* on. At least one."""
    many = max(1, -(-len(entries) // size))
    for number in range(1, many + 1):
        first = (number - 1) * size
        yield Slice(address, entries[first : first + size], number, many, first + 1)
