r"""The search index: what the browser fetches so that it can rank and count as one whole lunr index would.

This is the reference of the format; ``templates/search`` reads it. The rooms: ``analysis`` (text → terms), ``coding``
(numbers as text), ``columnar`` (many of them at once), ``spellings`` (the words of all articles as numbers),
``lexicon`` (which of them are names), ``documents`` (articles as numbers), ``index`` (postings), ``names`` (the words
of records), ``columns`` (what facets need), ``shards`` (which items make a file), ``memory`` (what one build keeps for
the next), ``changes`` (what is made anew), ``finds`` (what words find), ``counts`` (facets counted beforehand),
``lines`` (what is in shards), ``output`` (files and their names), ``chunks`` (what is shown), ``files`` (all of it),
``scripts`` (the programs that read it).

Files
    All lie in ``search/`` and are scripts, so that http and ``file://`` read them alike. ``manifest.js`` holds
    ``archive.manifest(JSON);`` and keeps its name. Every other file, ``NAME.js``, holds ``archive.file("NAME",JSON);``.
    NAME is ``kind-HASH``; HASH is the first 10 hexadecimal digits of the SHA-256 of the JSON's bytes, so another
    content has another name. Below, ``→`` stands for a tab. *Lines* are one string, with a line feed between lines and
    none at the end; cells that are empty at a line's end are left out, with their tabs.

Documents
    are numbered from 0: first the undated by id, then the dated, oldest first; so the usual addition is the last.
    The fields are, in this order, *title*, *text*, *names*, *outlet*.

Numbers
    *base 36*: digits and small letters.
    *count*, from 1: ``A`` is 1, ``B`` 2 … ``Y`` 25; from 26 on ``Z``, base 36, ``.``: 30 is ``Zu.``
    *packed*, from 0: base 26 in letters, the last of them a capital, the others small: 0 is ``A``, 25 ``Z``, 26 ``bA``,
    675 ``zZ``. Packed numbers, and counts, follow each other with nothing between.

Shard table
    Lines ``FIRST HASH`` (with a space): the file ``kind-HASH`` holds the keys from FIRST on to below the next line's
    FIRST. Keys are in the order of their UTF-16 code units, as JavaScript compares. FIRST is no longer than it must
    be, and empty on the first line. An empty table: no files.

Terms
    `archive.search.analysis` says what words, exact forms (folded words) and stems are. *title* and *text* hold stems,
    and *exact marks*: an exact form and ``=``, such as ``hama=``, for each capitalised occurrence of an exact form
    that is a name (nine in ten of its occurrences in the archive are capitalised) and shares its stem with another
    (*hamas*). The browser looks whether there is a term ``FORM=``; it has nothing to work out. *names* and *outlet*
    hold exact forms. The length of a field is the number of its terms, exact marks included. Stop words and elided
    words have no term but count as words where words are numbered.

``manifest.js`` ::

    {"version":2,"documents":5,"undated":0,"language":"fr",
     "analysers":[{"name":"fr","stop":"a ai as …"}],           of the articles' languages, the site's first
     "elisions":"c d entr j jusqu …",
     "fields":[{"name":"title","boost":6,"total":57}, …],      total: of the lengths of all documents
     "columns":"columns-1f0c35ab92",                           a NAME
     "values":"3c90aa17b2 Zu.\n…","whole":"values-77d1…",      see values-HASH; whole is a NAME, empty without documents
     "counts":" 4e…",                                          a shard table
     "terms":" 8a6b0f55d1\nba 0e9d…",                          a shard table, as are filed, vocabulary and records
     "filed":" 1d…","vocabulary":" 77…","records":" 0b…",
     "positions":"directory-5d1c09e2aa",                       a NAME: its JSON is the shard table of positions
     "chunks":"9f21c3d4e5 GFH\n…"}                             see Chunks

    An analyser is ``fr``, ``en``, or ``plain`` for all other languages: a language has the one that is named as its
    BCP 47 tag's first part in small letters.

``terms-HASH`` : lines ``TERM→TITLE→TEXT→RECORDS→MARKED``
    TITLE: for each document, gap in base 36, frequency as count, the length of its title as count. TEXT: gap and
    frequency. A gap is the document's number minus that of the one before it; for the first, plus 1. RECORDS: for each
    record with the exact form TERM in its names, its id, and as count how often. (Ids have no capitals.) MARKED: of the
    stem TERM the exact forms with a mark, with a space between. ::

        alep→1BN4AG→1D2A1Zs.→alepAalep-gouvernoratB

    In the title of document 0 twice (14 terms long) and of 4 once (7 terms); in the texts of 0 (4 times), 2 (once) and
    3 (28 times); the names of *alep* have it once, those of *alep-gouvernorat* twice.

    Field *outlet* of a document is made of the record of its outlet; its length is WORDS of its row in ``columns``.
    *names* is made of the records of its places, actors and sources, each once: see ``filed-HASH``. The records'
    frequencies add up.

``filed-HASH`` : lines ``ID→DOCUMENTS``, by ID
    For each document with the record in its field *names*: gap in base 36, the length of the field as count.

``columns-HASH`` : what there is one of for each document, in the order of their numbers ::

    {"lengths":"kRlC…",                                        packed: the lengths of the texts
     "dates":{"origin":18293,"days":"AcB.A+B-AA.…"},
     "facets":{"outlet":{"values":[["rt-france",2,"RT France","news_outlet",-1,7], …],"unstated":1,
                         "documents":"A..AB.…"}, …}}

    The facets are ``outlet``, ``date``, ``places``, ``actors``, ``sources``, ``language``, ``basis`` (of the date).
    ``values``: rows ``[ID, COUNT, HEADING, TYPE, PARENT, WORDS]``, numbered from 0: each value, then those within it,
    by ID. COUNT: how many documents have it or one within it. PARENT is the number of the row that it lies within, or
    -1. At a row's end what is ``""``, ``-1`` (PARENT) or ``0`` (WORDS) is left out. ``unstated``: how many documents
    state no value; readers know that as the value ``""``, which has no row. ``documents``: for each document the
    numbers of its values, ascending, each as how many lie between it and the one before, packed, then ``.``. It has
    only what it is directly filed under; whatever that lies within follows by PARENT. IDs of ``date`` are ``2020`` and
    within it ``2020-02``; of ``language`` BCP 47 tags; of ``basis`` as in seeds. Rows of these three have no HEADING,
    no TYPE.

    ``days``: for each document START LENGTH ``.`` (from START on, LENGTH days more: 0 is one day), or START ``+`` when
    its end is open or unknown, or END ``-`` when its start is; ``.`` alone when neither is known. All are packed. START
    and END are days after the START or END before it in the list, the first of them days after ``origin``, which is
    days after 1970-01-01 and may be negative.

``values-HASH`` : ``{"places":"…","actors":"…","sources":"…"}``
    ``documents`` of the facets of which a document has many values, for the documents of one range. Each line
    ``HASH COUNT`` of ``values`` is a range, in the order of the documents: its file, and how many it holds, as count.
    ``whole`` has all documents.

``counts-HASH`` : lines ``KEY→PLACES→ACTORS→SOURCES``
    How often the wide facets' values stand in the documents that words find, all of them asked for: packed, first how
    many documents state no value, then of each row; the zeros at the end are left out. The *key* of a word is ``=`` and
    its exact form, if that stands in names or is marked; else its stems in the archive's languages, those that texts
    have, with ``+`` between. KEY: the words' keys, each once, with a space between; stems and keys in the order of
    their UTF-16 code units. There is a line for each word, and for each form of a record without its stop words, that
    finds no fewer documents than there are ranges of ``values`` (most of these would be needed); and none at all
    where the ranges are few. ::

        =alep→CBkA→AC→B
        bombard→AHI

``positions-HASH`` : lines ``STEM→TEXT POSITIONS→TITLE POSITIONS``
    For each document of the stem's TEXT, in the same order, as many packed numbers as its frequency there: how many
    words of the text (of any kind) stand between this occurrence and the one before it, or the text's beginning. The
    same for its TITLE.

``vocabulary-HASH`` : lines ``FORM→STEMS→COUNT→WORD``, one for each exact form of titles, texts and names
    STEMS: for each stem that the form has, as count 1 more than the characters to leave off at its end, then what to
    put there: ``F`` of *gouvernement* is *gouvern*, ``A`` any form itself, ``BA`` two stems (of two languages). COUNT:
    the documents with that stem in title or text, base 36 (of several stems, the highest). WORD: the form as most
    often written, where that differs. A form of names alone has nothing but FORM. ::

        securite→B→1z→sécurité

``records-HASH`` : lines ``ID→KIND→TYPE→COUNT→HEADING→VARIANT→VARIANT…``, by ID
    of each record that a document is filed under, and what it lies within. KIND: ``o``, ``p`` or ``a`` (outlet, place,
    actor). COUNT: the articles on its page, base 36. VARIANTs: other headings, and the forms that mean it anywhere.

Chunks : what is shown of documents, in the order of their numbers
    Each line ``HASH COUNTS`` of ``chunks`` is a volume, whose files are ``chunk-HASH-0``, ``chunk-HASH-1`` and so on;
    HASH is of the JSON of all of them, one after another. COUNTS: for each of its files, as count, how many documents
    it holds. The JSON of a file is a list of documents; what is not known is empty, and so is LANGUAGE when it is the
    manifest's. EDTF is the date as in the seed, DATE LABEL what the site says for it, BODY verbatim. ::

        [[ID,TITLE,LANGUAGE,OUTLET,EDTF,DATE LABEL,AUTHOR,URL,BODY], …]
"""
