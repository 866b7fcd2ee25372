"""The lines of an order as they were typed; the one that is ticked opens, with what can be done with each
part."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

import polars as pl
import streamlit as st

from engine import orders, preferences, returns, rows
from engine.model import LineState, OrderState, ShipmentState, SweepName
from engine.parts import Source
from engine.quantities import parse, plain, spelled
from engine.reports.explanation import Explanation
from engine.rows import ListedLine, Order
from engine.sweeps import Scope
from pages.parts import (
    desk,
    dialogs,
    explain_drawer,
    formats,
    lic_link,
    links,
    order_it,
    siblings,
    sweep_button,
)
from pages.parts.literal import literal
from pages.parts.orders import changes, claims, table
from pages.parts.orders.table import Reasons

CANCELLABLE: Final = (LineState.PENDING, LineState.BACKORDERED, LineState.ALLOTTED)


def show(order: Order, lines: pl.DataFrame, reasons: Reasons, seen: int) -> None:
    """The table, the box that adds a line, and each part of the line that is picked with its actions."""
    picked = table.show(order["number"], lines, reasons)
    parts = lines.filter(pl.col("root_line_no").is_in(picked))
    for line in rows.of(ListedLine, parts):
        with st.container(border=True, gap="small"):
            _actions(order, line, _ordered(parts, line), seen)
            claims.show(order, line, seen)
            _reason(line, reasons.get(line["line_no"]))
    if not picked and order["state"] != OrderState.VOID:
        st.caption("Tick a line to change, hold, cancel, pin, order or return it, or each of its parts.")
        _for_all(order["number"], lines, reasons)
    if order["state"] == OrderState.OPEN:
        changes.add_box(order["number"], seen)


def _for_all(number: str, lines: pl.DataFrame, reasons: Reasons) -> None:
    """What can be done for everything that waits on an order."""
    with st.container(horizontal=True):
        if any(part.source is Source.NONE for reason in reasons.values() for part in reason.parts):
            label = "Order it: what nobody ordered"
            order_it.lines([(number, None)], key="order-all", label=label, primary=True)
        if LineState.BACKORDERED in lines["state"]:
            alone = Scope(order=number)
            sweep_button.button(SweepName.SECONDARY, "Run the sweep for it", key="sweep-order", scope=alone)


def _reason(line: ListedLine, reason: Explanation | None) -> None:
    """Why a line has what it has, and what would help (R41)."""
    if reason is None:
        return
    rank = (
        f"Place {reason.rank} in the queue. " if reason.rank and reason.state == LineState.BACKORDERED else ""
    )
    since = f" It has waited since {formats.when(line['waiting_since'])}." if line["waiting_since"] else ""
    st.markdown(literal(f"{rank}{reason.why} {reason.remedy}{since}"))


def _ordered(parts: pl.DataFrame, line: ListedLine) -> Decimal | None:
    """What is ordered of all parts of a typed line together, beside the first of them that can be changed."""
    standing = parts.filter(pl.col("state") != LineState.CANCELLED)
    if not standing.height or line["line_no"] != standing["line_no"][0]:
        return None
    return formats.total(standing["qty"])


def _actions(order: Order, line: ListedLine, ordered: Decimal | None, seen: int) -> None:
    """A part of the line that is picked, and what can be done with it; ``ordered``: of all of them."""
    number, line_no, state = order["number"], line["line_no"], line["state"]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _heading(line)
        if order["state"] == OrderState.OPEN and ordered is not None:
            changes.quantity_box(number, line, ordered, seen)
        if order["state"] != OrderState.PENDING:
            explain_drawer.button(number, line_no, key=f"why_line-{line_no}")
        if state == LineState.BACKORDERED:
            order_it.lines([(number, line_no)], key=f"order-line-{line_no}")
        if state in CANCELLABLE and st.button("Cancel line", key=f"cancel_line-{line_no}"):
            _cancel.ask(number, line_no, line["lic"], line["qty"], seen)
        if state == LineState.ALLOTTED:
            _pin_button(number, line)
        if state == LineState.SHIPPED and st.button("Return goods", key=f"return_goods-{line_no}"):
            _return.ask(number, line_no, line["lic"], line["qty"])
        if line["shipment_id"] is not None:
            links.link("shipments", f"Shipment {line['shipment_id']}", shipment=line["shipment_id"])
        lic_link.show(line["lic"], f"Demand for {line['lic']}")


def _heading(line: ListedLine) -> None:
    """Which part it is, and how it stands."""
    is_picked = line["shipment_state"] == ShipmentState.PICKING and line["state"] == LineState.ALLOTTED
    state = siblings.STATES[ShipmentState.PICKING if is_picked else LineState(line["state"])]
    what = f"Line {line['line_no']} · {formats.qty(line['qty'])} of **{literal(line['lic'])}**"
    st.markdown(f"{what}  \n{state}", width=220)


def _pin_button(number: str, line: ListedLine) -> None:
    line_no, verb = line["line_no"], "Unpin" if line["pinned"] else "Pin"
    tip = "A pinned line keeps its stock, whoever comes with a higher priority."
    if st.button(verb, key=f"pin-{line_no}", help=tip):
        with desk.acting(f"Line {line_no} was {verb.lower()}ned.") as tx:
            orders.set_pinned(tx, number, line_no, not line["pinned"])


@dialogs.dialog("Cancel this line?")
def _cancel(number: str, line_no: int, lic: str, qty: Any, seen: int) -> None:
    st.markdown(f"Line {line_no}, {spelled(qty)} of **{literal(lic)}**, will be cancelled.")
    if dialogs.confirmed("cancel it", "keep it"):
        with dialogs.settling(f"Line {line_no} was cancelled.") as tx:
            orders.cancel_line(tx, number, line_no, seen=seen)


@dialogs.dialog("Goods that came back")
def _return(number: str, line_no: int, lic: str, qty: Any) -> None:
    st.markdown(f"Line {line_no}: {spelled(qty)} of **{literal(lic)}** shipped.")
    with st.form("return_goods", border=False):
        text = st.text_input("How many came back", plain(qty))
        sellable = st.checkbox(
            "They can be sold again",
            True,
            help="Then they go back on the shelf; otherwise they are written off.",
        )
        if st.form_submit_button("Book the return", type="primary", shortcut="Ctrl+Enter"):
            with dialogs.settling(f"Line {line_no}: {(text or '').strip()} of {lic} came back.") as tx:
                returns.take_back(tx, number, line_no, parse(text, lic), sellable=sellable)
    with desk.reading() as tx:
        reduces = preferences.read(tx).returns_reduce_order
    st.caption(_OFF_THE_ORDER if reduces else _REPLACED)


_OFF_THE_ORDER: Final = "What came back is off the order: no replacement is owed, as the preferences say."
_REPLACED: Final = "A replacement is owed: it waits at the order's own place in the queue."
