"""Putting together what to try: one form for every kind of edit, and the list of those chosen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

import streamlit as st

from engine import edits, orders, supply
from engine.edit_words import in_words
from engine.edits import Edit
from engine.errors import DeskError
from engine.model import LineState, Policy, PoState, ShipType
from engine.quantities import parse
from pages.parts import desk, formats, pickers, policy_names

_KEPT: Final = "whatif-edits"


def chosen() -> list[Edit]:
    """The edits put together so far, in this session."""
    kept: list[Edit] = st.session_state.setdefault(_KEPT, [])
    return kept


def clear() -> None:
    """Begin anew."""
    st.session_state[_KEPT] = []


def show() -> None:
    """The kind, its fields, the button that adds it, and the list of what was added."""
    kind = st.selectbox("What would change", list(_KINDS), key="whatif-kind")
    try:
        edit = _KINDS[kind]()
    except DeskError as error:
        desk.refuse(error)
        edit = None
    if st.button("Add to the trial", icon=":material/add:", disabled=edit is None) and edit is not None:
        chosen().append(edit)
        st.rerun()
    _listed()


def _listed() -> None:
    for place, edit in enumerate(chosen()):
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button("✕", key=f"drop-{place}", help="Take this edit off the trial."):
                del chosen()[place]
                st.rerun()
            st.markdown(formats.code(in_words(edit)))


def _order(label: str = "Order") -> str | None:
    return st.text_input(label, key="whatif-order", placeholder="Its number").strip() or None


def _line(what: str) -> tuple[str, int] | None:
    """An order and one of its open lines."""
    order = _order()
    if order is None:
        return None
    with desk.reading() as tx:
        rows = orders.lines(tx, order).to_dicts()
    is_open = (LineState.ALLOTTED, LineState.BACKORDERED)
    named = {
        row["line_no"]: f"{row['line_no']}: {formats.qty(row['qty'])} of {row['lic']}, {row['state']}"
        for row in rows
        if row["state"] in is_open
    }
    line: int | None = st.selectbox(
        what, list(named), index=None, format_func=lambda number: named.get(number, ""), key="whatif-line"
    )
    return None if line is None else (order, line)


def _priority() -> Edit | None:
    order = _order()
    number: int | None = st.selectbox(
        "Priority", range(10), index=None, format_func=formats.priority, key="whatif-priority"
    )
    return None if order is None or number is None else edits.Priority(order, number)


def _cancel() -> Edit | None:
    order = _order()
    return None if order is None else edits.Cancel(order)


def _cancel_line() -> Edit | None:
    named = _line("Line")
    return None if named is None else edits.Cancel(*named)


def _of_line(kind: Callable[[str, int], Edit]) -> Callable[[], Edit | None]:
    def build() -> Edit | None:
        named = _line("Line")
        return None if named is None else kind(*named)

    return build


def _po() -> str | None:
    with desk.reading() as tx:
        numbers = supply.purchase_orders(tx, PoState.OPEN)["po"].to_list()
    po: str | None = st.selectbox("Purchase order", numbers, index=None, key="whatif-po")
    return po


def _receive() -> Edit | None:
    po = _po()
    if po is None:
        return None
    with desk.reading() as tx:
        lics = supply.lines(tx, po)["lic"].unique(maintain_order=True).to_list()
    lic = st.selectbox("LIC", lics, key="whatif-po-lic")
    qty = _qty("Units that come")
    return None if qty is None else edits.Receive(po, {lic: parse(qty, lic)})


def _adjust() -> Edit | None:
    lic = pickers.lic("LIC", key="whatif-lic")
    qty = _qty("Units found, or with a minus lost")
    return None if lic is None or qty is None else edits.Adjust(lic, parse(qty, lic))


def _qty(label: str) -> str | None:
    return st.text_input(label, key="whatif-qty").strip() or None


def _move() -> Edit | None:
    po = _po()
    on: Any = st.date_input("Comes on", value=None, key="whatif-day")
    return edits.MoveDate(po, on) if po is not None and isinstance(on, date) else None


def _ship_type() -> Edit | None:
    order = _order()
    how = st.segmented_control(
        "Ships", list(ShipType), format_func=formats.SHIP_TYPE.__getitem__, key="whatif-ship"
    )
    return None if order is None or how is None else edits.SetShipType(order, how)


def _policy() -> Edit | None:
    policy: Policy | None = st.selectbox(
        "Policy", list(Policy), index=None, format_func=policy_names.NAMES.__getitem__, key="whatif-policy"
    )
    return None if policy is None else edits.SetPolicy(policy)


_KINDS: Final[dict[str, Callable[[], Edit | None]]] = {
    "An order gets another priority": _priority,
    "A delivery comes": _receive,
    "A purchase order comes on another day": _move,
    "Stock is found or lost": _adjust,
    "An order is cancelled": _cancel,
    "A line is cancelled": _cancel_line,
    "An order ships in parts, or only complete": _ship_type,
    "A whole line may be split": _of_line(edits.Split),
    "A line ships only in one piece": _of_line(edits.Whole),
    "A line gives its stock and place up": _of_line(edits.Release),
    "Scarce stock is given by another policy": _policy,
}
