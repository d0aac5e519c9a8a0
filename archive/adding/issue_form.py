"""An article from the issue form, ``.github/ISSUE_TEMPLATE/article.yml``, in the JSON of GitHub's event.

GitHub writes ``### `` and the label of each field, then what was filled in. All fields but the last hold one line, so
the text of the article may hold any line, such a heading too. Whoever translates the form translates `LABELS`; a test
holds both to each other. GitHub does not say which line ends the text had: they are LF.

Source: https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-issue-forms
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from archive.adding.received import Received
from archive.messages import Message
from archive.problems import ArchiveError, Problem
from archive.text import unix_lines

LABELS: Mapping[str, str] = {
    "title": "Titre · Title",
    "author": "Auteur · Author",
    "outlet": "Média · Outlet",
    "date": "Date de publication · Date of publication",
    "date_basis": "Comment la date est connue · How the date is known",
    "url": "Adresse · Address",
    "verbatim": "À la lettre · Letter by letter",
    "text": "Texte de l’article · Text of the article",
}
"""Id of a field → its label, in their order."""
PUBLISHED = "la publication la donne · the publication gives it"
"""The way of knowing a date by which it is stated; by any other a person has to look."""
_EMPTY = "_No response_"
_STATED: tuple[str, ...] = ("title", "author", "outlet", "date", "url")
_FIELDS = re.compile(
    "".join(rf"### {re.escape(label)}\n\n(?P<{id}>[^\n]*)\n\n" for id, label in list(LABELS.items())[:-1])
    + rf"### {re.escape(LABELS['text'])}\n\n(?P<text>.*)",
    re.DOTALL,
)
_FENCED = re.compile(r"(`{3,})text\n(.*)\n\1\n*", re.DOTALL)


def read_issue_form(text: str, path: str) -> list[Received]:
    """The article in the event *text*.

    Raises ArchiveError when there is no issue in it, or none that was opened with the form and says that the text is
    verbatim.
    """
    issue = _issue(text, path)
    match = _FIELDS.fullmatch(unix_lines(str(issue.get("body") or "")).strip("\n"))
    if not match:
        raise _refusal(path, Message("the issue is not as the form makes it"), Message("open a new one with the form"))
    if not re.match(r"- \[[xX]\]", match["verbatim"]):
        found = Message("the issue does not say that the text is as published, letter by letter")
        raise _refusal(path, found, Message("ask whoever opened it, and tick the box"))
    given = {id: value.strip() for id, value in match.groupdict().items() if value.strip() not in ("", _EMPTY)}
    fenced = _FENCED.fullmatch(match["text"])
    rest = [("issue", str(issue["html_url"]))] if "html_url" in issue else []
    known = given.get("date_basis", "")
    if "date" in given and known != PUBLISHED:
        rest += [(LABELS["date"], given.pop("date")), (LABELS["date_basis"], known)]
    stated = {key: given[key] for key in _STATED if key in given}
    return [Received(fenced[2] if fenced else match["text"], 0, stated, rest=tuple(rest))]


def _issue(text: str, path: str) -> Mapping[str, Any]:
    try:
        event = json.loads(text)
    except (ValueError, RecursionError):
        event = None
    issue = event.get("issue") if isinstance(event, dict) else None
    if not isinstance(issue, dict):
        found = Message("is no event of an issue on GitHub")
        raise _refusal(path, found, Message("name the file that GITHUB_EVENT_PATH names"))
    return issue


def _refusal(path: str, found: Message, remedy: Message) -> ArchiveError:
    return ArchiveError([Problem(path, 0, "", found, remedy)])
