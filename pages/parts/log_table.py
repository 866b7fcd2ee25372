"""The record log of one thing, or of the whole desk, as a table (section 9)."""

from __future__ import annotations

import polars as pl
import streamlit as st

from pages.parts import formats, tables

KINDS = {"comment": "✎ Comment", "edit": "± Edit", "log": "• Event", "error": "! Error"}


def remark_box() -> str:
    """A box for a remark; what was written, once, or nothing."""
    with st.form("remark", clear_on_submit=True, border=False):
        box, button = st.columns([6, 1], vertical_alignment="bottom")
        text = box.text_input(
            "Remark",
            placeholder="A remark for the record",
            max_chars=1000,
            label_visibility="collapsed",
        )
        written = button.form_submit_button("Write", width="stretch")
    return (text or "").strip() if written else ""


def show(
    rows: pl.DataFrame, *, key: str, alt: str, with_record: bool = False, height: int | None = None
) -> None:
    """The rows of ``log.search``, newest first; ``with_record`` names what each is about."""
    if not rows.height:
        st.caption("Nothing has been written here yet.")
        return
    shown = rows.with_columns(
        formats.local_column("logged_at"),
        formats.words("kind", KINDS),
        pl.format("{} {}", "record", "record_id").alias("record"),
    )
    columns = {
        "logged_at": tables.instant("When", width=100),
        "actor": tables.text("By", 95),
        "kind": tables.text("Kind", 85),
        "record": tables.text("About", 120),
        "sentence": tables.text("What happened", 590),
    }
    if not with_record:
        del columns["record"]
    tables.grid(shown, key=key, columns=columns, alt=alt, height=height)
