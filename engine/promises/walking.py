"""Where adding up does not say when a unit is filled: what the policy gives on each day on which something
comes (R40, R43).

Frames in, frames out; nothing is read and nothing is written. The walks are those of ``engine.rules``, whose
days are counted from the *next sweep* here: that is 0, a sweep later today 1, one tomorrow 2 and so on. So an
order that only grows old in the afternoon is young in a sweep of the morning, and old on its own day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import polars as pl

from engine import queues
from engine.model import POOL, Grains, PoolNo, QueueLine, Terms
from engine.preferences import Preferences
from engine.promises import reach
from engine.promises.adding_up import NO_PARTS, PO, SHELF
from engine.quantities import SUM
from engine.rules import filling
from engine.rules.holds import UNTIL_LIFTED
from engine.rules.pools import NO_DAY, ExpectedReceipt
from engine.rules.queue import PolicyRule

LATER_TODAY: Final = 1
"""The day, from the next sweep on, of one after it that is today still."""


@dataclass(frozen=True, slots=True)
class HardPools:
    """Pools that are walked.

    ``lines``: what is neither shipped nor firm there, and in the pools tied to them, with a column for each
    field of a ``QueueLine``; ``stock``: what lies there for them; ``ties``: pools of one tie are those at
    which sweeps look together; ``coming``: by tie; ``joining``: on which day those of the lines take part
    that wait and do not yet (R45). Days are those from the next sweep on.
    """

    lines: pl.DataFrame
    stock: dict[PoolNo, Grains]
    ties: dict[PoolNo, int]
    coming: dict[int, list[ExpectedReceipt]]
    joining: dict[int, int]
    rule: PolicyRule
    terms: Terms

    def near(self, touched: Collection[PoolNo]) -> HardPools:
        """Only the pools that matter for what is told of the ``touched`` ones.

        Where lines take part from a later day on, what matters then is not known beforehand: all do.
        """
        if self.joining:
            return self
        expected = [one for those in self.coming.values() for one in those]
        pools = reach.concerned(self.lines, self.stock, expected, self.rule, self.terms, touched)
        return replace(self, stock={pool: self.stock[pool] for pool in pools})

    def fills(self) -> list[filling.Fill]:
        """What each line that waits is given, and keeps."""
        with queues.without_collecting():
            return [
                fill
                for tie, desk in self._by_tie().items()
                for fill in filling.fills(*desk, self.coming[tie], self.rule, self.terms, self.joining)
            ]

    def _by_tie(self) -> dict[int, tuple[list[QueueLine], dict[PoolNo, Grains]]]:
        """The pools by tie: the lines of the orders that have some in them, and the stock."""
        here = self.lines.filter(pl.col("pool").is_in(list(self.stock)))
        lines = queues.as_lines(self.lines.join(here, on="order_id", how="semi"))
        desks: dict[int, tuple[list[QueueLine], dict[PoolNo, Grains]]] = {
            self.ties[pool]: ([], {}) for pool in self.stock
        }
        for pool, qty in self.stock.items():
            desks[self.ties[pool]][1][pool] = qty
        for line in lines:
            if desk := desks.get(self.ties[line.pool]):
                desk[0].append(line)
        return desks


def hard_pools(
    lines: pl.DataFrame,
    shelves: pl.DataFrame,
    owed: pl.DataFrame,
    ties: pl.DataFrame | None,
    prefs: Preferences,
    today: date,
) -> HardPools:
    """The hard ones among some pools.

    ``lines``: of a ``Reading``, ``with_joining``; ``shelves``, ``owed``: as of ``adding_up.find_free`` and
    ``find_supply``; ``ties``: item_id, warehouse_id, tie; None: each pool is looked at alone. What is on hold
    until it is lifted is left out.
    """
    hard = shelves.filter("is_hard").drop("is_hard")
    is_lifted = pl.col("joins_on").is_null() | (pl.col("joins_on") < UNTIL_LIFTED)
    loose = lines.filter(~pl.col("firm") & is_lifted).join(hard, on=POOL)
    held = pl.col("qty").cast(SUM).filter("held").sum().over(POOL)
    aged = loose.with_columns(_days_by_the_next_sweep(prefs.skip_age_days))
    counted = queues.in_grains(aged.with_columns(stock_qty=pl.col("free_qty") + held))
    if ties is None:
        tied = hard.select(*POOL, tie=queues.POOL_NO)
    else:
        tied = ties.filter(pl.col("tie").is_in(ties.join(hard, on=POOL, how="semi")["tie"].implode()))
    numbered = dict(tied.select(queues.POOL_NO, "tie").iter_rows())
    coming = _expected_receipts(owed.join(tied, on=POOL), today)
    terms = Terms(skip_age_days=prefs.skip_age_days + LATER_TODAY)
    joins = loose.filter(pl.col("joins_on").is_not_null()).select(
        "line_id", (pl.col("joins_on") - today).dt.total_days() + LATER_TODAY
    )
    return HardPools(
        counted,
        queues.stock_of(counted),
        numbered,
        coming,
        dict(joins.iter_rows()),
        prefs.policy_rule,
        terms,
    )


def _days_by_the_next_sweep(skip_age_days: int) -> pl.Expr:
    """How old each line is by the next sweep, so counted that it is old on the very day of the calendar on
    which it has waited ``skip_age_days``, and not before its hour (R40, R43)."""
    is_young = pl.col("days") < skip_age_days
    days = pl.when(is_young).then(skip_age_days - pl.col("old_in")).otherwise(pl.col("days") + LATER_TODAY)
    return days.alias("days")


def _expected_receipts(owed: pl.DataFrame, today: date) -> dict[int, list[ExpectedReceipt]]:
    """What comes, by the tie of its pool; what is overdue comes before the next sweep."""
    days = (pl.col("due_on") - today).dt.total_days()
    counted = pl.when(days >= 0).then(days + LATER_TODAY).otherwise(days)
    rows = queues.in_pools(owed).select("tie", counted.fill_null(NO_DAY), "po_line_id", "pool", "qty")
    found: dict[int, list[ExpectedReceipt]] = defaultdict(list)
    for tie, *one in rows.iter_rows():
        found[tie].append(ExpectedReceipt(*one))
    return found


def parts_of(
    fills: Collection[filling.Fill], waiting: pl.DataFrame, owed: pl.DataFrame, today: date
) -> pl.DataFrame:
    """The parts in which lines are filled, of what the policy was seen to give; columns of ``NO_PARTS``."""
    names = ("line_id", "qty", "po_line_id", "day")
    found = pl.DataFrame(list(fills), dict.fromkeys(names, pl.Int64), orient="row")
    is_shelf = pl.col("po_line_id").is_null()
    on_day = pl.lit(today) + pl.duration(days=pl.col("day") - LATER_TODAY)
    # What comes before its line takes part waits for it there; an overdue one may be late by then as well.
    lies = (pl.col("day") > 0) & (is_shelf | (pl.col("due_on") >= today))
    source = pl.when(is_shelf).then(SHELF).otherwise(PO)
    return (
        found.with_columns(
            pl.col("po_line_id").cast(pl.Int32),
            queues.in_units(pl.col("qty")).cast(SUM),
            source=source,
        )
        .join(waiting.select("line_id", "root_line_id"), on="line_id")
        .join(owed.select("po_line_id", "due_on", "po"), on="po_line_id", how="left")
        .with_columns(due_on=pl.when(lies).then(on_day).otherwise("due_on"))
        .select(NO_PARTS.columns)
    )
