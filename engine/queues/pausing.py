"""Which open lines have a part in the queue, and from which day the others have one (R45).

Frames in, frames out. A paused line that has its stock keeps it; one that waits takes no part. A policy that
fills young Complete orders whole or not at all cannot fill one of which a waiting line is paused, so the
other waiting lines of that order take no part either, until it is old or the last of them may.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from engine.rules.holds import UNTIL_LIFTED
from engine.rules.queue import PolicyRule

_WAITS: Final = ~pl.col("held")
_ANOTHER_DAY: Final = pl.lit(UNTIL_LIFTED)
"""When, for those who only ask whether a line has a part in the queue now."""


def with_joining(lines: pl.DataFrame, rule: PolicyRule, skip_age_days: int, old_on: pl.Expr) -> pl.DataFrame:
    """Open lines (order_id, held, complete, days, paused_until) with ``joins_on`` in place of paused_until:
    the day from which a line that waits takes part; null: now, or it has its stock.

    ``old_on``: the day on which the order of a line is old that is young now. Under a policy that steps over,
    all open lines of an order stand beside each other.
    """
    own = pl.when(_WAITS).then("paused_until").otherwise(None)
    if not lines.select(own.is_not_null().any()).item():
        return lines.with_columns(joins_on=pl.lit(None, pl.Date)).drop("paused_until")
    if rule.steps_over:
        is_young = pl.col("complete") & (pl.col("days") < skip_age_days)
        together = pl.min_horizontal(own.max().over("order_id"), pl.max_horizontal(own, old_on))
        last = own.max().over("order_id").is_not_null()
        joins = pl.when(is_young & _WAITS & last).then(together).otherwise(own)
    else:
        joins = own
    return lines.with_columns(joins_on=joins.cast(pl.Date)).drop("paused_until")


def taking_part(lines: pl.DataFrame, rule: PolicyRule, skip_age_days: int) -> pl.DataFrame:
    """Those of open lines that a policy walks now; columns as for ``with_joining``, but paused_until."""
    if lines["paused_until"].null_count() == lines.height:
        return lines.drop("paused_until")
    joining = with_joining(lines, rule, skip_age_days, old_on=_ANOTHER_DAY)
    return joining.filter(pl.col("joins_on").is_null()).drop("joins_on")
