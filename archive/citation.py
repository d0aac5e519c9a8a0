"""How to cite an article: a reference in words, BibTeX (biblatex) and RIS."""

from __future__ import annotations

from dataclasses import dataclass

from archive.collection import Collection, title_of
from archive.dates import EdtfDate
from archive.model import Article

_BIBTEX = str.maketrans(
    {
        **{c: "\\" + c for c in "&%$#_{}"},
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


@dataclass(frozen=True)
class Citation:
    """One article's citation in three forms."""

    reference: str
    bibtex: str
    ris: str


def cite(article: Article, collection: Collection) -> Citation:
    """The citation of *article*. What is not known is left out, never guessed."""
    title = title_of(article)
    outlet = collection.heading(collection.records[article.outlet]) if article.outlet else None
    site = collection.settings.site_name
    address = article.url or (collection.settings.site_url + article.page_url if collection.settings.site_url else "")
    date = collection.date_label(article)
    place = f"{site}, {collection.settings.site_url or ''}{article.page_url}"
    reference = ". ".join(
        filter(
            None,
            [
                article.author,
                collection.words.say("cite.title", title=title.text.rstrip(".")),
                ", ".join(filter(None, [outlet, collection.words.say("cite.undated") if not article.date else date])),
                place,
            ],
        )
    )
    return Citation(
        reference + ".",
        _bibtex(article, title.text, outlet, address, f"{site}: {article.id}", date),
        _ris(article, title.text, outlet, address, f"{site}: {article.id}", date),
    )


def _bibtex(article: Article, title: str, outlet: str | None, address: str, note: str, label: str) -> str:
    fields = {
        "title": title,
        "author": "{" + article.author + "}" if article.author else None,
        "journaltitle": outlet,
        "date": _biblatex_date(article.date),
        "langid": {"fr": "french", "en": "english"}.get(article.language),
        "url": address,
        "note": "; ".join(filter(None, [note, label if article.date else None])),
    }
    lines = [f"  {name} = {{{_braced(value) if name != 'url' else value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@article{{{article.id},", *lines, "}"])


def _braced(value: str) -> str:
    if value.startswith("{") and value.endswith("}"):
        return "{" + value[1:-1].translate(_BIBTEX) + "}"
    return value.translate(_BIBTEX)


def _biblatex_date(date: EdtfDate | None) -> str | None:
    """The EDTF that biblatex reads: single dates and intervals; a choice becomes the interval it lies in."""
    if date is None or date.start is None or date.end is None:
        return None
    if date.shape in ("one", "interval"):
        return date.text
    return f"{date.start.isoformat()}/{date.end.isoformat()}"


def common_date(date: EdtfDate) -> str:
    """The most exact ISO date (day, month or year) that holds for all of *date*; empty when there is none."""
    if date.start is not None and date.start == date.end:
        return date.start.isoformat()
    return next((values[0] for values in (date.months(), date.years()) if len(values) == 1), "")


def _ris(article: Article, title: str, outlet: str | None, address: str, note: str, label: str) -> str:
    parts = common_date(article.date).split("-") if article.date else []
    day = "/".join([*parts, *[""] * (4 - len(parts))]) if parts else ""
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
    return "\n".join([*(f"{tag}  - {value}" for tag, value in fields if value), "ER  - "])
