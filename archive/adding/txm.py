"""TXM's ``TXT + metadata.csv``: one text file an article, and a table whose first column names the file."""

from __future__ import annotations

import csv
from collections.abc import Mapping

from archive.adding.columns import sort_columns
from archive.adding.received import Received
from archive.messages import Message
from archive.problems import ArchiveError, Problem, quoted

METADATA = "metadata.csv"
_QUOTES = Message("put a value that holds the separator between double quotes")
_SEPARATORS = ",;\t"


def read_txm(table: str, path: str, texts: Mapping[str, str]) -> dict[str, Received]:
    """The articles of a corpus by file name; *table* is its metadata.csv, *texts* the content of its files by name.

    Raises ArchiveError with every row without a file, every file without a row and every row of another length.
    """
    header, *rows = _rows(table, path)
    articles: dict[str, Received] = {}
    problems: list[Problem] = []
    for line, row in rows:
        name = f"{row[0].strip().removesuffix('.txt')}.txt"
        if len(row) != len(header[1]):
            found = Message("has {many} columns, the first line {header}", many=len(row), header=len(header[1]))
            problems.append(Problem(path, line, "", found, _QUOTES))
        elif name not in texts:
            found = Message("there is no file {name}", name=quoted(name))
            problems.append(Problem(path, line, "", found, Message("put it beside the table, or remove the row")))
        elif name in articles:
            found = Message("{name} has a row already", name=quoted(name))
            problems.append(Problem(path, line, "", found, Message("keep one of the two")))
        else:
            stated, rest = sort_columns(zip(header[1][1:], row[1:], strict=True))
            articles[name] = Received(texts[name], 1, stated, rest=rest)
    named = {f"{row[0].strip().removesuffix('.txt')}.txt" for _, row in rows}
    for name in sorted(set(texts) - named):
        found = Message("no row names the file {name}", name=quoted(name))
        problems.append(Problem(path, 0, "", found, Message("add a row for it, or take the file away")))
    if problems or not articles:
        found, remedy = Message("has no rows"), Message("add one for each text")
        raise ArchiveError(problems or [Problem(path, 1, "", found, remedy)])
    return articles


def _rows(table: str, path: str) -> list[tuple[int, list[str]]]:
    """(line, cells) of each row that is not blank, the header first."""
    first = table.partition("\n")[0]
    reader = csv.reader(table.splitlines(keepends=True), delimiter=max(_SEPARATORS, key=first.count), strict=True)
    rows: list[tuple[int, list[str]]] = []
    begins = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((begins, row))
            begins = reader.line_num + 1
    except csv.Error as error:
        found = Message("is no table ({error})", error=str(error))
        remedy = Message("save the table as CSV again, with values between double quotes")
        raise ArchiveError([Problem(path, begins, "", found, remedy)]) from None
    return rows or [(1, [""])]
