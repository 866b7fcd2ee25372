"""What every step of an undo shares.

A step is given the transaction (with the action's rows in ``undone_row``), the action and the reason for the
record log; it undoes what it can and answers with a sentence for everything that it had to refuse.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db.session import Transaction
from engine.errors import DeskError

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Action:
    """All rows of the record log that one transaction wrote."""

    first_log_id: int
    last_log_id: int
    logged_at: datetime  # naive UTC
    actor: str
    run_id: int | None
    sentence: str  # of its first row


Step = Callable[[Transaction, Action, str], list[str]]
MOST_TOLD = 50
"""So many edits are refused by name; a file may have brought thousands."""


def attempt(step: Callable[[], object], what: str = "") -> list[str]:
    """Run one engine call; what refuses does so before it writes, so only its sentence is left."""
    try:
        step()
    except DeskError as error:
        return [f"{what} {error}".strip()]
    return []
