"""The pages of outlets, places and actors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from archive.collection import Collection
from archive.front_matter import Value
from archive.generated import Generated
from archive.model import FOLDERS, Record
from archive.pages.branches import branches, ids_of
from archive.pages.forms import LONGEST_FORM, form_of, known_forms, uses_shown
from archive.pages.keys import digest, joined
from archive.pages.makings import Makings
from archive.pages.period import bars, date_range, dates_of
from archive.pages.slices import NAMES_A_PAGE, Slice, slices
from archive.rendering import markdown_path
from archive.text import cut_at_word
from archive.usage import Usage

FORMS_SHOWN = 20
"""Forms of a name on the record's first page; beyond, they have pages of their own."""
KNOWN_SHOWN = 40
"""Forms that no text has, likewise."""
NARROWER_SHOWN = 60
"""Records shown of what lies within, likewise."""
BROADER_SHOWN = 6

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


def record_pages(makings: Makings) -> Iterator[Generated]:
    """Every record's pages: its articles, and where they are too many for the first, its forms and what it includes."""
    for record in makings.collection.records.values():
        yield from _article_pages(record, makings)
        yield from _form_pages(record, makings)
        yield from _narrower_pages(record, makings)


def _article_pages(record: Record, makings: Makings) -> Iterator[Generated]:
    keys, facets = makings.keys, makings.collection.facets
    articles = facets.under(record.id)
    rows = keys.rows[articles.numbers]
    head = _head(record, makings)
    for part in slices(record.url, articles.numbers.tolist()):
        if part.number == 1:
            key = digest(head, part.many, joined(rows), _facts_key(record, makings))
        else:
            key = digest(head, part.number, part.many, joined(rows[part.first - 1 : part.last]))
        yield Generated(markdown_path(part.address), key, partial(_page, record, part, makings))


def _head(record: Record, makings: Makings) -> bytes:
    """A digest of what stands above all that is told of *record*, and in the front matter."""
    broader = makings.collection.facets.tree.broader(record.id)[: BROADER_SHOWN + 1]
    return digest(
        makings.keys.records[record.id],
        record.within,
        record.identifiers,
        [makings.keys.records[above.id] for above in broader],
    )


def _facts_key(record: Record, makings: Makings) -> bytes:
    """A digest of what the first page shows beside articles."""
    collection, keys = makings.collection, makings.keys
    facets = collection.facets
    usages = collection.forms.get(record.id, ())
    narrower = facets.tree.narrower.get(record.id, ())
    tree = branches(narrower, facets, NARROWER_SHOWN)
    return digest(
        record.note,
        record.lat,
        record.lon,
        [form.text for form in record.variants],
        [usage.form for usage in usages[FORMS_SHOWN:]],
        [_form_key(usage, makings) for usage in usages[:FORMS_SHOWN]],
        tree,
        keys.of_counts(ids_of(tree.tops)),
        len(facets.sources.get(record.id, ())),
        makings.years_together,
    )


def _form_key(usage: Usage, makings: Makings) -> tuple[object, ...]:
    """What is shown of a form of the name."""
    numbers, times = uses_shown(usage)
    return usage.form, usage.count, len(usage.articles), joined(makings.keys.rows[numbers]), times


def _page(record: Record, part: Slice[int], makings: Makings) -> str:
    collection = makings.collection
    return makings.renderer.page(
        "record.html",
        part.address,
        _front_matter(record, part.titled(collection.heading(record), collection.words)),
        **_shared(record, makings),
        slice=part,
        listed=makings.listed(part.entries, part.address),
        **(_facts(record, part.address, makings) if part.number == 1 else {}),
    )


def _front_matter(record: Record, title: str) -> dict[str, Value | None]:
    return {
        "title": title,
        "kind": record.kind,
        "id": record.id,
        "type": record.type,
        "within": record.within,
        "identifiers": dict(record.identifiers),
    }


def _shared(record: Record, makings: Makings) -> dict[str, Any]:
    """What all pages of *record* show."""
    collection = makings.collection
    broader = collection.facets.tree.broader(record.id)
    return {
        "record": record,
        "heading": collection.heading(record),
        "folder": FOLDERS[record.kind],
        "broader": [makings.counted(above.id) for above in broader[:BROADER_SHOWN]],
        "broader_yet": len(broader) > BROADER_SHOWN,
    }


