"""The export of the desk: a backup of all of it, and its tables as files."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

import streamlit as st

from engine import machine
from engine.desk import backup
from engine.errors import DeskError
from engine.interchange import exporting
from pages.parts import desk, export, formats
from pages.parts.literal import literal

_TITLES: Final = {
    "backorders": "Lines that wait",
    "lines": "Order lines",
    "balances": "Balances",
    "queue": "Queue, for a plan",
    "shipments": "Shipments",
    "purchase-orders": "Purchase orders",
    "runs": "Runs of the sweeps",
    "log": "Record log",
    "warehouses": "Warehouses, as they are imported",
    "transfers": "Transfers in transit, as they are imported",
    "preferences": "Preferences, as they are imported",
    "vendors": "Vendors, as they are imported",
    "items": "LICs and levels, as they are imported",
    "customers": "Customers and their locations, as they are imported",
    "stock": "Opening stock, as it is imported",
    "purchases": "Purchase orders, as they are imported",
    "receipts": "Receipts, as they are imported",
    "adjustments": "Stock adjustments and what was shipped, as they are imported",
    "orders": "Open orders, as they are imported",
}


def show() -> None:
    """A backup, and one table at a time as a file."""
    st.subheader("Backup", anchor=False)
    st.caption(
        "A copy of the whole desk, checked before you get it. Others wait for a moment while it is made."
    )
    if st.button("Make a backup", icon=":material/save:"):
        _make()
    st.subheader("Tables", anchor=False)
    st.caption(
        "Ten are in the columns of their import: an empty desk that takes them in, in the order of this "
        "list, has the same balances, the same queue and the same promises."
    )
    kinds = {_TITLES.get(kind, kind): kind for kind in exporting.EXPORTS}
    chosen = st.selectbox(
        "What", list(kinds), index=None, key="table", width=320, placeholder="Choose a table"
    )
    if chosen:
        _offer(kinds[chosen])


def _make() -> None:
    name = f"{desk.path().stem}_{formats.now():%Y-%m-%d_%H%M}.duckdb"
    try:
        with (
            machine.in_a_sentence(),
            tempfile.TemporaryDirectory() as folder,
            st.spinner("Copying and checking …"),
        ):
            copied = backup.backup(desk.session(), Path(folder) / name)
            content = copied.file.read_bytes()
    except DeskError as error:
        desk.refuse(error)
        return
    lines = f"{formats.count(copied.orders, 'order')}, {formats.count(copied.lines, 'line')}"
    if copied.problems:
        st.warning(literal("\n".join(["The desk has problems:", *copied.problems[:5]])))
    st.success(f"The backup holds {lines}.", icon=":material/check_circle:")
    st.download_button("Download the backup", content, name, on_click="ignore", icon=":material/download:")


def _offer(kind: str) -> None:
    try:
        frame = exporting.export_frame(desk.session(), kind)
    except DeskError as error:
        desk.refuse(error)
        return
    if frame.height:
        export.popover(frame, kind, label=f"Download {formats.count(frame.height, 'row')}")
    else:
        st.info("There is nothing in it yet.")
