"""Booking a receipt: several LICs at once, counted with a scanner."""

from __future__ import annotations

from functools import partial

import polars as pl
import streamlit as st

from engine.counting import Counts
from engine.rows import PurchaseOrder
from pages.parts import counting, focus, receiving


def show(po: PurchaseOrder, lines: pl.DataFrame) -> None:
    """The box in which what came is counted, and the LICs that are still to come."""
    open_lines = _by_lic(lines)
    if not open_lines.height:
        return
    number, record = po["number"], f"PO {po['number']}"
    expected = dict(open_lines.select("lic", "qty").iter_rows())
    with st.container(border=True):
        confirmed = counting.box(record, "What came?", expected, more=True)
        counting.table(
            record,
            open_lines,
            key="came",
            to_come="To come",
            now="Came now",
            alt="What is still to come, and came",
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            reference = receiving.reference_box()
            st.button(
                "All of it came",
                icon=":material/done_all:",
                on_click=counting.keep,
                args=(record, expected),
            )
            if st.button("Book receipt", type="primary", icon=":material/warehouse:") or confirmed:
                done = partial(_begin_anew, record)
                receiving.book(number, _counted(record), expected, reference, follows=done)
        came = _counted(record)
        receiving.fills(number, came or expected, "with what was counted" if came else "if all of it comes")


def _counted(record: str) -> Counts:
    return {lic: qty for lic, qty in counting.counts(record).items() if qty}


def _begin_anew(record: str) -> None:
    """What comes next of it is counted from the beginning."""
    counting.keep(record, {})
    focus.on(counting.BOX)


def _by_lic(lines: pl.DataFrame) -> pl.DataFrame:
    """One row for each LIC still to come: two lines of one LIC are received together."""
    waiting = lines.filter(pl.col("open_qty") > 0).group_by("lic", maintain_order=True)
    return waiting.agg(pl.col("description").first(), pl.col("open_qty").sum().alias("qty"))
