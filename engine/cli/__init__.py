"""The command line: ``backorder``, every use case without a browser. A command's file is the command's name.

- ``app``: the commands together, what is given before them, exit codes. Begin here.
- ``commands``: which there are; each is read in when it is asked for.
- ``context``: the options given before a command, and the desk they name.
- ``arguments``: arguments that several commands take, and how their texts are read. ``naming``: those that
  only the desk can tell apart. ``edit_texts``: from the options of ``whatif`` to edits.
- ``output``: results as sentences and tables, or as JSON; a bar while something long runs.
- ``answers``: what several commands answer in the same way.
- ``confirm``: edits that take stock from others, shown first on a terminal or on a page.
- ``typed``: a command line typed on a page.
- every other file: the command of its name. ``import_``, ``print_`` and ``return_`` have a _ because Python
  uses these words itself.

Only the command that is asked for is read in, so that ``backorder --help`` answers at once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final, NoReturn

__all__ = ["STOPPED", "main", "run"]

STOPPED: Final = 130
"""The exit code of a command that was stopped with Ctrl-C, as everywhere."""
SENTENCE_OF_STOPPED: Final = "It was stopped; what was not finished is not saved."


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """The console script ``backorder``; stopped before it is read in, it ends without a word of Python's."""
    try:
        code = run(arguments)
    except KeyboardInterrupt:
        sys.stderr.write(f"{SENTENCE_OF_STOPPED}\n")
        code = STOPPED
    sys.exit(code)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code: 1 for a refusal, 2 for wrong usage, 130 if it was
    stopped; never raises."""
    from engine.cli import app  # here, so that Ctrl-C while it is read in is answered by ``main``

    return app.run(arguments)
