"""When a pool is ordered for, and how much (R36, R44, R47)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR

from engine.model import LARGEST, NOTHING, Qty


@dataclass(frozen=True, slots=True)
class Levels:
    """How a pool is kept filled (R35). ``target`` is above ``level`` (R38)."""

    level: Qty
    target: Qty
    multiple: Qty  # orders come in multiples of this; 0 or 1: no matter
    minimum: Qty  # the least that is ordered at once


def need(total: Qty, levels: Levels, ordered_by_hand: Qty = NOTHING) -> Qty:
    """What to order for a pool now; zero when ``total`` is above the level (R36).

    Never more than one purchase order line may say: the rest is needed again once that one is open.
    ``total``: available + on order. ``ordered_by_hand``: on the pending automatic PO but changed by a person;
    it is
    left alone and counts against the need (R37).

    >>> from decimal import Decimal as D
    >>> need(D(10), Levels(level=D(10), target=D(50), multiple=D(1), minimum=D(0)))
    Decimal('40')
    """
    if total > levels.level:
        return NOTHING
    missing = levels.target - total - ordered_by_hand
    if missing <= 0:
        return NOTHING
    return in_lots(missing, levels.multiple, levels.minimum)


def fetched(needed: Qty, spare: Qty, levels: Levels) -> Qty:
    """What of it is fetched from a warehouse where so much is to spare: in multiples, and not less than the
    minimum (R47).

    >>> from decimal import Decimal as D
    >>> fetched(D(40), D(29), Levels(level=D(10), target=D(50), multiple=D(10), minimum=D(20)))
    Decimal('20')
    """
    if needed <= spare:
        return needed
    most = _rounded(max(spare, NOTHING), levels.multiple, ROUND_FLOOR)
    return most if most >= levels.minimum else NOTHING


def in_lots(missing: Qty, multiple: Qty, minimum: Qty) -> Qty:
    """What is ordered where so many units are missing: at least the minimum, in multiples (R36).

    >>> from decimal import Decimal as D
    >>> in_lots(D(13), multiple=D(12), minimum=D(0))
    Decimal('24')
    """
    needed = _rounded(max(missing, minimum), multiple, ROUND_CEILING)
    return needed if needed <= LARGEST else _rounded(LARGEST, multiple, ROUND_FLOOR)


def _rounded(qty: Qty, multiple: Qty, rounding: str) -> Qty:
    if multiple <= 0:
        return qty
    return (qty / multiple).to_integral_value(rounding=rounding) * multiple
