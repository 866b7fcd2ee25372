"""The rules a desk is run by: a switch or a field for each, with what it means.

Nothing is saved while it is chosen: what a change would touch on this desk is said first, then *Save*. Until
then it is kept, on other pages too, as long as the tab is not loaded anew, and is said not to be saved.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from zoneinfo import available_timezones

import streamlit as st

from engine import days, preferences, signals
from engine.errors import DeskError
from engine.model import PaperSize
from engine.preferences import ABOUT, Preferences
from engine.reports import switching
from engine.rules.preference import Group, text_of
from pages.parts import desk
from pages.parts.literal import literal
from pages.parts.preferences import unsaved

_STORY = (
    "Lakeside School, Main Street, has shipment 51 pending with 10 atlases of order 1001. A sweep allots 4 "
    "globes to its order 1002. "
)
_FORM: Final = "rules"


def show() -> None:
    """The master switch first, then the others by what they are about; below, what is not saved yet."""
    with desk.reading() as tx:
        prefs = preferences.read(tx)
    chosen = {"backorder_management": _master(prefs)}
    for group in _GROUPS:
        st.subheader(group, anchor=False)
        for name in preferences.names_in(group):
            chosen[name] = _FIELDS.get(name, _field)(prefs, name)
    changes = {name: value for name, value in chosen.items() if _differs(prefs, name, value)}
    if changes:
        with st.bottom:
            _unsaved(prefs, changes)


def _differs(prefs: Preferences, name: str, value: Any) -> bool:
    return text_of(value) != text_of(getattr(prefs, name))


def _unsaved(prefs: Preferences, changes: dict[str, Any]) -> None:
    """Each change with what it would touch, and the two buttons."""
    unsaved.say()
    for name, value in changes.items():
        st.markdown(_in_words(prefs, name, value))
    with st.container(horizontal=True):
        if st.button("Save", type="primary", icon=":material/check:"):
            _save(changes)
        unsaved.discard_button(_FORM)


def _in_words(prefs: Preferences, name: str, value: Any) -> str:
    """``**Label**: off → on. 6 shipments are pending …``"""
    about = ABOUT[name]
    change = f"{about.in_words(getattr(prefs, name))} → {about.in_words(value)}"
    return f"**{literal(about.label)}**: {literal(change)}. {literal(_touched(name, value))}"


def _touched(name: str, value: Any) -> str:
    """What the change would touch here; of what cannot be, the refusal, before anybody tries to save it."""
    try:
        with desk.session().reading() as tx:
            return switching.touched(tx, name, preferences.parse(name, text_of(value)))
    except DeskError as error:
        return str(error)


def _save(changes: dict[str, Any]) -> None:
    """Save all of it together, or show all that cannot be."""
    words = [f"{ABOUT[name].label}: {ABOUT[name].in_words(value)}." for name, value in changes.items()]
    with desk.attempting(" ".join(words)) as attempt:
        preferences.change_all(attempt.tx, changes)
    if attempt.saved:
        unsaved.begin_anew(_FORM)
        signals.announce_change(desk.path())
        st.rerun()


def _key(name: str, value: object) -> str:
    """The key of a field. What is saved is part of it, so that what somebody else saved shows as it is."""
    return f"{name}-{value}-{unsaved.round_of(_FORM)}"


def _master(prefs: Preferences) -> bool:
    with st.container(border=True):
        is_on = _switch("backorder_management", on=prefs.backorder_management)
        if prefs.backorder_management:
            st.caption("The sweeps run: they fill lines that wait and propose purchase orders.")
        else:
            st.warning(
                "The sweeps do nothing: lines that wait stay waiting, and nothing is ordered by itself.",
                icon=":material/pause_circle:",
            )
    return is_on


def _field(prefs: Preferences, name: str) -> bool | str:
    """A preference that takes any text as a field, one that is on or off as a switch."""
    value = getattr(prefs, name)
    if isinstance(value, bool):
        is_on = _switch(name, on=value)
        st.caption(ABOUT[name].meaning)
        return is_on
    return _text(name, value)


def _appending(prefs: Preferences, name: str) -> bool | str:
    is_on = _field(prefs, name)
    _example(on=prefs.append_by_location)
    return is_on


def _switch(name: str, *, on: bool) -> bool:
    return st.toggle(ABOUT[name].label, value=on, key=_key(name, on), persist_state=unsaved.IN_SESSION)


def _example(*, on: bool) -> None:
    """What append by location means: two orders with the switch on and off."""
    left, right = st.columns(2)
    with left.container(border=True):
        st.markdown("**On**" + (" :blue-badge[now]" if on else ""))
        st.markdown(f"{_STORY}They **join shipment 51**: one trip, and the logs of both orders say so.")
    with right.container(border=True):
        st.markdown("**Off**" + (" :blue-badge[now]" if not on else ""))
        st.markdown(f"{_STORY}They get **shipment 52**: two trips, each for one order.")


def _text(name: str, value: object) -> str:
    return st.text_input(
        ABOUT[name].label,
        text_of(value),
        key=_key(name, value),
        persist_state=unsaved.IN_SESSION,
        width=380,
        max_chars=ABOUT[name].reading.longest,
        placeholder=ABOUT[name].hint,
        help=ABOUT[name].meaning,
    )


def _number(prefs: Preferences, name: str) -> int:
    about, value = ABOUT[name], getattr(prefs, name)
    chosen: int = st.number_input(
        about.label,
        0,
        _MOST[name],
        value,
        key=_key(name, value),
        persist_state=unsaved.IN_SESSION,
        width=380,
        help=f"{about.meaning} 0: {about.empty}." if about.empty else about.meaning,
    )
    return chosen


def _paper_size(prefs: Preferences, name: str) -> PaperSize:
    size: PaperSize = st.segmented_control(
        ABOUT[name].label,
        list(PaperSize),
        default=prefs.paper_size,
        key=_key(name, prefs.paper_size),
        persist_state=unsaved.IN_SESSION,
        format_func={PaperSize.A4: "A4", PaperSize.LETTER: "Letter"}.__getitem__,
        required=True,
        help=ABOUT[name].meaning,
    )
    return size


def _time_zone(prefs: Preferences, name: str) -> str:
    zones = ["", *sorted(available_timezones())]
    at = zones.index(prefs.time_zone) if prefs.time_zone in zones else 0
    return st.selectbox(
        ABOUT[name].label,
        zones,
        index=at,
        key=_key(name, prefs.time_zone),
        persist_state=unsaved.IN_SESSION,
        width=380,
        format_func=lambda zone: zone or f"As this machine ({days.zone_named('').key})",
        help=ABOUT[name].meaning,
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
    "not_before_lead_days": preferences.LONGEST_SKIP_AGE,
    "ask_after_days": preferences.LONGEST_SLIP,
    "answer_days": preferences.LONGEST_SLIP,
    "backups_kept": preferences.MOST_BACKUPS,
}
"""The preferences that are numbers, each with its largest."""
_FIELDS: Final[dict[str, Callable[[Preferences, str], Any]]] = {
    "append_by_location": _appending,
    **dict.fromkeys(_MOST, _number),
    "paper_size": _paper_size,
    "time_zone": _time_zone,
}
"""The preferences that are more than a switch or a field and what it means, each with what draws it."""
