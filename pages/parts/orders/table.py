"""The lines of an order as a table: a row for each line that was typed, whatever became of its parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from engine.model import LineState, ShipmentState
from engine.reports.explanation import Explanation
from pages.parts import export, formats, links, pickers, siblings, tables

Reasons = Mapping[int, Explanation]
"""Line number -> why it has what it has."""


def show(number: str, lines: pl.DataFrame, reasons: Reasons) -> list[int]:
    """Draw the typed lines of an order; returns the number of the one that is picked, if one is."""
    parts = _in_words(lines).with_columns(
        _each(lines, {no: reason.expected for no, reason in reasons.items()}, pl.String).alias("expected"),
        _each(lines, {no: reason.why for no, reason in reasons.items()}, pl.String).alias("why"),
    )
    shown = _as_typed(parts)
    columns = _columns()
    if not pickers.has_several_warehouses():
        del columns["warehouse"]
    for name in ("unit_price", "expected", "shipment_id"):
        if not shown[name].count():
            del columns[name]
    for name in ("note", "marks", "why"):
        if not shown[name].str.len_chars().sum():
            del columns[name]
    picked = tables.grid(
        shown,
        key="order_lines",
        columns=columns,
        alt=f"The {formats.count(shown.height, 'line')} of order {number}",
        id_column="root_line_no",
        select="single-row",
    )
    export.popover(export.plain(shown.drop("line")).rename({"root_line_no": "line"}), "order-lines")
    return picked


def _columns() -> tables.Columns:
    marks = (
        "All at once: ships whole or not at all. Pinned: nobody takes its stock. On hold, not before a day: "
        "it gets nothing until then, and is put on no shipment."
    )
    return {
        "line": tables.text("Line", 70, "As it was typed. One of several parts opens when it is ticked."),
        "lic": tables.text("LIC", 105),
        "qty": tables.qty("Units", width=60),
        "warehouse": tables.text("From", 80),
        "state": tables.text("State", 130),
        "shipment_id": links.column("Shipment", "shipments", "shipment", key="open_shipment", width=70),
        "expected": tables.text(
            "Expected", 205, "In which parts what is on its way fills it, and what nobody ordered."
        ),
        "why": tables.text("Why", 245),
        "marks": tables.text("Marks", 80, marks),
        "unit_price": tables.money("Price"),
        "description": tables.text("Description", 190),
        "note": tables.text("Note", "medium"),
    }


def _in_words(lines: pl.DataFrame) -> pl.DataFrame:
    """The parts, with how they stand, their marks and their shipments in words."""
    picked = (pl.col("shipment_state") == ShipmentState.PICKING) & (pl.col("state") == LineState.ALLOTTED)
    marks = (
        pl.when("whole").then(pl.lit("all at once")),
        pl.when("pinned").then(pl.lit("pinned")),
        pl.when(pl.col("hold").struct.field("until_on") > formats.today()).then(pl.lit("on hold")),
        pl.when(pl.col("not_before") > formats.today()).then(
            pl.format("not before {}", formats.day_words("not_before"))
        ),
    )
    return lines.with_columns(
        pl.when(picked).then(pl.lit(str(ShipmentState.PICKING))).otherwise("state").alias("state"),
        pl.concat_list(*marks).list.drop_nulls().alias("marks"),
        pl.col("shipment_id").cast(pl.String),
    )


def _as_typed(parts: pl.DataFrame) -> pl.DataFrame:
    """A row for each typed line: its sum without what was cancelled, and what its parts say together."""
    ordered = pl.col("qty").filter(pl.col("state") != LineState.CANCELLED)
    reasons = pl.col("why").drop_nulls().unique(maintain_order=True)
    shipments = pl.col("shipment_id").drop_nulls().unique()
    rows = parts.group_by("root_line_no", maintain_order=True).agg(
        pl.struct("state", "qty").alias("stand"),
        pl.when(ordered.len() > 0).then(ordered.sum()).otherwise(pl.col("qty").sum()),
        pl.when(shipments.len() == 1).then(shipments.first()).alias("shipment_id"),
        pl.when(pl.col("expected").count() > 0)
        .then(pl.col("expected").drop_nulls().str.join("; "))
        .alias("expected"),
        reasons.str.join(" ").alias("why"),
        pl.col("marks").explode().drop_nulls().unique(maintain_order=True).str.join(", ").alias("marks"),
        pl.col("lic", "description", "warehouse", "unit_price", "note").first(),
    )
    counted = zip(rows["root_line_no"], rows["stand"].list.len(), strict=True)
    return rows.with_columns(
        siblings.standing(rows["stand"]).alias("state"),
        pl.Series("line", [siblings.numbered(*pair) for pair in counted], pl.String),
    )


def _each(lines: pl.DataFrame, values: Mapping[int, Any], dtype: Any) -> pl.Series:
    """A value for each line that waits, nothing for the others."""
    waits = lines["state"] == LineState.BACKORDERED
    cells = [values.get(no) if waiting else None for no, waiting in zip(lines["line_no"], waits, strict=True)]
    return pl.Series(cells, dtype=dtype)
