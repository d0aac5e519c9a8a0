"""The press archive: seeds and authority records in, a static archive out.

The rooms, from the ground up (each imports only from those above it):

- ``problems``, ``text``, ``dates``, ``model``: words and values, no input or output
- ``strict_yaml``, ``fields``, ``settings``, ``date_labels``, ``words``, ``seeds``, ``authorities``, ``validation``,
  ``reading``: from files to checked values
- ``linking``, ``facets``, ``usage``, ``kinship``: what follows from them
- ``collection``: all of it in one value
- ``html``, ``citation``, ``repository``, ``rendering``, ``pages``, ``export``, ``scripts``, ``contributing``,
  ``search``: from values to ``path → text``
- ``writing``, ``publishing``, ``watching``, ``progress``: the disk, MkDocs, and the person at the terminal
"""
