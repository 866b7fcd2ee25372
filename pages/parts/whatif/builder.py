"""Putting together what to try: one form for every kind of edit, and the list of those chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from engine.errors import DeskError
from engine.whatif import edits
from engine.whatif.edits import Edit
from engine.whatif.wording import in_words
from pages.parts import lic_dialog, pickers
from pages.parts.literal import literal
from pages.parts.whatif import desk_fields, order_fields

_EDITS: Final = "whatif-edits"


def chosen() -> list[Edit]:
    """The changes put together so far, in this session."""
    edits: list[Edit] = st.session_state.setdefault(_EDITS, [])
    return edits


def clear() -> None:
    """Remove every change."""
    st.session_state[_EDITS] = []


def show() -> None:
    """The kind, its fields, the button that adds it, and the list of what was added."""
    several = pickers.has_several_warehouses()
    kinds = [kind for kind in _KINDS if several or kind != _TRANSFER]
    kind = st.selectbox("What would change", kinds, key="whatif-kind")
    try:
        edit = _KINDS[kind]()
    except DeskError as error:
        lic_dialog.refuse(error, key="whatif-new-lic")
        edit = None
    if st.button("Add change", icon=":material/add:", disabled=edit is None) and edit is not None:
        chosen().append(edit)
        st.rerun()
    _listed()


def _listed() -> None:
    for number, edit in enumerate(chosen()):
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button("✕", key=f"drop-{number}", help="Remove this change."):
                del chosen()[number]
                st.rerun()
            st.markdown(literal(in_words(edit)))


_TRANSFER: Final = "Units are sent from another warehouse"
_KINDS: Final[dict[str, Callable[[], Edit | None]]] = {
    "An order gets another priority": order_fields.priority,
    "A draft order is opened": order_fields.opened,
    "An order gets one more line": order_fields.added,
    "A line gets another quantity": order_fields.quantity,
    "Goods are received": desk_fields.receive,
    "A purchase order gets another expected day": desk_fields.move,
    "Units are bought for a day": desk_fields.purchase,
    _TRANSFER: desk_fields.transfer,
    "Stock is found or lost": desk_fields.adjust,
    "A receipt is voided": desk_fields.void_receipt,
    "A shipment is voided": desk_fields.void_shipment,
    "An order is cancelled": order_fields.cancel,
    "A line is cancelled": order_fields.cancel_line,
    "An order ships in parts, or only complete": order_fields.ship_type,
    "A whole line may be split": order_fields.of_line(edits.Split),
    "A line ships only in one piece": order_fields.of_line(edits.Whole),
    "A line gives up its stock and its place": order_fields.of_line(edits.Release),
    "An order or a line is put on hold": order_fields.hold,
    "The hold on an order or a line is lifted": order_fields.lift,
    "All that a customer wants is put on hold": desk_fields.hold_customer,
    "The hold on a customer is lifted": desk_fields.lift_customer,
    "An order or a line is not wanted before a day": order_fields.not_before,
    "Another policy allots scarce stock": desk_fields.policy,
}
