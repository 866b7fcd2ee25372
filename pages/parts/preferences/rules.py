"""The rules a desk is run by: a switch or a field for each, with what it means."""

from __future__ import annotations

from typing import Final
from zoneinfo import available_timezones

import streamlit as st

from engine import days, preferences, signals
from engine.model import PaperSize
from engine.preferences import ABOUT, Preferences
from engine.rules.preference import Group
from pages.parts import desk

_STORY = (
    "Lakeside School, Main Street, has shipment 51 pending with 10 atlases of order 1001. A sweep allots 4 "
    "globes to its order 1002. "
)


def show() -> None:
    """The master switch first, then the others by what they are about."""
    with desk.reading() as tx:
        prefs = preferences.read(tx)
    _master(prefs)
    for group in _GROUPS:
        st.subheader(group, anchor=False)
        for name in preferences.names_in(group):
            _FIELDS.get(name, _field)(prefs, name)


def _master(prefs: Preferences) -> None:
    with st.container(border=True):
        _switch("backorder_management", on=prefs.backorder_management)
        if prefs.backorder_management:
            st.caption("The sweeps run: they fill lines that wait and propose purchase orders.")
        else:
            st.warning(
                "The sweeps do nothing: lines that wait stay waiting, and nothing is ordered by itself.",
                icon=":material/pause_circle:",
            )


def _field(prefs: Preferences, name: str) -> None:
    """A preference that takes any text as a field, one that is on or off as a switch."""
    value = getattr(prefs, name)
    if isinstance(value, bool):
        _switch(name, on=value)
        st.caption(ABOUT[name].meaning)
    else:
        _text(name, value)


def _appending(prefs: Preferences, name: str) -> None:
    _field(prefs, name)
    _example(on=prefs.append_by_location)


def _switch(name: str, *, on: bool) -> None:
    # The state is part of the key, so that a switch which somebody else turned shows as it is.
    key = f"{name}-{on}"
    st.toggle(ABOUT[name].label, value=on, key=key, on_change=_save, args=(name, not on))


def _save(name: str, value: object) -> None:
    with desk.attempting() as attempt:
        preferences.change(attempt.tx, name, value)
    if attempt.saved:
        desk.say(f"{ABOUT[name].label}: {ABOUT[name].in_words(value)}.")
        signals.announce_change(desk.path())


def _example(*, on: bool) -> None:
    """What append by location means: two orders with the switch on and off."""
    left, right = st.columns(2)
    with left.container(border=True):
        st.markdown("**On**" + (" :blue-badge[now]" if on else ""))
        st.markdown(f"{_STORY}They **join shipment 51**: one trip, and the logs of both orders say so.")
    with right.container(border=True):
        st.markdown("**Off**" + (" :blue-badge[now]" if not on else ""))
        st.markdown(f"{_STORY}They get **shipment 52**: two trips, each for one order.")


def _text(name: str, value: str) -> None:
    key = f"{name}-{value}"
    st.text_input(
        ABOUT[name].label,
        value,
        key=key,
        width=380,
        max_chars=ABOUT[name].reading.longest,
        placeholder=ABOUT[name].hint,
        help=ABOUT[name].meaning,
        on_change=lambda: _save(name, st.session_state[key]),
    )


def _number(prefs: Preferences, name: str) -> None:
    about, value = ABOUT[name], getattr(prefs, name)
    key = f"{name}-{value}"
    st.number_input(
        about.label,
        0,
        _MOST[name],
        value,
        key=key,
        width=380,
        help=f"{about.meaning} 0: {about.empty}." if about.empty else about.meaning,
        on_change=lambda: _save(name, st.session_state[key]),
    )


def _paper_size(prefs: Preferences, name: str) -> None:
    key = f"{name}-{prefs.paper_size}"
    st.segmented_control(
        ABOUT[name].label,
        list(PaperSize),
        default=prefs.paper_size,
        key=key,
        format_func={PaperSize.A4: "A4", PaperSize.LETTER: "Letter"}.__getitem__,
        required=True,
        help=ABOUT[name].meaning,
        on_change=lambda: _save(name, st.session_state[key]),
    )


def _time_zone(prefs: Preferences, name: str) -> None:
    zones = ["", *sorted(available_timezones())]
    at = zones.index(prefs.time_zone) if prefs.time_zone in zones else 0
    key = f"{name}-{prefs.time_zone}"
    st.selectbox(
        ABOUT[name].label,
        zones,
        index=at,
        key=key,
        width=380,
        format_func=lambda zone: zone or f"As this machine ({days.zone_named('').key})",
        help=ABOUT[name].meaning,
        on_change=lambda: _save(name, st.session_state[key]),
    )


_GROUPS: Final = (
    Group.SHIPMENTS,
    Group.LINES,
    Group.GOODS,
    Group.REPLENISHMENT,
    Group.NOTICES,
    Group.BACKUPS,
    Group.PAPER,
    Group.MONEY,
    Group.CLOCK,
)
_MOST: Final = {
    "ask_after_days": preferences.LONGEST_SLIP,
    "answer_days": preferences.LONGEST_SLIP,
    "backups_kept": preferences.MOST_BACKUPS,
}
"""The preferences that are numbers, each with its largest."""
_FIELDS: Final = {
    "append_by_location": _appending,
    **dict.fromkeys(_MOST, _number),
    "paper_size": _paper_size,
    "time_zone": _time_zone,
}
"""The preferences that are more than a switch or a field and what it means, each with what draws it."""
