"""A made-up press archive of any size, the same one each time: seeds and authority records to build, search and time.

What matters to an index is as in a real archive: a few words are in every text and most in hardly any (Zipf); words of
one subject stand together and come back within an article; a title repeats words of its text; forms of one word stand
beside each other in the dictionary; there is always one more surname. The names of 1,000 records, in 6,000 forms, stand
in the texts, so that places, actors and sources are found by linking. Dates are of every precision, and none.

    python -m bench.corpus 20000 DIR       writes mkdocs.yml and seeds/ below DIR
"""

from __future__ import annotations

import argparse
import random
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

from tests.building import config, records, seed, write
from tests.search_support import word_list

SMALL_WORDS = {
    "fr": """de la le les des à et en un une du dans que pour qui par sur au est plus se ce pas ne son sa ses il elle
    ils ont été a avec sont leur aux cette ces mais ou comme après depuis contre selon entre sous l’ d’ qu’ s’ n’""",
    "en": """the of to and a in that is was for on it with as his by at be from has he have are which an this its were
    not they had been but their or who after two will more said about against between under""",
}
_SYLLABLES = (
    "al ba ca dé fo gar ha id jou ka lo mar né or pa qa ra sou ta vi wa za zo kir ber mol ran tis vel dur".split()
)
_FIRST_DAY = date(1998, 1, 1)
_DAYS = 9_700
_SUBJECTS = 240


@dataclass(frozen=True)
class Name:
    """A record's forms as texts use them."""

    id: str
    forms: tuple[str, ...]


@dataclass(frozen=True)
class Subject:
    """What articles about the same thing have in common."""

    words: dict[str, list[str]]
    """By language."""
    names: list[Name]
    days: list[int]
    """When it was in the news: days after the archive's first."""


