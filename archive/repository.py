"""Where a seed and its history can be seen in the repository that publishes the archive."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote

from archive.settings import Settings


class SeedLinks(NamedTuple):
    """A seed's file and, when ``repo_url`` is set and the seed lies in that repository, its web addresses."""

    path: str
    file: str | None
    history: str | None


def seed_links(path: str, settings: Settings) -> SeedLinks:
    """The links of the seed at *path* (relative to mkdocs.yml; a bare name lies outside the repository).

    GitHub's, GitLab's and Forgejo's (Codeberg's) address schemes are told apart by the host's name; any other host
    is taken for one like GitHub.
    """
    if not settings.repo_url or "/" not in path:
        return SeedLinks(path, None, None)
    host = settings.repo_url.split("/")[2].lower() if settings.repo_url.count("/") > 1 else ""
    branch, file = quote(settings.branch), quote(path)
    if "gitlab" in host:
        parts = (f"-/blob/{branch}", f"-/commits/{branch}")
    elif any(name in host for name in ("codeberg", "forgejo", "gitea")):
        parts = (f"src/branch/{branch}", f"commits/branch/{branch}")
    else:
        parts = (f"blob/{branch}", f"commits/{branch}")
    blob, commits = (f"{settings.repo_url}/{part}/{file}" for part in parts)
    return SeedLinks(path, blob, commits)
