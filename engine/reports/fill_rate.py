"""The fill rate: of the stocked units that were ordered, the share that had its stock at once.

The one definition of it. A unit counts on the day on which it became demand: its order was opened, or it
came onto an open one. It had its stock at once if it did not wait at the end of that same act, whoever gave
way for it. Units of LICs without stock, such as freight, do not count.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import polars as pl

DAYS: Final = 7
"""The days that are taken together: on a single one there may be few orders, or none."""


def of_last(per_day: pl.DataFrame, days: int = DAYS) -> Decimal | None:
    """The fill rate of the last ``days`` days (0 to 1) of ``backlog.per_day``; None where nothing was ordered
    in them."""
    last = per_day.tail(days)
    entered, at_once = (sum(last[name], Decimal(0)) for name in ("entered_qty", "at_once_qty"))
    return Decimal(at_once / entered) if entered else None


def by_day(per_day: pl.DataFrame) -> pl.Series:
    """The fill rate of the ``DAYS`` days up to each day, as percentages; null where nothing was ordered."""
    sums = per_day.select(
        pl.col("entered_qty", "at_once_qty").cast(pl.Float64).rolling_sum(DAYS, min_samples=1)
    )
    return sums.select(
        pl.when(pl.col("entered_qty") > 0).then(100 * pl.col("at_once_qty") / pl.col("entered_qty"))
    ).to_series()
