"""What each line of a draft would get, in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from engine.orders.entry import Line, Prospect
from engine.quantities import spelled
from pages.parts import formats

_AT_ONCE: Final = {False: "now", True: "set aside"}
"""What becomes of the units that are there, by whether they are held until all can go."""


def prospect(line: Line, *, held: bool) -> str:
    """What a line would get, in words; ``held``: of a Complete order, of which a line is short."""
    now, later = spelled(line.now), spelled(line.later)
    return {
        Prospect.READY: "● Set aside until all can go" if held else "● Ships now",
        Prospect.SPLIT: f"◐ {now} {_AT_ONCE[held]}, {later} on backorder",
        Prospect.WHOLE: f"◔ All {spelled(line.qty)} wait together",
        Prospect.WAITS: f"◔ {spelled(line.qty)} on backorder",
        Prospect.UNDECIDED: f"? Decide: {now if line.now else 'none'} of {spelled(line.qty)} available",
        Prospect.REFUSED: f"✕ Discontinued: {now if line.now else 'none'} of {spelled(line.qty)} left",
        Prospect.UNSTOCKED: "● Ships with the order",
    }[line.prospect]


def is_held(lines: list[Line], *, complete: bool) -> bool:
    """Whether nothing of a draft ships at once: it is ``complete``, and one of its lines is short."""
    return complete and any(line.prospect not in (Prospect.READY, Prospect.UNSTOCKED) for line in lines)


def totals(lines: list[Line], *, complete: bool) -> str:
    """``4 lines, 87 units, worth EUR 812: 71 now, 16 later``; of a Complete order of which a line is short,
    ``71 set aside, 16 later``."""
    ordered = sum((line.qty for line in lines), Decimal(0))
    now = sum((line.now for line in lines if line.prospect is not Prospect.WHOLE), Decimal(0))
    value = sum((line.value for line in lines if line.value is not None), Decimal(0))
    words = f"{formats.count(len(lines), 'line')}, {formats.units(ordered)}"
    if value:
        words = f"{words}, {formats.worth_clause(value)}"
    held = is_held(lines, complete=complete)
    return (
        f"{words}: {spelled(now)} {_AT_ONCE[held]}, {spelled(ordered - now)} later"
        if ordered > now
        else f"{words}, all available now"
    )
