"""The pools in which something can ever change after an act that touched a few (R43).

An order that is filled whole or not at all ties pools together only while it is young, and only if it can be
filled at all. It cannot if it lacks something in a pool to which nothing comes while any order is young, and
in which nobody moves. Where a sweep has been, whoever holds some keeps it until somebody of a higher priority
can be filled.

Frames in, a set out: of a million lines some hundred matter, and only these are then looked at one by one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from engine.model import Grains, PoolNo, Terms
from engine.rules.pools import ExpectedReceipt
from engine.rules.queue import PolicyRule

_WAITS: Final = pl.col("waits")
_QTY: Final = pl.col("qty")


def concerned(
    lines: pl.DataFrame,
    stock: Mapping[PoolNo, Grains],
    expected: Collection[ExpectedReceipt],
    rule: PolicyRule,
    terms: Terms,
    touched: Iterable[PoolNo],
) -> set[PoolNo]:
    """The pools in which promises may change because of what happened in the touched ones, and
    those that decide what is told there; the touched ones with them.

    ``lines``: a column for each field of a ``QueueLine``; ``stock``, ``expected``: as for ``filling.fills``,
    of all pools tied to the touched ones.
    """
    start = {pool for pool in touched if pool in stock}
    if len(start) == len(stock):
        return start
    age, binds = terms.skip_age_days, pl.lit(rule.whole_orders_first) | pl.col("complete")
    youngest: int | None = lines.select(pl.col("days").filter(binds).min()).item()
    young_days = max(age - youngest, 0) if youngest is not None else 0  # in so many days all orders are old
    comes = {one.pool for one in expected if one.day < young_days}
    pools = pl.DataFrame({"pool": list(stock), "stock": list(stock.values())}, _POOLS).select(
        pl.int_range(pl.len()).alias("at"),
        "pool",
        "stock",
        is_touched=pl.col("pool").is_in(list(start)),
        comes=pl.col("pool").is_in(list(comes)),
    )
    seen = _lines_in(pools, lines, age, young_days)
    groups = _groups(seen.filter(binds), _scattered(lines) if rule.whole_orders_first else None, age)
    ties = _Tied(_standing(pools, seen, groups), groups)
    return set(pools.filter(ties.tied(ties.served()))["pool"].to_list())


_POOLS: Final = {"pool": pl.Int64, "stock": pl.Int64}


def _lines_in(pools: pl.DataFrame, lines: pl.DataFrame, age: int, young_days: int) -> pl.DataFrame:
    """The lines with ``at``, the number of their pool, and with is_young: served only with all others of
    the order; takes: it waits, and not for others; left: what it would find where a sweep has been."""
    is_young = pl.col("complete") & (pl.col("days") < age)
    waits_for_all = is_young & (age - pl.col("days") >= young_days)  # until no order is young any more
    seen = lines.join(pools, on="pool").with_columns(is_young=is_young, takes=_WAITS & ~waits_for_all)
    bands = seen.group_by("at", "band").agg(_QTY.filter(~_WAITS).sum()).sort("at", "band")
    # Those who hold some keep it from all who wait in their band and below.
    keeping = bands.select("at", "band", kept=_QTY.cum_sum().over("at"))
    return seen.join(keeping, on=["at", "band"]).with_columns(left=pl.col("stock") - pl.col("kept"))


def _groups(bound: pl.DataFrame, scattered: pl.DataFrame | None, age: int) -> pl.DataFrame:
    """What one order has in one pool, of the lines that a policy may serve together.

    Columns: order_id, at, band; is_bound (served together, or before the act, for all that
    is known), has_held, lacks (more is bound than is left); and of the whole order moves (wherever something
    does), waits (with all it has), holds (all it has), is_unsettled (the next sweep could fill it whole, or
    it has some and lacks some).
    """
    is_bound = _WAITS | pl.col("is_touched") | pl.col("is_young")
    groups = bound.group_by("order_id", "at").agg(
        pl.col("band", "left", "days", "is_young").first(),
        _QTY.sum(),
        bound_qty=_QTY.filter(is_bound).sum(),
        waiting=_WAITS.any(),
        has_held=(~_WAITS).any(),
        has_bound_held=(is_bound & ~_WAITS).any(),
    )
    order, is_new = pl.col("order_id"), pl.col("days") < age
    some_wait, has_some, has_bound = (
        pl.col(name).any().over(order) for name in ("waiting", "has_held", "has_bound_held")
    )
    fits = (pl.col("left") >= _QTY).all().over(order)
    is_scattered = pl.lit(value=False) if scattered is None else order.is_in(scattered["order_id"].implode())
    return groups.select(
        "order_id",
        "at",
        "band",
        "has_held",
        is_bound=pl.col("bound_qty") > 0,
        lacks=pl.col("bound_qty") > pl.col("left"),
        moves=is_scattered | (is_new & some_wait & has_bound),
        waits=is_new & some_wait & ~has_bound,
        holds=is_new & ~some_wait & has_bound,
        is_unsettled=pl.col("is_young") & some_wait & (has_some | fits),
    )


def _scattered(lines: pl.DataFrame) -> pl.DataFrame:
    """The orders between whose lines others entered. A policy that serves an order at the place of its first
    line that waits serves them sooner or later by what becomes of that one, wherever it is."""
    in_turn = lines.sort("entry_seq", "line_id").select("order_id")
    runs = in_turn.filter(pl.col("order_id").ne_missing(pl.col("order_id").shift()))
    return runs.group_by("order_id").len().filter(pl.col("len") > 1)


def _standing(pools: pl.DataFrame, lines: pl.DataFrame, groups: pl.DataFrame) -> pl.DataFrame:
    """The pools by their numbers, each with taker: the highest band of those who take for themselves;
    may_lose: whoever holds some may lose it without them; stirs: something could change there, now or with
    what comes, or on a day on which an order has grown old while others are young."""
    finds = pl.when("whole").then(pl.col("left") >= _QTY).otherwise(pl.col("left") > 0)
    found = lines.group_by("at").agg(
        held_qty=_QTY.filter(~_WAITS).sum(),
        is_waited_for=_WAITS.any(),
        taker=pl.col("band").filter("takes").min(),
        finds=(pl.col("takes") & finds).any(),
    )
    unsettled = groups.filter("is_unsettled").select("at", is_unsettled=True).unique()
    is_overdrawn = pl.col("held_qty").fill_null(0) > pl.col("stock")
    return (
        pools.join(found, on="at", how="left")
        .join(unsettled, on="at", how="left")
        .sort("at")
        .select(
            "at",
            "is_touched",
            "taker",
            may_lose=pl.col("is_touched") | is_overdrawn,
            stirs=pl.any_horizontal(
                "is_touched",
                is_overdrawn,
                pl.col("finds", "is_unsettled").fill_null(value=False),
                pl.col("comes") & pl.col("is_waited_for").fill_null(value=False),
            ),
        )
    )


@dataclass(frozen=True, slots=True)
class _Tied:
    """The pools as they are now, as of ``_standing``, and what orders have in them, as of ``_groups``."""

    pools: pl.DataFrame
    groups: pl.DataFrame

    def served(self) -> pl.DataFrame:
        """The groups of the orders that could gain or lose as a whole, from the pools that stir on; with
        ``spreads``: whether something can change in their pool then."""
        moving, taker = self.pools["stirs"], self.pools["taker"]
        served = self.groups.clear()
        while True:
            groups = self.groups.with_columns(
                here=moving.gather(self.groups["at"]), may_lose=self._may_lose(taker)
            )
            now = groups.join(_able(groups), on="order_id", how="semi")
            if now.height == served.height:
                return now.with_columns(spreads=pl.col("is_bound") | _LOSES)
            served = now
            moving |= self._at(now.filter("is_bound"))
            taker = self._with_takers(now)

    def tied(self, served: pl.DataFrame) -> pl.Series:
        """The pools, by their numbers, with which the touched ones hang together by orders that can be filled
        or lose whole."""
        tied = self.pools["is_touched"]
        while True:
            orders = served.filter(tied.gather(served["at"])).select("order_id").unique()
            more = tied | self._at(served.filter("spreads").join(orders, on="order_id", how="semi"))
            if more.sum() == tied.sum():
                return tied
            tied = more

    def _may_lose(self, taker: pl.Series) -> pl.Series:
        """By group: whether it could lose what it holds to a higher priority, or could before the act."""
        at = self.groups["at"]
        taken = (taker.gather(at) < self.groups["band"]).fill_null(value=False)
        return self.pools["may_lose"].gather(at) | taken

    def _with_takers(self, served: pl.DataFrame) -> pl.Series:
        found = served.group_by("at").agg(pl.col("band").min())
        every = self.pools.join(found, on="at", how="left", maintain_order="left")
        return every.select(pl.min_horizontal("taker", "band")).to_series()

    def _at(self, groups: pl.DataFrame) -> pl.Series:
        """The pools of some groups, by their numbers."""
        return self.pools["at"].is_in(groups["at"].implode())


_LOSES: Final = pl.col("has_held") & pl.col("here") & pl.col("may_lose")


def _able(groups: pl.DataFrame) -> pl.DataFrame:
    """The orders that can be filled whole, or lose what they have, now that something moves where they have
    lines."""
    here, lacks_elsewhere = pl.col("here").any(), (pl.col("lacks") & ~pl.col("here")).any()
    able = pl.any_horizontal(
        pl.col("moves").first() & here,
        pl.col("waits").first() & here & ~lacks_elsewhere,
        pl.col("holds").first() & (pl.col("is_bound") & _LOSES).any(),
    )
    return groups.group_by("order_id").agg(able=able).filter("able")
