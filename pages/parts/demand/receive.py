"""Receiving a LIC on its page: of which open purchase order, how much of it came, what that fills (R39)."""

from __future__ import annotations

import polars as pl
import streamlit as st

from engine.errors import DeskError
from engine.model import PoState
from engine.quantities import parse, plain
from engine.reports import demand
from engine.rows import Item, Record
from pages.parts import desk, formats, links, opening_pos, pickers, receiving, transfer_form
from pages.parts.literal import Markdown


def show(item: Item) -> None:
    """The open purchase orders, the earliest due first; of the chosen one what is left, and what it fills."""
    with desk.reading() as tx:
        coming = demand.coming(tx, item["lic"])
    opened = coming.filter(pl.col("state") == PoState.OPEN, pl.col("open_qty") > 0)
    if opened.height:
        _box(item["lic"], _by_po(opened))
    else:
        _nothing(coming.filter(pl.col("state") == PoState.PENDING))


def _by_po(opened: pl.DataFrame) -> dict[str, Record]:
    """One row for each purchase order: two lines of one LIC are received together, due when the first is."""
    first = pl.col("record", "vendor_name", "from_warehouse", "warehouse", "expected_on").first()
    rows = opened.group_by("po", maintain_order=True).agg(pl.col("open_qty").sum(), first)
    return {row["po"]: row for row in rows.to_dicts()}


def _box(lic: str, by_po: dict[str, Record]) -> None:
    """The purchase order, the units that came of it and their delivery note, and what they would fill."""
    with st.container(border=True):
        # A choice is named by nothing that a receipt changes: Streamlit knows choices by their names.
        number = st.selectbox(
            "On its way", list(by_po), format_func=lambda po: _named(by_po[po]), key=f"receive-{lic}"
        )
        to_come = by_po[number]["open_qty"]
        st.caption(_due(by_po[number]))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            key = f"came-{lic}-{number}-{receiving.booked()}"
            typed = st.text_input("Units that came", plain(to_come), key=key, width=160)
            reference = receiving.reference_box()
            is_sent = st.button("Book receipt", type="primary", icon=":material/warehouse:")
        try:
            came = {lic: parse(typed, lic)}
        except DeskError as error:
            desk.refuse(error)
            return
        if is_sent:
            receiving.book(number, came, {lic: to_come}, reference)
        receiving.fills(number, came, f"with {formats.units(came[lic])}")


def _named(row: Record) -> str:
    """``PO120 from Northgate``, and into which warehouse where there are several."""
    into = f" into {row['warehouse']}" if pickers.has_several_warehouses() else ""
    return f"{row['po']} from {row['vendor_name'] or row['from_warehouse']}{into}"


def _due(row: Record) -> Markdown:
    """``40 units to come, expected 4 Dec.``"""
    on = row["expected_on"]
    late = "late: " if on and on < formats.today() else ""
    due = f"{late}expected {formats.day(on)}" if on else "no day said"
    return f"{formats.units(row['open_qty'])} to come, {due}."


def _nothing(pending: pl.DataFrame) -> None:
    """Why there is nothing to receive, and the way to something."""
    if not pending.height:
        st.info("Nothing is to be received: no open purchase order brings it.")
        links.link("supply", "Start a purchase order", "add")
        return
    numbers = pending["po"].unique(maintain_order=True).to_list()
    are, units = formats.verb(len(numbers), "are"), formats.units(formats.total(pending["open_qty"]))
    st.info(
        f"Nothing is to be received yet: {formats.listed(numbers, 9)}, with {units} of it, {are} pending. "
        "A purchase order is opened before its goods come, a transfer is sent."
    )
    is_transfer = pl.col("record") == "transfer"
    pos, transfers = (
        pending.filter(one)["po"].unique(maintain_order=True).to_list() for one in (~is_transfer, is_transfer)
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        opening_pos.button(pos, key="open-to-receive")
        transfer_form.links_to(transfers)
