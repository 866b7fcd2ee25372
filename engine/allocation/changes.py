"""Where a walk differs from what is, and who took how much from whom; frames in, frames out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import polars as pl

from engine.model import POOL, MayGain
from engine.quantities import QTY, SUM
from engine.queues.ranking import HELD_QTY, NOTHING
from engine.queues.reading import Reading

_RANK: Final = ("priority", "held", "entry_seq", "line_id")
_DOWN: Final = [True, True, False, False]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a settlement is about to write.

    ``walked``: the queue with granted_qty. ``changes``: its lines that get another quantity than they have,
    in the order of their rank, with place, kind (gain, loss), moved_qty, rest_qty, is_split, applied (losses
    apply at once, gains to those who may gain now, R17), sibling_id and sibling_no. ``queue``, ``reading``:
    what it was made of.
    """

    queue: pl.DataFrame
    walked: pl.DataFrame
    changes: pl.DataFrame
    reading: Reading | None = None

    @property
    def applied(self) -> pl.DataFrame:
        """The changes that are made now."""
        return self.changes.filter("applied")


def find_changes(walked: pl.DataFrame, gains: MayGain, order_ids: Collection[int] = ()) -> pl.DataFrame:
    """Where the walk differs from what is.

    A partial fill or loss splits: the first part stays on the line, the rest becomes a sibling behind it,
    whose number nobody has given yet. ``order_ids``: who gains with ``MayGain.ORDERS``.
    """
    granted, held = pl.col("granted_qty"), pl.col("held")
    applied = held | (gains is MayGain.ALL)
    if gains is MayGain.ORDERS:
        applied = applied | pl.col("order_id").is_in(list(order_ids))
    return (
        walked.filter(granted != HELD_QTY)
        .sort(*_RANK, descending=_DOWN)
        .with_row_index("place")
        .with_columns(
            pl.col("place").cast(pl.Int64),
            kind=pl.when("held").then(pl.lit("loss")).otherwise(pl.lit("gain")),
            moved_qty=pl.when("held").then(pl.col("qty") - granted).otherwise(granted).cast(QTY),
            rest_qty=(pl.col("qty") - granted).cast(QTY),
            is_split=(granted > NOTHING) & (granted < pl.col("qty")),
            applied=applied,
            sibling_id=pl.lit(None, dtype=pl.Int64),
            sibling_no=pl.lit(None, dtype=pl.Int32),
        )
    )


def splitting(changes: pl.DataFrame) -> pl.DataFrame:
    """The changes that are made and split their line, as their siblings are numbered."""
    return changes.filter(pl.col("is_split") & pl.col("applied")).sort(*POOL, "place")


def with_siblings(changes: pl.DataFrame, last_numbers: pl.DataFrame) -> pl.DataFrame:
    """The changes with the numbers of the siblings that they make.

    ``last_numbers``: line_id (the highest of all), order_id, line_no (the highest of that order).
    """
    numbered = splitting(changes).join(last_numbers, on="order_id", suffix="_last", maintain_order="left")
    siblings = numbered.select(
        "line_id",
        sibling_id=pl.col("line_id_last") + pl.int_range(1, pl.len() + 1, dtype=pl.Int64),
        sibling_no=(
            pl.col("line_no_last") + pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over("order_id")
        ).cast(pl.Int32),
    )
    return changes.drop("sibling_id", "sibling_no").join(
        siblings, on="line_id", how="left", maintain_order="left"
    )


def after(decision: Decision) -> Reading | None:
    """The pools that a decision was made of, as they are once it is written; None if nobody knows."""
    reading, applied = decision.reading, decision.applied
    if reading is None or applied.is_empty():
        return reading
    made = applied.select("line_id", "granted_qty", "is_split", "rest_qty", "sibling_id", "sibling_no")
    lines = reading.lines.join(made, on="line_id", how="left", maintain_order="left")
    granted = pl.col("granted_qty")
    now = lines.with_columns(
        qty=pl.when("is_split").then(granted).otherwise("qty"),
        held=pl.when(granted.is_null()).then("held").otherwise(granted > NOTHING),
    )
    siblings = lines.filter("is_split").with_columns(
        line_id="sibling_id",
        line_no="sibling_no",
        qty="rest_qty",
        ordered_qty=pl.lit(None, lines.schema["ordered_qty"]),  # it was typed on its root
        held=pl.lit(value=False),
    )
    return Reading(pl.concat([now, siblings]).select(reading.lines.columns), reading.shelves)


