"""Settling: read what an event touches, let the policy decide, write the difference, log it (R15 to R23).

- ``settling``: the one function ``settle_as`` in which every event ends that moves stock or demand.
- ``changes``: where a walk differs from what is, and who took how much from whom; frames in, frames out.
- ``sentences``: the rows of the record log that tell of it.
"""

from engine.allocation.changes import Decision, after
from engine.allocation.sentences import GIVEN_BACK
from engine.allocation.settling import (
    Filled,
    Settled,
    decide,
    decision_of,
    select_orders,
    select_pools,
    select_pools_of_orders,
    settle,
    settle_as,
    settle_orders,
    watched,
    write_changes,
)

__all__ = [
    "GIVEN_BACK",
    "Decision",
    "Filled",
    "Settled",
    "after",
    "decide",
    "decision_of",
    "select_orders",
    "select_pools",
    "select_pools_of_orders",
    "settle",
    "settle_as",
    "settle_orders",
    "watched",
    "write_changes",
]
