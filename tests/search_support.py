"""Archives to search in tests: word lists, made-up articles, an archive's index, and a page that has the engine."""

from __future__ import annotations

import io
import lzma
import random
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

import yaml

from archive.collection import Collection
from archive.progress import Progress
from archive.search.documents import in_order, read_documents
from archive.search.files import BOOSTS, search_files
from archive.search.names import names_of
from archive.search.scripts import programs
from archive.settings import read_settings
from build_archive import collect
from tests.building import ROOT, records, seed, write

VENDOR = Path(__file__).parent / "vendor"
_CSP = "default-src 'none'; script-src 'self'; img-src data:; base-uri 'none'; object-src 'none'"

_STOP_WORDS = {
    "fr": "le la les de des du un une et en à au dans pour par sur qui que l’ d’ qu’ s’ n’ est".split(),
    "en": "the a of and to in on at by for with from that which is was it".split(),
}
_MORE_RECORDS: dict[str, list[dict[str, object]]] = {
    "outlets": [
        {"id": "le-monde-fictif", "heading": "Le Monde fictif", "type": "newspaper"},
        {"id": "wire", "heading": "Freedonia Wire", "type": "news_agency", "variants": ["F.W."]},
        {"id": "orient", "heading": "L’Orient-Le Soir", "type": "newspaper"},
    ],
    "places": [
        {"id": "oeuf", "heading": "Œuf-en-Ternois", "type": "city"},
        {"id": "port-avel", "heading": "Port-Avel", "type": "city", "within": "oeuf"},
    ],
    "actors": [
        {"id": "hamas", "heading": "Hamas", "type": "party"},
        {"id": "elise", "heading": "Élise Dœuvre", "type": "person", "variants": ["E. Dœuvre"]},
        {"id": "council", "heading": "Council of Elders", "type": "state_body", "variants": ["CoE"]},
    ],
}
"""Besides the repository's own: ligatures, elisions, stop words in names, and *Hamas*, which has the stem of *Hama*."""


def word_list(language: str) -> list[str]:
    """The words of ``words.LANGUAGE.xz``, sorted; each line tells how many characters it shares with the one before."""
    words: list[str] = []
    last = ""
    for line in lzma.decompress((VENDOR / f"words.{language}.xz").read_bytes()).decode("utf-8").splitlines():
        last = last[: ord(line[0]) - ord("A")] + line[1:]
        words.append(last)
    return words


class Author:
    """Makes up articles, the same ones each time: words as often as in nature, names among them, dates of each kind."""

    def __init__(self, names: list[str], outlets: list[str]) -> None:
        self._chance = random.Random(1)  # noqa: S311 - nothing is secret here
        self._names = names
        self._outlets = outlets
        self._words = {language: self._some(word_list(language)) for language in ("fr", "en")}
        self._weights = list(accumulate(1 / (rank + 5) for rank in range(len(self._words["fr"]))))

    def _some(self, words: list[str]) -> list[str]:
        return self._chance.sample([word for word in words if word == word.lower() and len(word) > 2], 12_000)

    def seed(self) -> bytes:
        """A whole seed, French or English."""
        language = "en" if self._chance.random() < 0.3 else "fr"
        given: dict[str, object] = {"language": language}
        if self._chance.random() < 0.7:
            given["title"] = self._sentence(language, self._chance.randint(3, 12))
        if self._chance.random() < 0.8:
            given["outlet"] = self._chance.choice(self._outlets)
        if self._chance.random() < 0.9:
            given["date"] = self._date()
        lengths = [self._chance.randint(4, 30) for _ in range(self._chance.randint(2, 14))]
        return seed("\n\n".join(self._sentence(language, length) for length in lengths) + "\n", **given)

    def _sentence(self, language: str, length: int) -> str:
        parts = []
        for word in self._chance.choices(self._words[language], cum_weights=self._weights, k=length):
            if self._chance.random() < 0.4:
                parts.append(self._chance.choice(_STOP_WORDS[language]))
            parts.append(self._chance.choice(self._names) if self._chance.random() < 0.08 else word)
        text = " ".join(parts).replace("’ ", "’")
        return text[0].upper() + text[1:] + "."

    def _date(self) -> str:
        year, month, day = self._chance.randint(1998, 2024), self._chance.randint(1, 12), self._chance.randint(1, 28)
        forms = [f"{year}-{month:02}-{day:02}"] * 6 + [f"{year}-{month:02}", f"{year}", f"[{year}-01-30..{year}-02-02]"]
        return self._chance.choice([*forms, f"../{year}-{month:02}", f"{year}-{month:02}/.."])


def made_files(count: int) -> dict[str, str | bytes]:
    """The repository's own archive, with more records and *count* more articles, in French and English."""
    files = own_files()
    forms: list[str] = []
    for name, more in _MORE_RECORDS.items():
        path = f"seeds/authorities/{name}.yml"
        known: list[dict[str, Any]] = yaml.safe_load(files[path]) + more
        files[path] = records(*known)
        for record in known:
            forms += [record["heading"], *(one for one in record.get("variants", []) if isinstance(one, str))]
    author = Author(forms, [str(outlet["id"]) for outlet in _MORE_RECORDS["outlets"]])
    return {**files, **{f"seeds/articles/made-{number:05}.txt": author.seed() for number in range(count)}}


def own_files() -> dict[str, str | bytes]:
    """The settings, seeds and records of the repository itself."""
    paths = [ROOT / "mkdocs.yml", *(ROOT / "seeds").rglob("*")]
    return {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in paths if path.is_file()}


@dataclass(frozen=True)
class Searchable:
    """An archive's index in a folder, beside a page with the engine."""

    site: Path
    collection: Collection

    def as_data(self) -> dict[str, object]:
        """All that another engine needs to know of the documents, in the order of their numbers."""
        documents = in_order(self.collection)
        names = names_of(self.collection, read_documents(documents, self.collection)[0])
        titles = self.collection.titles
        return {
            "boosts": BOOSTS,
            "records": {id: list(forms) for id, forms in names.forms.items()},
            "documents": [
                {
                    "id": one.id,
                    "title": titles[one.id].text,
                    "text": one.article.body,
                    "language": one.article.language,
                    "outlet": one.article.outlet,
                    "records": sorted({*one.places, *one.actors, *one.sources}),
                    "date": one.article.date.text if one.article.date else "",
                }
                for one in documents
            ],
        }


def collection_in(root: Path) -> Collection:
    """The archive in *root*, as the command reads it."""
    return collect(read_settings(root / "mkdocs.yml"), root / "seeds", Progress(io.StringIO(), quiet=True))


def make_searchable(folder: Path, files: dict[str, str | bytes]) -> Searchable:
    """Writes an archive's *files* below *folder*, and its index and a page with the engine beside them."""
    write(folder / "archive", files)
    collection = collection_in(folder / "archive")
    site = folder / "site"
    write(site, dict(search_files(collection)))
    add_page(site)
    return Searchable(site, collection)


def add_page(site: Path) -> None:
    """Puts ``page.html`` into *site*, with the engine and the oracle, under a strict policy."""
    scripts = {
        "search/engine.js": dict(programs())["engine.js"],
        "oracle.js": (Path(__file__).parent / "search_oracle.js").read_text(encoding="utf-8"),
    }
    tags = "".join(f'<script src="{name}"></script>' for name in scripts)
    head = f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_CSP}"><title>Essai</title>'
    page = (
        f'<!doctype html><html lang="fr"><head>{head}<link rel="icon" href="data:,">{tags}</head><body></body></html>'
    )
    write(site, {**scripts, "page.html": page})
