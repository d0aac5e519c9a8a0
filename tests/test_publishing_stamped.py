"""Pages in the theme's shell: the site that MkDocs makes, to the byte, whatever the pages and the theme hold."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from mkdocs.utils.meta import get_data

from archive.problems import ArchiveError
from archive.publishing import derived_config, publish, ready_mkdocs
from archive.publishing_key import publishing_key
from archive.settings import Settings, read_settings
from archive.stamping import tracing
from archive.stamping.generated import front_matter, is_one_block
from archive.stamping.orders import HOOK, ORDERS
from tests.building import Files, write
from tests.hostile import LINES, NAUGHTY
from tests.test_publishing import differing, snapshot

NAV = ["index.md", "articles/index.md", {"Lieux": "places/index.md"}, "about.md"]
MARK = f"{tracing._OPEN[0]}0{tracing._PROBE[0]}{tracing._CLOSE[0]}"
"""What stands for a value while the theme's template is traced."""
BODY = '<article class="press-article">\n<h1>Titre</h1>\n<p id="p1">L&#8217;été &amp; la suite.</p>\n</article>'


def page(title: str, kind: str = "article", body: str = BODY, **meta: object) -> str:
    """A generated page."""
    given = {"title": title, "kind": kind, **meta}
    head = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in given.items())
    return f"---\n{head}---\n\n{body}\n"


def hostile_docs() -> Files:
    """Pages of several shapes and depths, hostile titles, redirects, pages by hand, and pages that are no one block."""
    titles = [*LINES, *NAUGHTY[:60], MARK, "x" * 700, "{{ page.title }}", "<h1>", "&amp;", "  "]
    files: dict[str, str | bytes] = {
        "index.md": page("Accueil", "home"),
        "about.md": "# À propos\n\n[Un article](articles/a1.md#p1), [données](data/articles.jsonl), *et*\tplus...\n",
        "essays/essay.md": "# Essai\n\n[Retour](../about.md) vers [la liste](../articles/index.md)\n",
        "essays/photo.svg": "<svg/>",
        "articles/index.md": page("Articles", "index"),
        "articles/html.md": page("HTML", body="Un *texte*\n\n<p>et</p>\n\n[Lien](a1.md#p1)"),
        "articles/tabs.md": page("Tab", body="<article>\t<p>x</p>\n</article>"),
        "articles/no-kind.md": "# Sans rien\n",
        "articles/other-yaml.md": f"---\ntitle: 'Deux : points'\nkind: article\ndate: 2020-02-03\n---\n\n{BODY}\n",
        "articles/broken-yaml.md": f"---\ntitle: a: b\nkind: article\n---\n\n{BODY}\n",
        "articles/crlf.md": page("CRLF").replace("\n", "\r\n"),
        "articles/bom.md": "\ufeff" + page("BOM"),
        "articles/empty.md": "",
        "places/index.md": page("Lieux", "index"),
        "data/articles.jsonl": "{}\n",
        "search/deep/er/x.js": "1",
    }
    for n, title in enumerate(titles):
        meta = {"author": title[::-1], "outlet_heading": title, "date_iso": "2020", "language": "fr", "url": title}
        files[f"articles/a{n}.md"] = page(title, **dict(list(meta.items())[: n % 6]))
    for n in range(6):
        files[f"places/p{n}.md"] = page(f"Lieu {n} <&>", "place", description="d'\"<" * n)
        files[f"places/p{n}/2.md"] = page(f"Lieu {n} (2)", "place", body=BODY.replace("h1", "h2"))
        files[f"dates/index/deep/d{n}.md"] = page(f"Jour {n}", "period")
        files[f"articles/moved{n}.md"] = page(f"Ailleurs {n}", "redirect", moved_to=f"places/p{n}.html")
    return {f"docs/{path}": content for path, content in files.items()}


def archive(root: Path, files: Files = {}, theme: Mapping[str, object] = {}, **config: object) -> Settings:  # noqa: B006
    """The hostile archive in *root*, with further *files* and settings."""
    own = {"site_name": "Ess<a>i & co", "plugins": [], "nav": NAV, "validation": {"nav": {"omitted_files": "ignore"}}}
    material = {"name": "material", "language": "fr", **theme}
    settings = yaml.safe_dump({**own, **config, "theme": material}, allow_unicode=True)
    write(root, {"mkdocs.yml": settings, "mine/404.html": "Perdu", **hostile_docs(), **files})
    return read_settings(root / "mkdocs.yml")


