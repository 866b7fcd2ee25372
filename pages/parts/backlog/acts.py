"""The next best acts: a card each, with a look at who gains and loses by it, and the button that does it."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from engine import next_acts
from engine.errors import DeskError
from engine.next_acts import Act, ActKind
from engine.reports.slicing import WHOLE, Slice
from engine.whatif import TakesFromOthers
from pages.parts import desk, dialogs, formats, late_dialog, opening_pos, preview, preview_tables, readings
from pages.parts.literal import Markdown, literal

_TIP: Final[Markdown] = (
    "Of all that one act could release, or keep from going wrong, what is worth most; of the same worth, the "
    "most units. Each is taken from Stranded stock, Order it, transfers and late purchase orders."
)
_ICONS: Final = {
    ActKind.IN_PARTS: "outbox",
    ActKind.SPLIT: "call_split",
    ActKind.RELEASE: "undo",
    ActKind.SEND: "local_shipping",
    ActKind.FETCH: "swap_horiz",
    ActKind.OPEN: "send",
    ActKind.NEW_DAY: "event_busy",
    ActKind.ORDER: "add_shopping_cart",
}
_DOES: Final[dict[ActKind, Markdown]] = {
    ActKind.IN_PARTS: "frees",
    ActKind.SPLIT: "frees",
    ActKind.RELEASE: "frees up to",
    ActKind.NEW_DAY: "gives a day to",
}
"""What an act does to its units; all others cover them."""
_CUSTOMERS: Final = 2
"""How many customers a card names."""


def cards(only: Slice) -> None:
    """A card for each of the acts that help what the page is narrowed to; nothing where none would help."""
    try:
        with st.spinner("Looking for what would help most …"):
            acts = readings.tried_once(next_acts.best, only=only)
    except DeskError as error:
        desk.refuse(error)
        return
    if not acts:
        return
    st.subheader("Next best acts", anchor=False, help=_TIP)
    if only != WHOLE:
        st.caption(
            "Each helps lines that match the filter. Its units and value count all lines that it helps."
        )
    with st.grid(len(acts), min_column_width=290, border=True):
        for act in acts:
            with st.container(gap="xsmall", height="stretch", vertical_alignment="distribute"):
                _card(act)


def _card(act: Act) -> None:
    with st.container(gap="xsmall"):
        st.markdown(f":material/{_ICONS[act.kind]}: **{literal(act.sentence)}**")
        st.caption(_effect(act))
    with st.container(horizontal=True):
        if st.button("Do it", key=f"do-{act.name}", icon=":material/bolt:", help=_HOW):
            _do(act)
        if st.button("Preview", key=f"look-{act.name}", icon=":material/visibility:"):
            look(act)


_HOW: Final[Markdown] = (
    "At once, unless orders would lose stock by it: then you see first which. Undo stands beside what it did."
)


def _effect(act: Act) -> Markdown:
    """How much it is, what that is worth, and for whom."""
    amount = f"{formats.units(act.qty)}, {formats.worth_clause(act.value)}"
    customers = formats.listed(act.customers, _CUSTOMERS)
    orders = f", on {formats.count(act.orders, 'order')}" if act.orders else ""
    whose = f", {'for' if act.orders else 'of'} {customers}" if customers else ""
    does = _DOES.get(act.kind, "covers")
    return f"{does[0].upper()}{does[1:]} {amount}{orders}{whose}."


def look(act: Act) -> None:
    """Show who gains and who loses by an act, with the button that does it."""
    if act.edit is not None:
        preview.ask([act.edit])
    else:
        _look.ask(act)


@dialogs.dialog("Preview", width="large")
def _look(act: Act) -> None:
    st.markdown(f"**{literal(act.sentence)}.**  \n{_effect(act)}")
    st.caption(_AFTER[act.kind])
    title = "Who waits for it" if act.kind is ActKind.NEW_DAY else "Who gains"
    preview_tables.side(title, "Units that wait, by order and LIC.", act.helped, "gains")
    preview_tables.side("Who loses", "Stock they have now.", act.helped.clear(), "loses")
    if st.button("Do it", key="do-seen", type="primary", shortcut="Ctrl+Enter"):
        _do(act)


_AFTER: Final[dict[ActKind, Markdown]] = {
    ActKind.FETCH: "It goes on a pending transfer, and is on order once that is sent.",
    ActKind.OPEN: "It goes to its vendor, and its units are on order from then on.",
    ActKind.NEW_DAY: "Choose the day that the vendor names: you see which promises it moves before it is "
    "saved.",
    ActKind.ORDER: "It goes on the vendor's pending purchase order, which says for whom it is, and is on "
    "order once that is opened. Lots and minimum quantities may make it more.",
}


def _do(act: Act) -> None:
    """Do an act, or open what must be seen or said first."""
    if act.kind is ActKind.NEW_DAY:
        late_dialog.ask(act.subject)
        st.rerun()
    with desk.attempting(on_refusal=partial(_refused, act)) as attempt:
        done = next_acts.do(attempt.tx, act)
        desk.say(done.sentence)
        opening_pos.offer(done.to_open)
    if attempt.saved:
        dialogs.close()
        st.rerun()


def _refused(act: Act, error: DeskError) -> None:
    """Show the preview where others would lose by an act; else what is refused."""
    if isinstance(error, TakesFromOthers):
        look(act)
    elif _look.is_open():
        dialogs.withdraw(error)
    else:
        desk.refuse(error)
