"""The transfers between warehouses, and the way to a new one (R47)."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from engine.model import PoState
from engine.supply import late, transfers
from pages.parts import export, formats, links, readings, tables, transfer_form
from pages.parts.literal import Markdown
from pages.parts.supply import coming


def show() -> None:
    """Every transfer, those that still bring something first, and the form that writes one."""
    transfer_form.popover()
    rows = readings.once(transfers.listed)
    if not rows.height:
        st.info("Nothing was ever transferred. Write a transfer, or let replenishment do it.")
        return
    overdue = readings.once(late.overdue)["po"].to_list()
    every, rows = rows, rows.filter(coming.choose(rows, "transfer", overdue, _NAMES))
    if not rows.height:
        st.info("No transfer matches. Choose another view.")
        return
    is_late, due = pl.col("transfer").is_in(overdue), formats.day_words("expected_on")
    maker = pl.when("automatic").then(pl.lit("Automatic")).otherwise(pl.lit("A person"))
    tables.grid(
        rows.with_columns(
            formats.words("state", formats.TRANSFER_STATE),
            formats.local_column("created_at"),
            maker.alias("made_by"),
            pl.when(is_late).then(pl.format("⚠ late, {}", due)).otherwise(due).alias("expected_on"),
        ),
        key="transfers",
        alt="Transfers between warehouses",
        columns={
            "transfer": links.column("Number", "supply", "transfer", key="open-transfer", width=95),
            "qty": tables.qty("Units", width=70),
            "state": tables.text("State", 105),
            "from_warehouse": tables.text("From", 110),
            "warehouse": tables.text("Into", 110),
            "received": tables.qty("Received", width=75),
            "expected_on": tables.text("Expected", 110),
            "made_by": tables.text("By", 110, "Automatic: by replenishment or *Order it*."),
            "lines": tables.number("Lines", width=55),
            "created_at": tables.instant("Started", width=105),
        },
    )
    export.popover(rows, "transfers", whole=export.Whole(every.height, transfers.listed))


_NAMES: Final[dict[PoState, Markdown]] = {PoState.OPEN: "In transit", PoState.CLOSED: "Received"}
