"""Which of the uncovered units pending purchase orders have already, and for whom (R44).

Frames in, frames out; nothing is read and nothing is written. Units that were ordered for a line count for
that line; all other pending units of the pool count for whoever is served first.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from engine.model import POOL
from engine.quantities import SUM

_ROOT: Final = "root_line_id"
_NOTHING: Final = pl.lit(0, SUM)


def find_short(lines: pl.DataFrame, pending: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """The uncovered lines, each with short_qty: its units that are on no pending purchase order either.

    ``lines``, ``pending``, ``links``: of ``Uncovered``; of pending lines only those that are given count.
    """
    reserved = _reserved(lines, pending, links)
    held = lines.join(reserved, on=_ROOT, how="left", maintain_order="left").with_columns(
        pl.col("reserved_qty").fill_null(_NOTHING)
    )
    loose = pl.col("loose_qty").fill_null(_NOTHING)
    rest = pl.col("uncovered_qty") - pl.col("reserved_qty")
    upto = rest.cum_sum().over(POOL)
    return (
        held.join(_loose(held, pending), on=POOL, how="left", maintain_order="left")
        .with_columns(short_qty=pl.min_horizontal(rest, (upto - loose).clip(lower_bound=0)).cast(SUM))
        .drop("reserved_qty", "loose_qty")
    )


def _reserved(lines: pl.DataFrame, pending: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """What of each line's uncovered units was ordered for it: root_line_id, reserved_qty.

    No more than is on the line of the purchase order, which somebody may have lowered since.
    """
    named = links.join(pending.select("po_line_id", on_it_qty="qty"), on="po_line_id").join(
        lines.select(_ROOT, "turn", "uncovered_qty"), on=_ROOT
    )
    upto = pl.col("qty").cast(SUM).cum_sum().over("po_line_id")
    left = (pl.col("on_it_qty") - (upto - pl.col("qty"))).clip(lower_bound=0)
    counted = named.sort("po_line_id", "turn").with_columns(qty=pl.min_horizontal("qty", left).cast(SUM))
    return counted.group_by(_ROOT).agg(
        reserved_qty=pl.min_horizontal(pl.col("qty").sum(), pl.col("uncovered_qty").first()).cast(SUM)
    )


def _loose(held: pl.DataFrame, pending: pl.DataFrame) -> pl.DataFrame:
    """What is pending in each pool and was ordered for nobody who still lacks it: the pool, loose_qty."""
    taken = held.group_by(POOL).agg(taken_qty=pl.col("reserved_qty").sum())
    sums = pending.group_by(POOL).agg(loose_qty=pl.col("qty").cast(SUM).sum())
    return sums.join(taken, on=POOL, how="left").select(
        *POOL, loose_qty=pl.col("loose_qty") - pl.col("taken_qty").fill_null(_NOTHING)
    )


def hand_out(short: pl.DataFrame, given: pl.DataFrame, to: str = "po_line_id") -> pl.DataFrame:
    """For whom units are ordered: by rank, as far as they go; what is over is for nobody.

    ``short``: of ``find_short``; ``given``: item_id, warehouse_id, qty, and ``to``, on what they come. Of
    several rows for a pool each is looked at alone. Columns: ``to``, root_line_id, qty.
    """
    in_turn = short.with_columns(before_qty=pl.col("short_qty").cum_sum().over(POOL) - pl.col("short_qty"))
    left = (pl.col("qty") - pl.col("before_qty")).clip(lower_bound=0)
    return (
        in_turn.join(given.select(*POOL, to, "qty"), on=POOL, maintain_order="left")
        .select(to, _ROOT, qty=pl.min_horizontal("short_qty", left).cast(SUM))
        .filter(pl.col("qty") > 0)
    )


def without(short: pl.DataFrame, given: pl.DataFrame) -> pl.DataFrame:
    """What the lines of ``find_short`` lack still once they are given units; ``given``: of ``hand_out``."""
    sums = given.group_by(_ROOT).agg(given_qty=pl.col("qty").sum())
    left = pl.col("short_qty") - pl.col("given_qty").fill_null(_NOTHING)
    return (
        short.join(sums, on=_ROOT, how="left", maintain_order="left")
        .with_columns(short_qty=left.cast(SUM))
        .drop("given_qty")
    )
