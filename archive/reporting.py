"""A change of the archive, summed up in Markdown for the people who review it.

What comes from the archive stands in code spans: GitHub makes no markup, link, mention or reference of what is in one.
All else is the catalogue's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from archive.changes import Changes
from archive.linking import Linker
from archive.messages import Language
from archive.model import Attribution, LinkedArticle, Record
from archive.problems import Problem, one_line
from archive.seeds import FrontMatter, Seed
from archive.titles import title_of
from archive.words import Words

SIZE_LIMIT = 1_000_000
"""Bytes; GitHub shows no summary of a step above 1 MiB
(https://docs.github.com/actions/reference/workflow-commands-for-github-actions#step-isolation-and-limits)."""
_ROOM_FOR_THE_END = 1_000
_LONGEST = 300
"""Characters shown of one title, quote or problem."""
_MOST = 30
"""Names, quotes or problems shown in one place."""


def report(
    changes: Changes, problems: Sequence[Problem], records: Mapping[str, Record], words: Words, language: Language
) -> str:
    """What *changes* would publish with the archive's *records*, and the *problems* found, as Markdown.

    It ends before `SIZE_LIMIT`, and says so when that is not all. *words* and *language* are those of the archive.
    """
    pieces: list[str] = []
    size = 0
    for piece in _pieces(changes, problems, _Shown(records, words, language, problems)):
        size += len(piece.encode("utf-8")) + 1
        if size > SIZE_LIMIT - _ROOM_FOR_THE_END:
            return "\n".join([*pieces, f"{words.say('report.cut')}\n"])
        pieces.append(piece)
    return "\n".join(pieces)


def _pieces(changes: Changes, problems: Sequence[Problem], shown: _Shown) -> Iterator[str]:
    """The report in pieces, each of which is whole."""
    words = shown.words
    yield f"## {words.say('report.title')}\n"
    yield f"{words.say('list.comma').join(_counts(changes, words)) or words.say('report.nothing')}.\n"
    errors = sum(one.severity == "error" for one in problems)
    if errors:
        yield f"**{words.count('report.errors', errors)}**\n"
    if errors < len(problems):
        yield f"{words.count('report.warnings', len(problems) - errors)}\n"
    seeds = {seed.path for seed in changes.seeds}
    elsewhere = [shown.problem(one) for one in problems if one.path not in seeds]
    if elsewhere:
        yield f"### {words.say('report.elsewhere')}\n\n{_listed(elsewhere, words)}"
    for seed in changes.added:
        yield f"### {words.say('report.added', title=shown.title(seed))}\n\n{shown.article(seed)}"
    for before, seed in changes.altered:
        what = words.say("report.changed", what=words.say("list.comma").join(_differing(before, seed, words)))
        yield f"### {words.say('report.altered', title=shown.title(seed))}\n\n- {what}\n{shown.article(seed)}"
    for seed in changes.removed:
        yield f"### {words.say('report.removed', title=shown.title(seed))} {code(seed.article.id)}\n"
    for how, some in _records(changes).items():
        if some:
            names = [code(record.heading_in(words.language)) for record in some]
            yield f"### {words.count(f'report.records.{how}', len(some))}\n\n{_listed(names, words)}"


class _Shown:
    """How an archive's articles are shown: with its records, in its language."""

    def __init__(
        self, records: Mapping[str, Record], words: Words, language: Language, problems: Iterable[Problem]
    ) -> None:
        self.words = words
        self._records = records
        self._language = language
        self._linker = Linker(records.values())
        self._problems: dict[str, list[Problem]] = {}
        for one in problems:
            self._problems.setdefault(one.path, []).append(one)

    def title(self, seed: Seed) -> str:
        """What the article is listed under."""
        title = title_of(seed.article)
        basis = "" if title.basis == "source" else f" ({self.words.say('title.incipit')})"
        return code(title.text) + basis

    def article(self, seed: Seed) -> str:
        """A list of what its page would say, and of what is wrong with it."""
        article, words = seed.article, self.words
        outlet = self._records.get(article.outlet or "")
        linked = self._linker.link(article)
        named = {
            words.say("nav.places"): linked.places,
            words.say("nav.actors"): [id for id in linked.actors if id not in linked.sources],
            words.say("sources"): linked.sources,
        }
        lines = [
            self._line(words.say("seed"), code(seed.path)),
            self._line(words.say("outlet"), code(outlet.heading_in(words.language)) if outlet else None)
            + self._known(article.outlet_attribution),
            self._line(words.say("date"), words.date_label(article.date) if article.date else None)
            + self._known(article.date_attribution),
            *(self._line(label, self._names(ids, linked) or words.say("report.none")) for label, ids in named.items()),
            self._line(words.say("report.text"), words.count("report.characters", len(article.body))),
        ]
        problems = [self.problem(one) for one in self._problems.get(seed.path, ())]
        return "".join(f"- {line}\n" for line in lines) + _listed(problems, words)

    def problem(self, problem: Problem) -> str:
        """As at the terminal."""
        return code(problem.said_in(self._language))

    def _line(self, label: str, value: str | None) -> str:
        return self.words.say("report.line", label=label, value=value or self.words.say("unstated"))

    def _names(self, ids: Iterable[str], linked: LinkedArticle) -> str:
        """Names with how often the text names them, the most frequent first."""
        counts = Counter(mention.id for mention in linked.mentions)
        inorder = sorted(ids, key=lambda id: (-counts[id], id))
        names = [
            f"{code(self._records[id].heading_in(self.words.language))} "
            f"({self.words.number(counts[id]) if counts[id] else self.words.say('named.listed')})"
            for id in inorder[:_MOST]
        ]
        return self.words.say("list.comma").join([*names, *_more(len(inorder), self.words)])

    def _known(self, attribution: Attribution | None) -> str:
        """How a value is known, with its evidence."""
        if attribution is None:
            return ""
        evidence = [code(one) for one in attribution.evidence[:_MOST]]
        evidence += [code(attribution.note)] if attribution.note else []
        said = self.words.say(f"basis.long.{attribution.basis}")
        return f". {said} {self.words.say('list.comma').join(evidence)}".rstrip()


def _records(changes: Changes) -> Mapping[str, Sequence[Record]]:
    """Part of a key of the catalogue → the records of which it says what became."""
    return {"added": changes.records_added, "altered": changes.records_altered, "removed": changes.records_removed}


def _counts(changes: Changes, words: Words) -> Iterator[str]:
    articles = {"added": changes.added, "altered": changes.altered, "removed": changes.removed}
    for how, some in articles.items():
        if some:
            yield words.count(f"report.articles.{how}", len(some))
    for how, records in _records(changes).items():
        if records:
            yield words.count(f"report.records.{how}", len(records))


def _differing(before: Seed, now: Seed, words: Words) -> Iterator[str]:
    """What is not as it was: the text, or keys of the front matter."""
    if before.article.sha256 != now.article.sha256:
        yield words.say("report.text")
    for key in FrontMatter.model_fields:
        if getattr(before.front_matter, key) != getattr(now.front_matter, key):
            yield code(key)


def _listed(lines: Sequence[str], words: Words) -> str:
    return "".join(f"- {line}\n" for line in [*lines[:_MOST], *_more(len(lines), words)])


def _more(many: int, words: Words) -> list[str]:
    """That some of *many* things are not shown, if so."""
    return [words.count("report.more", many - _MOST)] if many > _MOST else []


def code(text: str) -> str:
    """*text* as a code span of one line, cut at `_LONGEST` characters, with what cannot be seen made visible.

    The fence is longer than any run of backticks inside, and a space keeps it apart from them
    (https://spec.commonmark.org/0.31.2/#code-spans).
    """
    line = one_line(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…")
    fence = "`" * (1 + max(map(len, re.findall("`+", line)), default=0))
    space = " " if line.strip(" ") and (line[0] in "` " or line[-1] in "` ") else ""
    return f"{fence}{space}{line}{space}{fence}"
