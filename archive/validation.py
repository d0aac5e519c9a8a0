"""What can only be checked with the whole archive in hand: ids, links between files, quotes and fixity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from archive.authorities import AuthorityFile, unread_ids
from archive.fields import did_you_mean
from archive.model import FOLDERS, Form, Kind, Record
from archive.problems import Problem, quoted
from archive.seeds import Seed
from archive.text import fold, fold_with_origins


@dataclass(frozen=True)
class Located:
    """A record and where it stands."""

    record: Record
    file: AuthorityFile
    position: int

    def problem(self, field: str, found: str, remedy: str, *at: str | int) -> Problem:
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
                problems.append(here.problem("id", f"{quoted(record.id)} is taken ({place})", "choose another id"))
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
        remedy = did_you_mean(record.within, (id for id in located if located[id].record.kind == record.kind), most=0)
        yield here.problem("within", f"no record {quoted(record.within)}", remedy or "add the record first")
        return
    if located[record.within].record.kind != record.kind:
        kind = located[record.within].record.kind
        found, remedy = f"{quoted(record.within)} is a record of kind {kind}", f"name one of kind {record.kind}"
        yield here.problem("within", found, remedy)
        return
    way = [record.id]
    step: str | None = record.within
    while step is not None and step in located and step not in way:
        way.append(step)
        step = located[step].record.within
    if step == record.id:
        yield here.problem("within", f"runs in a circle: {' → '.join([*way, record.id])}", "break it at one record")


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
                yield here.problem(at[0], f"{quoted(form.text)} holds no letter or digit", "delete it", *at)
                continue
            if form in own:
                yield here.problem(at[0], f"{quoted(form.text)} stands twice in this record", "delete one", *at)
            own.add(form)
            if form.after or form.when:
                continue
            other = claims.setdefault(folded, here)
            if other is not here:
                yield here.problem(
                    at[0],
                    f"{quoted(form.text)} is claimed by {other.record.id} too ({other.file.path})",
                    "give one of them a rule: {form: …, after: [words]} or {form: …, when: listed}",
                    *at,
                )


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
                remedy = did_you_mean(id, (known for known in records if records[known].kind in kinds), most=0)
                files = " or ".join(f"authorities/{FOLDERS[kind]}.yml" for kind in kinds)
                yield Problem(seed.path, line, field, f"no record {quoted(id)}", remedy or f"add it to {files}")
            elif records[id].kind not in kinds:
                found = f"{quoted(id)} is a record of kind {records[id].kind}"
                yield Problem(seed.path, line, field, found, f"name one of kind {' or '.join(kinds)}")


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
                    yield _at(seed, key, f"there is no {field} it could belong to", f"add {field}, or delete it")
            continue
        if basis in ("stated", "inferred") and f"{field}_evidence" not in written:
            yield _at(seed, f"{field}_basis", f"{basis} needs a quote of the text", f"add {field}_evidence")
        if basis == "background" and note not in written:
            yield _at(seed, f"{field}_basis", "background needs a note on how it is known", f"add {note}")
        if evidence and f"{field}_basis" not in written:
            remedy = f"add {field}_basis: stated, or {field}_basis: inferred"
            yield _at(seed, f"{field}_evidence", "a quote stands without its basis", remedy)
        elif evidence and basis in ("source", "background"):
            remedy = f"write {field}_basis: stated or inferred, or delete the quote"
            yield _at(seed, f"{field}_evidence", f"a quote belongs to what the text says, not to {basis}", remedy)
        for index, quote in enumerate(evidence):
            if not quote.strip():
                yield _at(seed, f"{field}_evidence", "is empty", "quote the text, or delete it", index)
            elif quote not in seed.article.body:
                found = f"{quoted(quote, _QUOTE_SHOWN)} is no quote of the text"
                yield _at(seed, f"{field}_evidence", found, _nearest(quote, seed), index)


_QUOTE_SHOWN = 300
"""Characters of a quote shown in a message: enough to copy it from there."""


def _nearest(quote: str, seed: Seed) -> str:
    """The remedy for a quote that differs from the body only in accents, case, apostrophes or spaces."""
    body, folded = fold_with_origins(seed.article.body), fold(quote)
    at = body.text.find(folded)
    if at < 0 or not folded:
        return "copy it from the text, letter by letter"
    end = body.origins[at + len(folded) - 1] + 1
    there = quoted(seed.article.body[body.origins[at] : end], _QUOTE_SHOWN).replace(r"\xa0", "\u00a0")
    return f"copy it from the text, which has {there}"


def _changed_body(seed: Seed) -> Iterator[Problem]:
    recorded = seed.front_matter.sha256
    if recorded and recorded != seed.article.sha256:
        yield _at(
            seed,
            "sha256",
            f"is not that of the text, which is {seed.article.sha256}",
            "restore the text; record the new sum only if the change is meant",
        )


def _at(seed: Seed, field: str, found: str, remedy: str, *item: int) -> Problem:
    return Problem(seed.path, seed.document.line(field, *item), field, found, remedy)
