"""The promise ledger: until when each line waits, every change of that day and its cause, kept or broken
(R40).

Every event that can move a day ends with ``refresh`` on the pools it touched: it projects the day again and
keeps what was told.
"""

from __future__ import annotations

import polars as pl

from db.session import Transaction


def project(tx: Transaction) -> None:
    """Rank the lines that wait in the touched pools and project their days (R40), into temporary tables.

    Tables: waiting (rank, ahead_qty), shelf (free_qty, holder_rank), projection (projected_on).
    """
    tx.write("promises.rank_waiting")
    tx.write("promises.find_free")
    tx.write("promises.project")


def refresh(tx: Transaction, cause: str) -> None:
    """Project the touched pools again and write down what changed, with the event that changed it (R40)."""
    project(tx)
    tx.write("promises.read_told")
    tx.write("promises.change", cause=cause)
    tx.write("promises.close", cause=cause)


def refresh_po(tx: Transaction, po_id: int, cause: str) -> None:
    """The same for the pools of a purchase order, after writing down the days its vendor said."""
    tx.write("supply.touch_orders", po_ids=[po_id])
    refresh_pos(tx, cause)


def refresh_pos(tx: Transaction, cause: str) -> None:
    """The same for all touched purchase orders."""
    tx.write("promises.note_vendor_days")
    tx.write("promises.touch_pools_of_pos")
    refresh(tx, cause)


def refresh_orders(tx: Transaction, cause: str) -> None:
    """The same for every pool of the touched orders, whatever became of their lines."""
    tx.write("promises.touch_pools_of_orders")
    refresh(tx, cause)


def history(tx: Transaction, order_id: int, line_no: int | None = None) -> pl.DataFrame:
    """The ledger of an order, or of one of its typed lines: line, lic, state, promised_on, since_at (UTC),
    cause, actor."""
    return tx.rows("promises.history", order_id=order_id, line_no=line_no)


def standing(tx: Transaction) -> pl.DataFrame:
    """Every typed line that waits, overdue ones first, then those that slipped.

    Columns: order, customer, customer_name, line, wait_line (the part of it that waits), lic, qty,
    first_on, now_on (null: no supply), overdue (the day promised first has passed), slip_days, changes,
    last_cause, since_at (UTC).
    """
    return tx.rows("promises.standing")


def newest(tx: Transaction) -> int:
    """The number of the ledger's newest row, for ``moved`` afterwards."""
    found: int = tx.value("promises.newest")
    return found


def moved(tx: Transaction, after: int) -> pl.DataFrame:
    """The lines whose day moved after a row of the ledger.

    Columns: order, customer, customer_name, line, lic, first_on, from_on, to_on (null: no supply).
    """
    return tx.rows("promises.moved", after_id=after)


def by_customer(tx: Transaction) -> pl.DataFrame:
    """How promises ended, by customer: kept, broken, waiting, slipped, days_late, days_slipped (averages)."""
    return tx.rows("promises.by_customer")


def by_vendor(tx: Transaction) -> pl.DataFrame:
    """How vendors keep the day they said first: on_time, late, days_late (average), owed_late."""
    return tx.rows("promises.by_vendor")
