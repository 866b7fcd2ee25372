"""Undo: an action or a run taken back by a compensating run.

``actions`` finds what is to be undone and writes the run that undoes it; ``compensating`` has the order of
the steps. Each step is named after the room it takes back: ``catalogue``, ``settings``, ``orders``,
``supply``, ``goods``, ``units``. ``step`` says what a step is.
"""

from engine.undo.actions import (
    UNDO,
    NothingOfItCanBeUndone,
    NothingToUndo,
    RedoneSince,
    RunChangedNothing,
    Undone,
    UndoneAlready,
    action_of_run,
    action_since,
    last_action,
    preview,
    row_to_undo,
    undo,
)

__all__ = [
    "UNDO",
    "NothingOfItCanBeUndone",
    "NothingToUndo",
    "RedoneSince",
    "RunChangedNothing",
    "Undone",
    "UndoneAlready",
    "action_of_run",
    "action_since",
    "last_action",
    "preview",
    "row_to_undo",
    "undo",
]
