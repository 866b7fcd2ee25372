"""What can be done with a draft as a whole: open it, leave it for later, put it away."""

from __future__ import annotations

import streamlit as st

from engine import orders
from engine.orders.entry import Line, Prospect
from pages.parts import dialogs, export, focus, formats
from pages.parts.order_entry import customer_dialog, own_edits, paste, questions, words
from pages.parts.order_entry import lines as entry_lines


def show(number: str, customer: str, lines: list[Line], *, complete: bool) -> None:
    """What can be done with the draft as a whole; ``complete``: nothing of it ships until all of it can."""
    undecided = [line for line in lines if line.prospect is Prospect.UNDECIDED]
    with st.container(horizontal=True, vertical_alignment="center"):
        opening = st.button(
            "Open order", type="primary", shortcut="Ctrl+Enter", icon=":material/check:", disabled=not lines
        )
        paste.button(number)
        if st.button("Save for later", icon=":material/pause:", help="It stays among the unfinished orders."):
            _leave()
        customer_dialog.location_button(number, customer)
        if st.button("Discard", icon=":material/delete:"):
            _discard.ask(number, own_edits.seen(number))
        if lines:
            shown = entry_lines.as_table(lines, complete=complete).rename({"line_no": "line"})
            export.popover(shown, "draft-lines")
            st.markdown(words.totals(lines, complete=complete))
    if opening:
        questions.open_draft(number)
    if undecided:
        named = formats.listed([f"line {line.line_no} ({line.lic})" for line in undecided], 5)
        st.caption(f"Undecided: {named}. Opening the order asks about each.")


def _leave() -> None:
    """Leave the draft for later."""
    st.query_params.pop("draft", None)
    focus.on("new_customer")
    st.rerun()


@dialogs.dialog("Discard order {number}?")
def _discard(number: str, seen: int | None) -> None:
    st.write("The draft is discarded; the record log keeps what was typed.")
    if dialogs.confirmed("discard it", "keep it"):
        with dialogs.settling(f"Order {number} was discarded.") as tx:
            orders.cancel_order(tx, number, seen=seen)
            st.query_params.pop("draft", None)
