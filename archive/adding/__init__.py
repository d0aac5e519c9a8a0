"""From files that people have to new seeds: ``build_archive.py add``.

The way is one: `opening` (files, zips and standard input as bytes, within limits) → `formats` (bytes to `received`
articles, by `encoding` and the reader of each format) → `stated` (what the file says, as front matter) and `proposals`
(what is worked out from the text, as comments that a person may confirm) → `seed_file`. `planning` joins them and is
pure from bytes to bytes; `adding` alone reads the folder, writes, and tells the person at the terminal.
"""
