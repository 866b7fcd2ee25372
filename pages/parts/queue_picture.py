"""The queue of a waiting line as a picture: who is ahead, where it is, how far what comes reaches (R41)."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from engine.reports.in_queue import InQueue, UnitsAhead
from pages.parts import charts, formats, tables, vega
from pages.parts.literal import literal

AHEAD, OWN, MINE, FREE, COMING = "Ahead of it", "Its own order", "This line", "Free on the shelf", "On order"
_COLOURS: Final = {
    AHEAD: charts.FREE,
    OWN: charts.OWN,
    MINE: charts.HELD,
    FREE: charts.GIVEN,
    COMING: charts.COMING,
}
WAITS, COMES = "Waiting", "Comes"


def show(stands: InQueue, key: str) -> None:
    """The picture, what it shows in a sentence, and the same as a table."""
    frame = _stretches(stands)
    st.markdown(f"**In the queue.** {literal(stands.sentence)}")
    chart = vega.cached(charts.stretches, frame, _COLOURS)
    vega.draw(chart, width="stretch", alt=f"The queue for {stands.lic}. {stands.sentence}")
    if stands.is_hard:
        st.caption(
            "Somebody here waits whole, complete or on hold, so that who is behind may be served first; the "
            "day that is said counts that."
        )
    with st.expander("Show as a table"):
        tables.grid(
            frame,
            key=f"queue-{key}",
            alt=f"The queue for {stands.lic}, from its first unit",
            most=8,
            columns={
                "row": tables.text("", 60),
                "what": tables.text("Whose", 170),
                "kind": tables.text("What", 120),
                "from_qty": tables.qty("After unit", width=75),
                "to_qty": tables.qty("Up to unit", width=75),
            },
        )


def _stretches(stands: InQueue) -> pl.DataFrame:
    """Who waits up to the line, and what comes, up to the first that is enough."""
    waits = [
        (WAITS, one.from_qty, one.to_qty, _whose(one), OWN if one.is_own else AHEAD) for one in stands.ahead
    ]
    mine = (WAITS, stands.from_qty, stands.to_qty, f"line {stands.line}", MINE)
    comes = [
        (COMES, one.from_qty, one.to_qty, one.called(stands.today), COMING if one.po else FREE)
        for one in stands.shown
    ]
    return pl.DataFrame([*waits, mine, *comes], schema=charts.STRETCH, orient="row")


def _whose(one: UnitsAhead) -> str:
    return one.order if one.orders == 1 else formats.count(one.orders, "order")
