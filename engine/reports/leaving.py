"""When a Complete order can leave: on the day of its latest line, or what stands in the way (R40)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from engine import days
from engine.model import Qty
from engine.parts import Part, Parts, Source
from engine.quantities import counted, spelled


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """What waits of a typed line, or has its stock and is paused (R45)."""

    line: int
    lic: str
    parts: Parts
    short: Qty  # units of it that neither lie there nor come; of a whole line fewer than its part says


@dataclass(frozen=True, slots=True)
class Leaving:
    """When an order can leave complete, as a day and in a sentence."""

    on: date | None  # today: with the next sweep; None while some unit has no day
    sentence: str


def when(lines: Sequence[WaitingLine], today: date) -> Leaving | None:
    """The day of the latest of an order's waiting and paused lines, or what keeps it from having one; None:
    there is none.

    What is not ordered stands before what is overdue or has no day: it will not come by waiting.
    """
    every = [part for line in lines for part in line.parts]
    if not every:
        return None
    if bare := _bare(lines):
        return Leaving(None, f"It cannot leave complete while {_not_ordered(bare)} not ordered.")
    for source, clause in _UNDATED.items():
        if any(part.source is source for part in every):
            return Leaving(None, f"It cannot leave complete while {clause}.")
    if stuck := [part for part in every if not part.is_dated(today)]:
        return Leaving(None, f"It cannot leave complete before {_awaited(stuck, today)}.")
    on = max(part.due_on or today for part in every)
    if on == today and all(part.source is Source.SHELF and not part.due_on for part in every):
        return Leaving(on, "The order can leave complete with the next sweep.")
    return Leaving(on, f"The order can leave complete by {days.spelled(on, today)}.")


_UNDATED: Final = {Source.HOLD: "some of it is on hold", Source.IDLE: "backorder management is off"}
"""What has no day until somebody acts, and while what that is so."""


def _bare(lines: Sequence[WaitingLine]) -> list[tuple[Qty, str]]:
    """The units that are short and the LIC of each typed line that is not ordered in full, most units first.

    What others of its order keep from being filled is short of nothing itself; where nothing is, all that is
    not ordered counts.
    """
    short, bare = defaultdict[tuple[int, str], Qty](Qty), defaultdict[tuple[int, str], Qty](Qty)
    for line in lines:
        for part in line.parts:
            if part.source is Source.NONE:
                short[line.line, line.lic] += min(line.short, part.qty)
                bare[line.line, line.lic] += part.qty
    lacking = {line: qty for line, qty in short.items() if qty} or bare
    return sorted(((qty, lic) for (_, lic), qty in lacking.items()), key=lambda one: -one[0])


def _not_ordered(bare: Sequence[tuple[Qty, str]]) -> str:
    (qty, lic), others = bare[0], len(bare) - 1
    beside = f" and {counted(others, 'other line')}" if others else ""
    return f"{spelled(qty)} of {lic}{beside} {'is' if qty == 1 and not others else 'are'}"


def _awaited(stuck: Sequence[Part], today: date) -> str:
    """The purchase orders that have no day: the one overdue longest, and how many others."""
    worst = min(stuck, key=lambda part: (part.due_on or date.max, part.po or ""))
    due = f"which was due {days.spelled(worst.due_on, today)}" if worst.due_on else "for which no day is said"
    others = len({part.po for part in stuck}) - 1
    if not others:
        return f"{worst.po} comes, {due}"
    return f"{worst.po}, {due}, and {counted(others, 'other purchase order')} come"
