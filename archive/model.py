"""Every noun of the archive, as frozen values. No input, no output, no rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from typing import Any, Literal, NamedTuple, TypeAlias

from archive.dates import EdtfDate
from archive.digests import digest_of

Kind = Literal["outlet", "place", "actor"]
Basis = Literal["source", "stated", "inferred", "background"]
"""How a value is known: given by the publication, said in the body, worked out from it, or general knowledge."""

FOLDERS: Mapping[Kind, str] = {"outlet": "outlets", "place": "places", "actor": "actors"}
"""The folder of each kind of record: of its authority file and of its pages."""

SOURCE_TYPES = frozenset({"news_agency", "tv_channel", "radio", "newspaper", "news_site", "anonymous_source"})
"""Types of actor that are cited as sources wherever a text names them."""


@dataclass(frozen=True)
class Form:
    """One form of a name, and the rule under which a text that holds it means this record.

    A lower-case letter of the form matches either case in the text, a capital only a capital.
    """

    text: str
    after: tuple[str, ...] = ()
    """The form counts only in a noun group that one of these words opens ("province", "provinces" …)."""
    when: Literal["", "introduced", "listed"] = ""
    """``introduced``: only after another form of the record in the same body (or, where none stands in it, when the
    seed lists the record). ``listed``: only where the seed lists the record."""


@dataclass(frozen=True)
class Record:
    """An authority record: one outlet, place or actor, and every form of its name."""

    id: str
    kind: Kind
    heading: str
    """The preferred form (SKOS prefLabel)."""
    type: str
    variants: tuple[Form, ...] = ()
    within: str | None = None
    """The id of the broader record: a city's governorate, a body's state."""
    lat: float | None = None
    lon: float | None = None
    identifiers: tuple[tuple[str, str], ...] = ()
    """(scheme, value) pairs such as ``("wikidata", "Q858")``, sorted."""
    labels: tuple[tuple[str, str], ...] = ()
    """(language, heading) pairs, sorted."""
    note: str | None = None

    @property
    def url(self) -> str:
        """The page's address, relative to the site's root."""
        return f"{FOLDERS[self.kind]}/{self.id}.html"

    def heading_in(self, language: str) -> str:
        """The record's name in *language*, where it has one there."""
        return dict(self.labels).get(language, self.heading)


@dataclass(frozen=True)
class Redirect:
    """An address that leads to no page of its own any more."""

    old: str
    """Folder and id: ``articles/2020-alep``."""
    new: str | None
    """The address that took its place; None when it was withdrawn."""
    reason: str | None
    """Why it was withdrawn."""

    @property
    def url(self) -> str:
        """The old page's address, relative to the site's root."""
        return f"{self.old}.html"


Name: TypeAlias = tuple[str, str]
"""A record's id, and words that name it."""


class Mention(NamedTuple):
    """A span of the body (code points) that names a record."""

    start: int
    end: int
    id: str


@dataclass(frozen=True)
class Attribution:
    """How the outlet or the date of an article is known."""

    basis: Basis
    evidence: tuple[str, ...] = ()
    """Quotes of the body."""
    note: str | None = None


@dataclass(frozen=True)
class Article:
    """One seed: the verbatim body and what its front matter says of it."""

    id: str
    path: str
    """The seed's file, relative to the folder of mkdocs.yml; its bare name where it lies elsewhere."""
    body: str
    """The text to the end of the file, line ends as LF. Offsets count its code points."""
    sha256: str
    """Of the body's bytes as they stand in the file, in lower-case hexadecimal."""
    language: str
    title: str | None = None
    author: str | None = None
    outlet: str | None = None
    outlet_attribution: Attribution | None = None
    date: EdtfDate | None = None
    date_attribution: Attribution | None = None
    url: str | None = None
    archived_url: str | None = None
    collected: str | None = None
    rights: str | None = None
    note: str | None = None
    listed_places: frozenset[str] = frozenset()
    listed_actors: frozenset[str] = frozenset()
    listed_sources: frozenset[str] = frozenset()
    rejected: frozenset[str] = frozenset()

    @property
    def page_url(self) -> str:
        """The page's address, relative to the site's root."""
        return page_url(self.id)


def page_url(id: str) -> str:
    """The address of the page of the article with that *id*, relative to the site's root."""
    return f"articles/{id}.html"


@dataclass(frozen=True)
class LinkedArticle:
    """An article with the mentions found in its body and the records that it is filed under."""

    article: Article
    mentions: tuple[Mention, ...]
    """In the order of the text; they never overlap."""
    places: tuple[str, ...]
    actors: tuple[str, ...]
    sources: tuple[str, ...]
    """The actors and outlets that the text cites as where it has something from."""

    @property
    def id(self) -> str:
        """The article's id."""
        return self.article.id

    @cached_property
    def print(self) -> bytes:
        """What tells it, as it is linked, from any other: a digest."""
        article = self.article
        told = (
            article.id, article.path, article.sha256, article.language, article.title, article.author,
            article.outlet, article.outlet_attribution, article.date and article.date.text, article.date_attribution,
            article.url, article.archived_url, article.collected, article.rights, article.note,
            *map(sorted, (article.listed_places, article.listed_actors, article.listed_sources, article.rejected)),
            self.places, self.actors, self.sources, [*chain.from_iterable(self.mentions)],
        )  # fmt: skip
        return digest_of(repr(told).encode("utf-8"))

    @cached_property
    def row_print(self) -> bytes:
        """What tells it in a list from any other, but for how its outlet is called: a digest."""
        article = self.article
        told = (
            article.id,
            article.title or [article.sha256],  # an incipit follows from the text
            article.language,
            article.date and article.date.text,  # ranges and charts follow from it too
            article.date_attribution and article.date_attribution.basis,
        )
        return digest_of(repr(told).encode("utf-8"))

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """Of each mention the record's id, and the words of the body that name it."""
        body = self.article.body
        return tuple([_name(id, body[start:end]) for start, end, id in self.mentions])

    @classmethod
    def of_spans(
        cls,
        article: Article,
        places: tuple[str, ...],
        actors: tuple[str, ...],
        sources: tuple[str, ...],
        spans: tuple[bytes, bytes, tuple[str, ...]],
    ) -> LinkedArticle:
        """An article whose mentions are made when they are first asked for: they are by far the most of it.

        *spans* are their starts and ends, as arrays of unsigned integers, and the ids of their records.
        """
        linked = cls.__new__(cls)
        linked.__dict__.update(article=article, places=places, actors=actors, sources=sources, _spans=spans)
        return linked

    def __getattr__(self, name: str) -> Any:
        """The mentions `of_spans`."""
        if name != "mentions" or "_spans" not in self.__dict__:
            raise AttributeError(name)
        starts, ends, ids = self.__dict__["_spans"]
        made = tuple(map(Mention, memoryview(starts).cast("I"), memoryview(ends).cast("I"), ids))
        self.__dict__[name] = made
        return made


@cache
def _name(id: str, words: str) -> Name:
    """The same for the same: there are thousands of names, and many times as many mentions."""
    return id, words
