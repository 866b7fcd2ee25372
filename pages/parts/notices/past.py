"""The notices that were sent, marked as sent or deleted."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from engine import notices
from pages.parts import desk, formats, tables

STATES: Final = {"told": "✓ Marked as sent", "sent": "✉ Sent", "dropped": "✕ Deleted"}


def show() -> None:
    """The newest of these notices, and the letter of the one that is picked."""
    with desk.reading() as tx:
        past = notices.settled(tx)
    if not past.height:
        st.info("No notice was sent yet.")
        return
    chosen = tables.grid(
        past.with_columns(formats.local_column("settled_at"), formats.words("state", STATES)),
        key="past-notices",
        alt="Notices that were sent, marked as sent or deleted, the newest first",
        id_column="notice_id",
        select="single-row",
        columns={
            "settled_at": tables.instant("When"),
            "state": tables.text("State", 130),
            "customer_name": tables.text("Customer", 220),
            "subject": tables.text("Subject", 280),
            "settled_by": tables.text("By", 120),
            "email": tables.text("Sent to", 200),
        },
    )
    for letter in past.filter(pl.col("notice_id").is_in(chosen))["body"]:
        st.code(letter, language=None, wrap_lines=True)
