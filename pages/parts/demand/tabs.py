"""The tabs of a LIC's page: what is on its way and is received, its adjustment, movements, log and facts."""

from __future__ import annotations

import polars as pl
import streamlit as st

from engine import log, stock
from engine.model import PoState
from engine.reports import demand
from engine.rows import Item
from pages.parts import adjust_form, desk, export, formats, links, log_table, tables
from pages.parts.demand import facts, figures, receive


def show(item: Item) -> None:
    """Draw the tabs; what is in a tab is read when it is opened."""
    draw = {
        "On its way": _coming,
        "Receive": receive.show,
        "Adjust stock": _adjust,
        "Movements": _movements,
        "Record log": _log,
        "Facts": facts.show,
    }
    for tab, part in zip(st.tabs(list(draw), key="more", on_change="rerun"), draw.values(), strict=True):
        if tab.open:
            with tab:
                part(item)


def _coming(item: Item) -> None:
    with desk.reading() as tx:
        coming = demand.coming(tx, item["lic"])
    if not coming.height:
        st.info("Nothing is on order, and nothing is planned.")
        links.link("supply", "Start a purchase order", "add")
        return
    is_late = (pl.col("state") == PoState.OPEN) & (pl.col("expected_on") < formats.today())
    tables.grid(
        coming.with_columns(
            formats.due_words("expected_on", is_late),
            pl.when(pl.col("record") == "transfer")
            .then(formats.words("state", formats.TRANSFER_STATE))
            .otherwise(formats.words("state", formats.PO_STATE))
            .alias("state"),
            pl.col("vendor_name").fill_null(pl.format("Transfer from {}", "from_warehouse")),
            formats.STARTED_BY,
        ),
        key="coming",
        alt=f"Purchase orders that bring {item['lic']}",
        height="content",
        columns={
            "po": links.column("Purchase order", "supply", "po", key="open-coming-po"),
            "open_qty": tables.qty("To come"),
            "expected_on": tables.text("Expected", 110),
            "state": tables.text("State", 100, "A pending one is not on order yet."),
            "vendor_name": tables.text("Vendor", 200),
            "received": tables.qty("Received"),
            "made_by": tables.text("By", 120, formats.STARTED_BY_TIP),
        },
    )
    export.popover(coming, "on-its-way")


def _adjust(item: Item) -> None:
    adjust_form.show(item["lic"])


def _movements(item: Item) -> None:
    with desk.reading() as tx:
        moved = stock.movements(tx, item["lic"])
        count = stock.movement_count(tx, item["lic"])
    if not moved.height:
        st.info("No movement yet.")
        return
    tables.grid(
        moved.with_columns(formats.local_column("moved_at"), formats.begun_large("kind")),
        key="movements",
        alt=f"The newest movements of {item['lic']}",
        most=10,
        columns=figures.movement_columns(),
    )
    tables.newest(moved, stock.MOST_MOVEMENTS, "; the export of all has older ones")
    lic = item["lic"]
    whole = export.WholeList(count, lambda tx: stock.movements(tx, lic, most=export.EVERY))
    export.popover(moved, "movements", whole=whole)


def _log(item: Item) -> None:
    with desk.reading() as tx:
        rows = log.search(tx, item_id=item["item_id"])
    log_table.show(rows, key="lic-log", alt=f"Record log of {item['lic']}", with_record=True)
