"""Booking a receipt: several LICs at once, and a question when more came than was ordered (R39)."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import streamlit as st

from engine import supply, sweeps
from engine.errors import DeskError
from engine.quantities import parse
from engine.rows import PurchaseOrder
from pages.parts import desk, dialogs, formats
from pages.parts.literal import literal

Came = dict[str, Decimal]


def show(po: PurchaseOrder, lines: pl.DataFrame) -> None:
    """A table to type into, a row for each LIC that is still to come."""
    open_lines = _by_lic(lines)
    if not open_lines.height:
        return
    number = po["number"]
    fresh = st.session_state.setdefault("receipts-booked", 0)
    filled = st.session_state.get("all-came") == (number, fresh)
    with st.container(border=True):
        st.markdown("**What came?** Type the units beside each LIC; leave the others empty.")
        typed = st.data_editor(
            open_lines.with_columns(
                pl.Series("came", _prefilled(open_lines, filled=filled), dtype=pl.String)
            ),
            key=f"came-{number}-{fresh}-{filled}",
            hide_index=True,
            disabled=["lic", "description", "open"],
            placeholder="",
            alt="What is still to come, and what came",
            height="content" if open_lines.height <= 12 else 440,
            column_config={
                "lic": st.column_config.TextColumn("LIC", width=130),
                "description": st.column_config.TextColumn("Description", width=260),
                "open": st.column_config.TextColumn("To come", width=90, alignment="right"),
                "came": st.column_config.TextColumn("Came now", width=110, alignment="right"),
            },
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            reference = st.text_input(
                "Reference", key=f"reference-{fresh}", width=220, placeholder="Delivery note, optional"
            )
            if st.button("All of it came", icon=":material/done_all:"):
                st.session_state["all-came"] = (number, fresh)
                st.rerun()
            if st.button("Book receipt", type="primary", icon=":material/warehouse:"):
                _book(number, typed, reference.strip())


def _by_lic(lines: pl.DataFrame) -> pl.DataFrame:
    """One row for each LIC still to come: two lines of one LIC are received together."""
    waiting = lines.filter(pl.col("open_qty") > 0).group_by("lic", maintain_order=True)
    summed = waiting.agg(pl.col("description").first(), pl.col("open_qty").sum())
    return summed.select(
        "lic", "description", pl.col("open_qty").map_elements(formats.qty, pl.String).alias("open")
    )


def _prefilled(open_lines: pl.DataFrame, *, filled: bool) -> list[str | None]:
    return open_lines["open"].to_list() if filled else [None] * open_lines.height


def _book(number: str, typed: pl.DataFrame, reference: str) -> None:
    """Read what was typed; everything wrong with it is shown at once, and an over-receipt is asked about."""
    came: Came = {}
    problems: list[str] = []
    over: list[str] = []
    for lic, open_qty, text in typed.select("lic", "open", "came").iter_rows():
        if not (text or "").strip():
            continue
        try:
            came[lic] = parse(text, lic)
        except DeskError as error:
            problems.append(str(error))
            continue
        if came[lic] > Decimal(open_qty):
            over.append(f"{lic}: {formats.qty(came[lic])} came, {open_qty} were to come.")
    if problems:
        st.error(literal("\n".join(problems)), icon=":material/block:")
    elif over:
        _confirm_over.ask(number, came, reference, over)
    else:
        _receive(number, came, reference, over=False)


@dialogs.dialog("More came than was ordered")
def _confirm_over(number: str, came: Came, reference: str, over: list[str]) -> None:
    """Ask before more is booked than was ordered."""
    st.markdown(literal("\n".join(over)))
    st.markdown("Book all that came?")
    if dialogs.confirmed("book it", "go back"):
        _receive(number, came, reference, over=True)


def _receive(number: str, came: Came, reference: str, *, over: bool) -> None:
    with desk.attempting() as attempt:
        received = supply.receive(attempt.tx, number, came, reference=reference, over=over)
        units = formats.units(sum(came.values(), Decimal(0)))
        rest = "The purchase order is complete." if received.closed else "The rest is still to come."
        desk.say(f"Receipt {received.receipt_id} was booked: {units}. {rest}")
    if attempt.saved:
        dialogs.close()
        st.session_state["receipts-booked"] += 1
        _sweep()
        st.rerun()


def _sweep() -> None:
    """Give what came to lines that wait, if the preference says so; else say when that happens."""
    report = sweeps.after_receipt(desk.session(), desk.actor())
    if report is None:
        desk.say("The next primary sweep fills waiting lines with it.")
    elif report.error:
        desk.say(f"The sweep did not fill anything: {report.error}")
    else:
        units = formats.units(report.counts.units_allotted)
        desk.say(f"The sweep filled {formats.count(report.counts.lines_filled, 'line')} with {units}.")
