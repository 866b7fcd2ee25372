"""Adjusting stock by hand: the same on the supply page and on a LIC's own."""

from __future__ import annotations

from decimal import Decimal

from engine import stock
from engine.errors import DeskError
from engine.quantities import parse
from pages.parts import desk, formats


def adjust(lic: str, typed: str, reason: str, warehouse: str | None) -> bool:
    """Post an adjustment as typed and say what it did, or what is wrong with it; True once it is saved."""
    try:
        units = parse(typed.replace("−", "-"), lic)
    except DeskError as error:
        desk.refuse(error)
        return False
    with desk.attempting() as attempt:
        settled = stock.adjust(attempt.tx, lic, units, reason=reason, warehouse=warehouse)
        desk.say(f"{lic}: on hand {_signed(units)} ({reason.strip()}).")
        if settled.lines_released:
            desk.say(f"{formats.count(settled.lines_released, 'line')} lost stock and wait again.")
    return attempt.saved


def _signed(units: Decimal) -> str:
    return f"{'+' if units > 0 else '−'}{formats.qty(abs(units))}"
