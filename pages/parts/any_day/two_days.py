"""What changed between two days, in sentences: who began to wait, who was served, what came, what slipped."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl
import streamlit as st

from engine.past.history import Backlog
from engine.reports import between
from engine.reports.between import Between
from pages.parts import export, formats, readings, tables
from pages.parts.any_day import spans
from pages.parts.literal import Markdown, literal

MOST: Final = 8
"""How many sentences of each kind are shown at once."""


def show() -> None:
    """Two handles, perhaps a LIC, and what happened between them."""
    handle, which = st.columns([3, 1], vertical_alignment="bottom")
    with handle:
        first, last = spans.two()
    with which:
        lic = spans.lic()
    if first == last:
        st.info("Both handles stand on one day: move one of them.")
        return
    seen = readings.once(between.between, first, last, lic)
    _summary(seen, lic)
    left, right = st.columns(2, gap="medium")
    with left:
        _list("Who began to wait", seen.began, "line", "Nobody began to wait.")
        _list("What came", seen.came, "time", "Nothing came.")
    with right:
        _list("Who was served", seen.served, "line", "Nobody who waited was served.")
        _list("What slipped", seen.slipped, "line", "No unit waits for a later day than before.")
        if seen.later_pos.height:
            _list("What its vendor moved", seen.later_pos, "order", "")


def _summary(seen: Between, lic: str | None) -> None:
    """What waited at both ends, and what happened meanwhile, in one paragraph; of all LICs or of one."""
    before, after = seen.before, seen.after
    began, served = (formats.total(rows["qty"]) for rows in (seen.began, seen.served))
    given = f"**{formats.units(served)}** {formats.verb(served, 'were')} given"
    cancelled = f", {formats.units(seen.cancelled_qty)} cancelled" if seen.cancelled_qty else ""
    then, last = _waiting(before, "waited"), _at_last(after, seen.last)
    at = f"Of **{literal(lic)}**, at" if lic else "At"
    st.markdown(
        f"{at} the end of **{formats.day(seen.first)}** {then}; {last}. "
        f"Between them **{formats.units(began)}** began to wait, "
        f"{given}{cancelled}, and {formats.units(seen.shipped_qty)} left on "
        f"{formats.count(seen.shipments, 'shipment')}."
    )


def _waiting(then: Backlog, verb: Markdown) -> Markdown:
    if not then.lines:
        return f"nothing {verb}"
    return f"**{formats.units(then.qty)}** {verb} on {formats.count(then.lines, 'line')}"


def _at_last(then: Backlog, day: date) -> Markdown:
    if day == formats.today():
        return f"now {_waiting(then, formats.verb(then.qty or 1, 'wait'))}"  # nothing waits, as one unit does
    return f"at the end of **{formats.day(day)}** {_waiting(then, 'waited')}"


def _list(title: Markdown, rows: pl.DataFrame, word: Markdown, none: Markdown) -> None:
    """The first sentences, and behind them all of them as a table."""
    counted = f" · {formats.count(rows.height, word)}" if rows.height else ""
    st.subheader(f"{title}{counted}", anchor=False)
    if not rows.height:
        st.caption(none)
        return
    st.markdown(formats.bullets(rows["sentence"].head(MOST).to_list(), MOST))
    key = f"between-{title.lower().replace(' ', '-')}"
    if rows.height > MOST:
        with st.expander(f"All {rows.height:,}"):
            tables.grid(
                rows, key=key, columns={"sentence": tables.text("What happened")}, alt=title, height=300
            )
    export.popover(export.plain(rows), key)
