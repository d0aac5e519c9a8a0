"""The press archive: seeds and authority records in, a static archive out.

The rooms, from the ground up (each imports only from those above it):

- ``messages``, ``problems``, ``telling``, ``text``, ``disguise``, ``mojibake``, ``date_guesses``, ``dates``,
  ``digests``, ``model``: words and values, no input or output
- ``titles``, ``lists``, ``workers``, ``stamps``, ``memory``, ``condensing``, ``register``, ``known``, ``bytecode``:
  many numbers at once, the machine's cores, all articles in time, and what earlier builds left
- ``languages``, ``strict_yaml``, ``plain_yaml``, ``fields``, ``settings``, ``date_labels``, ``words``, ``seeds``,
  ``authorities``, ``redirects``, ``validation``, ``reading``, ``schemas``: from files to checked values
- ``alphabet``, ``batch``, ``patterns``, ``matching``, ``overlaps``, ``linking``, ``relinking``, ``filing``, ``facets``,
  ``usage``, ``kinship``, ``reuse``, ``fixity``, ``changes``: what follows from them
- ``collection``: all of it in one value
- ``reporting``: a change of it in words, for people who review
- ``generated``, ``html``, ``front_matter``, ``citation``, ``repository``, ``rendering``, ``pages``, ``export``,
  ``scripts``, ``contributing``, ``search``: from values to ``path → text``
- ``unlinked``, ``checking``: what a person should look at
- ``spare``, ``staging``, ``writing``, ``keeping``, ``stamping``, ``publishing``, ``publishing_key``, ``watching``,
  ``earlier``, ``timings``, ``progress``: the disk, MkDocs (stamping runs inside it), and the person at the terminal
- ``adding``: from files that people have to new seeds; nothing of the build needs it
- ``command_line``: what a person may ask
"""
