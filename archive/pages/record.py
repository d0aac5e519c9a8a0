"""The pages of outlets, places and actors, and the three indexes that list them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from archive.authorities import TYPES
from archive.collection import Collection
from archive.model import FOLDERS, Kind, LinkedArticle, Record
from archive.pages.makings import Makings
from archive.pages.period import date_range, years_of
from archive.pages.rows import Row, Value, most_first, slices, value_of
from archive.rendering import markdown_path
from archive.usage import Usage, displayed_form

USES_SHOWN = 5
"""Articles listed under an observed form; further ones are counted."""

_ADDRESSES: Mapping[str, str] = {
    "geonames": "https://www.geonames.org/{}",
    "wikidata": "https://www.wikidata.org/wiki/{}",
    "viaf": "https://viaf.org/viaf/{}",
    "isni": "https://isni.org/isni/{}",
    "issn": "https://portal.issn.org/resource/ISSN/{}",
    "bnf": "https://catalogue.bnf.fr/ark:/12148/cb{}",
}


@dataclass(frozen=True)
class Identifier:
    """An identifier as the page shows it."""

    label: str
    value: str
    address: str | None


@dataclass(frozen=True)
class Use:
    """One article's use of a form."""

    row: Row
    count: int


@dataclass(frozen=True)
class Form:
    """A form of the name as the texts have it, with the first articles that use it."""

    form: str
    count: int
    uses: tuple[Use, ...]
    more: int
    """Articles that use it beyond those listed."""


def record_pages(makings: Makings) -> Iterator[tuple[str, str]]:
    """(path, text) of every record's pages."""
    for record in makings.collection.records.values():
        yield from _pages_of(record, makings)


def _pages_of(record: Record, makings: Makings) -> Iterator[tuple[str, str]]:
    collection = makings.collection
    facets = collection.facets
    articles = facets.records.get(record.id, ())
    heading = collection.heading(record)
    folder = FOLDERS[record.kind]
    usages = collection.forms.get(record.id, ())
    shared = {
        "record": record,
        "heading": heading,
        "folder": folder,
        "range": date_range(articles, collection.words),
        "broader": [
            value_of(broader, facets.count(broader.id), collection) for broader in facets.tree.broader(record.id)
        ],
        "narrower": _narrower(record, collection),
        "forms": [_form(usage, makings) for usage in usages],
        "other_forms": _unobserved(record, usages),
        "years": years_of(articles),
        "identifiers": [_identifier(scheme, text, collection) for scheme, text in record.identifiers],
        "coordinates": f"{record.lat}, {record.lon}" if record.lat is not None and record.lon is not None else None,
        "cited": len(facets.sources.get(record.id, ())),
    }
    for part in slices(record.url, articles):
        front_matter = {
            "title": part.titled(heading, collection.words),
            "kind": record.kind,
            "id": record.id,
            "type": record.type,
            "within": record.within,
            "identifiers": dict(record.identifiers),
        }
        yield (
            markdown_path(part.address),
            makings.renderer.page(
                "record.html",
                part.address,
                front_matter,
                slice=part,
                listed=makings.listed(part.articles, part.address),
                **shared,
            ),
        )


def _narrower(record: Record, collection: Collection) -> tuple[Value, ...]:
    """What lies within *record* and has articles, with what lies within that in turn."""
    facets = collection.facets
    return tuple(
        value_of(collection.records[id], facets.count(id), collection, _narrower(collection.records[id], collection))
        for id in facets.tree.narrower.get(record.id, ())
        if facets.count(id)
    )


def _form(usage: Usage, makings: Makings) -> Form:
    shown = sorted(usage.articles, key=lambda use: -use[1])[:USES_SHOWN]
    return Form(
        usage.form,
        usage.count,
        tuple(Use(makings.row(linked), count) for linked, count in shown),
        len(usage.articles) - len(shown),
    )


def _unobserved(record: Record, usages: tuple[Usage, ...]) -> list[str]:
    """The forms that linking knows and no text has, but for those that differ from an observed one by case alone."""
    seen = {usage.form.casefold() for usage in usages} | {displayed_form(record.heading).casefold()}
    others: dict[str, str] = {}
    for form in record.variants:
        shown = displayed_form(form.text)
        if shown.casefold() not in seen:
            others.setdefault(shown.casefold(), shown)
    return list(others.values())


def _identifier(scheme: str, text: str, collection: Collection) -> Identifier:
    pattern = _ADDRESSES.get(scheme)
    return Identifier(collection.words.say(f"identifier.{scheme}"), text, pattern.format(text) if pattern else None)


@dataclass(frozen=True)
class Group:
    """The records of one type in an index."""

    heading: str | None
    entries: tuple[Value, ...]


def record_indexes(makings: Makings) -> Iterator[tuple[str, str]]:
    """(path, text) of the indexes of outlets, places and actors, and of their pages for what is not stated."""
    collection = makings.collection
    facets, words = collection.facets, collection.words
    for kind, folder in FOLDERS.items():
        records = facets.of_kind(kind)
        used = [record for record in records if facets.count(record.id)]
        address = f"{folder}/index.html"
        unused = [value_of(record, 0, collection) for record in records if not facets.count(record.id)]
        yield (
            markdown_path(address),
            makings.renderer.page(
                "index_records.html",
                address,
                {"title": words.say(f"nav.{folder}"), "kind": "index"},
                folder=folder,
                used=len(used),
                groups=_by_type(used, kind, collection) if kind == "actor" else _as_tree(used, collection),
                unstated=len(facets.unstated[folder]),
                unused=sorted(unused, key=most_first),
            ),
        )


def _as_tree(used: list[Record], collection: Collection) -> tuple[Group, ...]:
    """One group: the records that lie within nothing, most articles first, each with what lies within it."""
    tops = [
        value_of(record, collection.facets.count(record.id), collection, _narrower(record, collection))
        for record in used
        if record.within is None
    ]
    tops.sort(key=most_first)
    return (Group(None, tuple(tops)),) if tops else ()


def _by_type(used: list[Record], kind: Kind, collection: Collection) -> tuple[Group, ...]:
    """A group for each type, in the order of the types; most articles first."""
    groups: list[Group] = []
    for type_ in TYPES[kind]:
        entries = [
            value_of(record, collection.facets.count(record.id), collection) for record in used if record.type == type_
        ]
        entries.sort(key=most_first)
        if entries:
            groups.append(Group(collection.words.say(f"type.{type_}"), tuple(entries)))
    return tuple(groups)


def unstated_pages(makings: Makings) -> Iterator[tuple[str, str]]:
    """(path, text) of the pages of articles without outlet, place, actor or date, where there are any."""
    collection = makings.collection
    unstated: Mapping[str, tuple[LinkedArticle, ...]] = collection.facets.unstated
    for folder, articles in unstated.items():
        heading = collection.words.say(f"unstated.title.{folder}")
        for part in slices(f"{folder}/index/none.html", articles):
            if articles:
                text = makings.renderer.page(
                    "unstated.html",
                    part.address,
                    {"title": part.titled(heading, collection.words), "kind": "unstated"},
                    folder=folder,
                    heading=heading,
                    slice=part,
                    listed=makings.listed(part.articles, part.address),
                )
                yield markdown_path(part.address), text
