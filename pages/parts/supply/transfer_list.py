"""The transfers between warehouses, and the way to a new one (R47)."""

from __future__ import annotations

from functools import partial
from typing import Final

import polars as pl
import streamlit as st

from engine.model import PoState
from engine.supply import late, transfers
from engine.views import Filters, Listing
from pages.parts import export, finding, formats, links, own_views, readings, tables, transfer_form
from pages.parts.literal import Markdown
from pages.parts.own_views import IN_ADDRESS
from pages.parts.supply import coming


def show() -> None:
    """The transfers that match, those that still bring something first, and the form that writes one."""
    every, overdue = readings.once(transfers.listed), readings.once(late.overdue)["po"].to_list()
    if not every.height:
        transfer_form.popover()
        st.info("Nothing was ever transferred. Write a transfer, or let replenishment do it.")
        return
    fixed, own = own_views.beside_the_fixed()
    with fixed:
        view = coming.choose(every, "transfer", overdue, _NAMES)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        word = finding.box("Find", "Number, warehouse", width=220)
        transfer_form.popover()
    rows = every.filter(view, _mentions(word))
    with own:
        own_views.show(Listing.TRANSFERS, {"view": IN_ADDRESS, "q": ""}, partial(_count, every, overdue))
    if rows.height:
        _table(rows, overdue)
        export.popover(rows, "transfers", whole=export.Whole(every.height, transfers.listed))
    else:
        st.info("No transfer matches. Choose another view, or search for something else.")


def _count(every: pl.DataFrame, overdue: list[str], filters: Filters) -> int:
    """How many transfers pass filters as the address has them."""
    by_code = coming.of("transfer", overdue, _NAMES)
    view = by_code.get(own_views.first(filters, "view"), by_code["coming"])
    return every.filter(view.rows, _mentions(own_views.first(filters, "q"))).height


def _mentions(word: str) -> pl.Expr:
    return finding.mentions(word, "transfer", "from_warehouse", "warehouse")


def _table(rows: pl.DataFrame, overdue: list[str]) -> None:
    tables.grid(
        rows.with_columns(
            formats.words("state", formats.TRANSFER_STATE),
            formats.local_column("created_at"),
            formats.STARTED_BY,
            formats.due_words("expected_on", pl.col("transfer").is_in(overdue)),
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
            "made_by": tables.text("By", 110, formats.STARTED_BY_TIP),
            "lines": tables.number("Lines", width=55),
            "created_at": tables.instant("Started", width=105),
        },
    )


_NAMES: Final[dict[PoState, Markdown]] = {PoState.OPEN: "In transit", PoState.CLOSED: "Received"}