def plainly(settings: Settings, site: Path) -> dict[str, bytes]:
    """The site as MkDocs makes it from the same configuration without us."""
    site.mkdir()
    with derived_config(settings, settings.docs_dir, site) as config:
        run_mkdocs(config)
    return snapshot(site)


def run_mkdocs(config: Path, *options: str) -> str:
    command = [sys.executable, "-m", "mkdocs", "build", "--config-file", str(config), *options]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "0", "PYTHONHASHSEED": "0", "TZ": "UTC"}
    environment["PYTHONPATH"] = str(HOOK.parent.parent.parent)
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=False)
    assert done.returncode == 0, done.stderr
    return done.stderr


def published(settings: Settings, site: Path, **options: Any) -> None:
    with ready_mkdocs() as mkdocs:
        publish(settings, settings.docs_dir, site, mkdocs, **options)


def stamped(settings: Settings, site: Path) -> tuple[dict[str, bytes], list[str]]:
    """The site as it is published here, and what was said."""
    said: list[str] = []
    site.mkdir()
    published(settings, site, say=said.append)
    return snapshot(site), said


def built_by_mkdocs(settings: Settings, folder: Path) -> set[str]:
    """The pages for which MkDocs' own way is gone, among them those of the sample."""
    folder.mkdir()
    with derived_config(settings, settings.docs_dir, folder, hooks=[HOOK]) as config:
        config.with_name(ORDERS).write_text(json.dumps({"docs": str(settings.docs_dir), "kept": []}))
        return set(re.findall(r"Building page (\S+)", run_mkdocs(config, "--verbose")))


ASKING = """
{%- set m = page.meta -%}
<title>{{ page.title | e }}|{{ m.author | default('?') }}|{{ m.outlet_heading | default('none', true) | e }}</title>
{%- if m.kind == "redirect" %}moved to {{ m.moved_to }}{% elif "author" in m and m.get("url") %}both{% endif -%}
{%- set t %}({{ page.title }}){% endset %}{{ t }} {{ "«" ~ page.title ~ "»" }} {{ ("a" ~ m.url) | e }}
{%- if page.title == "<h1>" %}!{% endif %}{% if "{{" in page.title %}?{% endif %}
<a href="{{ 'places/p3/3.html' | url }}">{{ page.url }} {{ page.canonical_url | e }} {{ page.edit_url }}</a>
{% for item in nav %}{{ item.title }} {{ item.url | url }}{{ item.active }}{% endfor %}
{{ page.toc | length }} {{ page.nothing }} {{ page.is_homepage }} {{ page.url.split("/")[0] }}
{% if page.url == "articles/a3.html" %}the third{% endif %}
{{ page.content }}
"""
SETTINGS: dict[str, dict[str, Any]] = {
    "bare": {},
    "addressed": {
        "site_url": "https://example.org/a/b",
        "repo_url": "https://example.org/r?a=1&b=2",
        "edit_uri": "edit/",
        "extra_css": ["essays/x.css"],
        "extra_javascript": ["essays/x.js", {"path": "essays/y.js", "defer": True}],
    },
    "markdown": {"markdown_extensions": ["smarty", "attr_list", "abbr", "admonition", "footnotes"]},
    "the theme of others": {"theme": {"custom_dir": "mine"}, "site_url": "https://example.org/"},
    "pages enough for several processes": {
        "theme": {"custom_dir": "mine"},
        "files": {
            "mine/main.html": ASKING,
            **{f"docs/places/q{n}.md": page(f"{n} <", "place", author="Une") for n in range(600)},
            **{f"docs/search/s{n}.js": f"{n};" for n in range(300)},
        },
    },
    "a theme that asks": {
        "theme": {"custom_dir": "mine"},
        "files": {"mine/main.html": ASKING},
        "site_url": "https://example.org/",
        "repo_url": "https://github.com/o/r",
    },
}


@pytest.mark.parametrize("name", SETTINGS)
def test_the_site_is_the_same_to_the_byte_as_by_mkdocs_alone(name: str, tmp_path: Path) -> None:
    given = dict(SETTINGS[name])
    settings = archive(tmp_path, {"mine/.gitkeep": "", **given.pop("files", {})}, **given)
    site, said = stamped(settings, tmp_path / "stamped")
    assert differing(site, plainly(settings, tmp_path / "plain")) == []
    assert said == []


