"""What would free stranded stock: a sentence and a button for each act, the most valuable first."""

from __future__ import annotations

from typing import Final

import streamlit as st

from engine.reports.stranded import Remedy, RemedyKind
from engine.whatif.edits import Adjust
from pages.parts import formats, order_it, preview
from pages.parts.literal import literal

FIRST: Final = 8
_ICONS: Final = {
    RemedyKind.RECEIPT: "local_shipping",
    RemedyKind.SPLIT: "call_split",
    RemedyKind.IN_PARTS: "outbox",
    RemedyKind.RELEASE: "undo",
}
_NAMES: Final = {
    RemedyKind.RECEIPT: "Receipts",
    RemedyKind.SPLIT: "Splits",
    RemedyKind.IN_PARTS: "Ship in parts",
    RemedyKind.RELEASE: "Releases",
}


def remedies(every: list[Remedy]) -> None:
    """The acts, filtered by kind; a button shows what each would do before it is done."""
    if not every:
        st.caption("No single act would free any of it.")
        return
    kinds = st.pills(
        "Kind",
        [kind for kind in RemedyKind if any(one.kind is kind for one in every)],
        selection_mode="multi",
        format_func=lambda kind: f"{_NAMES[kind]} {sum(one.kind is kind for one in every):,}",
        key="remedy-kinds",
        label_visibility="collapsed",
    )
    shown = [one for one in every if not kinds or one.kind in kinds]
    most = len(shown) if st.session_state.get("remedies-all") else FIRST
    for number, one in enumerate(shown[:most]):
        _remedy(number, one)
    if len(shown) > FIRST:
        st.toggle(f"Show all {len(shown):,}", key="remedies-all")


def _remedy(number: int, one: Remedy) -> None:
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        st.markdown(
            f":material/{_ICONS[one.kind]}: **{literal(one.sentence)}**  \n{_effect(one)}",
            width="stretch",
        )
        if not one.is_real and isinstance(one.edit, Adjust):
            order_it.lics([one.edit.lic], key=f"order-remedy-{number}")
        if st.button("Preview", key=f"remedy-{number}", icon=":material/visibility:"):
            preview.ask([one.edit], real=one.is_real)


def _effect(one: Remedy) -> str:
    to = f" of {formats.count(one.orders, 'order')}" if one.orders > 1 else ""
    worth = f", worth {formats.worth(one.frees_value)}" if one.frees_value else ""
    whose = f" · {literal(one.customer)}" if one.customer else ""
    least = "up to " if one.kind is RemedyKind.RELEASE else ""
    bought = "" if one.is_real else " · not on an open purchase order"
    return f":small[frees {least}{formats.units(one.frees_qty)}{to}{worth}{whose}{bought}]"
