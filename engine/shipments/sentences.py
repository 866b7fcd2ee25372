"""What becomes of lines and shipments, as rows of the record log: frames with the columns of ``log.ROW``."""

from __future__ import annotations

from typing import Final

import polars as pl

from engine import log
from engine.model import ShipmentState
from engine.quantities import spelled_column

_LINE: Final = ("order_id", "line_id", "line_no", "root_line_id", "item_id", "warehouse_id", "shipment_id")


def withdrawn(lines: pl.DataFrame, reason: str) -> pl.DataFrame:
    """Placed lines that come off a pending shipment, on the order and the shipment (R20)."""
    return lines.sort("shipment_id", "order_id", "line_no").select(
        *_LINE,
        *_of_shipment("line", "withdrawn", "aboard"),
        pl.col("aboard_qty").alias("qty"),
        _for_reason(reason, "Line {} of order {} came off shipment {}", "line_no", "number", "shipment_id"),
    )


def emptied(lines: pl.DataFrame, reason: str) -> pl.DataFrame:
    """The pending shipments that lines came off and that are void now, as nothing is left on them (R20)."""
    return (
        lines.unique("shipment_id")
        .sort("shipment_id")
        .select(
            "shipment_id",
            "warehouse_id",
            *_of_shipment("state", ShipmentState.VOID, ShipmentState.PENDING),
            _for_reason(reason, "Shipment {} was voided: nothing is left on it", "shipment_id"),
        )
    )


def boarded(boarding: pl.DataFrame, reason: str) -> pl.DataFrame:
    """A row for every shipment made; on the order and the shipment one for every line that goes on; and on an
    order whose shipment another one joins (R32).

    ``boarding``: lines with their shipment, whether it is new, and the order that was there first (host_id,
    host_number).
    """
    beside = boarding.with_columns(
        pl.when(pl.col("host_id") != pl.col("order_id")).then("host_id").alias("other_order_id")
    )
    made = boarding.filter("is_new").unique("shipment_id").sort("shipment_id")
    joined = beside.drop_nulls("other_order_id").unique(["shipment_id", "order_id"])
    rows = [_made(made, reason), _went_on(beside.sort("shipment_id", "line_id"), reason)]
    if joined.height:
        rows.append(_joined(joined.sort("shipment_id", "order_id"), reason))
    return pl.concat(rows, how="diagonal")


def _made(shipments: pl.DataFrame, reason: str) -> pl.DataFrame:
    return shipments.select(
        "shipment_id",
        "warehouse_id",
        *_of_shipment("state", ShipmentState.PENDING),
        _for_reason(reason, "Shipment {} was made", "shipment_id"),
    )


def _went_on(lines: pl.DataFrame, reason: str) -> pl.DataFrame:
    verb = pl.when("is_new").then(pl.lit("went on")).otherwise(pl.lit("was appended to"))
    beside = (
        pl.when(pl.col("other_order_id").is_null())
        .then(pl.lit(""))
        .otherwise(pl.format(" beside order {}", "host_number"))
    )
    return lines.select(
        *_LINE,
        *_of_shipment("line", "aboard"),
        "qty",
        "other_order_id",
        _for_reason(
            reason, "Line {} of order {} {} shipment {}{}", "line_no", "number", verb, "shipment_id", beside
        ),
    )


def _joined(lines: pl.DataFrame, reason: str) -> pl.DataFrame:
    return lines.select(
        "shipment_id",
        "warehouse_id",
        *_of_shipment("line", "joined"),
        pl.col("other_order_id").alias("order_id"),
        pl.col("order_id").alias("other_order_id"),
        _for_reason(reason, "Order {} was appended to shipment {} of this order", "number", "shipment_id"),
    )


def went(lines: pl.DataFrame, verb: str) -> pl.DataFrame:
    """Lines aboard that go from their state to another (``to_state``), by order and number."""
    return lines.sort("order_id", "line_no").select(
        *_LINE,
        *log.changed("order", pl.col("number"), "state", pl.col("state"), pl.col("to_state")),
        "qty",
        pl.format(
            "Line {}: {} of {} {} shipment {}.",
            "line_no",
            spelled_column(pl.col("qty")),
            "lic",
            pl.lit(verb),
            "shipment_id",
        ).alias("sentence"),
    )


def moved_on(lines: pl.DataFrame, state: ShipmentState, verb: str) -> pl.DataFrame:
    """Shipments that go to another state, once on each order that they carry; ``lines``: those aboard."""
    each = lines.unique(["shipment_id", "order_id"]).sort("shipment_id", "order_id")
    return each.select(
        "shipment_id",
        "order_id",
        pl.col("from_warehouse_id").alias("warehouse_id"),
        *_of_shipment("state", state, pl.col("shipment_state")),
        pl.format("Shipment {} {}.", "shipment_id", pl.lit(verb)).alias("sentence"),
    )


def _of_shipment(field: str, new: str, old: str | pl.Expr | None = None) -> list[pl.Expr]:
    """What a row of a shipment says of a field of it."""
    return log.changed("shipment", pl.col("shipment_id").cast(pl.String), field, old, new)


def _for_reason(reason: str, template: str, *parts: str | pl.Expr) -> pl.Expr:
    return pl.format(template + " ({}).", *parts, pl.lit(reason)).alias("sentence")
