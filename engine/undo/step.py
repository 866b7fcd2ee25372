"""What every step of an undo shares.

A step is given the transaction (with the action's rows in ``undone_row``), the action and the reason for the
record log; it undoes what it can and answers with a sentence for everything that it had to refuse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from db.session import Transaction
from engine.errors import DeskError
from engine.quantities import counted
from engine.rows import LogRow
from engine.rules.enumeration import in_a_row


@dataclass(frozen=True, slots=True)
class Action:
    """What one transaction wrote: its number, and the rows of the record log that carry it."""

    action_id: int
    first_log_id: int
    last_log_id: int
    actor: str
    run_id: int | None
    sentence: str  # of its most telling row, with the order or shipment it is about
    more: int = 0  # rows that say the same of others, or of other lines
    others: Sequence[str] = ()  # the first of the records of which they say it; none if it is one record
    other_records: int = 0  # how many these are in all
    changes: int = 0  # how many changes of other kinds it made
    changed: Sequence[str] = ()  # the first of the records that these changed; none if it is one record
    changed_records: int = 0  # how many these are in all

    @property
    def title(self) -> str:
        """What was done, with how much more of it there is: ``Order 1001: priority changed from 0 to 5; and 2
        more like it (1002 and 1003).``"""
        told = [self.sentence.rstrip(".")]
        if self.more:
            told.append(f"and {self.more:,} more like it{_listed(self.others, self.other_records)}")
        if self.changes:
            told.append(
                f"and {counted(self.changes, 'other change')}{_listed(self.changed, self.changed_records)}"
            )
        return f"{'; '.join(told)}."


def _listed(names: Sequence[str], total: int) -> str:
    """``(1002 and 1003)``; of more than are named, ``(1002, 1003, 1004 and 9 more)``; of none, nothing."""
    rest = total - len(names)
    first = [*names, f"{rest:,} more"] if rest > 0 else list(names)
    return f" ({in_a_row(first)})" if names else ""


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
    """The first of many sentences, each once, and how many more there are."""
    every = list(dict.fromkeys(sentences))
    more = len(every) - MOST_NAMED
    return every if more <= 1 else [*every[:MOST_NAMED], f"{more:,} more of the same kind."]


def attempt(step: Callable[[], object], what: str = "") -> list[str]:
    """Run one engine call; what refuses does so before it writes, so only its sentence is left."""
    try:
        step()
    except DeskError as error:
        return [f"{what} {error}".strip()]
    return []
