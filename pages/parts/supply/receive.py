"""Booking a receipt: several LICs at once, and a question when more came than was ordered (R39)."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import streamlit as st

from engine import supply, sweeps
from engine.rows import PurchaseOrder
from pages.parts import counting, desk, dialogs, focus, forecast_view, formats
from pages.parts.literal import literal

Came = dict[str, Decimal]
_BOOKED = "receipts-booked"
"""How many this tab has booked: the next one begins with an empty reference."""


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
            reference = st.text_input(
                "Reference",
                key=f"reference-{st.session_state.setdefault(_BOOKED, 0)}",
                width=220,
                placeholder="Delivery note, optional",
            )
            st.button(
                "All of it came",
                icon=":material/done_all:",
                on_click=counting.keep,
                args=(record, expected),
            )
            if st.button("Book receipt", type="primary", icon=":material/warehouse:") or confirmed:
                _book(number, record, expected, (reference or "").strip())
        _fills(number, record, expected)


def _fills(number: str, record: str, expected: Came) -> None:
    """Which waiting lines a receipt would fill, before it is booked: what was counted, else all of it."""
    came = {lic: qty for lic, qty in counting.counts(record).items() if qty}
    st.markdown(f"**What it would fill**, {'with what was counted' if came else 'if all of it comes'}")
    forecast_view.of_receipt(number, came or expected)


def _by_lic(lines: pl.DataFrame) -> pl.DataFrame:
    """One row for each LIC still to come: two lines of one LIC are received together."""
    waiting = lines.filter(pl.col("open_qty") > 0).group_by("lic", maintain_order=True)
    return waiting.agg(pl.col("description").first(), pl.col("open_qty").sum().alias("qty"))


def _book(number: str, record: str, expected: Came, reference: str) -> None:
    """Book what was counted; more than was ordered is asked about."""
    came = {lic: qty for lic, qty in counting.counts(record).items() if qty}
    over = [
        f"{lic}: {formats.qty(qty)} came, {formats.qty(expected[lic])} were to come."
        for lic, qty in came.items()
        if qty > expected.get(lic, 0)
    ]
    if over:
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
        counting.keep(f"PO {number}", {})
        focus.on(counting.BOX)  # for what comes next of it
        st.session_state[_BOOKED] += 1
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
