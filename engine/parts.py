"""The parts in which a waiting line is filled: what by which day, and what nobody has ordered (R40).

Said in one way on every screen and in one way in every file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, TypedDict

from engine import days
from engine.model import Qty
from engine.quantities import spelled
from engine.rules import letters
from engine.rules.holds import UNTIL_LIFTED
from engine.rules.letters import When


class Source(StrEnum):
    """Where units that wait will come from."""

    SHELF = "shelf"  # they lie there; the next sweep gives them, or that of the day on which they are wanted
    PO = "po"  # an open purchase order brings them
    HOLD = "hold"  # they are on hold until somebody lifts it (R45)
    NONE = "none"  # no open purchase order covers them
    IDLE = "idle"  # they lie there, and no sweep gives them: backorder management is off (R25)


@dataclass(frozen=True, slots=True)
class Part:
    """Some of a line's waiting units, which come together."""

    qty: Qty
    source: Source
    due_on: date | None  # when it is expected; None: nobody said, with the next sweep, or never
    po: str | None  # the number of the purchase order

    def is_late(self, today: date) -> bool:
        """Whether the day has passed on which a purchase order was due."""
        return self.source is Source.PO and self.due_on is not None and self.due_on < today

    def is_dated(self, today: date) -> bool:
        """Whether there is a day for it that can be told: the next sweep's, or one that is still to come."""
        return self.source is Source.SHELF or (self.due_on is not None and not self.is_late(today))


Parts = Sequence[Part]


class StoredPart(TypedDict):
    """A part as tables keep it, in a list of such."""

    qty: Qty
    source: str
    due_on: date | None
    po: str


def of_rows(rows: Sequence[StoredPart] | None) -> list[Part]:
    """Parts as tables keep them; in one, what comes from one place on one day and was promised for two."""
    units = dict[tuple[str, date | None, str], Qty]()
    for row in rows or ():
        whence = row["source"], row["due_on"], row["po"]
        units[whence] = units.get(whence, Qty(0)) + row["qty"]
    return [Part(qty, Source(source), due_on, po) for (source, due_on, po), qty in units.items()]


def swept(parts: Parts, *, is_swept: bool) -> list[Part]:
    """Parts as they can be told: while no sweep runs (R25), what lies there has no day.

    What is kept of a promise does not depend on it; who reads one asks whether sweeps are on.
    """
    if is_swept:
        return list(parts)
    idle = [part.qty for part in parts if part.source is Source.SHELF]
    others = [part for part in parts if part.source is not Source.SHELF]
    return [Part(sum(idle, Qty(0)), Source.IDLE, None, None), *others] if idle else others


def paused(qty: Qty, until: date) -> Part:
    """Units that lie there for a line and are paused until a day, or until it is lifted (R45)."""
    return (
        Part(qty, Source.HOLD, None, None) if until == UNTIL_LIFTED else Part(qty, Source.SHELF, until, None)
    )


_WITHOUT: Final = {
    Source.HOLD: "on hold",
    Source.NONE: "not ordered",
    Source.IDLE: "on hand while backorder management is off",
}
"""What has no day, and why."""


def in_file(parts: Parts, today: date) -> str:
    """``18 2026-12-05 PO101; 10 not ordered``, as files have it."""
    return "; ".join(f"{spelled(part.qty)} {_filed(part, today)}" for part in parts)


def _filed(part: Part, today: date) -> str:
    if part.source is Source.SHELF:
        return f"{part.due_on} on hand" if part.due_on and part.due_on >= today else "next sweep"
    if part.source is Source.IDLE:
        return "no day on hand"
    if part.source in _WITHOUT:
        return _WITHOUT[part.source]
    if part.due_on is None:
        return f"no day {part.po}"
    return f"{'overdue ' if part.is_late(today) else ''}{part.due_on} {part.po}"


def in_words(parts: Parts, today: date) -> str:
    """``18 by 5 Dec (PO101), 10 not ordered``, as people read it; of a single part its units are left out."""
    if len(parts) == 1:
        return _alone(parts[0], today)
    return ", ".join(f"{spelled(part.qty)} {_beside(part, today)}" for part in parts)


