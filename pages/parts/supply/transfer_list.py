"""The transfers between warehouses, and the way to a new one (R47)."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from engine.model import PoState
from engine.supply import late, transfers
from engine.views import Listing
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
    listed = coming.Listed(every, "transfer", ("transfer", "from_warehouse", "warehouse"), overdue, _NAMES)
    fixed, own = own_views.beside_the_fixed()
    with fixed:
        view = listed.choose()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        word = finding.box("Find", "Number, warehouse", width=220)
        transfer_form.popover()
    rows = listed.matching(view, word)
    with own:
        own_views.show(Listing.TRANSFERS, {"view": IN_ADDRESS, "q": ""}, listed.count)
    if rows.height:
        _table(listed.in_words(rows, formats.TRANSFER_STATE))
        export.popover(rows, "transfers", whole=export.WholeList(every.height, transfers.listed))
    else:
        st.info("No transfer matches. Choose another view, or search for something else.")


def _table(rows: pl.DataFrame) -> None:
    tables.grid(
        rows,
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
