"""The lines of an order as a table: split siblings under the line that was typed, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from engine.model import LineState, PoState, ShipmentState
from engine.reports import bought
from engine.reports.explanation import Explanation
from pages.parts import formats, links, pickers, tables

Reasons = Mapping[int, Explanation]
"""Line number -> why it has what it has."""


def show(number: str, lines: pl.DataFrame, reasons: Reasons) -> list[int]:
    """Draw the lines of an order; returns the number of the line that is picked, if one is."""
    shown = _in_words(lines).with_columns(
        _each(lines, {no: _expected(reason) for no, reason in reasons.items()}, pl.String).alias("expected"),
        _each(lines, {no: reason.why for no, reason in reasons.items()}, pl.String).alias("why"),
    )
    columns = _columns()
    if not pickers.has_several_warehouses():
        del columns["warehouse"]
    for name in ("unit_price", "expected", "shipment_id"):
        if not shown[name].count():
            del columns[name]
    for name in ("note", "marks", "why"):
        if not shown[name].str.len_chars().sum():
            del columns[name]
    return tables.grid(
        shown,
        key="order_lines",
        columns=columns,
        alt=f"The {formats.count(lines.height, 'line')} of order {number}",
        id_column="line_no",
        select="single-row",
    )


def _expected(reason: Explanation) -> str:
    """When a line is filled, and on which pending purchase orders it was ordered (R40, R44)."""
    pending = [(one.po, one.qty) for one in reason.ordered_on if one.state == PoState.PENDING]
    return bought.with_pending(reason.expected, pending)


def _columns() -> tables.Columns:
    marks = (
        "All at once: ships whole or not at all. Pinned: nobody takes its stock. On hold, not before a day: "
        "it gets nothing until then, and is put on no shipment."
    )
    return {
        "line": tables.text("Line", 55),
        "shown_lic": tables.text("LIC", 105),
        "warehouse": tables.text("From", 80),
        "qty": tables.qty("Units", width=60),
        "state": tables.text("State", 110),
        "shipment_id": links.column("Shipment", "shipments", "shipment", key="open_shipment", width=70),
        "expected": tables.text(
            "Expected", 220, "In which parts what is on its way fills it, and what nobody ordered."
        ),
        "why": tables.text("Why", 270),
        "marks": tables.text("Marks", 80, marks),
        "unit_price": tables.money("Price"),
        "shown_description": tables.text("Description", 190),
        "note": tables.text("Note", "medium"),
    }


def _in_words(lines: pl.DataFrame) -> pl.DataFrame:
    typed = pl.col("line_no") == pl.col("root_line_no")
    number = pl.col("line_no").cast(pl.String)
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
        pl.when(typed).then(number).otherwise(pl.format("└ {}", number)).alias("line"),
        pl.when(typed).then(pl.col("lic")).otherwise(pl.lit("")).alias("shown_lic"),
        pl.when(typed).then(pl.col("description")).otherwise(pl.lit("")).alias("shown_description"),
        pl.when(picked)
        .then(pl.lit("◑ Being picked"))
        .otherwise(formats.words("state", formats.LINE_STATE))
        .alias("state"),
        pl.concat_str(*marks, separator=", ", ignore_nulls=True).alias("marks"),
        pl.col("shipment_id").cast(pl.String),
    )


def _each(lines: pl.DataFrame, values: Mapping[int, Any], dtype: Any) -> pl.Series:
    """A value for each line that waits, nothing for the others."""
    waits = lines["state"] == LineState.BACKORDERED
    cells = [values.get(no) if waiting else None for no, waiting in zip(lines["line_no"], waits, strict=True)]
    return pl.Series(cells, dtype=dtype)
