"""The command line: ``backorder``, every use case without a browser. A command's file is the command's name.

- ``app``: the commands together, what is given before them, exit codes. Begin here.
- ``context``: the options given before a command, and the desk they name.
- ``arguments``: what several commands are given, and how such texts are read.
- ``output``: results as sentences and tables, or as JSON; a bar while something long runs.
- ``answers``: what several commands answer alike.
- ``confirm``: edits by which others lose stock are shown first, on a terminal.
- ``unforeseen``: what nobody foresaw is written down.
- every other file: the command of its name (``import_`` and ``return_`` are words of Python without the _).

Heavy libraries are imported inside the commands that need them, so that ``backorder --help`` answers at once.
"""

from engine.cli.app import app, main, run

__all__ = ["app", "main", "run"]