def takings(queue: pl.DataFrame, changes: pl.DataFrame) -> pl.DataFrame:
    """Which gain took how much from which loss: loss_line_id, gain_line_id, gain_order_id, gained, taken_qty.

    Gains use the free stock first, then what the back of the queue gave up, in that order (R18, R21). What no
    gain took was lost to a fall of stock (R23).
    """
    losses = _along(changes, "loss", backwards=True)
    gains = _along(changes, "gain", backwards=False).join(
        _free(queue, changes), on=POOL, how="left", maintain_order="left"
    )
    gains = gains.with_columns(pl.col("from_qty") - pl.col("free_qty"), pl.col("to_qty") - pl.col("free_qty"))
    both = losses.join(gains, on=POOL, suffix="_gain").filter(
        (pl.col("from_qty_gain") < pl.col("to_qty")) & (pl.col("from_qty") < pl.col("to_qty_gain"))
    )
    upto, since = pl.col("to_qty"), pl.col("from_qty")
    taken = pl.when(upto < pl.col("to_qty_gain")).then(upto).otherwise("to_qty_gain") - pl.when(
        since > pl.col("from_qty_gain")
    ).then(since).otherwise("from_qty_gain")
    return both.select(
        loss_line_id="line_id",
        gain_line_id="line_id_gain",
        gain_order_id="order_id_gain",
        gained="applied_gain",
        taken_qty=taken.cast(QTY),
    )


def _along(changes: pl.DataFrame, kind: str, *, backwards: bool) -> pl.DataFrame:
    """The changes of one kind, each with the units of its pool that it stands for: from_qty, to_qty."""
    ordered = changes.filter(pl.col("kind") == kind).sort("place", descending=backwards)
    upto = pl.col("moved_qty").cast(SUM).cum_sum().over(POOL)
    return ordered.select(
        *POOL, "line_id", "order_id", "applied", from_qty=upto - pl.col("moved_qty"), to_qty=upto
    )


def _free(queue: pl.DataFrame, changes: pl.DataFrame) -> pl.DataFrame:
    """What lay free in the changed pools before: free_qty."""
    return (
        queue.join(changes.select(POOL).unique(), on=POOL, how="semi")
        .group_by(POOL)
        .agg(free_qty=pl.col("stock_qty").first() - HELD_QTY.cast(SUM).sum())
    )


def losses(decision: Decision, taken: pl.DataFrame) -> pl.DataFrame:
    """What each line lost and to which order: line_id, gain_order_id, qty, left_qty (still in its pool).

    What was lost to a fall of stock has no order (R23).
    """
    lost = decision.changes.filter(pl.col("kind") == "loss").select("line_id", "moved_qty", *POOL)
    parts = taken.group_by("loss_line_id", "gain_order_id", maintain_order=True).agg(
        qty=pl.col("taken_qty").cast(SUM).sum()
    )
    parts = parts.rename({"loss_line_id": "line_id"})
    covered = parts.group_by("line_id").agg(covered_qty=pl.col("qty").sum())
    fallen = lost.join(covered, on="line_id", how="left").select(
        "line_id",
        gain_order_id=pl.lit(None, dtype=pl.Int32),
        qty=pl.col("moved_qty").cast(SUM) - pl.col("covered_qty").fill_null(NOTHING),
    )
    every = pl.concat([parts, fallen.filter(pl.col("qty") > NOTHING)])
    left = (
        decision.walked.join(lost.select(POOL).unique(), on=POOL, how="semi")
        .group_by(POOL)
        .agg(left_qty=pl.col("stock_qty").first() - pl.col("granted_qty").cast(SUM).sum())
    )
    return every.join(lost.join(left, on=POOL).select("line_id", "left_qty"), on="line_id")
