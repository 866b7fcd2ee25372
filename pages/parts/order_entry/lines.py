"""The lines of a draft: what each would get, and changing them where they stand."""

from __future__ import annotations

import polars as pl
import streamlit as st

from engine.orders import entry
from engine.orders.entry import EntryResult, Line, Prospect
from engine.quantities import plain
from pages.parts import desk, focus, formats, pickers, tables
from pages.parts.literal import literal
from pages.parts.order_entry import note, questions, words


def table(number: str, lines: list[Line], *, complete: bool) -> None:
    """The lines, and what can be done with the one that is picked."""
    held = complete and any(line.prospect not in (Prospect.READY, Prospect.UNSTOCKED) for line in lines)
    frame = pl.DataFrame(
        {
            "line_no": [line.line_no for line in lines],
            "lic": [line.lic for line in lines],
            "description": [line.description for line in lines],
            "warehouse": [line.warehouse for line in lines],
            "qty": [line.qty for line in lines],
            "available": [line.available for line in lines],
            "prospect": [words.prospect(line, held=held) for line in lines],
        },
        schema_overrides={"qty": formats.QTY, "available": formats.QTY},
    )
    columns = {
        "line_no": tables.number("Line", width=45),
        "lic": tables.text("LIC", 130),
        "warehouse": tables.text("From", 80),
        "qty": tables.qty("Wanted", width=65),
        "available": tables.qty(
            "Available", "What this line meets: earlier lines of this order have taken theirs."
        ),
        "prospect": tables.text("What it gets", 270),
        "description": tables.text("Description", 260),
    }
    if not pickers.has_several_warehouses():
        del columns["warehouse"]
    alt = f"The {formats.count(len(lines), 'line')} of draft {number} with what each would get"
    picked = tables.grid(
        frame,
        key="draft_lines",
        columns=columns,
        alt=alt,
        id_column="line_no",
        select="single-row",
    )
    for line in lines:
        if line.line_no in picked:
            _actions(number, line)


def _actions(number: str, line: Line) -> None:
    with st.form("draft_line", border=True):
        label, qty, change, decide, remove = st.columns([3, 1.5, 1.2, 1.2, 1.2], vertical_alignment="bottom")
        label.markdown(f"Line {line.line_no} · **{literal(line.lic)}**")
        typed = qty.text_input(
            "Quantity", plain(line.qty), key=f"qty-{number}-{line.line_no}-{plain(line.qty)}"
        )
        if change.form_submit_button("Change", width="stretch"):
            _retype(number, line.line_no, typed or "")
        short = line.prospect not in (Prospect.READY, Prospect.UNSTOCKED, Prospect.REFUSED)
        if decide.form_submit_button("Decide", disabled=not short, width="stretch"):
            _decide(number, line)
        if remove.form_submit_button("Remove", width="stretch"):
            with desk.acting() as tx:
                _noted(number, entry.remove(tx, number, line.line_no))


def _retype(number: str, line_no: int, text: str) -> None:
    with desk.acting() as tx:
        _noted(number, entry.retype(tx, number, line_no, text.strip()))
        questions.ask(tx, number, line_no)


def _decide(number: str, line: Line) -> None:
    with desk.acting() as tx:
        entry.undecide(tx, number, line.line_no)
        questions.ask(tx, number, line.line_no)


def _noted(number: str, did: EntryResult) -> None:
    note.keep(number, did.sentence)
    focus.on("quick")


def refused(number: str, lines: list[Line]) -> None:
    """The ways out for a discontinued line that is short (R10)."""
    for line in lines:
        if line.prospect is Prospect.REFUSED:
            with st.container(border=True, horizontal=True, vertical_alignment="center"):
                lic = literal(line.lic)
                st.markdown(
                    f":material/block: Line {line.line_no}: **{lic}** is discontinued; {plain(line.now)} of "
                    f"{plain(line.qty)} can be had. Reduce it, remove it, or buy more first."
                )
                if line.now and st.button(f"Reduce to {plain(line.now)}", key=f"reduce-{line.line_no}"):
                    _retype(number, line.line_no, plain(line.now))
                if st.button("Remove", key=f"remove-{line.line_no}"):
                    with desk.acting() as tx:
                        _noted(number, entry.remove(tx, number, line.line_no))
