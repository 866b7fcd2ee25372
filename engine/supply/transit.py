"""The goods of transfers: what has left the source, as their states and lines say (R1, R47).

Whatever changes a transfer says what is to be so, and here the movements are made that are lacking for it. So
what left is what is in transit and what came, whoever sends, calls off, voids a receipt or undoes any of it.
"""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from db.session import Transaction
from engine import allocation, promises, stock
from engine.allocation import Settled


def follow(tx: Transaction, po_ids: Collection[int], why: str) -> Settled:
    """Let leave what these transfers have in transit and has not left yet, and lay on hand at the source
    again what has left and is neither in transit nor came.

    Lines that on hand no longer covers at the source lose, from the back of the queue (R23); what is back
    there waits for the next sweep.
    """
    tx.write("transfers.find_moves", po_ids=list(po_ids))
    moved = tx.rows("transfers.moved_pools")
    if moved.is_empty():
        return Settled()
    tx.write("transfers.log_moves")
    tx.write("transfers.move")
    fallen, risen = (moved.filter(pl.col("fell") == fell).drop("fell") for fell in (True, False))
    if risen.height:
        allocation.select_pools(tx, list(risen.iter_rows()))
        promises.refresh(tx, why)
    return stock.settle_fall(tx, list(fallen.iter_rows()), why) if fallen.height else Settled()
