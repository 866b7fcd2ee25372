"""The notices that were sent, marked as sent or deleted: a list, and beside it the letter that is read."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from engine import notices
from pages.parts import desk, formats, tables
from pages.parts.literal import literal
from pages.parts.notices import letter

STATES: Final = {"told": "✓ Marked as sent", "sent": "✉ Sent", "dropped": "✕ Deleted"}


def show() -> None:
    """The newest of these notices, and the letter of the one that is read."""
    with desk.reading() as tx:
        past = notices.settled(tx)
    if not past.height:
        st.info("No notice was sent yet.")
        return
    listed, beside = letter.columns()
    with listed:
        read = tables.reading_list(
            past.with_columns(formats.local_column("settled_at"), formats.words("state", STATES)),
            key="past-notices",
            alt="Notices that were sent, marked as sent or deleted, the newest first",
            id_column="notice_id",
            ticks=False,
            columns={
                "customer_name": tables.text("Customer", 190),
                "state": tables.text("State", 135),
                "settled_at": tables.instant("When", width=105),
            },
        ).read
        tables.newest(past, notices.MOST_SETTLED)
    with beside:
        for row in past.filter(pl.col("notice_id") == read).to_dicts():
            state = f"{STATES[row['state']]} by {literal(row['settled_by'])}"
            letter.heading(row["customer_name"], row["email"], state)
            letter.text(row["subject"], row["body"])
