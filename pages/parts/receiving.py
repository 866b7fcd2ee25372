"""A receipt: what it would fill, the question when more came than was ordered, and booking it (R39)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import streamlit as st

from engine import supply, sweeps
from engine.counting import Counts
from pages.parts import desk, dialogs, forecast_view, formats
from pages.parts.literal import Markdown, literal

_BOOKED = "receipts-booked"


def booked() -> int:
    """How many receipts this tab has booked: the next one begins with empty fields, whose keys it is in."""
    count: int = st.session_state.setdefault(_BOOKED, 0)
    return count


def reference_box() -> str:
    """The field for the number of the delivery note; what stands in it."""
    typed = st.text_input(
        "Reference", key=f"reference-{booked()}", width=220, placeholder="Delivery note, optional"
    )
    return (typed or "").strip()


def fills(number: str, came: Counts, of_what: Markdown) -> None:
    """Which waiting lines a receipt would fill, before it is booked; ``of_what``: of what, in words."""
    st.markdown(f"**What it would fill**, {of_what}")
    forecast_view.of_receipt(number, came)


def _nothing() -> None:
    """Nothing follows a receipt but that the page is drawn anew."""


def book(
    number: str, came: Counts, to_come: Counts, reference: str, *, follows: Callable[[], None] = _nothing
) -> None:
    """Book what came, and draw the page anew; more than was still to come is asked about first.

    ``follows``: what else happens once it is booked.
    """
    over = [
        f"{lic}: {formats.qty(qty)} came, {formats.qty(to_come.get(lic))} were to come."
        for lic, qty in came.items()
        if qty > to_come.get(lic, 0)
    ]
    if over:
        _confirm_over.ask(number, came, reference, over, follows)
    else:
        _receive(number, came, reference, follows, over=False)


@dialogs.dialog("More came than was ordered")
def _confirm_over(
    number: str, came: Counts, reference: str, over: list[str], follows: Callable[[], None]
) -> None:
    """Ask before more is booked than was ordered."""
    st.markdown(literal("\n".join(over)))
    st.markdown("Book all that came?")
    if dialogs.confirmed("book it", "go back"):
        _receive(number, came, reference, follows, over=True)


def _receive(number: str, came: Counts, reference: str, follows: Callable[[], None], *, over: bool) -> None:
    with desk.attempting(on_refusal=dialogs.refuse) as attempt:
        received = supply.receive(attempt.tx, number, came, reference=reference, over=over)
        units = formats.units(sum(came.values(), Decimal(0)))
        rest = "The purchase order is complete." if received.closed else "The rest is still to come."
        desk.say(f"Receipt {received.receipt_id} was booked: {units}. {rest}")
    if attempt.saved:
        dialogs.close()
        follows()
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
