"""The states of order lines and of their orders: a line split or moved, an order closed or re-opened.

A line is atomic: all its units are in one state. So units that part ways become a line of their own, a
sibling, and every move of units is a row of the record log, whose sums are what the lines say.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from db.session import Transaction
from engine import log
from engine.model import LineState, OrderState, Qty
from engine.quantities import spelled_column


def move(
    tx: Transaction,
    line: Mapping[str, Any],
    to: LineState,
    sentence: str,
    qty: Qty | None = None,
    shipment_id: int | None = None,
) -> None:
    """Move a line (line_id, qty, state) to another state, with the sentence for the record log.

    With ``qty`` below what the line has, only so many units move, as its sibling; the line keeps the rest.
    ``shipment_id``: the shipment that the units stayed behind of. It is the caller who brings shipments and
    the order into line with it.
    """
    units: Qty = line["qty"] if qty is None else qty
    tx.write(
        "line_states.log_flow",
        line_id=line["line_id"],
        qty=units,
        old_state=line["state"],
        new_state=to,
        shipment_id=shipment_id,
        sentence=sentence,
    )
    if units < line["qty"]:
        split_off(tx, line, units, to)
    else:
        tx.write("line_states.set_state", line_id=line["line_id"], state=to)


def split_off(tx: Transaction, line: Mapping[str, Any], qty: Qty, state: LineState | None = None) -> int:
    """Make ``qty`` of a line's units (line_id, qty, state) a sibling, and return its id.

    The sibling is in ``state``, or as the line is; the line keeps the rest. Nothing is logged: see ``move``.
    """
    [sibling] = tx.values(
        "line_states.split_off", line_id=line["line_id"], qty=qty, state=state or line["state"]
    )
    tx.write("line_states.set_qty", line_id=line["line_id"], qty=line["qty"] - qty)
    return int(sibling)


def cancel(tx: Transaction, line_ids: list[int]) -> None:
    """Cancel lines that have not shipped; each is logged with its units."""
    lines = tx.rows("line_states.lines", line_ids=line_ids)
    tx.write("line_states.cancel", line_ids=line_ids)
    sentence = pl.format("Line {}: {} of {} cancelled.", "line_no", spelled_column(pl.col("qty")), "lic")
    log.add(
        tx,
        lines.select(
            *_of_order("state", pl.col("state"), LineState.CANCELLED),
            *("line_id", "line_no", "root_line_id", "item_id", "warehouse_id", "qty"),
            sentence.alias("sentence"),
        ),
    )


def close_or_reopen(tx: Transaction) -> None:
    """Close the touched orders that are done, re-open those that are not any more, and let pins go that hold
    nothing any more (R22, R31, R33)."""
    lines = tx.rows("line_states.lines_of_orders")
    _unpin(tx, lines.filter(pl.col("pinned") & ~pl.col("state").is_in(_HOLDING)))
    moves = moved_orders(lines)
    if moves.height:
        with tx.lent("moving_order", moves):
            tx.write("line_states.set_order_states")
        log.add(tx, _moves_logged(moves))


_HOLDING: Final = (LineState.PENDING, LineState.ALLOTTED)
_DONE: Final = (LineState.SHIPPED, LineState.CANCELLED)
_OPEN: Final = (LineState.BACKORDERED, LineState.ALLOTTED)


def moved_orders(lines: pl.DataFrame) -> pl.DataFrame:
    """The orders that follow their lines into another state (``to_state``), by id (R31).

    An order closes when each line has shipped or was cancelled, is void when none has shipped, and open again
    when there is something to ship. ``lines``: all of each order, with order_id, number, order_state, state.
    """
    orders = lines.group_by("order_id", "number", "order_state").agg(
        pl.col("state").is_in(_DONE).all().alias("is_done"),
        (pl.col("state") == LineState.SHIPPED).any().alias("has_shipped"),
        pl.col("state").is_in(_OPEN).any().alias("has_open"),
    )
    to = (
        pl.when((pl.col("order_state") == OrderState.CLOSED) & pl.col("has_open"))
        .then(pl.lit(OrderState.OPEN))
        .when((pl.col("order_state") == OrderState.OPEN) & pl.col("is_done"))
        .then(pl.when("has_shipped").then(pl.lit(OrderState.CLOSED)).otherwise(pl.lit(OrderState.VOID)))
    )
    return orders.with_columns(to.alias("to_state")).drop_nulls("to_state").sort("order_id")


def _moves_logged(orders: pl.DataFrame) -> pl.DataFrame:
    is_to = pl.col("to_state")
    sentence = (
        pl.when(is_to == OrderState.CLOSED)
        .then(pl.format("Order {} closed: nothing is left to ship.", "number"))
        .when(is_to == OrderState.VOID)
        .then(pl.format("Order {} was cancelled.", "number"))
        .otherwise(pl.format("Order {} is open again.", "number"))
    )
    return orders.select(
        *_of_order("state", pl.col("order_state"), pl.col("to_state")), sentence.alias("sentence")
    )


def _unpin(tx: Transaction, lines: pl.DataFrame) -> None:
    if not lines.height:
        return
    tx.write("line_states.unpin", line_ids=lines["line_id"].to_list())
    sentence = pl.format("Line {} is no longer pinned: it holds nothing.", "line_no")
    log.add(
        tx,
        lines.sort("order_id", "line_no").select(
            pl.lit("edit").alias("kind"),
            *_of_order("pinned", "true", "false"),
            "line_no",
            sentence.alias("sentence"),
        ),
    )


def _of_order(field: str, old: str | pl.Expr, new: str | pl.Expr) -> list[pl.Expr]:
    """What a row of the record log says of a field of an order or its line."""
    return [pl.col("order_id"), *log.changed("order", pl.col("number"), field, old, new)]
