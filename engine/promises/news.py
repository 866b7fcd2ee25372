"""What there is to write into the promise ledger: parts that differ from what was told, and what ended (R40).

Frames in, frames out; nothing is read and nothing is written. Units are counted from the last one, since
those filled first are the ones that go: each unit of a line of which other parts are told keeps the day that
was promised first for this very unit.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from engine.model import POOL
from engine.promises.adding_up import NONE, SHELF, SOURCE, overlaps
from engine.quantities import SUM

_ROOT: Final = "root_line_id"
_EVERY_UNIT: Final = 10**15
"""More units than wait of any line."""
_WHENCE: Final = ("source", "due_on", "po")
_PART: Final = ("qty", *_WHENCE, "first_on")
"""What the ledger keeps of a part, in its order."""
_IS_OPEN: Final = pl.col("state") == "open"
_FROM_END: Final = pl.col("qty").cum_sum(reverse=True)
_OF_LATER_LINES: Final = (
    pl.when(pl.col(_ROOT) != pl.col(_ROOT).shift(-1)).then(_FROM_END - pl.col("qty")).backward_fill()
)
_UPTO: Final = _FROM_END - _OF_LATER_LINES.fill_null(pl.lit(0, dtype=SUM))
"""The unit with which a part ends, counted from the line's last one; the parts of a line stand together.

Adding up all lines at once and taking off what is of later ones takes a tenth of adding up line by line.
"""
_PROMISED_ON: Final = pl.when(pl.col("is_dated").all()).then(pl.col("due_on").max())
"""The day of a line's last unit; null while some of it has none."""


def find_latest(ledger: pl.DataFrame) -> pl.DataFrame:
    """What was told last of each typed line, on which day first, and whether a promise for some of it was
    broken already.

    ``ledger``: promise_id, root_line_id, state, promised_on, parts, held_qty, is_broken (some part of it was
    filled too late). Columns: those but promise_id, and first_on.
    """
    return (
        ledger.sort("promise_id")
        .group_by(_ROOT)
        .agg(
            pl.col("state", "promised_on", "parts", "held_qty").last(),
            pl.col("is_broken").any(),
            first_on=pl.col("promised_on").filter(_IS_OPEN).drop_nulls().first(),
        )
    )


def find_told_units(latest: pl.DataFrame) -> pl.DataFrame:
    """The units that were told of and wait, for all that is known, each part with the unit it ends with.

    A row from before parts were kept speaks of all units alike; its part has no qty. Columns: root_line_id,
    qty, source, due_on, po, first_on, to_qty (counted from the last unit, so that the first part has most).
    """
    waits = latest.filter(_IS_OPEN)
    parts = (
        waits.select(_ROOT, "parts")
        .explode("parts", empty_as_null=False, keep_nulls=False)
        .unnest("parts")
        .with_columns(pl.col("qty").cast(SUM), pl.col("source").cast(SOURCE))
    )
    alike = waits.filter(pl.col("parts").is_null())
    return pl.concat(
        [
            parts.with_columns(to_qty=_UPTO),
            alike.select(_ROOT, "first_on", to_qty=pl.lit(_EVERY_UNIT, SUM)),
        ],
        how="diagonal",
    )


def find_moved(every: pl.DataFrame, told: pl.DataFrame, latest: pl.DataFrame, today: date) -> pl.DataFrame:
    """The typed lines (root_line_id) of which other parts are to be told than last, or none any more; or of
    units of which no day was promised one can be now.

    A row from before parts were kept stands as long as it is true of every unit. ``every``: as of
    ``adding_up.every_part``, by root_line_id; ``told``: as of ``find_told_units``.
    """
    part = (_ROOT, *_WHENCE, "qty")
    before = told.group_by(_ROOT, *_WHENCE).agg(pl.col("qty").sum())
    differs = pl.concat([every.select(part), before.select(part)]).group_by(part).len().filter(len=1)
    gets_day = told.filter(pl.col("first_on").is_null(), pl.col("due_on") >= today)
    moved = pl.concat([differs.select(_ROOT), gets_day.select(_ROOT)]).unique()
    alike = latest.filter(_IS_OPEN, pl.col("parts").is_null()).select(_ROOT, before_on="promised_on")
    if alike.is_empty():
        return moved
    now = (
        every.with_columns(_is_dated(today))
        .join(alike, on=_ROOT)
        .group_by(_ROOT, "before_on")
        .agg(promised_on=_PROMISED_ON, is_bare=(pl.col("source") == NONE).all())
    )
    is_true = pl.col("promised_on").eq_missing(pl.col("before_on")) & (
        pl.col("promised_on").is_not_null() | pl.col("is_bare")
    )
    return moved.join(now.filter(is_true), on=_ROOT, how="anti")


