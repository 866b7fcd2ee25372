"""Which of the uncovered units pending purchase orders have already, and for whom (R44).

Frames in, frames out; nothing is read and nothing is written. Units that were ordered for a line count for
that line; all other pending units of the pool count for whoever is served first. What lies below zero is
served before everybody, since whatever comes into the pool makes it good first.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from engine.buying.uncovered import Uncovered
from engine.model import POOL
from engine.quantities import SUM

_ROOT: Final = "root_line_id"
_NOTHING: Final = pl.lit(0, SUM)


def takers(found: Uncovered) -> pl.DataFrame:
    """Who takes what comes into each pool, those served first first: what lies below zero, then the lines.

    Columns: those of the lines of ``Uncovered``, and short_qty, what each lacks while nothing is pending. Of
    what lies below zero, no line, order or customer is named, and no unit waits.
    """
    below = found.pools.filter(pl.col("below_qty") > 0).select(
        *POOL, turn=pl.lit(0, found.lines.schema["turn"]), uncovered_qty=_NOTHING, short_qty="below_qty"
    )
    lines = found.lines.with_columns(short_qty="uncovered_qty")
    every = pl.concat([lines, below], how="diagonal_relaxed")
    return every.sort(*POOL, "turn", maintain_order=True)


def find_short(found: Uncovered) -> pl.DataFrame:
    """The takers, each with short_qty: its units that are on no pending purchase order either.

    Of pending lines only those that are given count.
    """
    lacking = takers(found)
    reserved = _reserved(found)
    held = (
        lacking.join(reserved, on=_ROOT, how="left", maintain_order="left")
        .with_columns(short_qty=(pl.col("short_qty") - pl.col("reserved_qty").fill_null(_NOTHING)).cast(SUM))
        .drop("reserved_qty")
    )
    return without(held, _loose(found.pending, found.lines.join(reserved, on=_ROOT)))


def needed(short: pl.DataFrame) -> pl.DataFrame:
    """How much each pool needs: what its takers lack together, the one definition of it.

    ``short``: of ``find_short``. Columns: item_id, warehouse_id, short_qty (above zero or zero), is_below
    (some of it lies below zero).
    """
    is_below = pl.col(_ROOT).is_null() & (pl.col("short_qty") > 0)
    return short.group_by(POOL, maintain_order=True).agg(pl.col("short_qty").sum(), is_below=is_below.any())


def _reserved(found: Uncovered) -> pl.DataFrame:
    """What of each line's uncovered units was ordered for it: root_line_id, reserved_qty.

    No more than is on the line of the purchase order, which somebody may have lowered since.
    """
    on_it = found.pending.select("po_line_id", on_it_qty="qty")
    named = found.links.join(on_it, on="po_line_id").join(
        found.lines.select(_ROOT, "turn", "uncovered_qty"), on=_ROOT
    )
    upto = pl.col("qty").cast(SUM).cum_sum().over("po_line_id")
    left = (pl.col("on_it_qty") - (upto - pl.col("qty"))).clip(lower_bound=0)
    counted = named.sort("po_line_id", "turn").with_columns(qty=pl.min_horizontal("qty", left).cast(SUM))
    return counted.group_by(_ROOT).agg(
        reserved_qty=pl.min_horizontal(pl.col("qty").sum(), pl.col("uncovered_qty").first()).cast(SUM)
    )


def _loose(pending: pl.DataFrame, reserved: pl.DataFrame) -> pl.DataFrame:
    """What is pending in each pool and was ordered for nobody who still lacks it: the pool, qty."""
    taken = reserved.group_by(POOL).agg(taken_qty=pl.col("reserved_qty").sum())
    return (
        in_pools(pending)
        .join(taken, on=POOL, how="left")
        .select(*POOL, qty=pl.col("qty") - pl.col("taken_qty").fill_null(_NOTHING))
    )


def in_pools(pending: pl.DataFrame) -> pl.DataFrame:
    """What is pending in each pool, whoever it is for: item_id, warehouse_id, qty."""
    return pending.group_by(POOL).agg(pl.col("qty").cast(SUM).sum())


def hand_out(short: pl.DataFrame, given: pl.DataFrame, to: str = "po_line_id") -> pl.DataFrame:
    """For whom units are ordered: by rank, as far as they go; what is over is for nobody.

    ``short``: takers; ``given``: item_id, warehouse_id, qty, and ``to``, on what they come. Of several rows
    for a pool each is looked at alone. Columns: ``to``, root_line_id (null: what lies below zero), qty.
    """
    in_turn = short.with_columns(before_qty=pl.col("short_qty").cum_sum().over(POOL) - pl.col("short_qty"))
    left = (pl.col("qty") - pl.col("before_qty")).clip(lower_bound=0)
    return (
        in_turn.join(given.select(*POOL, to, "qty"), on=POOL, maintain_order="left")
        .select(to, _ROOT, qty=pl.min_horizontal("short_qty", left).cast(SUM))
        .filter(pl.col("qty") > 0)
    )


def without(short: pl.DataFrame, given: pl.DataFrame) -> pl.DataFrame:
    """What the takers lack still once those served first are given units.

    ``given``: item_id, warehouse_id, qty, a row for each pool.
    """
    lacked = pl.col("short_qty")
    left = (lacked.cum_sum().over(POOL) - pl.col("qty").fill_null(_NOTHING)).clip(lower_bound=0)
    return (
        short.join(given.select(*POOL, "qty"), on=POOL, how="left", maintain_order="left")
        .with_columns(short_qty=pl.min_horizontal(lacked, left).cast(SUM))
        .drop("qty")
    )
