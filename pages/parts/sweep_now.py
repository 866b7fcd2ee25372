"""Running a sweep at the press of a button, and saying what came of it."""

from __future__ import annotations

import streamlit as st

from engine import sweeps
from engine.errors import DeskError
from engine.model import Outcome, SweepName
from engine.sweeps import SweepReport
from pages.parts import desk, formats

TITLES = {
    SweepName.PRIMARY: "Primary sweep",
    SweepName.SECONDARY: "Secondary sweep",
    SweepName.REPLENISHMENT: "Replenishment",
}
MEANINGS = {
    SweepName.PRIMARY: "Fills lines that wait, where a purchase order has come in since it last ran.",
    SweepName.SECONDARY: "Fills lines that wait wherever stock is free, whatever set it free.",
    SweepName.REPLENISHMENT: "Writes what the shelves lack on automatic purchase orders.",
}


def button(
    sweep: SweepName, label: str = "Run now", *, key: str, primary: bool = False, disabled: bool = False
) -> None:
    """A button that runs a sweep; what it did is said at the top of the page."""
    if st.button(
        label,
        key=key,
        type="primary" if primary else "secondary",
        icon=":material/play_arrow:",
        help=MEANINGS[sweep],
        disabled=disabled,
    ):
        run(sweep)


def run(sweep: SweepName) -> None:
    """Run a sweep as the person at the screen and draw the page anew."""
    try:
        with st.spinner(f"{TITLES[sweep]} is running …"):
            report = sweeps.run_sweep(desk.session(), sweep, actor=desk.actor())
    except DeskError as error:
        desk.refuse(error)
        return
    if report:
        desk.say(told(report))
    st.rerun()


def told(report: SweepReport) -> str:
    """What a run did, in a sentence."""
    title = TITLES[report.sweep]
    if report.outcome is not Outcome.DONE:
        return f"{title}: {report.error}"
    if report.sweep is SweepName.REPLENISHMENT:
        made = formats.count(report.pos_created, "purchase order")
        return f"{title}: {made} started, {report.pos_topped_up} changed."
    if not report.lines_filled:
        return f"{title}: looked at {formats.count(report.pools, 'LIC')}; there was nothing to fill."
    filled = (
        f"{formats.count(report.lines_filled, 'line')} filled with {formats.units(report.units_allotted)}"
    )
    shipped = (
        f"{formats.count(report.shipments_created, 'shipment')} made, {report.shipments_appended} appended to"
    )
    return f"{title}: {filled}; {shipped}."
