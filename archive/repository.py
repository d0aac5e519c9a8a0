"""Where a seed and its history can be seen in the repository that publishes the archive, and where one is added."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple
from urllib.parse import quote

from archive.settings import Settings


class SeedLinks(NamedTuple):
    """A seed's file and, when ``repo_url`` is set and the seed lies in that repository, its web addresses."""

    path: str
    file: str | None
    history: str | None


class WaysToAdd(NamedTuple):
    """The web addresses with which a repository's host takes a new seed."""

    host: str
    """Whose pages they are: ``github.com``."""
    home: str
    """The repository's front page."""
    new: str | None
    """The page that makes a file; it takes ``?filename=…&value=…``."""
    upload: str | None
    """The page where files can be dropped into ``seeds/articles``."""
    issue: str | None
    """The page that opens an issue."""
    guide: str | None
    """CONTRIBUTING.md."""


def seed_links(path: str, settings: Settings) -> SeedLinks:
    """The links of the seed at *path* (relative to mkdocs.yml; a bare name lies outside the repository).

    Any host whose kind is unknown is taken for one like GitHub.
    """
    if not settings.repo_url or "/" not in path:
        return SeedLinks(path, None, None)
    branch, file = quote(settings.branch), quote(path)
    match _kind(settings.repo_url):
        case "gitlab":
            parts = (f"-/blob/{branch}", f"-/commits/{branch}")
        case "forgejo":
            parts = (f"src/branch/{branch}", f"commits/branch/{branch}")
        case _:
            parts = (f"blob/{branch}", f"commits/{branch}")
    blob, commits = (f"{settings.repo_url}/{part}/{file}" for part in parts)
    return SeedLinks(path, blob, commits)


_SEEDS = "seeds/articles"


def ways_to_add(settings: Settings) -> WaysToAdd | None:
    """Where a new seed can be proposed; None without a ``repo_url`` that is a web address.

    GitHub and Forgejo (Gitea too) fill in a new file from its address; GitLab no longer does, but takes uploads on
    the folder's page. Of any other host only the repository's front page is known.
    """
    url, branch = settings.repo_url, quote(settings.branch)
    if not re.match(r"https?://[^\s/?#]", url, re.IGNORECASE):
        return None
    host = _host(url)
    new: str | None
    match _kind(url):
        case "github":
            new, upload = f"new/{branch}/{_SEEDS}", f"upload/{branch}/{_SEEDS}"
            issue, guide = "issues/new/choose", "blob"
        case "forgejo":
            new, upload = f"_new/{branch}/{_SEEDS}", f"_upload/{branch}/{_SEEDS}"
            issue, guide = "issues/new/choose", "src/branch"
        case "gitlab":
            new, upload = None, f"-/tree/{branch}/{_SEEDS}"
            issue, guide = "-/issues/new", "-/blob"
        case _:
            return WaysToAdd(host, url, None, None, None, None)
    page = f"{url}/{guide}/{branch}/CONTRIBUTING.md"
    return WaysToAdd(host, url, f"{url}/{new}" if new else None, f"{url}/{upload}", f"{url}/{issue}", page)


def _host(url: str) -> str:
    return url.split("/")[2].lower() if url.count("/") > 1 else ""


def _kind(url: str) -> Literal["github", "gitlab", "forgejo", ""]:
    """What runs at *url*, as far as the host's name tells."""
    host = _host(url)
    if "gitlab" in host:
        return "gitlab"
    if any(name in host for name in ("codeberg", "forgejo", "gitea")):
        return "forgejo"
    return "github" if "github" in host else ""
