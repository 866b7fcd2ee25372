"""The promise ledger: in which parts each line waits and until when, every change of that and its cause, kept
or broken (R40).

- ``refreshing``: what every event that can move a day ends with.
- ``outlook``: what waits, and in which parts it is filled, by what is known now.
- ``adding_up``, ``walking``: when each unit is filled; frames in, frames out.
- ``reach``: for which pools that is asked after an act, where orders tie them together.
- ``news``: what of that is new to the ledger; frames in, frames out.
- ``ledger``: what was told, read by the pages.
"""

from engine.promises.ledger import (
    by_customer,
    by_vendor,
    history,
    moved,
    newest,
    slips,
    waiting_days,
    waiting_promises,
    with_moves_said,
    worded,
)
from engine.promises.outlook import project
from engine.promises.refreshing import refresh, refresh_firm, refresh_orders, refresh_po, refresh_pos, tried

__all__ = [
    "by_customer",
    "by_vendor",
    "history",
    "moved",
    "newest",
    "project",
    "refresh",
    "refresh_firm",
    "refresh_orders",
    "refresh_po",
    "refresh_pos",
    "slips",
    "tried",
    "waiting_days",
    "waiting_promises",
    "with_moves_said",
    "worded",
]
