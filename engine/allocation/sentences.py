"""The rows of the record log that tell of a settlement: who gained, who lost to whom, who took from whom."""

from __future__ import annotations

from typing import Final

import polars as pl

from engine import log
from engine.allocation.changes import Decision
from engine.model import POOL, LineState
from engine.quantities import SUM, spelled_column

_ABOUT: Final = ("order_id", "root_line_id", *POOL)
_NOTHING: Final = pl.lit("")


def gains(applied: pl.DataFrame, reason: str) -> pl.DataFrame:
    """One row per line that was given stock."""
    gained = applied.filter(pl.col("kind") == "gain").sort(*POOL, "place")
    rest = pl.format(", {} wait as line {}", spelled_column(pl.col("rest_qty")), pl.col("sibling_no"))
    sentence = pl.format(
        "Line {}: {} of {} allotted{} ({}).",
        "line_no",
        spelled_column(pl.col("granted_qty")),
        "lic",
        pl.when("is_split").then(rest).otherwise(_NOTHING),
        pl.lit(reason),
    )
    return gained.select(
        *_ABOUT,
        "line_id",
        "line_no",
        *log.changed("order", pl.col("number"), "state", LineState.BACKORDERED, LineState.ALLOTTED),
        qty="granted_qty",
        sentence=sentence,
    )


def losses(decision: Decision, lost: pl.DataFrame, reason: str, why: pl.Expr | None = None) -> pl.DataFrame:
    """One row per line that lost stock and order that has it; the rest was lost to a fall of stock.

    ``why``: how its sentence goes on after what went back to backorder; else it says why the line lost.
    """
    changes = decision.changes
    takers = changes.select(gain_order_id="order_id", taker="number", taker_priority="priority").unique(
        "gain_order_id"
    )
    rows = lost.rename({"qty": "lost_qty"}).join(changes, on="line_id", maintain_order="left")
    rows = rows.join(takers, on="gain_order_id", how="left", maintain_order="left")
    sentence = pl.format(
        "Line {}: {} of {} went back to backorder{}{} ({}).",
        "line_no",
        spelled_column(pl.col("lost_qty")),
        "lic",
        pl.when("is_split").then(pl.format(" as line {}", "sibling_no")).otherwise(_NOTHING),
        WHY_LOST if why is None else why,
        pl.lit(reason),
    )
    return rows.select(
        *_ABOUT,
        *log.changed("order", pl.col("number"), "state", LineState.ALLOTTED, LineState.BACKORDERED),
        line_id=pl.coalesce("sibling_id", "line_id"),
        line_no=pl.coalesce("sibling_no", "line_no"),
        qty="lost_qty",
        other_order_id="gain_order_id",
        sentence=sentence,
    )


WHY_LOST: Final = (
    pl.when(pl.col("taker").is_null() & (pl.col("left_qty") >= pl.col("lost_qty")))
    .then(pl.lit(": its order ships complete, and the rest of it cannot be filled"))
    .when(pl.col("taker").is_null())
    .then(pl.lit(": on hand no longer covers it"))
    .when(pl.col("taker_priority") > pl.col("priority"))
    .then(pl.format(": order {} comes first, priority {} before {}", "taker", "taker_priority", "priority"))
    .otherwise(pl.format(": order {} can be filled with it", "taker"))
)
"""Why a line lost stock: to whom, or to what."""
GIVEN_BACK: Final = (
    pl.when(pl.col("taker").is_null())
    .then(_NOTHING)
    .otherwise(pl.format(", order {} has them back", "taker"))
)
"""What becomes of units that an undo takes from a line."""


def takings(decision: Decision, taken: pl.DataFrame, reason: str) -> pl.DataFrame:
    """One row per taking, on the order that took, naming the order that lost (R21)."""
    sums = taken.group_by("gain_line_id", "loss_line_id", "gained", maintain_order=True).agg(
        pl.col("taken_qty").cast(SUM).sum()
    )
    loser = decision.changes.select(
        loss_line_id="line_id", loser_id="order_id", loser="number", loser_priority="priority"
    )
    rows = sums.join(
        decision.changes, left_on="gain_line_id", right_on="line_id", maintain_order="left"
    ).join(loser, on="loss_line_id", maintain_order="left")
    before = pl.format(", priority {} before {}", "priority", "loser_priority")
    how = (
        pl.when("gained").then(pl.lit("taken from")).otherwise(pl.lit("kept for the next sweep, given up by"))
    )
    sentence = pl.format(
        "Line {}: {} of {} {} order {}{} ({}).",
        "line_no",
        spelled_column(pl.col("taken_qty")),
        "lic",
        how,
        "loser",
        pl.when(pl.col("priority") > pl.col("loser_priority")).then(before).otherwise(_NOTHING),
        pl.lit(reason),
    )
    return rows.select(
        *_ABOUT,
        "line_no",
        *log.changed("order", pl.col("number"), "taken", pl.col("loser"), pl.col("number")),
        line_id="gain_line_id",
        qty="taken_qty",
        other_order_id="loser_id",
        sentence=sentence,
    )
