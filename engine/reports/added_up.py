"""What each balance of a LIC is added up from: the rows, or two other balances (R1)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

import polars as pl

from db.session import Transaction
from engine import stock
from engine.model import LineState, PoState
from engine.reports import demand


class Balance(StrEnum):
    """A balance, by the name that ``stock.balances`` has for it."""

    ON_HAND = "on_hand"
    ALLOTTED = "allotted"
    FREE = "free"
    WAITING = "backordered"
    DEMAND = "demand"
    AVAILABLE = "available"
    ON_ORDER = "on_order"
    TOTAL = "total"


TERMS: Final[Mapping[Balance, tuple[tuple[Balance, int], ...]]] = {
    Balance.FREE: ((Balance.ON_HAND, 1), (Balance.ALLOTTED, -1)),
    Balance.AVAILABLE: ((Balance.ON_HAND, 1), (Balance.DEMAND, -1)),
    Balance.TOTAL: ((Balance.AVAILABLE, 1), (Balance.ON_ORDER, 1)),
}
"""The balances that are others added up, each with its sign."""

EVERY: Final = 2_000_000_000
"""More movements than any LIC has."""


def rows(tx: Transaction, lic: str, balance: Balance) -> pl.DataFrame:
    """The rows of which a balance is the sum of ``qty``; none of one in ``TERMS``.

    Of on hand the movements of ``stock.movements``, newest first; of on order what ``demand.coming`` has of
    purchase orders that are open and transfers in transit; of the others lines of ``demand.queue``.
    """
    match balance:
        case Balance.ON_HAND:
            return stock.movements(tx, lic, most=EVERY)
        case Balance.ON_ORDER:
            coming = demand.coming(tx, lic).filter(pl.col("state") == PoState.OPEN)
            return coming.with_columns(qty=pl.col("open_qty"))
        case Balance.DEMAND:
            return demand.queue(tx, lic)
        case Balance.ALLOTTED:
            return demand.queue(tx, lic).filter(pl.col("state") == LineState.ALLOTTED)
        case Balance.WAITING:
            return demand.queue(tx, lic).filter(pl.col("state") == LineState.BACKORDERED)
        case _:
            return demand.queue(tx, lic).head(0)
