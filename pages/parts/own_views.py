"""Views of one's own: the filters of now kept under a name, listed beside the fixed views, deleted again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine import views
from engine.views import Filters, Listing, SavedView
from pages.parts import desk, readings
from pages.parts.literal import literal

_NAME: Final = "own-view-name"
_MINE, _DESK = "Me", "Everybody"
IN_ADDRESS: Final = object()
"""Stands for what a filter holds that is read from the address whenever that changed (``query``)."""


def beside_the_fixed() -> tuple[DeltaGenerator, DeltaGenerator]:
    """Where the fixed views of a list stand, and those of one's own: in one row where there is room."""
    row = st.container(horizontal=True, vertical_alignment="bottom")
    return row.container(width="content"), row.container(width="content")


def show(listing: Listing, fields: Mapping[str, Any], count: Callable[[Filters], int]) -> None:
    """The kept views of a list, each with how many rows it has now, and the way to keep one more.

    ``fields``: the names under which the address has the list's filters, with what the field of that name
    holds where nothing is chosen, or IN_ADDRESS; ``count``: how many rows pass some filters.
    """
    saved = readings.once(views.every, listing, desk.actor())
    now = filters(fields)
    with st.container(horizontal=True, vertical_alignment="center"):
        for number, view in enumerate(saved):
            is_on = now == view.filters
            label = f"{literal(view.name)} {count(view.filters):,}"
            st.button(
                label,
                key=f"own-view-{number}",
                icon=":material/bookmark:",
                type="primary" if is_on else "secondary",
                help=None if view.owner else "Everybody at this desk sees it.",
                on_click=_open,
                args=(fields, view.filters),
            )
        with st.popover("Keep this view" if now else "Own views", icon=":material/bookmark_add:"):
            _keep(listing, now)
            _delete(saved)


def filters(names: Iterable[str]) -> dict[str, list[str]]:
    """The filters of the list as they stand in the address."""
    chosen = {name: st.query_params.get_all(name) for name in names}
    return {name: values for name, values in chosen.items() if any(values)}


def first(chosen: Filters, name: str) -> str:
    """What a filter of one value stands on; empty where it stands on none."""
    return next(iter(chosen.get(name, ())), "")


def _open(fields: Mapping[str, Any], chosen: Filters) -> None:
    """Have these filters and no others when the page is drawn again: in the fields that Streamlit binds to
    the address, and for all others in the address."""
    for name, empty in fields.items():
        values = list(chosen.get(name, ()))
        if empty is not IN_ADDRESS:
            st.session_state[name] = values if isinstance(empty, list) else first(chosen, name) or empty
        elif values:
            st.query_params[name] = values
        else:
            st.query_params.pop(name, None)


def _keep(listing: Listing, now: Filters) -> None:
    with st.form("keep-view", border=False, clear_on_submit=True):
        name = st.text_input("Name", key=_NAME, max_chars=views.LONGEST_NAME, placeholder="Late books")
        whose = st.segmented_control("For", [_MINE, _DESK], default=_MINE, required=True, key="own-view-for")
        if st.form_submit_button("Keep", type="primary"):
            view = SavedView(listing, name, now, "" if whose == _DESK else desk.actor())
            with desk.acting(f"The view {name.strip()} is kept.") as tx:
                views.keep(tx, view)


def _delete(saved: list[SavedView]) -> None:
    for number, view in enumerate(saved):
        label = f"Delete {literal(view.name)}"
        st.button(
            label, key=f"forget-view-{number}", icon=":material/delete:", on_click=_forget, args=(view,)
        )


def _forget(view: SavedView) -> None:
    """Take a view away before the page is drawn again, so that it is not there any more."""
    with desk.acting(f"The view {view.name} was deleted.", again=False) as tx:
        views.forget(tx, view)
