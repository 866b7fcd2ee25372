"""The queue alone: rows that are in memory already, walked by a policy, beside a sort of one packed key."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

import numpy as np

from engine import allocation, queues
from engine.model import MayGain, Policy
from tests.bench.measuring import Act
from tests.bench.world import World


def walk(policy: Policy) -> Callable[[World], Act]:
    """A walk of every open line that is not firm, by a policy."""

    def ready(world: World) -> Act:
        stack = ExitStack()
        tx = stack.enter_context(world.desk.snapshot())
        allocation.select_pools(tx, [])
        queue, terms = queues.read_short(tx)

        def act() -> None:
            with stack:
                queues.walk(tx, queue, MayGain.ALL, policy, terms)

        return act

    return ready


def packed_sort(world: World) -> Act:
    """One packed key (LIC, priority, row) sorted, and one segmented sum along it."""
    lines = world.floors.lines()
    lic, band, qty, stock = (lines[name].to_numpy() for name in ("lic", "band", "qty", "stock"))
    row_bits = max(len(lic).bit_length(), 1)

    def act() -> None:
        key = (
            (lic.astype(np.int64) << (row_bits + 4))
            | (band.astype(np.int64) << row_bits)
            | np.arange(len(lic))
        )
        key.sort()
        order = key & ((1 << row_bits) - 1)
        sorted_lic, sorted_qty = lic[order], qty[order]
        upto = np.cumsum(sorted_qty) - sorted_qty
        begins = np.flatnonzero(np.r_[True, sorted_lic[1:] != sorted_lic[:-1]])
        ahead = upto - np.repeat(upto[begins], np.diff(np.r_[begins, len(lic)]))
        granted = np.empty_like(qty)
        granted[order] = np.clip(stock[order] - ahead, 0, sorted_qty)

    return act
