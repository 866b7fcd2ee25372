"""The rules a desk is run by: switches, each with what it means."""

from __future__ import annotations

from zoneinfo import available_timezones

import streamlit as st

from engine import preferences, signals
from engine.preferences import Preferences
from pages.parts import desk
from pages.parts.literal import Markdown

_THEMES = {
    "Shipments": ("append_by_location",),
    "Deliveries and returns": ("sweep_on_receipt", "returns_reduce_order", "allow_negative_stock"),
    "Replenishment": ("append_to_pending_pos",),
    "Notices": ("draft_notices",),
}
_LABELS = {
    "append_by_location": "Append auto-generated items to pending shipments by location",
    "sweep_on_receipt": "Run the primary sweep as soon as a purchase order is received",
    "returns_reduce_order": "Returns reduce the order quantity",
    "allow_negative_stock": "Adjustments may take on hand below zero",
    "append_to_pending_pos": "Add to the vendor's pending automatic purchase order",
    "draft_notices": "Draft notices to customers after each run",
}
_MEANINGS = {
    "append_by_location": "On: what is allotted joins a pending shipment to the same customer and location, "
    "whatever the order. Off: each order has shipments of its own. Lines of one order join its own pending "
    "shipment in any case; an order that ships complete travels alone.",
    "sweep_on_receipt": "On: what came is given at once to lines that wait. Off: they wait for the sweep.",
    "returns_reduce_order": "On: returned goods are off the order. Off: a replacement is owed, "
    "and waits at the order's own place in the queue.",
    "allow_negative_stock": "On: counts may run ahead of the paperwork. Off: such an adjustment is refused.",
    "append_to_pending_pos": "On: each vendor has one pending automatic purchase order, which grows "
    "and shrinks with the need. Off: new needs start a new one.",
    "draft_notices": "On: after a sweep or an undo, a draft lies ready for each customer whose outcome "
    "changed. Off: drafts are written when somebody looks for news. Nothing is sent by itself in any case.",
}
_STORY = (
    "Lakeside School, Main Street, has shipment 51 pending with 10 atlases of order 1001. A sweep allots 4 "
    "globes to its order 1002. "
)


def show() -> None:
    """The master switch first, then the others by theme, then the time zone."""
    with desk.reading() as tx:
        now = preferences.read(tx)
    _master(now)
    for theme, names in _THEMES.items():
        st.subheader(theme, anchor=False)
        for name in names:
            _switch(name, _LABELS[name], on=getattr(now, name))
            st.caption(_MEANINGS[name])
            if name == "append_by_location":
                _example(on=now.append_by_location)
    st.subheader("Money", anchor=False)
    _currency(now)
    st.subheader("Clock", anchor=False)
    _time_zone(now)


def _master(now: Preferences) -> None:
    with st.container(border=True):
        _switch("backorder_management", "Enable backorder management", on=now.backorder_management)
        if now.backorder_management:
            st.caption("The sweeps run: they fill lines that wait and propose purchase orders.")
        else:
            st.warning(
                "The sweeps do nothing: lines that wait stay waiting, and nothing is ordered by itself.",
                icon=":material/pause_circle:",
            )


def _switch(name: str, label: Markdown, *, on: bool) -> None:
    # The state is part of the key, so that a switch which somebody else turned shows as it is.
    key = f"{name}-{on}"
    st.toggle(label, value=on, key=key, on_change=_save, args=(name, not on))


def _save(name: str, value: object) -> None:
    with desk.attempting() as attempt:
        preferences.change(attempt.tx, name, value)
    if attempt.saved:
        said = preferences.text_of(value) or ("none" if name == "currency" else "as this machine")
        desk.say(f"{preferences.DESCRIPTIONS[name].rstrip('.')}: {said}.")
        signals.announce_change(desk.path())


def _example(*, on: bool) -> None:
    """The same two orders with the switch on and off."""
    left, right = st.columns(2)
    with left.container(border=True):
        st.markdown("**On**" + (" :blue-badge[now]" if on else ""))
        st.markdown(f"{_STORY}They **join shipment 51**: one trip, and the logs of both orders say so.")
    with right.container(border=True):
        st.markdown("**Off**" + (" :blue-badge[now]" if not on else ""))
        st.markdown(f"{_STORY}They get **shipment 52**: two trips, each for one order.")


def _currency(now: Preferences) -> None:
    key = f"currency-{now.currency}"
    st.text_input(
        "Currency",
        now.currency,
        key=key,
        width=380,
        max_chars=5,
        placeholder="EUR, €, …",
        help="Written with every sum. Prices and costs in files stay plain numbers.",
        on_change=lambda: _save("currency", st.session_state[key]),
    )


def _time_zone(now: Preferences) -> None:
    zones = ["", *sorted(available_timezones())]
    at = zones.index(now.time_zone) if now.time_zone in zones else 0
    key = f"time_zone-{now.time_zone}"
    st.selectbox(
        "Time zone",
        zones,
        index=at,
        key=key,
        width=380,
        format_func=lambda zone: zone or f"As this machine ({Preferences().zone.key})",
        help="Times are shown in it, and schedules run by it.",
        on_change=lambda: _save("time_zone", st.session_state[key]),
    )
