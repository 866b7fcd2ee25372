"""Lines brought on and off pending shipments as their states say (R20, R30, R32)."""

from __future__ import annotations

import polars as pl

from db.session import Transaction
from engine import log, preferences
from engine.shipments import placement, sentences


def reconcile(tx: Transaction, reason: str) -> tuple[int, int]:
    """Bring the touched orders' lines on and off pending shipments as their states say (R20, R30, R32).

    Returns how many shipments were made and how many existing ones were appended to.
    """
    lines = placement.placed(tx.rows("shipments.lines_of_orders"))
    _change_aboard(tx, lines, reason)
    boarding = placement.boarders(lines)
    return _put_on(tx, boarding, reason) if boarding.height else (0, 0)


def _change_aboard(tx: Transaction, lines: pl.DataFrame, reason: str) -> None:
    """Take off their shipments the lines that leave, and have split ones ship what is left on them."""
    moves = placement.moves_aboard(lines)
    if not moves.height:
        return
    leaving = lines.filter("leaves")
    with tx.lent("aboard_move", moves):
        tx.write("shipments.move_aboard")
        emptied = tx.values("shipments.void_emptied") if leaving.height else []
    if leaving.height:
        log.add(tx, sentences.withdrawn(leaving, reason))
    if emptied:
        log.add(tx, sentences.emptied(leaving.filter(pl.col("shipment_id").is_in(emptied)), reason))


def _put_on(tx: Transaction, boarding: pl.DataFrame, reason: str) -> tuple[int, int]:
    """Put boarders on their shipments; returns how many were made, and how many appended to."""
    boarding = placement.targets(boarding, _oldest(tx, boarding))
    boarding = placement.aboard(boarding, _make(tx, placement.new_shipments(boarding)))
    boarding = _beside_hosts(tx, boarding)
    with tx.lent("boarding", boarding):
        tx.write("shipments.board")
    log.add(tx, sentences.boarded(boarding, reason))
    is_made = boarding.unique("shipment_id")["is_new"]
    made = int(is_made.sum())
    return made, len(is_made) - made


def _oldest(tx: Transaction, boarding: pl.DataFrame) -> pl.DataFrame | None:
    """The shipments that lines of Partial OK orders are appended to by location; None if that is off."""
    if not preferences.read(tx).append_by_location:
        return None
    with tx.lent("boarding_place", placement.lonely(boarding)):
        return tx.rows("shipments.oldest_pending")


def _make(tx: Transaction, new: pl.DataFrame) -> list[int]:
    """Make shipments, and return their numbers."""
    if not new.height:
        return []
    with tx.lent("new_shipment", new):
        return tx.values("shipments.add_shipments")


def _beside_hosts(tx: Transaction, boarding: pl.DataFrame) -> pl.DataFrame:
    """Boarders with the order that was first on the shipment they join (host_id, host_number), if any."""
    joined = boarding.filter(~pl.col("is_new")).select("shipment_id").unique()
    if not joined.height:
        nobody = [pl.lit(None, pl.Int32).alias("host_id"), pl.lit(None, pl.String).alias("host_number")]
        return boarding.with_columns(nobody)
    with tx.lent("joined_shipment", joined):
        return boarding.join(tx.rows("shipments.hosts"), on="shipment_id", how="left")