def find_units(every: pl.DataFrame, told: pl.DataFrame, today: date) -> pl.DataFrame:
    """What there is to tell of each typed line that waits: its parts, each with the day promised first for
    its units. A part that is late already, or has no day, promises none.

    ``every``, ``told``: as for ``find_moved``. Columns: root_line_id, source, due_on, po, first_on, qty,
    to_qty; in the order in which parts are told.
    """
    day = pl.col("due_on")
    promised = pl.when(day >= today).then(day)
    parts = every.select(_ROOT, *_WHENCE, to_qty=_UPTO)
    if told.is_empty():
        return parts.select(_ROOT, *_WHENCE, promised.alias("first_on"), every["qty"], "to_qty")
    stretches = overlaps([_ROOT], parts, told.select(_ROOT, "first_on", "to_qty"))
    return (
        stretches.with_columns(first_on=pl.coalesce("first_on", promised))
        .group_by(_ROOT, *_WHENCE, "first_on")
        .agg(pl.col("qty").sum(), pl.col("to_qty").max())
        .sort(_ROOT, "to_qty", descending=[False, True])
    )


def _is_dated(today: date) -> pl.Expr:
    """Whether a part lies on the shelf or has a day that is still to come."""
    is_dated = (pl.col("source") == SHELF) | (pl.col("due_on") >= today).fill_null(value=False)
    return is_dated.alias("is_dated")


def find_held(lines: pl.DataFrame, moved: pl.DataFrame) -> pl.DataFrame:
    """What has its stock of those moved lines of which every unit is open, so that none can have left.

    ``lines``: of a ``Reading``. Columns: root_line_id, order_id, item_id, warehouse_id, held_qty.
    """
    return (
        lines.join(moved, on=_ROOT, how="semi")
        .group_by(_ROOT)
        .agg(
            pl.col("order_id", *POOL).first(),
            pl.col("qty").cast(SUM).filter("held").sum().alias("held_qty"),
            is_whole=pl.col("qty").cast(SUM).sum() == pl.col("ordered_qty").max(),
        )
        .filter("is_whole")
        .drop("is_whole")
    )


def find_news(
    held: pl.DataFrame, units: pl.DataFrame, told: pl.DataFrame, latest: pl.DataFrame, today: date
) -> pl.DataFrame:
    """The new rows of the ledger: one for every line that waits, a last one for every line that does not.

    A line that waits no more is broken if units of it were filled later than promised first, kept if none
    was, withdrawn if it was cancelled. ``held``: of the lines that moved, root_line_id, order_id, item_id,
    warehouse_id, held_qty (what has its stock, or left); ``units``, ``told``, ``latest``: as of
    ``find_units``, ``find_told_units``, ``find_latest``. Columns: those of the table promise, but its number
    and who wrote it when and why.
    """
    now = (
        units.with_columns(_is_dated(today), pl.col("source").cast(pl.String))
        .group_by(_ROOT, maintain_order=True)
        .agg(waits_qty=pl.col("qty").sum(), parts=pl.struct(_PART), promised_on=_PROMISED_ON)
    )
    before = latest.select(
        _ROOT,
        "is_broken",
        old_held_qty="held_qty",
        # Of a row from before parts were kept, all units are one that was promised its first day.
        is_late=_IS_OPEN & pl.col("parts").is_null() & (pl.col("first_on") < today),
    )
    rows = held.join(now, on=_ROOT, how="left").join(before, on=_ROOT, how="left")
    rows = rows.join(_filled(rows, told, today), on=_ROOT, how="left")
    waits = pl.col("parts").is_not_null()
    is_late = pl.any_horizontal(pl.col("is_broken", "is_late", "was_late").fill_null(value=False))
    return rows.select(
        *held.columns,
        "parts",
        "filled",
        state=pl.when(waits)
        .then(pl.lit("open"))
        .when(pl.col("held_qty") == 0)
        .then(pl.lit("withdrawn"))
        .when(is_late)
        .then(pl.lit("broken"))
        .otherwise(pl.lit("kept")),
        promised_on=pl.when(waits).then("promised_on").otherwise(today),
    ).sort(~waits, _ROOT)


def _filled(rows: pl.DataFrame, told: pl.DataFrame, today: date) -> pl.DataFrame:
    """The units told of that do not wait any more, the earliest part first: as many as got their stock.

    Columns: root_line_id, filled (one list), was_late (some of it came after the day promised first).
    """
    of_line = rows.select(
        _ROOT,
        pl.col("waits_qty").fill_null(0),
        filled_qty=pl.col("held_qty") - pl.col("old_held_qty").fill_null(0),
    )
    gone = (
        told.filter(pl.col("qty").is_not_null())
        .join(of_line, on=_ROOT)
        .filter(pl.col("to_qty") > pl.col("waits_qty"))
        .sort(_ROOT, "to_qty", descending=[False, True])
        .with_columns(qty=pl.min_horizontal("qty", pl.col("to_qty") - pl.col("waits_qty")))
        .with_columns(left_qty=pl.col("filled_qty") - pl.col("qty").cum_sum().over(_ROOT) + pl.col("qty"))
        .filter(pl.col("left_qty") > 0)
    )
    part = pl.struct(pl.min_horizontal("qty", "left_qty"), filled_on=today, first_on="first_on")
    return gone.group_by(_ROOT, maintain_order=True).agg(
        filled=part, was_late=(pl.col("first_on") < today).any()
    )