def test_mkdocs_loads_little_of_the_archives_program() -> None:
    """It begins anew in every build, and takes longer to load than to publish a page or two."""
    question = (
        "import sys, archive.stamping.hook; print(*(name for name in sys.modules if name.startswith('archive.')))"
    )
    root = HOOK.parent.parent.parent
    done = subprocess.run([sys.executable, "-c", question], cwd=root, capture_output=True, text=True, check=True)
    others = {name for name in done.stdout.split() if not name.startswith("archive.stamping")}
    assert others == {
        f"archive.{name}"
        for name in ("bytecode", "digests", "generated", "messages", "problems", "settings", "workers")
    }


def test_mkdocs_is_left_with_few_pages(tmp_path: Path) -> None:
    settings = archive(tmp_path)
    many = {path.relative_to(settings.docs_dir).as_posix() for path in settings.docs_dir.rglob("*.md")}
    alone = built_by_mkdocs(settings, tmp_path / "site")
    assert {"index.md", "about.md", "essays/essay.md", "articles/html.md", "articles/broken-yaml.md"} <= alone
    assert len(alone) < len(many) / 2


@pytest.mark.parametrize(
    ("files", "given"),
    [
        pytest.param({}, {"markdown_extensions": ["md_in_html"]}, id="an extension that reads HTML blocks"),
        pytest.param(
            {},
            {"markdown_extensions": [{"pymdownx.striphtml": {"strip_attributes": ["class", "id"]}}]},
            id="an extension that changes them",
        ),
        pytest.param(
            {"own.py": "def on_post_page(output, **_): return output.upper()"}, {"hooks": ["own.py"]}, id="hook"
        ),
        pytest.param({}, {"plugins": ["search"]}, id="plugin"),
        pytest.param({}, {"exclude_docs": "a1*.md"}, id="excluded pages"),
    ],
)
def test_what_may_change_any_page_switches_the_shells_off(files: Files, given: dict[str, Any], tmp_path: Path) -> None:
    settings = archive(tmp_path, files, **given)
    site, said = stamped(settings, tmp_path / "stamped")
    assert differing(site, plainly(settings, tmp_path / "plain")) == []
    assert said == []


@pytest.mark.parametrize(
    "theme",
    [
        "{{ page.meta.title | upper | truncate(20) }}",
        "{{ page.content | length }}",
        "{% set t %}{{ page.title }}{% endset %}{{ t[:3] }}",
        "{{ (page.title ~ '') | replace('x', 'y') }}",
        "{% if page.title == page.meta.url %}the same{% endif %} {{ page.content }}",
        "{{ [page.title] | join | length }}",  # not seen as it is asked: it comes out otherwise for each mark
    ],
)
def test_values_of_which_the_theme_makes_something_else_are_left_to_it(theme: str, tmp_path: Path) -> None:
    settings = archive(tmp_path, {"mine/main.html": theme}, theme={"custom_dir": "mine"})
    site, said = stamped(settings, tmp_path / "stamped")
    assert differing(site, plainly(settings, tmp_path / "plain")) == []
    assert said == []


def test_no_file_is_made_of_nothing_as_mkdocs_makes_none(tmp_path: Path) -> None:
    theme = "{% if page.meta.author %}by {{ page.meta.author }}{% endif %} \n"
    settings = archive(tmp_path, {"mine/main.html": theme}, theme={"custom_dir": "mine"})
    site, said = stamped(settings, tmp_path / "stamped")
    assert differing(site, plainly(settings, tmp_path / "plain")) == []
    assert (said, "articles/a2.html" in site, "articles/a0.html" in site) == ([], True, False)


COUNTING = "{% set _ = config.extra.update({'n': (config.extra.n or 0) + 1}) %}{{ config.extra.n }} {{ page.content }}"
TRICKY = "{% if ([page.title] | join)[:1] == 'x' %}x{% endif %}{{ page.content }}"
"""Looks at a value behind our back: only pages whose title begins so are printed otherwise."""


@pytest.mark.parametrize("theme", [COUNTING, TRICKY], ids=["counting", "tricky"])
def test_a_theme_that_breaks_the_shells_costs_time_and_is_told(theme: str, tmp_path: Path) -> None:
    settings = archive(tmp_path, {"mine/main.html": theme}, theme={"custom_dir": "mine"})
    site, said = stamped(settings, tmp_path / "stamped")
    assert differing(site, plainly(settings, tmp_path / "plain")) == []
    assert len(said) == 1
    assert re.fullmatch(r"\S+\.md\u00a0: le thème l’imprime autrement .+ par la voie lente", said[0])


