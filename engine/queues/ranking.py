"""The policy that looks at the rank alone, on a frame: the twin of the loop in ``rules/queue.py``."""

from __future__ import annotations

from typing import Final

import polars as pl

from engine.model import POOL
from engine.quantities import QTY, SUM

NOTHING: Final = pl.lit(0, dtype=SUM)
HELD_QTY: Final = pl.when("held").then("qty").otherwise(pl.lit(0, dtype=QTY))
"""What a line has now."""


def in_order(lines: pl.DataFrame) -> pl.DataFrame:
    """Lines as a walk serves them: pool after pool, in one priority those first that hold stock (R18)."""
    return lines.sort(
        *POOL, "priority", "held", "entry_seq", "line_id", descending=[False, False, True, True, False, False]
    )


def by_rank(queue: pl.DataFrame, *, may_gain: bool) -> pl.DataFrame:
    """What each line of a queue is granted in the order of its rank (R15, R18, R23), as ``granted_qty``.

    ``may_gain``: those that wait want something too; else they are left out. Of a pool where a whole line
    would lose what it holds (``hard``), a sum along the rank does not say who has what.
    """
    claimed = in_order(queue if may_gain else queue.filter("held")).with_columns(
        ahead_qty=pl.col("qty").cast(SUM).cum_sum().over(POOL) - pl.col("qty"),
        held_ahead_qty=HELD_QTY.cast(SUM).cum_sum().over(POOL) - HELD_QTY,
    )
    behind, left = _faced(claimed)
    granted = (
        pl.when(behind & ~pl.col("held"))
        .then(NOTHING)
        .when(left >= pl.col("qty"))
        .then(pl.col("qty").cast(SUM))
        .when(pl.col("whole") | (left < NOTHING))
        .then(NOTHING)
        .otherwise(left)
    )
    return claimed.with_columns(granted_qty=granted.cast(QTY)).drop("ahead_qty", "held_ahead_qty")


def _faced(claimed: pl.DataFrame) -> tuple[pl.Expr, pl.Expr]:
    """Whether a line stands behind one that holds its place, and what those ahead leave for it.

    The first whole line that does not fit holds its place: nobody behind it gains, holders keep (R15).
    """
    stock, ahead, held_ahead = pl.col("stock_qty"), pl.col("ahead_qty"), pl.col("held_ahead_qty")
    holds = pl.col("whole") & ~pl.col("held") & (ahead + pl.col("qty") > stock)
    if not claimed.select(holds.any()).item():
        return pl.lit(value=False), stock - ahead
    behind = holds.cast(pl.Int64).cum_sum().over(POOL) > 0
    at_block = [one.filter(holds).first().over(POOL) for one in (ahead, held_ahead)]
    return behind, stock - pl.when(behind).then(at_block[0] + held_ahead - at_block[1]).otherwise(ahead)


def hard(walked: pl.DataFrame) -> pl.DataFrame:
    """The pools in which a whole line would lose what it holds: such are walked line by line."""
    lost = pl.col("held") & pl.col("whole") & (pl.col("granted_qty") < pl.col("qty"))
    return walked.filter(lost).select(POOL).unique()
