"""Pasting many lines at once: read row by row, added as far as they are good."""

from __future__ import annotations

import polars as pl
import streamlit as st

from engine.orders import pasting
from engine.orders.pasting import Pasted
from pages.parts import desk, dialogs, formats, tables
from pages.parts.order_entry import box, own_edits, questions


def button(number: str) -> None:
    """The button that opens the dialog."""
    if st.button("Paste lines", icon=":material/content_paste:"):
        st.session_state["pasted"] = st.session_state.pop(_left(number), "")
        _paste.ask(number)


@dialogs.dialog("Paste lines", width="large")
def _paste(number: str) -> None:
    text = st.text_area(
        "One line per row: LIC and quantity, side by side as they come from a spreadsheet",
        key="pasted",
        height=180,
        placeholder="LIC\tQuantity",
    )
    rows: list[Pasted] = []
    with desk.reading(stop=False) as tx:
        rows = pasting.read_pasted(tx, text or "")
    good = [row for row in rows if not row.problem]
    if rows:
        _report(rows)
    label = f"Add {formats.count(len(good), 'line')}" if good else "Add lines"
    if st.button(label, type="primary", disabled=not good, shortcut="Ctrl+Enter"):
        _add(number, rows)
    st.caption("Rows that cannot be added stay here, to be corrected." if len(good) < len(rows) else "")


def _report(rows: list[Pasted]) -> None:
    frame = pl.DataFrame(
        {
            "row": [row.row_no for row in rows],
            "lic": [row.lic for row in rows],
            "qty": [None if row.qty is None else row.qty for row in rows],
            "verdict": [f"✕ {row.problem}" if row.problem else "✓ Good" for row in rows],
        },
        schema_overrides={"qty": formats.QTY},
    ).sort(pl.col("verdict").str.starts_with("✓"), maintain_order=True)
    columns = {
        "row": tables.number("Row"),
        "lic": tables.text("LIC", 130),
        "qty": tables.qty("Quantity"),
        "verdict": tables.text("Verdict", "large"),
    }
    tables.grid(
        frame,
        key="pasted_rows",
        columns=columns,
        alt="The pasted rows and what is wrong with each",
    )


def _add(number: str, rows: list[Pasted]) -> None:
    left = [row.text for row in rows if row.problem]
    with dialogs.settling() as tx, own_edits.own(tx, number):
        added = pasting.add_pasted(tx, number, rows, box.warehouse())
        desk.say(f"{formats.count(added, 'line')} added." + (f" {_what_about(len(left))}" if left else ""))
        st.session_state[_left(number)] = "\n".join(left)
        questions.ask(tx, number, then="next")


def _left(number: str) -> str:
    """Where the rows that could not be added to a draft are kept."""
    return f"left-to-paste-{number}"


def _what_about(left: int) -> str:
    return f"{formats.count(left, 'row')} could not be added: open Paste lines again to correct them."