def test_a_theme_that_throws_dice_is_told(tmp_path: Path) -> None:
    theme = "{{ range(1000000) | random }} {{ page.content }}"
    settings = archive(tmp_path, {"mine/main.html": theme}, theme={"custom_dir": "mine"})
    site, said = stamped(settings, tmp_path / "stamped")
    assert len(said) == 1
    assert "L&#8217;été" in site["articles/a1.html"].decode()


# Kept


@pytest.mark.parametrize("site_url", ["", "https://example.org/a/"])
def test_what_is_kept_is_left_alone_and_all_else_is_as_in_a_whole_build(site_url: str, tmp_path: Path) -> None:
    settings = archive(tmp_path, site_url=site_url)
    docs, site = settings.docs_dir, tmp_path / "site"
    stamped(settings, site)
    kept = set(snapshot(docs))
    changed: Files = {
        "articles/a1.md": page("Autre titre", body=BODY.replace("suite", "fin")),
        "articles/new.md": page("Nouveau"),
        "articles/moved1.md": page("Revenu"),
        "essays/essay.md": "# Essai\n\n[Nouveau](../articles/new.md) et [ancien](../articles/a2.md)\n",
        "search/deep/er/x.js": "2",
    }
    write(docs, changed)
    (docs / "articles" / "a5.md").unlink()
    (site / "articles" / "a5.html").unlink()
    (site / "articles" / "a7.html").write_bytes(b"kept, so never looked at")
    published(settings, site, kept=kept - set(changed) - {"articles/a5.md"})
    now = snapshot(site)
    assert now["articles/a7.html"] == b"kept, so never looked at"
    assert differing(now, plainly(settings, tmp_path / "plain")) == ["articles/a7.html"]


def test_links_by_hand_are_checked_though_their_page_is_kept(tmp_path: Path) -> None:
    settings = archive(tmp_path, validation={"links": {"anchors": "warn"}, "nav": {"omitted_files": "ignore"}})
    docs, site = settings.docs_dir, tmp_path / "site"
    stamped(settings, site)
    kept = set(snapshot(docs))
    published(settings, site, kept=kept)
    write(docs, {"articles/a1.md": page("Sans ancre", body="<article>x</article>")})
    with pytest.raises(ArchiveError) as anchor:
        published(settings, site, kept=kept - {"articles/a1.md"})
    assert "does not contain an anchor '#p1'" in str(anchor.value.problems[0].found)
    (docs / "articles" / "a1.md").unlink()
    with pytest.raises(ArchiveError) as link:
        published(settings, site, kept=kept - {"articles/a1.md"})
    assert "target 'articles/a1.md' is not found" in str(link.value.problems[0].found)


def test_nothing_is_kept_where_the_shells_are_off(tmp_path: Path) -> None:
    settings = archive(tmp_path, plugins=["search"])
    site = tmp_path / "site"
    stamped(settings, site)
    (site / "articles" / "a1.html").write_bytes(b"")
    published(settings, site, kept=set(snapshot(settings.docs_dir)))
    assert differing(snapshot(site), plainly(settings, tmp_path / "plain")) == []


def test_the_key_changes_with_all_that_shapes_pages_and_with_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARCHIVE_NAME", "one")
    files: Files = {
        "base.yml": "INHERIT: base2.yml\n",
        "base2.yml": "copyright: !ENV ARCHIVE_NAME\n",
        "mine/main.html": ASKING,
        "own.py": "",
    }
    settings = archive(tmp_path, files, theme={"custom_dir": "mine"}, hooks=["own.py"], INHERIT="base.yml")
    docs = settings.docs_dir
    keys = [publishing_key(settings, docs)]
    for path, content in {
        "docs/articles/a1.md": page("Autre"),
        "docs/articles/index.md": page("Articles", "index", body="<article>121 articles</article>"),
        "docs/essays/essay.md": "# Autre\n",
    }.items():
        write(tmp_path, {path: content})
        assert publishing_key(settings, docs) == keys[0], path
    for path, content in {
        "docs/articles/index.md": page("Tous les articles", "index"),
        "docs/about.md": "# À propos d’autre chose\n",
        "mine/main.html": ASKING + "x",
        "mine/partials/new.html": "x",
        "own.py": "x = 1\n",
        "base2.yml": "copyright: !ENV [OTHER, ARCHIVE_NAME]\n",
    }.items():
        write(tmp_path, {path: content})
        keys.append(publishing_key(settings, docs))
    monkeypatch.setenv("ARCHIVE_NAME", "two")
    keys.append(publishing_key(settings, docs))
    (docs / "about.md").unlink()
    keys.append(publishing_key(settings, docs))
    monkeypatch.setattr("archive.publishing_key.program_key", lambda: "another")
    keys.append(publishing_key(settings, docs))
    assert len(set(keys)) == len(keys)


