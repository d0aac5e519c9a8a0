"""What people change in an archive, one thing at a time: each is done to a folder with seeds/, by its files alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.building import seed


def add_newest(archive: Path) -> None:
    """An article that is later than all others, in time and by its name."""
    _add(archive, "zz-newest", "2024-12-31")


def add_between(archive: Path) -> None:
    """An article in the middle, in time and by its name."""
    _add(archive, f"{_middle(archive).stem}-a", "2011-06-15")


def change_text(archive: Path) -> None:
    """One more sentence in an article in the middle."""
    path = _middle(archive)
    path.write_bytes(path.read_bytes().rstrip() + b" Elle le confirme.\n")


def delete(archive: Path) -> None:
    """An article in the middle is gone."""
    _middle(archive).unlink()


def change_variant(archive: Path) -> None:
    """One form of a name that stands in many articles gives way to one that stands in none."""
    path = archive / "seeds" / "authorities" / "actors.yml"
    records = json.loads(path.read_text(encoding="utf-8"))
    records[len(records) // 2]["variants"][0] = "Ontario Quivaldi"
    path.write_text(json.dumps(records, ensure_ascii=False, indent=1), encoding="utf-8")


EDITS: Mapping[str, Callable[[Path], None]] = {
    "nothing": lambda archive: None,
    "the newest article added": add_newest,
    "an article added in the middle": add_between,
    "a text changed": change_text,
    "an article deleted": delete,
    "a variant of a record changed": change_variant,
}


def _articles(archive: Path) -> list[Path]:
    return sorted((archive / "seeds" / "articles").iterdir())


def _middle(archive: Path) -> Path:
    articles = _articles(archive)
    return articles[len(articles) // 2]


def _add(archive: Path, id: str, date: str) -> None:
    """The text is another's, its paragraphs the other way round."""
    text = _articles(archive)[0].read_text(encoding="utf-8").split("---\n", 2)[2]
    body = "\n\n".join(reversed(text.strip().split("\n\n"))) + "\n"
    data = seed(body, title="Un article de plus", language="fr", outlet="outlet-7", date=date)
    (archive / "seeds" / "articles" / f"{id}.txt").write_bytes(data)
