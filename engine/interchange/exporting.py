"""Files out: what each kind answers with, and its columns as docs/interchange.md names them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

import polars as pl

from db.session import Session, Transaction
from engine import parts, promises, stock
from engine.interchange import handover, writing
from engine.interchange.refusals import UnknownKind
from engine.progress import Progress, unwatched
from engine.reports import backorders
from engine.rules.header import IN_FILES

BALANCE_COLUMNS = (
    "lic",
    "warehouse",
    "on_hand",
    "demand",
    "available",
    "allotted",
    "free",
    "on_order",
    "total",
    "backordered",
)
HEAD_COLUMNS = ("location", "ship_type", "priority")
"""The fields of an order's head that stand beside its number."""
LATER_HEAD_COLUMNS = tuple(name for name in IN_FILES if name not in HEAD_COLUMNS)
"""The fields of an order's head that stand behind what its line is, so that a new one moves none of those."""
LINE_COLUMNS = (
    "order",
    "customer",
    *HEAD_COLUMNS,
    "line",
    "root_line",
    "lic",
    "warehouse",
    "qty",
    "state",
    "whole",
    *LATER_HEAD_COLUMNS,
    "projected_on",
    "projected",
    "shipment",
)

SLIP_COLUMNS = ("vendor", "customer", "cause", "slips", "lines", "qty", "days", "without_day")


def balances(tx: Transaction) -> pl.DataFrame:
    """The balances of every pool (R1); columns ``BALANCE_COLUMNS``."""
    return stock.balances(tx).select(BALANCE_COLUMNS)


def lines(tx: Transaction) -> pl.DataFrame:
    """Every line of every order that was opened; columns ``LINE_COLUMNS``. Drafts are left out: they change
    nothing."""
    backorders.rank(tx)
    rows = tx.rows("exporting.lines")
    projected = promises.worded(rows["parts"], tx.today, parts.in_file).alias("projected")
    return _with_heads(tx, rows.with_columns(projected)).select(LINE_COLUMNS)


def waiting(tx: Transaction) -> pl.DataFrame:
    """The lines that wait, with the columns of ``lines`` and age_days, rank, ahead_qty, reason, value (R14,
    R41)."""
    rows = backorders.waiting(tx)
    beside = [pl.lit("backordered").alias("state"), pl.lit(None, pl.Int32).alias("shipment")]
    return _with_heads(tx, rows.with_columns(beside)).select(
        *LINE_COLUMNS, "age_days", "rank", "ahead_qty", "reason", "value"
    )


def _with_heads(tx: Transaction, lines: pl.DataFrame) -> pl.DataFrame:
    """Lines with the fields of their order's head that they do not have yet."""
    lacking = [name for name in IN_FILES if name not in lines.columns]
    if not lacking:
        return lines
    heads = tx.rows("exporting.heads").select("order", *lacking)
    return lines.join(heads, on="order", how="left", maintain_order="left")


EXPORTS: dict[str, Callable[[Transaction], pl.DataFrame]] = {
    "balances": balances,
    "lines": lines,
    "backorders": waiting,
    "queue": lambda tx: tx.rows("exporting.queue"),
    "shipments": lambda tx: tx.rows("exporting.shipments"),
    "purchase-orders": lambda tx: tx.rows("exporting.purchase_orders"),
    "slips": lambda tx: promises.slips(tx).select(SLIP_COLUMNS),
    "runs": lambda tx: tx.rows("exporting.runs"),
    "log": lambda tx: tx.rows("exporting.log"),
    **{kind: partial(handover.export, kind=kind) for kind in handover.KINDS},
}
"""Every kind of file out; the last ones in the columns of their import."""


def export_frame(session: Session, kind: str, *, now: datetime | None = None) -> pl.DataFrame:
    """One kind as it stands now. Quantities are decimals, instants aware UTC, days dates."""
    if kind not in EXPORTS:
        raise UnknownKind(kind=kind, known=", ".join([*EXPORTS, "all"]))
    with session.reading(now=now) as tx:
        frame = EXPORTS[kind](tx)
    return frame.with_columns(pl.col(pl.Datetime).dt.replace_time_zone("UTC"))


def export_file(session: Session, kind: str, file: Path, *, step: Progress = unwatched) -> int:
    """Write one kind to ``file``, as CSV, Excel or Parquet by its extension; how many rows it has."""
    writing.check_ending(file)
    step("reading")
    frame = export_frame(session, kind)
    step("writing")
    writing.write(frame, file)
    return frame.height
