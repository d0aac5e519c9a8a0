"""How to cite an article: a reference in words, BibTeX (biblatex) and RIS."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from archive.collection import Collection
from archive.dates import EdtfDate, parse_edtf
from archive.model import Article

_BIBTEX = str.maketrans(
    {
        **{c: "\\" + c for c in "&%$#_"},
        "{": r"\textbraceleft{}",  # BibTeX counts even a brace that a backslash escapes
        "}": r"\textbraceright{}",
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True)
class Citation:
    """One article's citation in three forms."""

    reference: str
    bibtex: str
    ris: str


def cite(article: Article, collection: Collection) -> Citation:
    """The citation of *article*. What is not known is left out, never guessed."""
    title = collection.titles[article.id]
    outlet = collection.heading(collection.records[article.outlet]) if article.outlet else None
    site = collection.settings.site_name
    address = article.url or (collection.settings.site_url + article.page_url if collection.settings.site_url else "")
    date = collection.date_labels[article.id]
    place = f"{site}, {collection.settings.site_url or ''}{article.page_url}"
    parts = [
        article.author,
        collection.words.say("cite.title", title=title.text.rstrip(".")),
        ", ".join(filter(None, [outlet, collection.words.say("cite.undated") if not article.date else date])),
        place,
    ]
    return Citation(
        " ".join(part if part.endswith(".") else f"{part}." for part in parts if part),
        _bibtex(article, title.text, outlet, address, f"{site}: {article.id}", date),
        _ris(article, title.text, outlet, address, f"{site}: {article.id}", date),
    )


def _bibtex(article: Article, title: str, outlet: str | None, address: str, note: str, label: str) -> str:
    fields = {
        "title": _tex(title),
        "author": "{" + _tex(article.author) + "}" if article.author else None,
        "journaltitle": _tex(outlet) if outlet else None,
        "date": _biblatex_date(article.date),
        "langid": {"fr": "french", "en": "english"}.get(article.language),
        "url": address,
        "note": _tex("; ".join(filter(None, [note, label if article.date else None]))),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@article{{{article.id},", *lines, "}"])


def _tex(value: str) -> str:
    return _one_line(value).translate(_BIBTEX)


def _one_line(value: str) -> str:
    """*value* with each run of control characters and line ends, which would begin a new field, as a space."""
    return _CONTROLS.sub(" ", value)


def _biblatex_date(date: EdtfDate | None) -> str | None:
    """The EDTF that biblatex reads: single dates and intervals; a choice becomes the interval it lies in."""
    if date is None:
        return None
    if date.shape == "one":
        return date.text
    if date.start is None or date.end is None:
        return None
    if date.shape == "interval":
        return date.text
    length = {"day": 10, "month": 7}.get(date.precision, 4)
    return f"{date.start.isoformat()[:length]}/{date.end.isoformat()[:length]}"


def common_date(date: EdtfDate) -> str:
    """The most exact ISO date (day, month or year) that holds for all of *date*; empty when there is none."""
    return _common_date(date.text)


@cache
def _common_date(text: str) -> str:
    date = parse_edtf(text)
    if date.start is None or date.end is None:
        return ""
    first, last = date.start.isoformat(), date.end.isoformat()
    return next((first[:length] for length in (10, 7, 4) if first[:length] == last[:length]), "")


def _ris(article: Article, title: str, outlet: str | None, address: str, note: str, label: str) -> str:
    common = common_date(article.date) if article.date else ""
    parts = common.split("-")
    day = "/".join([*parts, *[""] * (4 - len(parts))]) if common else ""
    fields = [
        ("TY", "NEWS"),
        ("TI", title),
        ("AU", article.author),
        ("T2", outlet),
        ("DA", day),
        ("LA", article.language),
        ("UR", address),
        ("N1", "; ".join(filter(None, [note, label if article.date else None]))),
    ]
    return "\n".join([*(f"{tag}  - {_one_line(value)}" for tag, value in fields if value), "ER  - "])
