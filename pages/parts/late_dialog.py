"""Marking a purchase order late: another day, what it would move, and only then the mark (R40)."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl
import streamlit as st

from engine import supply
from engine.errors import DeskError
from engine.supply import late, words
from pages.parts import charts, desk, dialogs, fields, formats, tables, vega
from pages.parts.literal import literal

_DAY: Final = "late-day"


def button(number: str, *, key: str) -> None:
    """A button that asks on which day the rest of a purchase order comes."""
    if st.button("New expected day …", key=key, icon=":material/event_busy:"):
        ask(number)


def ask(number: str, day: date | None = None) -> None:
    """Ask on which day the rest of a purchase order, or of a transfer, comes; ``day``: what was said already,
    of which it is shown at once what it would move."""
    if day is not None:
        st.session_state[_DAY] = day
    _mark.ask(number)


@dialogs.dialog("New expected day for {number}", width="large")
def _mark(number: str) -> None:
    day = st.date_input("New expected day", None, format=fields.DAY, min_value=formats.today(), key=_DAY)
    if day is None:
        st.info("Choose the day that the vendor names; you see which promises it moves before it is saved.")
        return
    try:
        moved = late.would_move(desk.session(), number, day, actor=desk.actor())
    except DeskError as error:
        desk.refuse(error)
        return
    _shown(moved)
    if st.button("Save this day", type="primary", shortcut="Ctrl+Enter"):
        with dialogs.settling() as tx:
            late.mark(tx, number, day)
            named = words.capital(words.named(supply.find(tx, number)))
            desk.say(f"{named} is expected on {formats.day(day)}; {_count(moved)}.")


def _count(moved: pl.DataFrame) -> str:
    return f"{formats.count(moved.height, 'promise')} moved" if moved.height else "no promise moved"


def _shown(moved: pl.DataFrame) -> None:
    if not moved.height:
        st.success("No promised day moves.", icon=":material/check_circle:")
        return
    sentence = _in_words(moved)
    st.markdown(literal(sentence))
    drawn = _drawn(moved)
    if drawn.height:
        chart = vega.cached(charts.shifts, drawn)
        vega.draw(chart, width="stretch", key="late-picture", alt=f"Days that move. {sentence}")
    tables.grid(
        moved,
        key="late-moves",
        alt="Promised days before and after",
        most=8,
        columns={
            "order": tables.text("Order", 80),
            "customer_name": tables.text("Customer", 160),
            "line": tables.number("Line", width=50),
            "lic": tables.text("LIC", 100),
            "first_on": tables.day("First promised"),
            "from_said": tables.text("Now", 190),
            "to_said": tables.text("Then", 190),
        },
    )


def _in_words(moved: pl.DataFrame) -> str:
    """Who would wait until another day, the one that moves furthest named, and who would have no day."""
    would = f"{formats.count(moved.height, 'promised day')} would move"
    slips = moved.with_columns(days=(pl.col("to_on") - pl.col("from_on")).dt.total_days()).drop_nulls("days")
    lost = moved.filter(pl.col("to_on").is_null() & pl.col("from_on").is_not_null()).height
    none = f" {formats.count(lost, 'line', 'have')} no day then." if lost else ""
    if not slips.height:
        return f"{would}.{none}"
    most = slips.sort(pl.col("days").abs(), descending=True, maintain_order=True).row(0, named=True)
    way = f"from {formats.day(most['from_on'])} to {formats.day(most['to_on'])}"
    return f"{would}; furthest order {most['order']}, line {most['line']}, {way}.{none}"


MOST_DRAWN = 15
"""How many lines have their days drawn, those that move furthest; the list has all."""


def _drawn(moved: pl.DataFrame) -> pl.DataFrame:
    """The days of the last units that move, by line: ``1002 · FR-9``."""
    both = moved.drop_nulls(["from_on", "to_on"])
    furthest = both.sort((pl.col("to_on") - pl.col("from_on")).abs(), descending=True, maintain_order=True)
    label = pl.concat_str(["order", "lic"], separator=" · ") + pl.format(", line {}", "line")
    return furthest.head(MOST_DRAWN).select("from_on", "to_on", row=label)
