"""The lines of an order, split siblings under the line that was typed, and what can be done with each."""

from __future__ import annotations

from typing import Any, Final

import polars as pl
import streamlit as st

from engine import orders, rows, stock
from engine.model import LineState, OrderState, SweepName
from engine.parts import Source
from engine.quantities import parse, plain
from engine.reports.explanation import Explanation
from engine.rows import ListedLine, Order
from engine.sweeps import Scope
from pages.parts import desk, dialogs, explain_drawer, formats, lic_link, order_it, sweep_button
from pages.parts.literal import literal
from pages.parts.orders import changes, claims, table
from pages.parts.orders.table import Reasons

CANCELLABLE: Final = (LineState.PENDING, LineState.BACKORDERED, LineState.ALLOTTED)


def show(order: Order, lines: pl.DataFrame, reasons: Reasons, seen: int) -> None:
    """The table, the box that adds a line, and the actions of the line that is picked."""
    picked = table.show(order["number"], lines, reasons)
    for line in rows.of(ListedLine, lines.filter(pl.col("line_no").is_in(picked))):
        _actions(order, line, _ordered(lines, line), seen)
        _reason(line, reasons.get(line["line_no"]))
    if not picked and order["state"] != OrderState.VOID:
        st.caption("Tick a line to change, hold, cancel, pin, order or return it.")
        if any(part.source is Source.NONE for reason in reasons.values() for part in reason.parts):
            order_it.lines([(order["number"], None)], key="order-all", label="Order it: what nobody ordered")
        if LineState.BACKORDERED in lines["state"]:
            alone = Scope(order=order["number"])
            sweep_button.button(SweepName.SECONDARY, "Run the sweep for it", key="sweep-order", scope=alone)
    if order["state"] == OrderState.OPEN:
        changes.add_box(order["number"], seen)


def _reason(line: ListedLine, reason: Explanation | None) -> None:
    """Why a line has what it has, and what would help (R41)."""
    if reason is None:
        return
    rank = (
        f"Place {reason.rank} in the queue. " if reason.rank and reason.state == LineState.BACKORDERED else ""
    )
    since = f" It waits since {formats.when(line['waiting_since'])}." if line["waiting_since"] else ""
    st.markdown(literal(f"{rank}{reason.why} {reason.remedy}{since}"))


def _ordered(lines: pl.DataFrame, line: ListedLine) -> Any:
    """What is ordered of a line and its split siblings together."""
    family = lines.filter(
        (pl.col("root_line_no") == line["root_line_no"]) & (pl.col("state") != LineState.CANCELLED)
    )
    return family["qty"].sum()


def _actions(order: Order, line: ListedLine, ordered: Any, seen: int) -> None:
    number, line_no, state = order["number"], line["line_no"], line["state"]
    with st.container(border=True, horizontal=True, vertical_alignment="bottom"):
        st.markdown(f"Line {line_no} · **{literal(line['lic'])}**", width=220)
        if order["state"] == OrderState.OPEN and state != LineState.CANCELLED:
            changes.quantity_box(number, line, ordered, seen)
        if order["state"] != OrderState.PENDING:
            explain_drawer.button(number, line_no, key="why_line")
        if state == LineState.BACKORDERED:
            order_it.lines([(number, line_no)], key="order-line")
        if state in CANCELLABLE and st.button("Cancel line", key="cancel_line"):
            _cancel.ask(number, line_no, line["lic"], line["qty"], seen)
        if state == LineState.ALLOTTED:
            verb = "Unpin" if line["pinned"] else "Pin"
            if st.button(
                verb, key="pin", help="A pinned line keeps its stock, whoever comes with a higher priority."
            ):
                with desk.acting(f"Line {line_no} was {verb.lower()}ned.") as tx:
                    orders.set_pinned(tx, number, line_no, not line["pinned"])
        if state == LineState.SHIPPED and st.button("Return goods", key="return_goods"):
            _return.ask(number, line_no, line["lic"], line["qty"])
        lic_link.show(line["lic"], f"Demand for {line['lic']}")
    claims.show(order, line, seen)


@dialogs.dialog("Cancel this line?")
def _cancel(number: str, line_no: int, lic: str, qty: Any, seen: int) -> None:
    st.markdown(f"Line {line_no}, {plain(qty)} of **{literal(lic)}**, will be cancelled.")
    if dialogs.confirmed("cancel it", "keep it"):
        with dialogs.settling(f"Line {line_no} was cancelled.") as tx:
            orders.cancel_line(tx, number, line_no, seen=seen)


@dialogs.dialog("Goods that came back")
def _return(number: str, line_no: int, lic: str, qty: Any) -> None:
    st.markdown(f"Line {line_no}: {plain(qty)} of **{literal(lic)}** shipped.")
    with st.form("return_goods", border=False):
        text = st.text_input("How many came back", plain(qty))
        sellable = st.checkbox(
            "They can be sold again",
            True,
            help="Then they go back on the shelf; otherwise they are written off.",
        )
        if st.form_submit_button("Book the return", type="primary", shortcut="Ctrl+Enter"):
            with dialogs.settling(f"Line {line_no}: {(text or '').strip()} of {lic} came back.") as tx:
                stock.return_goods(tx, number, line_no, parse(text, lic), sellable=sellable)
    st.caption("A replacement waits at the order's place in the queue, unless the preferences say otherwise.")
