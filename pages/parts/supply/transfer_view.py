"""One transfer: its way, what may be done with it, and what of it does not come (R47)."""

from __future__ import annotations

import polars as pl
import streamlit as st

from engine import supply
from engine.errors import DeskError
from engine.model import PoState, WhyMissing
from engine.quantities import parse
from engine.rows import PurchaseOrder
from engine.supply import transfers
from engine.whatif.transfer_edits import Send
from pages.parts import confirm, desk, dialogs, formats, late_dialog, paper
from pages.parts.confirm import PendingAct
from pages.parts.literal import literal
from pages.parts.supply import po_lines

WHY = {
    WhyMissing.NOT_SENT: "It was not sent: it lies at the source",
    WhyMissing.NOT_FOUND: "It was lost on the way",
    WhyMissing.DAMAGED: "It is damaged",
    WhyMissing.OTHER: "Another reason",
}
"""Why less came, as people choose it."""


def show(po: PurchaseOrder, lines: pl.DataFrame) -> None:
    """A transfer: its way, how much of it is where, and what may be done with it."""
    _head(po, lines)
    _actions(po, lines)


def _head(po: PurchaseOrder, lines: pl.DataFrame) -> None:
    maker = (
        "by replenishment or *Order it*"
        if po["automatic"]
        else f"last changed by {literal(po['changed_by'])}"
    )
    state = formats.TRANSFER_STATE[PoState(po["state"])]
    st.subheader(f"{literal(po['from_warehouse'] or '')} → {literal(po['warehouse'])}", anchor=False)
    st.markdown(f"**{state}** · {maker} · started {formats.when(po['created_at'])}")
    moving = lines["open_qty"].sum() if po["state"] == PoState.OPEN else 0
    with st.grid(3, min_column_width=160):
        st.metric("Units", formats.rough(lines["qty"].sum()), border=True, height="stretch")
        st.metric("In transit", formats.rough(moving), border=True, height="stretch")
        st.metric("Received", formats.rough(lines["received"].sum()), border=True, height="stretch")


def _actions(po: PurchaseOrder, lines: pl.DataFrame) -> None:
    number, state = po["number"], PoState(po["state"])
    if state in {PoState.CLOSED, PoState.VOID}:
        return
    with st.container(horizontal=True):
        if state is PoState.PENDING:
            if st.button("Send", type="primary", icon=":material/local_shipping:", help=_SENDS):
                done = f"Transfer {number} is in transit: its units are on order in {po['warehouse']}."
                title = f"Transfer {number} takes stock from orders"
                confirm.do(PendingAct([Send(number)], done, yes="send it", title=title))
            po_lines.add(po)
        else:
            late_dialog.button(number, key="late")
        if lines.height:
            paper.button([number], paper.OF_POS)
        if st.button("Cancel transfer", icon=":material/cancel:"):
            _cancel.ask(number, state is PoState.OPEN)
        if state is PoState.OPEN:
            _missing(number, lines)


_SENDS = "Its units leave the source, and are on order where they go."


@dialogs.dialog("Cancel transfer {number}?")
def _cancel(number: str, moving: bool) -> None:
    st.markdown("What is in transit lies at its source again." if moving else "Nothing of it will be sent.")
    if dialogs.confirmed("cancel it", "keep it"):
        with dialogs.settling(f"Transfer {number} was cancelled.") as tx:
            supply.void_po(tx, number)


def _missing(number: str, lines: pl.DataFrame) -> None:
    """What was sent and does not come, with the reason."""
    moving = lines.filter(pl.col("open_qty") > 0)["lic"].unique(maintain_order=True).to_list()
    with st.popover("Something is missing …", icon=":material/report:"), st.form("missing", border=False):
        lic = _which(moving)
        typed = st.text_input("Units that do not come", key="missing-units")
        why = st.selectbox("Why?", list(WHY), format_func=lambda one: WHY[one], key="missing-why")
        note = st.text_input("In your own words", key="missing-note", max_chars=200)
        booked = st.form_submit_button("Book as missing", type="primary", shortcut="Ctrl+Enter")
    if booked and lic and why:
        _book_missing(number, lic, typed, why, note)


def _which(moving: list[str]) -> str | None:
    """The LIC that is missing: the cursor begins with how many where it can be one alone."""
    if len(moving) > 1:
        return st.selectbox("LIC", moving, key="missing-lic")
    for lic in moving:
        st.markdown(f"**{literal(lic)}**")
    return next(iter(moving), None)


def _book_missing(number: str, lic: str, typed: str, why: WhyMissing, note: str) -> None:
    try:
        units = parse(typed, lic)
    except DeskError as error:
        desk.refuse(error)
        return
    with desk.acting(f"{formats.qty(units)} of {lic} booked as missing. {WHY[why]}.") as tx:
        transfers.receive(tx, number, {}, {lic: units}, why, note=note)