def _alone(part: Part, today: date) -> str:
    if part.is_late(today):
        return f"overdue: {part.po} was {_due(part, today)}, no new day"
    return _beside(part, today)


def _beside(part: Part, today: date) -> str:
    if part.source is Source.SHELF:
        if part.due_on is None or part.due_on < today:
            return "with the next sweep"
        return f"on {days.spelled(part.due_on, today)}, from what is there"
    if part.source in _WITHOUT:
        return _WITHOUT[part.source]
    if part.due_on is None:
        return f"on {part.po}, no day said"
    if part.is_late(today):
        return f"overdue ({part.po}, {_due(part, today)})"
    return f"by {days.spelled(part.due_on, today)} ({part.po})"


def _due(part: Part, today: date) -> str:
    return f"due {days.spelled(part.due_on, today)}" if part.due_on else ""


def leaving(parts: Parts, today: date) -> dict[tuple[When, date | None], Qty]:
    """When units that wait leave, as their customer is told it, with the day where there is one: how many.

    A day that has passed is none, and neither is that of a hold. What lies there and is given on a day
    follows on it, on the day itself, too: its order may grow old only later then.
    """
    units = dict[tuple[When, date | None], Qty]()
    for part in parts:
        leaves = _leaves(part, today)
        units[leaves] = units.get(leaves, Qty(0)) + part.qty
    return units


def _leaves(part: Part, today: date) -> tuple[When, date | None]:
    if part.source is Source.NONE:
        return When.NOT_ORDERED, None
    if part.source is Source.SHELF and (part.due_on is None or part.due_on < today):
        return When.NEXT, None
    has_day = part.source is not Source.HOLD and part.due_on is not None and part.due_on >= today
    return (When.FOLLOWS, part.due_on) if has_day else (When.NO_DAY, None)


def for_customer(parts: Parts, today: date) -> str:
    """``10 by 5 December 2026, 8 later: we will write as soon as there is a day``, as paper tells a customer.

    It names no purchase order; whether units are ordered is our affair.
    """
    units = dict[str, Qty]()
    for (when, due_on), qty in leaving(parts, today).items():
        words = _on_paper(when, due_on)
        units[words] = units.get(words, Qty(0)) + qty
    if len(units) > 1:
        return ", ".join(f"{spelled(qty)} {words}" for words, qty in units.items())
    return next(iter(units), _LATER)


_LATER: Final = f"later: {letters.NO_DAY_YET}"


def _on_paper(when: When, due_on: date | None) -> str:
    if when is When.NEXT:
        return "with the next shipment"
    return f"by {letters.day(due_on)}" if due_on else _LATER


def whole_by(on: date | None, today: date) -> str:
    """``all by 5 Dec``: what was told while the ledger had only the day of the last unit."""
    return "not on order" if on is None else f"all by {days.spelled(on, today)}"


def until(parts: Parts, today: date, on_the_way: Qty, if_ordered_on: date | None) -> str:
    """Until when a line waits, in sentences; empty for one that does not.

    ``on_the_way``: units that open purchase orders have left for it after those ahead; ``if_ordered_on``:
    when what is not ordered would come if it were ordered today, which is never a promise.
    """
    if not parts:
        return ""
    if all(part.source is Source.NONE for part in parts):
        sentence = _nothing(on_the_way)
    elif len(parts) == 1 and parts[0].source is Source.HOLD:
        sentence = "No day while it is on hold."
    elif len(parts) == 1 and parts[0].source is Source.IDLE:
        sentence = "No day while backorder management is off."
    elif len(parts) == 1 and parts[0].is_late(today):
        sentence = f"It is {in_words(parts, today)}."
    else:
        sentence = f"Expected{':' if len(parts) > 1 else ''} {in_words(parts, today)}."
    if if_ordered_on is not None and parts[-1].source is Source.NONE:
        sentence += f" If ordered today: {days.spelled(if_ordered_on, today)}."
    return sentence


def _nothing(on_the_way: Qty) -> str:
    if on_the_way <= 0:
        return "Nothing is on order for it."
    are = "is" if on_the_way == 1 else "are"
    return (
        f"Not ordered in full: {spelled(on_the_way)} {are} on the way for it, and it is filled all at once."
    )
