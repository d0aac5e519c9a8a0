"""What can only be checked with the whole archive in hand: ids, links between files, quotes and fixity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from archive.authorities import KIND_NAMES, AuthorityFile, unread_ids
from archive.fields import did_you_mean
from archive.messages import Message
from archive.model import FOLDERS, Article, Form, Kind, Record
from archive.problems import Problem, quoted
from archive.seeds import Seed
from archive.text import fold, fold_with_origins


@dataclass(frozen=True)
class Located:
    """A record and where it stands."""

    record: Record
    file: AuthorityFile
    position: int

    def problem(self, field: str, found: Message, remedy: Message, *at: str | int) -> Problem:
        """A problem of this record, at the line of *field* (or of the item *at* it)."""
        return Problem(self.file.path, self.file.document.line(self.position, *(at or (field,))), field, found, remedy)


def validate_records(files: Iterable[AuthorityFile]) -> tuple[dict[str, Record], list[Problem]]:
    """The records by id, sorted, and every problem between them."""
    located: dict[str, Located] = {}
    problems: list[Problem] = []
    files = tuple(files)
    for file in files:
        for position, record in file.records:
            here = Located(record, file, position)
            if record.id in located:
                other = located[record.id]
                place = f"{other.file.path}:{other.file.document.line(other.position, 'id')}"
                found = Message("{id} is taken ({place})", id=quoted(record.id), place=place)
                problems.append(here.problem("id", found, Message("choose another id")))
            else:
                located[record.id] = here
    unread = unread_ids(files) or frozenset()
    for here in located.values():
        if here.record.within not in unread:
            problems.extend(_broken_tree(here, located))
    problems.extend(_contested_forms(located.values()))
    return {id: located[id].record for id in sorted(located)}, problems


def _broken_tree(here: Located, located: Mapping[str, Located]) -> Iterator[Problem]:
    """Within names a record of the same kind, and never leads back."""
    record = here.record
    if record.within is None:
        return
    if record.within not in located:
        remedy = did_you_mean(record.within, (id for id in located if located[id].record.kind == record.kind))
        found = Message("no record {id}", id=quoted(record.within))
        yield here.problem("within", found, remedy or Message("add the record first"))
        return
    if located[record.within].record.kind != record.kind:
        yield here.problem("within", *_other_kind(located[record.within].record, (record.kind,)))
        return
    way = [record.id]
    step: str | None = record.within
    while step is not None and step in located and step not in way:
        way.append(step)
        step = located[step].record.within
    if step == record.id:
        found = Message("runs in a circle: {way}", way=" → ".join([*way, record.id]))
        yield here.problem("within", found, Message("break it at one record"))


def _other_kind(record: Record, kinds: Iterable[Kind]) -> tuple[Message, Message]:
    """What is wrong, and the remedy, where *record* is named and one of other *kinds* should be."""
    found = Message("{id} is a record of kind {kind}", id=quoted(record.id), kind=KIND_NAMES[record.kind])
    return found, Message("name one of kind {kinds}", kinds=tuple(KIND_NAMES[kind] for kind in kinds))


def _contested_forms(located: Iterable[Located]) -> Iterator[Problem]:
    """One form, claimed without a rule by two records, would link at random."""
    claims: dict[str, Located] = {}
    for here in located:
        own: set[Form] = set()
        heading = Form(here.record.heading)
        for index, form in enumerate((heading, *here.record.variants)):
            folded = fold(form.text).strip()
            at = ("variants", index - 1) if index else ("heading",)
            if not any(character.isalnum() for character in folded):
                found = Message("{form} holds no letter or digit", form=quoted(form.text))
                yield here.problem(at[0], found, Message("delete it"), *at)
                continue
            if form in own:
                found = Message("{form} stands twice in this record", form=quoted(form.text))
                yield here.problem(at[0], found, Message("delete one"), *at)
            own.add(form)
            if form.after or form.when:
                continue
            other = claims.setdefault(folded, here)
            if other is not here:
                found = Message(
                    "{form} is claimed by {id} too ({file})",
                    form=quoted(form.text),
                    id=other.record.id,
                    file=other.file.path,
                )
                rules = ("{form: …, after: […]}", "{form: …, when: listed}")
                yield here.problem(at[0], found, Message("give one of them a rule: {rules}", rules=rules), *at)


def validate_seeds(
    seeds: Iterable[Seed], records: Mapping[str, Record], unread: frozenset[str] | None = frozenset()
) -> list[Problem]:
    """Every problem between the seeds' front matter, their bodies and the records.

    *unread* are the ids of records that could not be read; None when no id can be called unknown.
    """
    problems: list[Problem] = []
    for seed in seeds:
        if unread is not None:
            problems.extend(_unknown_records(seed, records, unread))
        problems.extend(_unfounded_values(seed))
        problems.extend(_changed_body(seed))
    return problems


_LISTS: Mapping[str, tuple[Kind, ...]] = {
    "outlet": ("outlet",),
    "places": ("place",),
    "actors": ("actor",),
    "sources": ("actor", "outlet"),
    "reject": ("outlet", "place", "actor"),
}
"""The front matter keys that name records, and the kinds each may name."""


def _unknown_records(seed: Seed, records: Mapping[str, Record], unread: frozenset[str]) -> Iterator[Problem]:
    for field, kinds in _LISTS.items():
        value = getattr(seed.front_matter, field)
        for index, id in enumerate((value,) if isinstance(value, str) else value or ()):
            line = seed.document.line(field) if isinstance(value, str) else seed.document.line(field, index)
            if id in unread:
                continue
            if id not in records:
                remedy = did_you_mean(id, (known for known in records if records[known].kind in kinds))
                files = tuple(f"authorities/{FOLDERS[kind]}.yml" for kind in kinds)
                found = Message("no record {id}", id=quoted(id))
                yield Problem(seed.path, line, field, found, remedy or Message("add it to {files}", files=files))
            elif records[id].kind not in kinds:
                yield Problem(seed.path, line, field, *_other_kind(records[id], kinds))


def names_only(article: Article, kinds: Mapping[str, Kind]) -> bool:
    """Whether each record that the seed of *article* names is among *kinds* (id → kind), and of the kind it must be."""
    named: Mapping[str, Iterable[str]] = {
        "outlet": [article.outlet] if article.outlet else (),
        "places": article.listed_places,
        "actors": article.listed_actors,
        "sources": article.listed_sources,
        "reject": article.rejected,
    }
    return all(kinds.get(id) in _LISTS[field] for field, ids in named.items() for id in ids)


def _unfounded_values(seed: Seed) -> Iterator[Problem]:
    """A basis needs a value, a stated or inferred value its quotes, a background one its note."""
    given = seed.front_matter
    front_matter = seed.document.value if isinstance(seed.document.value, dict) else {}
    written = {key for key, value in front_matter.items() if value not in (None, [])}
    for field in ("outlet", "date"):
        basis = getattr(given, f"{field}_basis")
        evidence: tuple[str, ...] = getattr(given, f"{field}_evidence")
        note = "date_note" if field == "date" else "note"
        if field not in written:
            for key in (f"{field}_basis", f"{field}_evidence", *(["date_note"] if field == "date" else [])):
                if key in written:
                    found = Message("there is no {key} it could belong to", key=field)
                    yield _at(seed, key, found, Message("add {key}, or delete it", key=field))
            continue
        if basis in ("stated", "inferred") and f"{field}_evidence" not in written:
            found = Message("{basis} needs a quote of the text", basis=basis)
            yield _at(seed, f"{field}_basis", found, Message("add {key}", key=f"{field}_evidence"))
        if basis == "background" and note not in written:
            found = Message("background needs a note on how it is known")
            yield _at(seed, f"{field}_basis", found, Message("add {key}", key=note))
        if evidence and f"{field}_basis" not in written:
            remedy = Message("add {key}: stated, or {key}: inferred", key=f"{field}_basis")
            yield _at(seed, f"{field}_evidence", Message("a quote stands without its basis"), remedy)
        elif evidence and basis in ("source", "background"):
            found = Message("a quote belongs to what the text says, not to {basis}", basis=basis)
            remedy = Message("write {key}: stated or inferred, or delete the quote", key=f"{field}_basis")
            yield _at(seed, f"{field}_evidence", found, remedy)
        for index, quote in enumerate(evidence):
            if not quote.strip():
                yield _at(
                    seed, f"{field}_evidence", Message("is empty"), Message("quote the text, or delete it"), index
                )
            elif quote not in seed.article.body:
                found = Message("{quote} is no quote of the text", quote=quoted(quote, _QUOTE_SHOWN))
                yield _at(seed, f"{field}_evidence", found, _nearest(quote, seed), index)


_QUOTE_SHOWN = 300
"""Characters of a quote shown in a message: enough to copy it from there."""


def _nearest(quote: str, seed: Seed) -> Message:
    """The remedy for a quote that differs from the body only in accents, case, apostrophes or spaces."""
    body, folded = fold_with_origins(seed.article.body), fold(quote)
    at = body.text.find(folded)
    if at < 0 or not folded:
        return Message("copy it from the text, letter by letter")
    end = body.origins[at + len(folded) - 1] + 1
    there = quoted(seed.article.body[body.origins[at] : end], _QUOTE_SHOWN).replace(r"\xa0", "\u00a0")
    return Message("copy it from the text, which has {words}", words=there)


def _changed_body(seed: Seed) -> Iterator[Problem]:
    recorded = seed.front_matter.sha256
    if recorded and recorded != seed.article.sha256:
        yield _at(
            seed,
            "sha256",
            Message("is not that of the text, which is {sum}", sum=seed.article.sha256),
            Message("restore the text; record the new sum only if the change is meant"),
        )


def _at(seed: Seed, field: str, found: Message, remedy: Message, *item: int) -> Problem:
    return Problem(seed.path, seed.document.line(field, *item), field, found, remedy)
