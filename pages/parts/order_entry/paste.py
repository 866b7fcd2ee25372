"""Pasting many lines at once: read row by row, added as far as they are good."""

from __future__ import annotations

from functools import partial
from typing import Final

import polars as pl
import streamlit as st

from engine.orders import pasting
from engine.orders.pasting import Pasted
from engine.store import Transaction
from pages.parts import desk, dialogs, formats, lic_dialog, tables
from pages.parts.order_entry import box, own_edits, questions

_MOST_NEW: Final = 3
"""How many LICs that are not there can be added from one report; the others follow."""


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
    st.session_state[_left(number)] = text  # closed by mistake, or for a new LIC, it is there again
    rows: list[Pasted] = []
    with desk.reading(stop=False) as tx:
        rows = pasting.read_pasted(tx, text or "")
    good = [row for row in rows if not row.problem]
    if rows:
        _report(rows)
        _offer_new(number, rows)
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


def _offer_new(number: str, rows: list[Pasted]) -> None:
    """The ways to add the first of the LICs that are not there; then all rows are asked about again."""
    unknown = list(dict.fromkeys(row.lic for row in rows if row.unknown))
    with st.container(horizontal=True):
        for lic in unknown[:_MOST_NEW]:
            lic_dialog.button(lic, key=f"paste-new-{lic}", then=partial(_paste_again, number, lic, rows))


def _paste_again(number: str, typed: str, rows: list[Pasted], _: Transaction, lic: str) -> None:
    """Ask again with the rows as they were pasted, and in them the LIC under the code that was chosen."""
    pasted = [row.text.replace(typed, lic, 1) if row.lic == typed else row.text for row in rows]
    st.session_state["pasted"] = "\n".join(pasted)
    _paste.ask(number)


def _add(number: str, rows: list[Pasted]) -> None:
    left = [row.text for row in rows if row.problem]
    with dialogs.settling() as tx, own_edits.own(tx, number):
        added = pasting.add_pasted(tx, number, rows, box.warehouse())
        desk.say(f"{formats.count(added, 'line')} added." + (f" {_what_about(len(left))}" if left else ""))
        st.session_state[_left(number)] = "\n".join(left)
        questions.ask(tx, number, then="next")


def _left(number: str) -> str:
    """Where rows are kept that were pasted and not added to a draft."""
    return f"left-to-paste-{number}"


def _what_about(left: int) -> str:
    return f"{formats.count(left, 'row')} could not be added: open Paste lines again to correct them."
