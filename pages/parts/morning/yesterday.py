"""What happened on the day before: orders, goods, sweeps, and what was taken back and why."""

from __future__ import annotations

import polars as pl
import streamlit as st

from engine.reports.morning import Yesterday
from pages.parts import formats, links, run_table, tables
from pages.parts.literal import literal


def show(past: Yesterday) -> None:
    """What happened, with the sums of the run log and the record log."""
    st.subheader(f"What happened on {formats.day(past.day)}", anchor=False)
    if not (past.runs.height or past.goods.height or past.orders.height):
        st.caption("No orders, no goods, no sweeps.")
    if past.orders.height:
        states = ", ".join(f"{count:,} {literal(state)}" for state, count in past.orders.iter_rows())
        st.markdown(f"Orders: {states}.")
    if past.goods.height or past.runs.height:
        left, right = st.columns([2, 3])
        with left:
            _goods(past.goods)
        with right:
            _sweeps(past.runs)
    _losses(past.losses)


def _goods(goods: pl.DataFrame) -> None:
    if goods.height:
        st.markdown("**Goods**")
        tables.grid(
            goods.with_columns(formats.begun_large("kind")),
            key="morning-goods",
            alt="What came and went",
            columns={
                "kind": tables.text("Goods", 110),
                "qty": tables.qty("Units"),
                "moves": tables.number("Times"),
            },
        )


def _sweeps(runs: pl.DataFrame) -> None:
    if runs.height:
        st.markdown("**Sweeps**")
        called = {name: title for title, name in run_table.titles().items()}
        tables.grid(
            runs.with_columns(formats.words("sweep", called), tables.blank_zero("failed")),
            key="morning-sweeps",
            alt="What the sweeps did",
            columns={
                "sweep": tables.text("Sweep", 110),
                "units_allotted": tables.qty("Units", "Units that were given.", 60),
                "lines_filled": tables.number("Filled", "Lines that were given stock.", 55),
                "lines_released": tables.number("Released", "Lines that lost stock.", 70),
                "shipments_created": tables.number("Shipments", "Shipments created.", 75),
                "runs": tables.number("Runs", width=50),
                "failed": tables.number("Failed", width=55),
            },
        )
        links.link("run_log", "Run log", "history")


def _losses(losses: pl.DataFrame) -> None:
    if not losses.height:
        return
    st.markdown("**Taken back**")
    tables.grid(
        losses,
        key="morning-losses",
        alt="From which orders stock was taken back, and why",
        columns={
            "order": links.column("Order", "orders", "order", key="open-morning-loss", width=80),
            "lic": links.column("LIC", "demand", "lic", key="open-morning-loss-lic", width=100),
            "qty": tables.qty("Units", width=60),
            "sentence": tables.text("Why", 480),
        },
    )
    if (more := losses["total"][0] - losses.height) > 0:
        st.caption(f"And {more:,} more; the record log has all of them.")
