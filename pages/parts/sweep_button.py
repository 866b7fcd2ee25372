"""Running a sweep at the press of a button, and saying what came of it.

A sweep that would take stock from somebody says so first, in a dialog that ``app.py`` draws after the page.
"""

from __future__ import annotations

from functools import partial

import streamlit as st

from engine import sweeps, undo
from engine.errors import DeskError
from engine.model import Outcome, SweepName
from engine.sweeps import WHOLE, Scope, SweepReport, forecast
from pages.parts import desk, dialogs, forecast_view, formats, preview_tables, steps
from pages.parts.literal import Markdown

TITLES = {
    SweepName.PRIMARY: "Primary sweep",
    SweepName.SECONDARY: "Secondary sweep",
    SweepName.REPLENISHMENT: "Replenishment",
    SweepName.CLOSING: "Closing of the day",
}
MEANINGS = {
    SweepName.PRIMARY: "Fills waiting lines of LICs that were received since it last ran.",
    SweepName.SECONDARY: "Fills waiting lines wherever stock is free, for whatever reason.",
    SweepName.REPLENISHMENT: "Orders what is at or below its level; if you prefer, also what waits without.",
    SweepName.CLOSING: "Proves the whole desk, carries balances forward; a backup, where a folder is named.",
}


def button(
    sweep: SweepName,
    label: Markdown = "Run now",
    *,
    key: str,
    primary: bool = False,
    scope: Scope = WHOLE,
) -> None:
    """A button that runs a sweep; what it did is shown at the top of the page. Beside it, of one that fills,
    another that shows what it would do."""
    with st.container(horizontal=True, width="content"):
        if st.button(
            label,
            key=key,
            type="primary" if primary else "secondary",
            icon=":material/play_arrow:",
            help=MEANINGS[sweep] if scope == WHOLE else _ALONE,
        ):
            _start(sweep, scope)
        if sweep in sweeps.FILLING and st.button(
            "Preview", key=f"{key}-preview", icon=":material/visibility:", help=_FIRST
        ):
            _preview.ask(sweep, scope)


_FIRST = "Who would get what if it ran now. Nothing is written."


def _previewed(sweep: SweepName, **_: object) -> str:
    return f"{TITLES[sweep]}: what it would do now"


@dialogs.dialog(_previewed, width="large")
def _preview(sweep: SweepName, scope: Scope) -> None:
    with st.spinner("Asking the queue …"), desk.reading() as tx:
        outcome = forecast.of_sweep(tx, sweep, scope)
        losers = sweeps.losers(tx, sweep, scope) if outcome.losses.height else outcome.losses
    forecast_view.show(outcome, key="sweep-gives")
    if losers.height:
        preview_tables.side("Who would lose", _TAKES, losers, "sweep-loses")
    if outcome.lines.height and dialogs.confirmed("run the sweep", "leave it all as it is"):
        _run(sweep, scope)


_ALONE = "The secondary sweep, where it waits alone. Rank decides as ever: who is ahead comes first."


def _start(sweep: SweepName, scope: Scope) -> None:
    """Run a sweep, or ask first if it takes stock from orders."""
    with st.spinner("Checking who would lose stock …"), desk.reading() as tx:
        takes = sweeps.losers(tx, sweep, scope).height > 0
    if takes:
        _take.ask(sweep, scope)
        return
    _run(sweep, scope)


def _title(sweep: SweepName, **_: object) -> str:
    return f"{TITLES[sweep]}: orders would lose stock"


@dialogs.dialog(_title, width="large")
def _take(sweep: SweepName, scope: Scope) -> None:
    with desk.reading() as tx:
        losers = sweeps.losers(tx, sweep, scope)
    preview_tables.side("Who would lose", _TAKES, losers, "sweep-loses")
    if dialogs.confirmed("run the sweep", "leave it all as it is"):
        _run(sweep, scope)


_TAKES = "The rules changed since the last sweep, or a line has waited long: it comes before them now."


def _run(sweep: SweepName, scope: Scope) -> None:
    """Run a sweep as the person at the screen and draw the page anew."""
    status = st.status(f"{TITLES[sweep]} is running", expanded=True)
    try:
        report = sweeps.run_sweep(
            desk.session(), sweep, actor=desk.actor(), scope=scope, step=partial(steps.show, status)
        )
    except DeskError as error:
        status.update(label=f"{TITLES[sweep]}: nothing was done", state="error")
        dialogs.refuse(error)
        return
    dialogs.close()
    if report:
        with desk.reading() as tx:
            desk.say(in_words(report), undo.action_of_run(tx, report.run_id))
    st.rerun()


def in_words(report: SweepReport) -> str:
    """What a run did, in a sentence."""
    rest = f" {report.error}" if report.outcome is Outcome.DONE and report.error else ""
    return _done(report) + rest


def _done(report: SweepReport) -> str:
    title, counts = TITLES[report.sweep], report.counts
    if report.scope:
        title = f"{title} for {report.scope}"
    if report.outcome is not Outcome.DONE:
        return f"{title}: {report.error}"
    if report.sweep is SweepName.CLOSING:
        return f"{title}: everything is consistent; {formats.count(counts.pools, 'balance')} carried forward."
    if report.sweep is SweepName.REPLENISHMENT:
        made = formats.count(counts.pos_created, "purchase order")
        return f"{title}: {made} created, {counts.pos_topped_up:,} changed."
    if not counts.lines_filled:
        return f"{title}: looked at {formats.count(counts.pools, 'LIC')}; there was nothing to fill."
    filled = (
        f"{formats.count(counts.lines_filled, 'line')} filled with {formats.units(counts.units_allotted)}"
    )
    created = formats.count(counts.shipments_created, "shipment")
    added = f", {counts.shipments_appended:,} added to" if counts.shipments_appended else ""
    return f"{title}: {filled}; {created} created{added}."
