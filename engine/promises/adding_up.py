"""When each waiting unit is filled, where that is a matter of adding up along the rank (R40).

Frames in, frames out; nothing is read and nothing is written. A frame of *parts* has a row for each part of
a line: source (``SOURCE``), po_line_id, due_on and po (null, but for what a purchase order brings), qty.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl

from engine.model import POOL
from engine.parts import Source
from engine.quantities import SUM
from engine.rules.holds import UNTIL_LIFTED
from engine.rules.queue import PolicyRule

SOURCE: Final = pl.Enum([source.value for source in Source])
"""Where units come from, in the order in which the parts of a line are told."""
SHELF, PO, HOLD, NONE, IDLE = (pl.lit(source.value, SOURCE) for source in Source)
NO_PARTS: Final = pl.DataFrame(
    schema={
        "line_id": pl.Int64,
        "root_line_id": pl.Int64,
        "source": SOURCE,
        "po_line_id": pl.Int32,
        "due_on": pl.Date,
        "po": pl.String,
        "qty": SUM,
    }
)
"""No part of any line."""
_TAKES_PART: Final = pl.col("joins_on").is_null()
"""Whether a line that waits has a part in the queue now (R45)."""


def rank(lines: pl.DataFrame) -> pl.DataFrame:
    """The open lines that wait, each with its place in the queue of its pool: by priority, entry, line (R14).

    ``lines``: of a ``Reading``, ``with_joining``. More columns: rank (from 1; a paused line keeps its own,
    R45), ahead_qty (what waits ahead of it and takes part).
    """
    in_turn = lines.filter(~pl.col("held")).sort(
        *POOL, "priority", "entry_seq", "line_id", descending=[False, False, True, False, False]
    )
    asked = pl.when(_TAKES_PART).then("qty").otherwise(0).cast(SUM)
    return in_turn.with_columns(
        rank=pl.int_range(1, pl.len() + 1).over(POOL), ahead_qty=asked.cum_sum().over(POOL) - asked
    )


def find_free(lines: pl.DataFrame, on_hand: pl.DataFrame, rule: PolicyRule) -> pl.DataFrame:
    """What is on hand and not allotted in the pools in which lines wait (R1).

    Columns: item_id, warehouse_id, free_qty (may be below zero), is_hard: adding up along the rank does not
    say who is filled when, since somebody would take what others hold, the policy looks at more than the
    rank, or somebody takes part from a later day on (R18, R43, R45). ``lines``: of a ``Reading``,
    ``with_joining``; ``on_hand``: its shelves.
    """
    waits, held = ~pl.col("held") & _TAKES_PART, pl.col("held")
    sums = lines.group_by(POOL).agg(
        pl.col("qty").cast(SUM).filter(held).sum().alias("held_qty"),
        pl.col("priority").filter(held).min().alias("lowest"),
        pl.col("priority").filter(waits).max().alias("highest"),
        (pl.col("complete") | (pl.col("whole") & waits)).any().alias("is_together"),
        (pl.col("joins_on") < UNTIL_LIFTED).any().alias("is_joined"),
        has_waiting=(~pl.col("held")).any(),
    )
    would_take = (pl.col("lowest") < pl.col("highest")) | (pl.col("held_qty") > pl.col("on_hand_qty"))
    is_hard = (pl.col("lowest").is_not_null() & would_take).fill_null(value=False) | pl.col("is_joined")
    if rule.looks_beyond_pool:
        is_hard |= pl.col("is_together") | rule.whole_orders_first
    return (
        sums.filter("has_waiting")
        .join(on_hand, on=POOL)
        .select(*POOL, free_qty=pl.col("on_hand_qty") - pl.col("held_qty"), is_hard=is_hard)
    )


def find_supply(owed: pl.DataFrame, shelves: pl.DataFrame) -> pl.DataFrame:
    """What open purchase orders still bring, in the order in which it is used: late ones first, since they
    are owed first, those without a day last.

    ``owed``: item_id, warehouse_id, po_line_id, po, qty, due_on; ``shelves``: as of ``find_free``. More
    columns: turn (from 1), from_qty and to_qty (which units of the queue each brings, where lines wait),
    is_hard (null where none does).
    """
    in_turn = owed.join(shelves, on=POOL, how="left").sort(*POOL, "due_on", "po_line_id", nulls_last=True)
    upto_qty = pl.col("free_qty") + pl.col("qty").cast(SUM).cum_sum().over(POOL)
    return in_turn.select(
        pl.exclude("free_qty"),
        from_qty=upto_qty - pl.col("qty"),
        to_qty=upto_qty,
        turn=pl.int_range(1, pl.len() + 1).over(POOL),
    )


def add_up(waiting: pl.DataFrame, shelves: pl.DataFrame, supply: pl.DataFrame) -> pl.DataFrame:
    """The parts in which each waiting line is filled: what is free on the shelf first, then what is coming.

    A whole line is filled with its last unit or not at all (R15). Lines of hard pools have no part here, and
    those on hold none but that. Columns: those of ``NO_PARTS``.
    """
    sources = pl.concat(
        [
            shelves.filter(~pl.col("is_hard")).select(*POOL, to_qty="free_qty", source=SHELF),
            supply.filter(~pl.col("is_hard")).select(
                *POOL, "to_qty", "po_line_id", "due_on", "po", source=PO
            ),
        ],
        how="diagonal",
    )
    upto_qty = pl.col("ahead_qty") + pl.col("qty")
    lines = waiting.filter(_TAKES_PART).select(
        *POOL, "line_id", "root_line_id", "whole", whole_qty="qty", upto_qty=upto_qty, to_qty=upto_qty
    )
    return (
        overlaps(POOL, lines, sources)
        .filter(pl.col("source").is_not_null(), ~pl.col("whole") | (pl.col("to_qty") == pl.col("upto_qty")))
        .with_columns(qty=pl.when("whole").then(pl.col("whole_qty").cast(SUM)).otherwise("qty"))
        .select(NO_PARTS.columns)
    )


def on_hold(waiting: pl.DataFrame) -> pl.DataFrame:
    """The parts of lines that are on hold until it is lifted: all of each, without a day (R45)."""
    held = waiting.filter(pl.col("joins_on") == UNTIL_LIFTED)
    return pl.concat(
        [NO_PARTS, held.select("line_id", "root_line_id", pl.col("qty").cast(SUM), source=HOLD)],
        how="diagonal",
    )


def overlaps(by: Sequence[str], first: pl.DataFrame, second: pl.DataFrame) -> pl.DataFrame:
    """Where two rows of pieces lie on each other, in each group; all of them begin at zero.

    Both frames: the columns of ``by``, to_qty (where the piece ends; the one before it ends where it begins),
    and columns of their own. One row for each stretch of a piece of the first row: the columns of both
    pieces (null where nothing of the second is), to_qty (where it ends), qty (its length).
    """
    ends = pl.concat(
        [
            first.select(*by, "to_qty", first_place=pl.int_range(pl.len(), dtype=pl.UInt32)),
            second.select(*by, "to_qty", second_place=pl.int_range(pl.len(), dtype=pl.UInt32)),
        ],
        how="diagonal",
    )
    stretches = (
        ends.with_columns(pl.col("to_qty").clip(lower_bound=0))
        .sort(*by, "to_qty")
        .with_columns(
            pl.col("first_place", "second_place").backward_fill().over(by),
            qty=pl.col("to_qty") - pl.col("to_qty").shift(1, fill_value=0).over(by),
        )
        .filter(pl.col("qty") > 0, pl.col("first_place").is_not_null())
    )
    return pl.concat(
        [
            first.select(pl.exclude("to_qty").gather(stretches["first_place"])),
            second.select(pl.exclude("to_qty", *by).gather(stretches["second_place"])),
            stretches.select("to_qty", "qty"),
        ],
        how="horizontal",
    )


def every_part(waiting: pl.DataFrame, parts: pl.DataFrame, by: str) -> pl.DataFrame:
    """All parts of what waits, with what nothing covers, summed by line_id or root_line_id, as ``by`` says.

    Columns: ``by``, source, due_on, po, qty; sorted by line and in the order in which they are told.
    """
    whence = ("source", "due_on", "po")
    left = pl.concat([waiting.select(by, pl.col("qty").cast(SUM)), parts.select(by, -pl.col("qty"))])
    bare = left.group_by(by).agg(pl.col("qty").sum()).filter(pl.col("qty") > 0)
    covered = parts.group_by(by, *whence).agg(pl.col("qty").sum())
    every = [covered, bare.with_columns(source=NONE)]
    return pl.concat(every, how="diagonal").sort(by, *whence, nulls_last=True)


def project(every: pl.DataFrame, today: date, *, is_swept: bool = True) -> pl.DataFrame:
    """The parts of each line as one list, and the day of its last unit.

    ``every``: as of ``every_part``, by line_id. ``is_swept``: sweeps are on (R25); else what lies there has
    no day. Columns: line_id, parts (qty, source, due_on, po), projected_on: today for what the next sweep
    gives; null while any unit is not covered, late, on hold, or without a day.
    """
    is_shelf, day = pl.col("source") == SHELF, pl.col("due_on")
    if not is_swept:
        every = every.with_columns(
            source=pl.when(is_shelf).then(IDLE).otherwise("source"), due_on=pl.when(~is_shelf).then(day)
        )
    rows = every.with_columns(
        is_dated=is_shelf | (day >= today).fill_null(value=False),
        source=pl.col("source").cast(pl.String),
    )
    return rows.group_by("line_id", maintain_order=True).agg(
        parts=pl.struct("qty", "source", "due_on", "po"),
        projected_on=pl.when(pl.col("is_dated").all()).then(day.fill_null(today).max()),
    )
