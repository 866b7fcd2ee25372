"""The schedules: what each sweep does, when it runs, when it ran, and how that is changed (R26)."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from engine import preferences, signals, sweeps
from engine.model import Outcome, SweepName, Trigger
from engine.sweeps import schedules
from engine.sweeps.schedules import SweepStatus
from pages.parts import desk, formats, links, run_table, sweep_button
from pages.parts.literal import literal
from pages.parts.preferences import schedule_form

_MARKS = {
    Outcome.DONE: ":green[:material/check_circle:]",
    Outcome.OFF: ":gray[:material/pause_circle:]",
    Outcome.RUNNING: ":blue[:material/hourglass_top:]",
    Outcome.FAILED: ":red[:material/error:]",
    Outcome.INTERRUPTED: ":orange[:material/warning:]",
}
_TRIGGERS = {
    Trigger.SCHEDULED: "as scheduled",
    Trigger.MANUAL: "by hand",
    Trigger.CATCH_UP: "as a catch-up",
}


def show() -> None:
    """A card for each sweep, and their last runs."""
    with desk.reading() as tx:
        prefs = preferences.read(tx)
        states = schedules.status(tx)
        plans = schedules.schedules(tx)
        runs = sweeps.runs(tx, most=8)
    _alive(management=prefs.backorder_management)
    for row, plan in zip(states, plans, strict=True):
        with st.container(border=True):
            _card(row)
            schedule_form.show(plan)
    st.subheader("Last runs", anchor=False)
    if runs.height:
        run_table.show(runs, key="last-runs")
    else:
        st.caption("No sweep has run yet.")
    links.link("run_log", "All runs", "history")


def _alive(*, management: bool) -> None:
    """Whether anything runs by itself at all."""
    beat = signals.read_heartbeat(desk.path())
    if not management:
        st.warning("Backorder management is off: sweeps run and do nothing. Turn it on under *Rules*.")
    elif beat is None or not beat.is_alive(datetime.now(UTC)):
        st.warning(
            "Nothing runs by itself: the scheduler of this desk is not running. *Run now* works.",
            icon=":material/alarm_off:",
        )


def _card(row: SweepStatus) -> None:
    sweep = SweepName(row["sweep"])
    left, right = st.columns([4, 1], vertical_alignment="center")
    with left:
        st.markdown(f"**{sweep_button.TITLES[sweep]}** · {literal(_when(row))}")
        st.caption(sweep_button.MEANINGS[sweep])
    with right:
        sweep_button.button(sweep, key=f"run-{sweep}")
    if row["warning"]:
        st.warning(literal(row["warning"]), icon=":material/warning:")
    with st.container(horizontal=True):
        st.markdown(f"Next: {_next(row)}")
        st.markdown(f"Last: {_last(row)}")


def _when(row: SweepStatus) -> str:
    rule = str(row["description"])
    return rule[:1].upper() + rule[1:] if row["enabled"] else "Off"


def _next(row: SweepStatus) -> str:
    due = row["next_due"]
    return "**never**" if due is None else f"**{formats.until(due)}** ({formats.when(due)})"


def _last(row: SweepStatus) -> str:
    if row["last_started_at"] is None or row["last_outcome"] is None or row["last_trigger"] is None:
        return "**never**"
    outcome = Outcome(row["last_outcome"])
    result = "done in part" if row["last_in_part"] else outcome
    how = literal(f"{result}, {_TRIGGERS[Trigger(row['last_trigger'])]}")
    return f"{_MARKS[outcome]} **{formats.ago(row['last_started_at'])}**, {how}"
