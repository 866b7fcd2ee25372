"""What an order that is filled whole or not at all lacks of several LICs at once (R41, R43).

More of one of them alone would not fill it, nor any of its lines.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from engine.model import Allotment, Grains, PoolNo

_MOST_TRIALS: Final = 8
"""How many walks look for what is enough, and how many for less of each pool."""
_MOST_POOLS: Final = 5
"""Less is looked for of so many pools at most, since each takes its walks."""

More = Mapping[PoolNo, Grains]
"""What comes into pools, all of it together."""


def enough(
    walk: Callable[[More], Allotment],
    is_filled: Callable[[Allotment], bool],
    short: Callable[[Allotment], More],
    everybody: More,
    steps: More,
) -> More:
    """What has to come into the pools of an order so that it is filled: a walk has shown that it is enough,
    and a few walks find no less of any of it. Empty where nothing is enough.

    ``short``: what a walk left short at the turn of the order, by pool. ``everybody``: what all can use.
    ``steps``: nothing finer is tried.
    """
    more = _climbed(walk, is_filled, short, everybody)
    lacking = [pool for pool, qty in more.items() if qty]
    # Twice: with less of one pool, others may let go of what they would have taken of another.
    for _ in range(2 if len(lacking) <= _MOST_POOLS else 0):
        before = dict(more)
        for pool in lacking:

            def is_enough(qty: Grains, pool: PoolNo = pool) -> bool:
                return is_filled(walk(more | {pool: qty}))

            more[pool] = _least(is_enough, more[pool], steps[pool])
        if more == before:
            break
    return {pool: qty for pool, qty in more.items() if qty}


def _climbed(
    walk: Callable[[More], Allotment],
    is_filled: Callable[[Allotment], bool],
    short: Callable[[Allotment], More],
    everybody: More,
) -> dict[PoolNo, Grains]:
    """What is enough, as a few walks show, each by what it left short; empty where nothing is."""
    more: dict[PoolNo, Grains] = dict.fromkeys(everybody, 0)
    for _ in range(_MOST_TRIALS):
        result = walk(more)
        if is_filled(result):
            return more
        lacked = short(result)
        if not any(lacked.values()):
            break
        more = {pool: qty + lacked[pool] for pool, qty in more.items()}
    return dict(everybody) if is_filled(walk(everybody)) else {}


def _least(is_enough: Callable[[Grains], bool], most: Grains, step: Grains) -> Grains:
    """A quantity that is enough, as ``most`` is, and as a few trials find none below it.

    ``most`` is mostly the least itself, so that is tried first: a walk may be one through a whole desk.
    """
    low, high = -1, most // step
    trial = high - 1
    for _ in range(_MOST_TRIALS):
        if high - low < 2:
            break
        low, high = (low, trial) if is_enough(trial * step) else (trial, high)
        trial = (low + high) // 2
    return high * step
