"""What every step of an undo shares.

A step is given the transaction (with the action's rows in ``undone_row``), the action and the reason for the
record log; it undoes what it can and answers with a sentence for everything that it had to refuse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import cast

from db.session import Transaction
from engine.errors import DeskError
from engine.rows import LogRow


@dataclass(frozen=True, slots=True)
class Action:
    """What one transaction wrote: its number, and the rows of the record log that carry it."""

    action_id: int
    first_log_id: int
    last_log_id: int
    actor: str
    run_id: int | None
    sentence: str  # of its first row, with the order or shipment it is about
    more: int  # of how many more records it edited the same


Step = Callable[[Transaction, Action, str], list[str]]
MOST_NAMED = 50
"""How many refusals of a kind are given by name; a file may have brought thousands."""


class OldValueUnknown(DeskError):
    """{sentence} It was written before the record log kept what was there before, so it stays; change it back
    by hand."""


class ChangedSinceThen(DeskError):
    """{sentence} {who} made it {now} since then, so it stays."""


def edits(tx: Transaction) -> list[LogRow]:
    """What the action edited, the newest first."""
    return cast("list[LogRow]", tx.rows("undo.edits").to_dicts())


def who_since(tx: Transaction, row: LogRow) -> str:
    """Who edited the same field since a row of the record log."""
    name = tx.value(
        "undo.who_since",
        log_id=row["log_id"],
        record=row["record"],
        record_id=row["record_id"],
        field=row["field"],
    )
    return name or "Something else"


def shortened(sentences: Iterable[str]) -> list[str]:
    """The first of many sentences, and how many more there are."""
    every = list(sentences)
    more = len(every) - MOST_NAMED
    return every if more <= 1 else [*every[:MOST_NAMED], f"{more:,} more of the same kind."]


def attempt(step: Callable[[], object], what: str = "") -> list[str]:
    """Run one engine call; what refuses does so before it writes, so only its sentence is left."""
    try:
        step()
    except DeskError as error:
        return [f"{what} {error}".strip()]
    return []