class Corpus:
    """Makes articles; the records stand in ``records``."""

    def __init__(self, seed: int = 20_241_130) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - nothing is secret here
        self._words = {
            language: self._dictionary(language, many) for language, many in (("fr", 60_000), ("en", 25_000))
        }
        self._small = {language: words.split() for language, words in SMALL_WORDS.items()}
        self._weights = {language: _zipf(len(words), 8.0, 1.02) for language, words in self._words.items()}
        self._small_weights = {language: _zipf(len(words), 2.0, 0.9) for language, words in self._small.items()}
        self._taken: set[str] = set()
        self.records: dict[str, list[dict[str, object]]] = {"outlets": [], "places": [], "actors": []}
        outlets = [self._record("outlets", "newspaper", 2) for _ in range(40)]
        self._outlets = [name.id for name in outlets]
        self._outlet_weights = _zipf(len(outlets), 1.5, 0.9)
        countries = [self._record("places", "country", 5) for _ in range(24)]
        provinces = [self._record("places", "admin1", 4, countries) for _ in range(90)]
        cities = [self._record("places", "city", 5, provinces) for _ in range(420)]
        self._places = [*countries, *provinces, *cities]
        self._countries: dict[str, str] = {}
        for place in self.records["places"]:  # each stands after what it lies within
            id = str(place["id"])
            self._countries[id] = self._countries.get(str(place.get("within")), id)
        bodies = [self._record("actors", "armed_group", 7) for _ in range(150)]
        self._agencies = [self._record("actors", "news_agency", 2).id for _ in range(30)]
        people = [self._record("actors", "person", 5, bodies) for _ in range(246)]
        self._subjects = [self._subject([*bodies, *people]) for _ in range(_SUBJECTS)]
        self._subject_weights = _zipf(_SUBJECTS, 6.0, 0.8)

    def _dictionary(self, language: str, many: int) -> list[str]:
        """So many words, the frequent first; with neighbours in the dictionary, which are forms of one word."""
        known = [word for word in word_list(language) if len(word) > 2 and word == word.lower()]
        found: list[str] = []
        while len(found) < many:
            at = self._chance.randrange(len(known))
            found.extend(known[at : at + self._chance.randint(1, 4)])
        words = list(dict.fromkeys(found))[:many]
        return sorted(words, key=lambda word: len(word) + self._chance.gauss(0, 4))

    def _surname(self) -> str:
        return "".join(self._chance.choices(_SYLLABLES, k=self._chance.randint(2, 3))).capitalize()

    def _record(self, kind: str, type: str, variants: int, within: list[Name] | None = None) -> Name:
        """A record more, with so many variants that no other has, within one of others."""
        known = self.records[kind]
        parts = self._chance.randint(2, 3) if type in ("armed_group", "newspaper") else 2 if type == "person" else 1
        forms: list[str] = []
        while len(forms) < 1 + variants:
            if type == "armed_group" and len(forms) == variants:
                form = "".join(word[0] for word in forms[0].split()) + f"{self._chance.randint(10, 999)}"
            else:
                form = " ".join(self._surname() for _ in range(parts))
            if form not in self._taken:
                forms.append(form)
                self._taken.add(form)
        name = Name(f"{kind[:-1]}-{len(known)}", tuple(forms))
        record: dict[str, object] = {"id": name.id, "heading": forms[0], "type": type, "variants": forms[1:]}
        if within and self._chance.random() < 0.9:
            record["within"] = self._chance.choice(within).id
        known.append(record)
        return name

    def _subject(self, actors: list[Name]) -> Subject:
        """A subject: it has a country, and returns to the news now and then."""
        chance = self._chance
        words = {language: chance.sample(known[400:], 260) for language, known in self._words.items()}
        home = self._countries[chance.choice(self._places).id]
        there = [name for name in self._places if self._countries[name.id] == home]
        names = [
            *chance.sample(there, min(12, len(there))),
            *chance.sample(self._places, 3),
            *chance.sample(actors, 12),
        ]
        chance.shuffle(names)
        return Subject(words, names, [chance.randrange(_DAYS) for _ in range(chance.randint(1, 4))])

    def seeds(self, many: int) -> Iterator[tuple[str, bytes]]:
        """(path, file) of so many articles; of a shorter row the same ones."""
        for number in range(many):
            yield f"seeds/articles/{number:06}.txt", self._seed()

    def _seed(self) -> bytes:
        chance = self._chance
        language = "en" if chance.random() < 0.08 else "fr"
        subjects = chance.choices(self._subjects, cum_weights=self._subject_weights, k=chance.choice([1, 1, 2]))
        length = min(2_500, max(40, round(chance.lognormvariate(5.55, 0.55))))
        sentences = list(self._sentences(language, subjects, length))
        given: dict[str, object] = {"language": language}
        if chance.random() < 0.92:
            given["title"] = self._title(language, sentences)
        if chance.random() < 0.85:
            given["outlet"] = chance.choices(self._outlets, cum_weights=self._outlet_weights)[0]
        if chance.random() < 0.95:
            given |= self._date(subjects[0])
        if chance.random() < 0.2:
            given["sources"] = chance.sample([*self._outlets[:12], *self._agencies], 2)
        paragraphs = [sentences[at : at + 4] for at in range(0, len(sentences), 4)]
        return seed("\n\n".join(" ".join(map(_written, some)) for some in paragraphs) + "\n", **given)

    def _sentences(self, language: str, subjects: list[Subject], length: int) -> Iterator[list[str]]:
        """Sentences of so many words in all."""
        chance, known, weights = self._chance, self._words[language], self._weights[language]
        small, small_weights = self._small[language], self._small_weights[language]
        used: list[str] = []
        while length > 0:
            sentence: list[str] = []
            for _ in range(min(length, chance.randint(6, 34))):
                dice = chance.random()
                if dice < 0.42:
                    word = small[bisect(small_weights, chance.random() * small_weights[-1])]
                elif dice < 0.50 and used:
                    word = chance.choice(used)
                elif dice < 0.66:
                    words = chance.choice(subjects).words[language]
                    word = words[int(len(words) * chance.random() ** 2)]
                elif dice < 0.705:
                    names = chance.choice(subjects).names
                    forms = names[int(len(names) * chance.random() ** 1.5)].forms
                    word = forms[int(len(forms) * chance.random() ** 2)]
                elif dice < 0.712:
                    word = self._surname()
                else:
                    word = known[bisect(weights, chance.random() * weights[-1])]
                if dice >= 0.42:
                    used.append(word)
                sentence.append(word)
            length -= len(sentence)
            yield sentence

    def _title(self, language: str, sentences: list[list[str]]) -> str:
        """Words of the text's beginning, in their order, as a headline takes them."""
        small = set(self._small[language])
        opening = [word for sentence in sentences[:4] for word in sentence if word not in small]
        many = min(len(opening), self._chance.randint(4, 9))
        kept = sorted(self._chance.sample(range(len(opening)), many))
        return _written([opening[at] for at in kept]).rstrip(".")

    def _date(self, subject: Subject) -> dict[str, object]:
        near = self._chance.choice(subject.days) + round(self._chance.expovariate(1 / 20))
        day = _FIRST_DAY + timedelta(days=near if self._chance.random() < 0.7 else self._chance.randrange(_DAYS))
        month, year = day.isoformat()[:7], day.isoformat()[:4]
        days = f"[{day}..{day + timedelta(days=3)}]"
        form = self._chance.choices([day.isoformat(), month, year, days, f"{day}?"], [84, 8, 3, 3, 2])[0]
        if self._chance.random() < 0.1:
            return {"date": form, "date_basis": "background", "date_note": "d’après le sujet"}
        return {"date": form}


def _zipf(many: int, offset: float, power: float) -> list[float]:
    return list(accumulate(1 / (rank + offset) ** power for rank in range(many)))


def _written(words: list[str]) -> str:
    text = " ".join(words).replace("’ ", "’")
    return f"{text[:1].upper()}{text[1:]}."


def write_archive(folder: Path, articles: int) -> None:
    """Writes ``mkdocs.yml``, seeds and authority records of so many articles below *folder*."""
    corpus = Corpus()
    authorities = {f"seeds/authorities/{kind}.yml": records(*entries) for kind, entries in corpus.records.items()}
    write(folder, {"mkdocs.yml": config(site_name="Archive d’essai"), **authorities})
    for path, content in corpus.seeds(articles):
        write(folder, {path: content})


def main() -> None:
    """Writes an archive where the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=int)
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    write_archive(given.folder, given.articles)


if __name__ == "__main__":
    main()
