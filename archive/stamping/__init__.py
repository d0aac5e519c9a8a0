"""What runs in MkDocs' own processes. Above all: generated pages in the theme's shell, without a page object for each.

MkDocs publishes `docs/` as ever: its files, its navigation, its checks of links, its sitemap, its theme. But a
generated page needs little of that. Its body is one block of HTML that Markdown would leave as it is, and its shell is
that of thousands of others. So `hook` keeps these pages from MkDocs' own loops and has them stamped: the theme's
template is rendered once for each shape of page, with marks in the place of what varies (`tracing`, `shells`), and a
page is the parts of that shell with its own values between them.

The site is the same to the byte as without this room, which a sample proves in every build (`stamper`).

`ready` is MkDocs loaded in advance, `showing` its web server.
"""