# Front matter and bodies


def agrees_with_mkdocs(lines: str) -> bool:
    """Whether *lines* are read fast; what is read fast must be what MkDocs reads."""
    fast = front_matter(lines)
    assert fast is None or dict(fast) == get_data(f"---\n{lines}\n---\n")[1]
    return fast is not None


@given(st.dictionaries(st.from_regex(r"\A[a-z_]{1,9}\Z"), st.text() | st.integers() | st.lists(st.text()) | st.none()))
def test_front_matter_is_read_as_mkdocs_reads_it(values: dict[str, object]) -> None:
    for ascii_only in (True, False):
        agrees_with_mkdocs("\n".join(f"{key}: {json.dumps(v, ensure_ascii=ascii_only)}" for key, v in values.items()))


def test_hostile_front_matter_is_read_as_mkdocs_reads_it() -> None:
    texts = [
        *LINES,
        *NAUGHTY,
        MARK,
        "\u2028",
        "\x85",
        "\x7f",
        "\ufeff",
        "\U0001f600",
        "a\\/b",
        "#",
        ": ",
        "---",
        "\n---\n",
    ]
    fast = [agrees_with_mkdocs(f"title: {json.dumps(text, ensure_ascii=False)}") for text in texts]
    assert sum(fast) > 0.9 * len(texts)
    for line in [
        "no: 1",
        "a: 01",
        "a: 1e3",
        "a: 1.5",
        "a: 12:30",
        "a: 2020-02-03",
        "a: yes",
        "a: NaN",
        'a: "\\ud83d\\ude00"',
        'a: "\\u0041"',
        'a: "b" # c',
        'a: "b"\na: "c"',
        'a: {"b": 1}',
        'a: ["b", ["c"]]',
        'a: ["b" , "c"]',
        "a: []",
        'a:  "b"',
        'a: "b" ',
        " a: 1",
        "",
        "a: &x 1",
        'a: !!str "b"',
        "a: -0",
        "a: +1",
        "a: 99999999999999999999",
    ]:
        agrees_with_mkdocs(line)


BLOCKS = [
    "<article>x</article>",
    "<article><article>x</article></article>",
    "<article>x</article> y",
    "<article>x</article><article>y</article>",
    "<article>x</article>\n<p>y</p>",
    "<article><p>x</article>",
    "<article><p></div></p>x</article>",
    "<article>x",
    "<article>a\n\nb</article>",
    "<article>a\n   \nb</article>",
    "<article>a\tb</article>",
    "<article>`a` *b* _c_ [d](e) <f@g.h> <http://i.j></article>",
    "<article>\n```\nx\n```\n</article>",
    "<article><!-- </article> --></article>",
    "<article><script>'</article>'</script></article>",
    "<article><textarea></article></textarea></article>",
    '<article title="</article>">x</article>',
    '<article title="a>b">x</article>',
    "<article title='x'>x</article>",
    '<article title="x>x</article>',
    "<article>&amp &copy; &#12 &#12; &#x41; &</article>",
    "<article>a < b</article>",
    '<article><hr>x<br/>y<img src="a"></article>',
    "<ARTICLE>x</ARTICLE>",
    "<span>x</span>",
    "<div>x</div>",
    "<p>x</p>",
    "  <article>x</article>",
    "<article>\x02x\x03</article>",
    "<article>wzxhzdk:0</article>",
    '<article\n class="a">x</article>',
    "<article>x</article\n>",
    "<article>\u2028\x0b\x0c\x85</article>",
    "<articles>x</articles>",
    "<article><articles></article></articles></article>",
    "<article>{: .a }\n*[HTML]: x\n[^1]: y</article>",
]


@pytest.mark.parametrize("content", BLOCKS)
def test_a_body_taken_for_one_block_is_left_as_it_is_by_markdown(content: str) -> None:
    markdown = Markdown(extensions=["toc", "tables", "fenced_code", "smarty", "attr_list", "abbr", "footnotes"])
    taken = is_one_block(content, frozenset(markdown.block_level_elements))
    assert not taken or markdown.convert(f"{content}\n") == content


def test_ordinary_bodies_are_taken_for_one_block() -> None:
    markdown = Markdown()
    taken = [content for content in (BODY, *BLOCKS) if is_one_block(content, markdown.block_level_elements)]
    assert {BODY, BLOCKS[0], BLOCKS[5], "<div>x</div>"} <= set(taken)
