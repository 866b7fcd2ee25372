"""The days that can be looked at, the handles that choose them, and the one LIC; all are in the address."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine import catalogue, days
from engine.past import history
from engine.store import Transaction
from pages.parts import desk, formats, pickers, query, readings
from pages.parts.literal import Markdown

WEEK: Final = timedelta(days=7)


def first() -> date:
    """The first day that the record log knows, at the latest yesterday: a handle needs two days."""
    return min(readings.once(_begun), formats.today() - timedelta(days=1))


def _begun(tx: Transaction) -> date:
    begun = history.first_instant(tx)
    return formats.today() if begun is None else days.day_of(begun, desk.zone())


def one() -> date:
    """The day that the handle stands on; at first today, which is not written into the address."""
    begun, today = first(), formats.today()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        before = st.container(width="content")
        day = query.day("Day", begun, today, param="day")
        after = st.container(width="content")
    earlier, later = day - timedelta(days=1), day + timedelta(days=1)
    mover(before, ":material/chevron_left:", "_day", earlier, on=day > begun, tip="The day before")
    mover(after, ":material/chevron_right:", "_day", later, on=day < today, tip="The day after")
    return day


def mover(
    slot: DeltaGenerator, label: Markdown, key: str, there: date | int, *, on: bool, tip: Markdown
) -> None:
    """A button beside a handle that moves it to another day or step, if there is one."""
    slot.button(label, key=f"{key}-to-{tip}", help=tip, disabled=not on, on_click=_move, args=(key, there))


def _move(key: str, there: date | int) -> None:
    st.session_state[key] = there


def two() -> tuple[date, date]:
    """The days that two handles stand on, a week apart at first."""
    begun, today = first(), formats.today()
    _keep_inside("between", begun, today)
    chosen: tuple[date, date] = st.slider(
        "From the end of one day to the end of another",
        begun,
        today,
        (max(begun, today - WEEK), today),
        key="between",
        bind="query-params",
        format="D MMM YYYY",
    )
    return chosen


def _keep_inside(key: str, begun: date, today: date) -> None:
    """Forget where a handle stood if that is no day of this desk any more."""
    stood = st.session_state.get(key)
    handles = stood if isinstance(stood, tuple) else (stood,)
    if stood is not None and not all(begun <= day <= today for day in handles):
        del st.session_state[key]


def lic() -> str | None:
    """The one LIC that is looked at, or None: all of them. Where it is typed, the engine says when it is
    unknown."""
    items = readings.once(_items)
    if items.height > pickers.MOST_OPTIONS:
        return query.typed("LIC", param="lic", placeholder="Every LIC; type a code")
    named = {code: pickers.both(code, name) for code, name in items.iter_rows()}
    return query.box("LIC", named, param="lic", placeholder="Every LIC")


def _items(tx: Transaction) -> pl.DataFrame:
    return catalogue.items(tx).filter("inventoried").select("lic", "description")