def _facts(record: Record, address: str, makings: Makings) -> dict[str, Any]:
    """What the first page shows beside articles."""
    collection = makings.collection
    facets = collection.facets
    articles = facets.under(record.id)
    dates = dates_of(articles)
    usages = collection.forms.get(record.id, ())
    known = known_forms(record, usages)
    tree = branches(facets.tree.narrower.get(record.id, ()), facets, NARROWER_SHOWN)
    return {
        "total": len(articles),
        "range": date_range(dates, collection.words),
        "forms": makings.renderer.parts(
            "form.html", [form_of(usage, makings) for usage in usages[:FORMS_SHOWN]], address
        ),
        "known": [cut_at_word(form, LONGEST_FORM) for form in known[:KNOWN_SHOWN]],
        "more_forms": len(usages) + len(known) if _has_form_pages(record, makings) else 0,
        "narrower": tuple(map(makings.grown, tree.tops)),
        "more_narrower": len(tree.tops) + tree.more if tree.more else 0,
        "deeper": tree.deeper,
        "years": makings.renderer.parts("year.html", bars(dates, makings), address),
        "identifiers": [_identifier(scheme, text, collection) for scheme, text in record.identifiers],
        "coordinates": f"{record.lat}, {record.lon}" if record.lat is not None and record.lon is not None else None,
        "cited": len(facets.sources.get(record.id, ())),
    }


def _identifier(scheme: str, text: str, collection: Collection) -> Identifier:
    pattern = _ADDRESSES.get(scheme)
    return Identifier(collection.words.say(f"identifier.{scheme}"), text, pattern.format(text) if pattern else None)


def _has_form_pages(record: Record, makings: Makings) -> bool:
    usages = makings.collection.forms.get(record.id, ())
    return len(usages) > FORMS_SHOWN or (
        len(record.variants) > KNOWN_SHOWN and len(known_forms(record, usages)) > KNOWN_SHOWN
    )


def _form_pages(record: Record, makings: Makings) -> Iterator[Generated]:
    """All forms of the name, where the first page has no room for them."""
    if not _has_form_pages(record, makings):
        return
    usages = makings.collection.forms.get(record.id, ())
    forms: list[Usage | str] = [*usages, *known_forms(record, usages)]
    for part in slices(f"{record.url.removesuffix('.html')}/forms.html", forms):
        shown = [_form_key(one, makings) if isinstance(one, Usage) else one for one in part.entries]
        key = digest(_head(record, makings), part.number, part.many, shown)
        yield Generated(markdown_path(part.address), key, partial(_forms, record, part, makings))


def _forms(record: Record, part: Slice[Usage | str], makings: Makings) -> str:
    title = makings.collection.words.say("forms.of", title=makings.collection.heading(record))
    observed = [form_of(one, makings) for one in part.entries if isinstance(one, Usage)]
    forms = makings.renderer.parts("form.html", observed, part.address)
    known = [cut_at_word(one, LONGEST_FORM) for one in part.entries if isinstance(one, str)]
    return _further("record_forms.html", title, record, part, makings, forms=forms, known=known)


def _narrower_pages(record: Record, makings: Makings) -> Iterator[Generated]:
    """All that lies directly within it, where the first page has no room for it."""
    facets = makings.collection.facets
    ids = [id for id in facets.tree.narrower.get(record.id, ()) if facets.count(id)]
    if len(ids) <= NARROWER_SHOWN:
        return
    for part in slices(f"{record.url.removesuffix('.html')}/narrower.html", ids, NAMES_A_PAGE):
        key = digest(_head(record, makings), part.number, part.many, makings.keys.of_counts(part.entries))
        yield Generated(markdown_path(part.address), key, partial(_narrower, record, part, makings))


def _narrower(record: Record, part: Slice[str], makings: Makings) -> str:
    title = makings.collection.words.say("narrower.of", title=makings.collection.heading(record))
    narrower = list(map(makings.counted, part.entries))
    return _further("record_narrower.html", title, record, part, makings, narrower=narrower)


def _further(template: str, title: str, record: Record, part: Slice[Any], makings: Makings, **values: object) -> str:
    """A page of what the record's first page has no room for."""
    front_matter = _front_matter(record, part.titled(title, makings.collection.words))
    shared = _shared(record, makings)
    return makings.renderer.page(template, part.address, front_matter, **shared, slice=part, **values)
