"""One purchase order or transfer: what is on it, what came, and what may be done with it."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import polars as pl
import streamlit as st

from engine import buying, log, supply
from engine.errors import DeskError
from engine.model import PoState
from engine.rows import PurchaseOrder
from engine.supply import words
from engine.whatif.edits import VoidReceipt
from pages.parts import confirm, desk, dialogs, formats, late_dialog, links, log_table, paper, pickers, tables
from pages.parts.confirm import PendingAct
from pages.parts.literal import literal
from pages.parts.supply import coming, po_lines, receive, transfer_view

MOST_NAMED: Final = 5
"""The most LICs of a receipt that are named before it is voided."""


def show(number: str) -> None:
    """The whole purchase order or transfer, or that there is none of this number."""
    links.link("supply", "All of supply", "arrow_back")
    try:
        with desk.session().reading() as tx:
            po, lines = supply.find(tx, number), supply.lines(tx, number)
            receipts = supply.receipts(tx, number)
            bought = buying.for_whom(tx, po["number"])
            story = log.search(tx, po_id=po["po_id"])
    except DeskError as error:
        desk.refuse(error)
        return
    coming.say_late(po["number"])
    is_transfer, state = words.is_transfer(po), PoState(po["state"])
    if is_transfer:
        _be_at(po["number"])
        transfer_view.show(po, lines)
    else:
        _head(po, lines)
        _actions(po, lines)
    if state is PoState.OPEN:
        receive.show(po, lines)
    editable = state is PoState.PENDING or (state is PoState.OPEN and not is_transfer)
    po_lines.show(po, lines, bought, editable=editable)
    if receipts.height:
        _receipts(receipts)
    with st.expander("Record log"):
        log_table.show(story, key="po-log", alt=f"Record log of {number}")


def _be_at(number: str) -> None:
    """A transfer has an address of its own, which its title is made of."""
    if "transfer" not in st.query_params:
        links.go("supply", transfer=number)


def _head(po: PurchaseOrder, lines: pl.DataFrame) -> None:
    maker = (
        "by replenishment or *Order it*"
        if po["automatic"]
        else f"last changed by {literal(po['changed_by'])}"
    )
    state = formats.PO_STATE[PoState(po["state"])]
    into = f" · into {literal(po['warehouse'])}" if pickers.has_several_warehouses() else ""
    st.subheader(literal(po["vendor_name"] or ""), anchor=False)
    st.markdown(f"**{state}**{into} · {maker} · started {formats.when(po['created_at'])}")
    with st.grid(4, min_column_width=160):
        st.metric("Ordered", formats.rough(lines["qty"].sum()), border=True, height="stretch")
        st.metric("Received", formats.rough(lines["received"].sum()), border=True, height="stretch")
        st.metric("To come", formats.rough(lines["open_qty"].sum()), border=True, height="stretch")
        worth = (lines["qty"] * lines["unit_cost"]).sum() if lines.height else 0
        st.metric("Value", formats.worth(worth or 0), border=True, height="stretch")


def _actions(po: PurchaseOrder, lines: pl.DataFrame) -> None:
    number, state = po["number"], PoState(po["state"])
    if state in {PoState.CLOSED, PoState.VOID}:
        return
    with st.container(horizontal=True):
        if state is PoState.PENDING and st.button(
            "Open purchase order",
            type="primary",
            icon=":material/send:",
            help="It goes to the vendor; from then on it is on order.",
        ):
            with desk.acting(f"Purchase order {number} is open: its units are on order.") as tx:
                supply.open_po(tx, number)
        po_lines.add(po)
        if lines.height:
            paper.button([number], paper.OF_POS)
        if state is PoState.OPEN:
            late_dialog.button(number, key="late")
        if st.button("Cancel purchase order", icon=":material/cancel:"):
            _cancel.ask(number, bool(lines["received"].sum()))


@dialogs.dialog("Cancel purchase order {number}?")
def _cancel(number: str, came: bool) -> None:
    st.markdown(
        "Nothing more of it will be received." + (" What was received already stays." if came else "")
    )
    if dialogs.confirmed("cancel it", "keep it"):
        with dialogs.settling(f"Purchase order {number} was cancelled.") as tx:
            supply.void_po(tx, number)


def _receipts(receipts: pl.DataFrame) -> None:
    st.markdown("**Receipts**")
    voided = pl.when(pl.col("voided")).then(pl.lit("✕ Voided")).otherwise(pl.lit("✓ Booked")).alias("state")
    chosen = tables.grid(
        receipts.with_columns(formats.local_column("received_at"), voided),
        key="po-receipts",
        alt="Receipts of it",
        id_column="receipt_id",
        select="single-row",
        height="content",
        columns={
            "received_at": tables.instant("Received"),
            "receipt_id": tables.number("Receipt"),
            "lic": tables.text("LIC", 120),
            "qty": tables.qty("Units"),
            "reference": tables.text("Reference", 160),
            "state": tables.text("State", 100),
        },
    )
    booked = set(receipts.filter(~pl.col("voided"))["receipt_id"]) & set(chosen)
    if not booked:
        st.caption("Select a booked receipt to void it.")
    elif st.button("Void this receipt …"):
        number = booked.pop()
        _void_receipt.ask(number, receipts.filter(pl.col("receipt_id") == number).select("qty", "lic").rows())


@dialogs.dialog("Void receipt {receipt_id}?")
def _void_receipt(receipt_id: int, came: list[tuple[Decimal, str]]) -> None:
    """Ask about a receipt, with all that ``came`` with it: the row that was selected is one of its LICs."""
    named = [f"{formats.qty(qty)} of {lic}" for qty, lic in came]
    st.markdown(
        f"It takes {formats.listed(named, MOST_NAMED)} off the shelf again. If too little is left, lines "
        "wait again, the back of the queue first."
    )
    if dialogs.confirmed("void it", "leave it"):
        confirm.do(PendingAct([VoidReceipt(receipt_id)], f"Receipt {receipt_id} was voided.", yes="void it"))
