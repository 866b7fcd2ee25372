"""How the desk is kept: one DuckDB file that processes lend each other. Business words are in .sql files.

- ``session``: transactions and snapshots. Begin here. ``transaction``: named queries in, rows out, ``frames``
  among them. ``values``: what goes into them. ``memory``: what a writer need not ask again. ``queries``:
  every statement by its name. ``days``: where an instant becomes a day.
- ``lease``: which process has the file open. ``line``: who waits for it. ``gate``: who may work in this
  process. ``patience``: how long somebody waits. ``watching``: when it is handed over.
  ``shown``: what others read while it is not.
- ``files``, ``content``, ``log``: whether what lies on the disk is still the desk. ``whole``: all that a
  closed desk is made of. ``closed``: one read as it is. ``scratch``: files that are not whole yet.
  ``beside``: what the small files beside it are called.
- ``making``: whether opening may make a desk. ``migrate``: a desk brought up to this version.
- ``duck``: the one module that imports DuckDB. ``batch``: a database in memory for rows from elsewhere.
- ``errors``: one class, one sentence. ``machine``: what the machine refuses.
"""

import os

# Polars reads it when it is imported, which no process does before it imports this package. Nearly all frames
# have few rows: threads that wake up to share them cost an act a tenth of its time. What is large, DuckDB
# works on with every core.
os.environ.setdefault("POLARS_MAX_THREADS", "1")
