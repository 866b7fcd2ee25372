"""What must be ordered today, from whom, for whom, and when it would be here (R36, R38, R44)."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from db.session import Transaction
from engine import catalogue, replenishment
from engine.buying import shares, uncovered
from engine.buying.uncovered import Uncovered
from engine.model import NOTHING, POOL, Qty
from engine.quantities import SUM

_FACTS = ("lic", "description", "warehouse", "vendor", "unit_cost", "lead_time_days")
_ZERO = pl.lit(0, SUM)


def to_order(tx: Transaction) -> pl.DataFrame:
    """Each pool of which something is to be ordered, is on a pending purchase order, or waits uncovered, by
    vendor (those without one first), the most to order first.

    Columns: item_id, warehouse_id, lic, description, warehouse, vendor (null: none known), vendor_name,
    from_warehouse (that it is fetched from, R47: by its levels, or since all that is pending is), unit_cost,
    lead_time_days, order_qty (to be ordered today, beyond what is pending), uncovered_qty (that waits),
    pending_qty, pending_pos, pending_transfers (lists), orders (those that wait uncovered, a list by rank),
    comes_on (the day on which it would be here; null: no lead time is known), has_levels, and of
    ``proposal``, where replenishment looks after the pool: total_qty, level_qty, target_qty, multiple_qty,
    minimum_qty, by_hand_qty, need_qty, proposed_qty.
    """
    replenishment.select_all(tx)
    found = uncovered.read(tx)
    pools = _pools(replenishment.proposal(tx), _waiting(found)).join(_pending(found), on=POOL, how="left")
    filled = pools.with_columns(
        pl.col("uncovered_qty", "short_qty", "pending_qty", "need_qty", "proposed_qty").fill_null(_ZERO),
        pl.col("orders", "pending_pos", "pending_transfers").fill_null([]),
    )
    levelled = (pl.col("need_qty") - pl.col("proposed_qty")).clip(lower_bound=0)
    days = pl.duration(days="lead_time_days")
    rows = _from_where_it_comes(
        filled.with_columns(order_qty=pl.when("has_levels").then(levelled).otherwise("short_qty").cast(SUM))
    ).with_columns(comes_on=pl.lit(tx.today) + days)
    names = catalogue.vendors(tx).select(vendor="code", vendor_name="name")
    matters = pl.any_horizontal(pl.col("order_qty", "pending_qty", "uncovered_qty") > 0)
    return (
        rows.filter(matters)
        .join(names, on="vendor", how="left")
        .sort("vendor", "order_qty", "lic", "warehouse_id", descending=[False, True, False, False])
    )


@dataclass(frozen=True, slots=True)
class NotOrdered:
    """What is needed of a LIC, since it waits and neither free stock nor an open purchase order covers it."""

    short_qty: Qty  # what is to be ordered: on no pending purchase order either
    pending_qty: Qty  # what of it pending purchase orders and transfers bring
    pos: list[str]  # pending purchase orders that bring some of it
    transfers: list[str]  # pending transfers that do (R47)
    vendor: str | None  # from whom it is bought; None: nobody is known


def lacking(tx: Transaction, lic: str) -> NotOrdered:
    """What is lacking of a LIC, in all warehouses together."""
    tx.write("allocation.select_pools_of_item", item_id=catalogue.item(tx, lic)["item_id"])
    found = uncovered.read(tx)
    lacked = (shares.takers(found), shares.find_short(found))
    every, short = (sum(rows["short_qty"], NOTHING) for rows in lacked)
    vendors = found.pools["vendor"].drop_nulls().unique().sort()
    is_fetched = pl.col("from_warehouse").is_not_null()
    pos, fetching = (
        found.pending.filter(which)["po"].unique().sort().to_list() for which in (~is_fetched, is_fetched)
    )
    return NotOrdered(short, every - short, pos, fetching, vendors[0] if vendors.len() else None)


def _waiting(found: Uncovered) -> pl.DataFrame:
    """The pools in which something waits uncovered, with how much is needed there that is on no pending
    purchase order, and for whom it is."""
    sums = found.lines.group_by(POOL, maintain_order=True).agg(
        pl.col("uncovered_qty").sum(), orders=pl.col("order").unique(maintain_order=True)
    )
    needed = shares.needed(shares.find_short(found)).select(*POOL, "short_qty")
    return found.pools.select(*POOL, *_FACTS).join(sums, on=POOL).join(needed, on=POOL)


def _pools(levelled: pl.DataFrame, waiting: pl.DataFrame) -> pl.DataFrame:
    """The pools that replenishment looks after, and all others in which something waits uncovered."""
    of_waiting = waiting.drop(_FACTS)
    columns = [name for name in levelled.columns if name not in {"po", "po_line_id"}]
    with_levels = levelled.select(columns).join(of_waiting, on=POOL, how="left").with_columns(has_levels=True)
    others = waiting.join(levelled, on=POOL, how="anti").with_columns(
        has_levels=False, from_warehouse=pl.lit(None, pl.String)
    )
    return pl.concat([with_levels, others], how="diagonal_relaxed")


def _from_where_it_comes(rows: pl.DataFrame) -> pl.DataFrame:
    """The pools, from a warehouse in the place of their vendor where all that comes is on transfers."""
    comes = (pl.col("order_qty") == 0) & (pl.col("pending_pos").list.len() == 0)
    is_moved = comes & pl.col("pending_from").is_not_null() & pl.col("from_warehouse").is_null()
    return rows.with_columns(
        pl.when(is_moved).then("pending_from").otherwise("from_warehouse").alias("from_warehouse"),
        *(pl.when(~is_moved).then(name).alias(name) for name in ("vendor", "lead_time_days")),
    )


def _pending(found: Uncovered) -> pl.DataFrame:
    """What is pending of each pool, on which purchase orders and transfers, and from which warehouse."""
    is_fetched = pl.col("from_warehouse").is_not_null()
    return found.pending.group_by(POOL).agg(
        pending_qty=pl.col("qty").cast(SUM).sum(),
        pending_pos=pl.col("po").filter(~is_fetched).unique().sort(),
        pending_transfers=pl.col("po").filter(is_fetched).unique().sort(),
        pending_from=pl.col("from_warehouse").drop_nulls().min(),
    )
