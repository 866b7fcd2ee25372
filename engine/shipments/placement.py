"""Which shipment each line belongs on (R13, R20, R30, R32): decided on frames, nothing is read or written.

A line is as ``shipments.lines_of_orders`` reads it: what it is, what its order says, and the pending or
picked shipment that carries it, if one does.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from engine.model import LineState, ShipmentState, ShipType

IS_BACKORDERED: Final = pl.col("state") == LineState.BACKORDERED
IS_ALLOTTED: Final = pl.col("state") == LineState.ALLOTTED
IS_PARTIAL: Final = pl.col("ship_type") == ShipType.PARTIAL
ROUTE: Final = ("customer_id", "location_id", "warehouse_id")
"""To whose location, from which warehouse: what the lines of one shipment have in common."""


def placed(lines: pl.DataFrame) -> pl.DataFrame:
    """Lines with what must happen to them: ``leaves``, ``resizes``, ``boards``; a line may leave and board.

    ``stays``: it is on the right shipment already.

    Allotted lines of Partial OK orders belong on a shipment at once; those of a Complete order only when none
    of its lines waits or is paused (R30, R45). A paused line belongs on none. What has no stock ships with
    the order: beside a line that has, or when no such line is left (R13). A pending shipment of another
    location or ship type is the wrong one.
    """
    of_order = lines.with_columns(
        (IS_BACKORDERED | pl.col("paused")).any().over("order_id").alias("waits"),
        (pl.col("inventoried") & IS_ALLOTTED).any().over("order_id").alias("has_stock"),
        (pl.col("inventoried") & (IS_ALLOTTED | IS_BACKORDERED)).any().over("order_id").alias("wants_stock"),
        (pl.col("aboard_state") == ShipmentState.PENDING).fill_null(value=False).alias("is_loose"),
    )
    belongs = (
        IS_ALLOTTED
        & ~pl.col("paused")
        & (IS_PARTIAL | ~pl.col("waits"))
        & (pl.col("inventoried") | pl.col("has_stock") | ~pl.col("wants_stock"))
    )
    fits = belongs & (
        (pl.col("aboard_location_id") == pl.col("location_id"))
        & (pl.col("aboard_ship_type") == pl.col("ship_type"))
    ).fill_null(value=False)
    is_loose = pl.col("is_loose")
    return of_order.with_columns(
        (is_loose & ~fits).alias("leaves"),
        (is_loose & fits).alias("stays"),
        (is_loose & fits & (pl.col("aboard_qty") != pl.col("qty"))).alias("resizes"),
        (belongs & (pl.col("shipment_id").is_null() | (is_loose & ~fits))).alias("boards"),
    ).drop("waits", "has_stock", "wants_stock", "is_loose")


def moves_aboard(lines: pl.DataFrame) -> pl.DataFrame:
    """What changes aboard pending shipments: shipment_id, line_id, qty, and whether it stays (``live``)."""
    return lines.filter(pl.col("leaves") | pl.col("resizes")).select(
        "shipment_id",
        "line_id",
        pl.when("leaves").then("aboard_qty").otherwise("qty").alias("qty"),
        pl.col("leaves").not_().alias("live"),
    )


def boarders(lines: pl.DataFrame) -> pl.DataFrame:
    """The lines that must go on a shipment, each with the pending one of its order (``own_id``), if any."""
    own = pl.when("stays").then("shipment_id").min().over("order_id", "warehouse_id")
    return lines.with_columns(own.alias("own_id")).filter("boards").drop("shipment_id")


def lonely(boarding: pl.DataFrame) -> pl.DataFrame:
    """The customer, location and warehouse of boarders of Partial OK orders that have no shipment yet."""
    return boarding.filter(IS_PARTIAL & pl.col("own_id").is_null()).select(ROUTE).unique()


def targets(boarding: pl.DataFrame, oldest: pl.DataFrame | None) -> pl.DataFrame:
    """Boarders with their shipment (R32): ``target_id``, or ``nth`` of the new ones, which count from 1.

    The shipment of a line is the pending one of its order; else, for Partial OK orders when appending by
    location is on, the ``oldest`` of its customer, location and warehouse (``oldest_id``; None: it is off);
    else a new one, shared by what arrives together under the same rule. New ones are numbered by the rank of
    whoever boards them first.
    """
    if oldest is None:
        target, shared = pl.col("own_id"), pl.col("order_id")
    else:
        boarding = boarding.join(oldest, on=ROUTE, how="left")
        target = pl.coalesce("own_id", pl.when(IS_PARTIAL).then("oldest_id"))
        shared = pl.when(IS_PARTIAL).then(0).otherwise("order_id")
    boarding = boarding.with_columns(target.alias("target_id"), shared.alias("shared"))
    together = [*ROUTE, "shared"]
    new = (
        boarding.filter(pl.col("target_id").is_null())
        .sort("priority", "entry_seq", "line_id", descending=[True, False, False])
        .unique(together, keep="first", maintain_order=True)
        .select(*together, pl.int_range(1, pl.len() + 1, dtype=pl.Int32).alias("nth"))
    )
    number = pl.when(pl.col("target_id").is_null()).then("nth").alias("nth")
    return boarding.join(new, on=together, how="left").with_columns(number)


def new_shipments(boarding: pl.DataFrame) -> pl.DataFrame:
    """The shipments to make for boarders: nth, customer_id, location_id, warehouse_id, ship_type."""
    return boarding.drop_nulls("nth").unique("nth").sort("nth").select("nth", *ROUTE, "ship_type")


def aboard(boarding: pl.DataFrame, numbers: list[int]) -> pl.DataFrame:
    """Boarders with the ``shipment_id`` that they go on, and whether it ``is_new``: one of ``numbers``."""
    before = min(numbers, default=1) - 1
    return boarding.with_columns(
        pl.coalesce("target_id", pl.col("nth") + before).alias("shipment_id"),
        pl.col("target_id").is_null().alias("is_new"),
    )
