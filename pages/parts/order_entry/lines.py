"""The lines of a draft: what each would get, and changing them where they stand."""

from __future__ import annotations

import polars as pl
import streamlit as st

from engine.orders import entry, typed
from engine.orders.entry import EntryResult, Line, Prospect
from engine.quantities import plain, spelled
from pages.parts import desk, focus, formats, pickers, tables
from pages.parts.literal import literal
from pages.parts.order_entry import note, own_edits, questions, words


def table(number: str, lines: list[Line], *, complete: bool) -> None:
    """The lines, and what can be done with the one that is picked."""
    frame = as_table(lines, complete=complete)
    alt = f"The {formats.count(len(lines), 'line')} of draft {number} with what each would get"
    picked = tables.grid(
        frame,
        key="draft_lines",
        columns=_columns(lines),
        alt=alt,
        id_column="line_no",
        select="single-row",
    )
    for line in lines:
        if line.line_no in picked:
            _actions(number, line)


def as_table(lines: list[Line], *, complete: bool) -> pl.DataFrame:
    """The lines as rows, on the screen and in a file."""
    held = words.is_held(lines, complete=complete)
    return pl.DataFrame(
        {
            "line_no": [line.line_no for line in lines],
            "lic": [line.lic for line in lines],
            "description": [line.description for line in lines],
            "warehouse": [line.warehouse for line in lines],
            "qty": [line.qty for line in lines],
            "available": [line.available for line in lines],
            "prospect": [words.prospect(line, held=held) for line in lines],
            "unit_price": [line.unit_price for line in lines],
            "value": [line.value for line in lines],
            "note": [line.note for line in lines],
        },
        schema_overrides=dict.fromkeys(("qty", "available", "unit_price", "value"), formats.QTY),
    )


def _columns(lines: list[Line]) -> tables.Columns:
    """The columns; prices and notes only where there are some."""
    columns = {
        "line_no": tables.number("Line", width=45),
        "lic": tables.text("LIC", 110),
        "qty": tables.qty("Wanted", width=65),
        "available": tables.qty(
            "Available", "What this line meets: earlier lines of this order have taken theirs.", 75
        ),
        "warehouse": tables.text("From", 80),
        "prospect": tables.text("What it gets", 205),
        "unit_price": tables.money("Price", "As typed; without one the cost of the LIC stands for it", 75),
        "value": tables.money("Value", "At the line's price, else the LIC's cost"),
        "description": tables.text("Description", 150),
        "note": tables.text("Note", 120),
    }
    for unused in ("unit_price", "note"):
        if not any(getattr(line, unused) for line in lines):
            del columns[unused]
    if not pickers.has_several_warehouses():
        del columns["warehouse"]
    return columns


def _actions(number: str, line: Line) -> None:
    with st.form("draft_line", border=True):
        st.markdown(f"Line {line.line_no} · **{literal(line.lic)}**")
        row = st.columns([1.1, 1.1, 2.4, 1.1, 1.1, 1.1], vertical_alignment="bottom")
        qty, price, remark, change, decide, remove = row
        of = f"{number}-{line.line_no}-{plain(line.qty)}-{line.unit_price}"
        units = qty.text_input("Quantity", plain(line.qty), key=f"qty-{of}")
        priced = price.text_input(
            "Price",
            "" if line.unit_price is None else plain(line.unit_price),
            key=f"price-{of}",
            placeholder="None",
        )
        noted = remark.text_input("Note of the line", line.note, key=f"note-{of}", max_chars=500)
        if change.form_submit_button("Change", width="stretch"):
            _retype(number, line.line_no, units or "", priced or "", noted or "")
        short = line.prospect not in (Prospect.READY, Prospect.UNSTOCKED, Prospect.REFUSED)
        if decide.form_submit_button("Decide", disabled=not short, width="stretch"):
            _decide(number, line)
        if remove.form_submit_button("Remove", width="stretch"):
            with desk.acting() as tx, own_edits.own(tx, number):
                _noted(number, entry.remove(tx, number, line.line_no))


def _retype(number: str, line_no: int, text: str, price: str, remark: str) -> None:
    with desk.acting() as tx, own_edits.own(tx, number):
        unit_price = typed.price(price.strip()) if price.strip() else None
        did = entry.retype(tx, number, line_no, text.strip(), unit_price=unit_price, note=remark.strip())
        _noted(number, did)
        questions.ask(tx, number, line_no)


def _reduce(number: str, line: Line) -> None:
    with desk.acting() as tx, own_edits.own(tx, number):
        _noted(number, entry.retype(tx, number, line.line_no, plain(line.now)))
        questions.ask(tx, number, line.line_no)


def _decide(number: str, line: Line) -> None:
    with desk.acting() as tx, own_edits.own(tx, number):
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
                lic, now, ordered = literal(line.lic), spelled(line.now), spelled(line.qty)
                st.markdown(
                    f":material/block: Line {line.line_no}: **{lic}** is discontinued; {now} of {ordered} "
                    f"can be had. Reduce it, remove it, or buy more first."
                )
                if line.now and st.button(f"Reduce to {now}", key=f"reduce-{line.line_no}"):
                    _reduce(number, line)
                if st.button("Remove", key=f"remove-{line.line_no}"):
                    with desk.acting() as tx, own_edits.own(tx, number):
                        _noted(number, entry.remove(tx, number, line.line_no))
