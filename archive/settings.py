"""What mkdocs.yml says that the build needs, read without MkDocs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

import yaml

from archive.messages import Message
from archive.problems import ArchiveError, Problem


@dataclass(frozen=True)
class Settings:
    """The archive's own facts, from its mkdocs.yml."""

    config_file: Path
    """Absolute."""
    site_name: str
    site_description: str
    """Empty when there is none."""
    site_url: str
    """With a slash at its end; empty when there is none."""
    language: str
    """Of the interface, and of seeds that state none: ``theme.language``."""
    repo_url: str
    """Without a slash at its end; empty when there is none."""
    branch: str
    """``extra.archive.branch``: the branch that links to seeds name."""
    docs_dir: Path
    site_dir: Path
    custom_dir: Path | None
    """``theme.custom_dir``, absolute."""
    theme_name: str
    hooks: tuple[Path, ...] = ()
    """Absolute."""

    @property
    def root(self) -> Path:
        """The folder that mkdocs.yml stands in."""
        return self.config_file.parent


class AnyTagLoader(yaml.SafeLoader):
    """mkdocs.yml may hold tags such as ``!ENV`` that only MkDocs can read; what they hold is not needed here."""


AnyTagLoader.add_multi_constructor("", lambda loader, suffix, node: None)


def read_settings(config_file: Path) -> Settings:
    """The settings in *config_file*. Raises ArchiveError when it is missing or no mapping."""
    shown = str(config_file)
    try:
        text = config_file.read_text(encoding="utf-8-sig")
        data = yaml.load(text, Loader=AnyTagLoader)  # noqa: S506 - builds nothing but plain values
    except FileNotFoundError:
        found, remedy = Message("no such file"), Message("name the archive's mkdocs.yml with -f")
        raise ArchiveError([Problem(shown, 0, "", found, remedy)]) from None
    except (UnicodeDecodeError, OSError) as error:
        found = Message("cannot be read ({error})", error=str(error))
        raise ArchiveError([Problem(shown, 0, "", found, Message("save it as UTF-8"))]) from None
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a day that no calendar has
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        what = getattr(error, "problem", None) or getattr(error, "reason", None) or error
        found = Message("is not YAML: {error}", error=str(what))
        raise ArchiveError([Problem(shown, line, "", found, Message("correct the line"))]) from None
    if not isinstance(data, Mapping):
        found, remedy = Message("is no list of settings"), Message("begin with 'site_name: …'")
        raise ArchiveError([Problem(shown, 1, "", found, remedy)])
    root = config_file.resolve().parent
    theme = _mapping(data, "theme")
    hooks = data["hooks"] if isinstance(data.get("hooks"), list) else []
    custom_dir = _text(theme, "custom_dir")
    return Settings(
        config_file=config_file.resolve(),
        site_name=_text(data, "site_name") or "Archive",
        site_description=_text(data, "site_description"),
        site_url=_text(data, "site_url").rstrip("/") + "/" if _text(data, "site_url") else "",
        language=_text(theme, "language") or "en",
        repo_url=_text(data, "repo_url").rstrip("/"),
        branch=_text(_mapping(_mapping(data, "extra"), "archive"), "branch") or "main",
        docs_dir=root / (_text(data, "docs_dir") or "docs"),
        site_dir=root / (_text(data, "site_dir") or "site"),
        custom_dir=root / custom_dir if custom_dir else None,
        theme_name=_text(theme, "name") or _text(data, "theme"),
        hooks=tuple(root / path for path in hooks if isinstance(path, str)),
    )


def _mapping(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = data.get(key)
    return value if isinstance(value, Mapping) else {}


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    return value.strip() if isinstance(value, str) else ""


def navigation_paths(navigation: Any) -> Iterator[str]:
    """Every path that a ``nav`` of mkdocs.yml names."""
    if isinstance(navigation, str):
        yield PurePath(navigation.lstrip("/")).as_posix()
    elif isinstance(navigation, (list, dict)):
        for item in navigation.values() if isinstance(navigation, dict) else navigation:
            yield from navigation_paths(item)
