"""Letters about one order (R51): its acknowledgement, and the question when a day slipped.

Both are written of what is so when somebody reads or sends them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, TypedDict

from db.session import Transaction
from engine import parts, preferences, rows
from engine.model import Qty
from engine.parts import Part, Source, StoredPart
from engine.quantities import spelled
from engine.rules import letters
from engine.rules.letters import LetterKind, Ordered, Slipped, When

SUBJECTS: Final = {
    LetterKind.NEWS: "",
    LetterKind.ACKNOWLEDGEMENT: ": received",
    LetterKind.QUESTION: ": what shall we do?",
}
"""What stands behind the orders in the subject of each kind."""


class Named(TypedDict):
    """What every row of a letter names."""

    notice_id: int
    customer_name: str
    order: str
    lic: str
    description: str


class Acknowledged(Named):
    """A typed line as an acknowledgement says it (``questions.acknowledged``)."""

    is_complete: bool
    held_qty: Qty
    paused_qty: Qty  # has its stock and may not leave yet (R45)
    paused_until: date | None
    wait_qty: Qty
    parts: list[StoredPart] | None  # of what waits; null: not known


class Asked(Named):
    """A typed line as a question says it (``questions.asked``)."""

    qty: Qty
    first_on: date
    due_on: date | None


def item(row: Any) -> str:
    """A LIC with its description."""
    return f"{row['lic']} ({row['description']})" if row["description"] else str(row["lic"])


def acknowledgements(tx: Transaction, notice_ids: Sequence[int]) -> dict[int, str]:
    """The letters of drafts of acknowledgements: notice_id -> body."""
    if not notice_ids:
        return {}
    found = rows.of(Acknowledged, tx.rows("questions.acknowledged", notice_ids=list(notice_ids)))
    is_swept = preferences.read(tx).backorder_management
    return {
        number: letters.acknowledgement(
            name, order, [one for row in mine for one in _ordered(row, tx.today, is_swept=is_swept)]
        )
        for (number, name, order), mine in groupby(found, _LETTER)
    }


def questions(tx: Transaction, notice_ids: Sequence[int]) -> dict[int, str]:
    """The letters of drafts of questions: notice_id -> body."""
    if not notice_ids:
        return {}
    found = rows.of(Asked, tx.rows("questions.asked", notice_ids=list(notice_ids)))
    return {
        number: letters.question(name, order, list(_slipped(mine)))
        for (number, name, order), mine in groupby(found, _LETTER)
    }


_LETTER: Final = itemgetter("notice_id", "customer_name", "order")


def _ordered(row: Acknowledged, today: date, *, is_swept: bool) -> Iterator[Ordered]:
    """What becomes of the units of a line."""
    if row["held_qty"]:
        when = When.SET_ASIDE if row["is_complete"] else When.NOW
        yield Ordered(when, spelled(row["held_qty"]), item(row), None)
    unknown = [Part(row["wait_qty"], Source.PO, None, None)] if row["wait_qty"] else []
    paused = [parts.paused(row["paused_qty"], row["paused_until"])] if row["paused_until"] else []
    later = [*paused, *(parts.of_rows(row["parts"]) or unknown)]
    for (when, due_on), qty in parts.leaving(parts.swept(later, is_swept=is_swept), today).items():
        yield Ordered(when, spelled(qty), item(row), due_on)


def _slipped(asked: Iterable[Asked]) -> Iterator[Slipped]:
    for row in asked:
        yield Slipped(spelled(row["qty"]), item(row), row["first_on"], row["due_on"])


def keep(tx: Transaction, notice_ids: Sequence[int]) -> None:
    """Keep what these letters tell of lines, before they are settled."""
    for step in ("keep_acknowledged", "keep_asked"):
        tx.write(f"questions.{step}", notice_ids=list(notice_ids))
