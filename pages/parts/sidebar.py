"""The sidebar: who is at the screen, whether the sweeps run, and whether this is the demo."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import streamlit as st

from engine import notices, preferences, signals
from engine.errors import DeskError
from engine.model import Outcome
from engine.sweeps import schedules
from engine.sweeps.schedules import SweepStatus
from pages.parts import command_field, desk, formats, links
from pages.parts.literal import literal

LOOK_SECONDS: Final = 10
_DRAFTS_TIP: Final = "Drafts of notices to customers whose orders changed."


def show(*, new: bool, demo: bool) -> None:
    """Draw the sidebar under the list of pages."""
    with st.sidebar:
        if not new:
            command_field.show()
            _sweeps()
        if demo:
            st.caption(":material/explore: This is the demo. Its orders are made up.")
        _who()


def _who() -> None:
    if "actor" not in st.session_state:
        st.session_state["actor"] = desk.default_actor()
    st.text_input(
        "Who are you?",
        key="actor",
        max_chars=60,
        help="What you do is written into the record log under this name. It is a name, not a password.",
    )


@st.fragment(run_every=LOOK_SECONDS)
def _sweeps() -> None:
    """Whether the sweeps run, when each ran last and runs next, and whether they left drafts to look at."""
    now = datetime.now(UTC)
    try:
        with desk.session().reading() as tx:
            managed = preferences.read(tx).backorder_management
            rows = schedules.status(tx)
            drafts = notices.draft_count(tx)
    except DeskError as error:
        st.caption(literal(str(error)))
        return
    beat = signals.read_heartbeat(desk.path())
    alive = beat is not None and beat.is_alive(now)
    if drafts:
        links.link("notices", formats.count(drafts, "notice draft"), "campaign", tip=_DRAFTS_TIP)
    st.markdown(_headline(alive=alive, managed=managed), help=_advice(alive=alive, managed=managed))
    st.caption("  \n".join(_line(row, running=alive and managed) for row in rows))


def _headline(*, alive: bool, managed: bool) -> str:
    if not managed:
        return ":orange-badge[:material/pause_circle: Sweeps are off]"
    if not alive:
        return ":red-badge[:material/error: Scheduler stopped]"
    return ":green-badge[:material/check_circle: Sweeps are running]"


def _advice(*, alive: bool, managed: bool) -> str | None:
    if not managed:
        return "Backorder management is off, so the sweeps do nothing. Switch it on in Preferences."
    if not alive:
        return "No sweep runs by itself. Start the desk with `backorder up`, or run a sweep from the Run log."
    return None


def _line(row: SweepStatus, *, running: bool) -> str:
    """``Primary: 12 min ago, next in 18 min``; a sign and no colour, which is too pale in a caption."""
    ran = "did not run yet" if row["last_started_at"] is None else formats.ago(row["last_started_at"])
    if row["last_outcome"] == Outcome.RUNNING:
        ran = ":material/sync: is running"
    elif row["last_outcome"] in (Outcome.FAILED, Outcome.INTERRUPTED):
        well = "never" if row["last_done_at"] is None else formats.ago(row["last_done_at"])
        ran = f":material/error: {literal(row['last_outcome'])} {ran}, went well {well}"
    elif row["last_in_part"]:
        ran = f":material/warning: {ran}, left out what is at fault"
    coming = "switched off" if not row["enabled"] else f"next {formats.until(row['next_due'])}"
    ended = f"{literal(row['sweep'].capitalize())}: {ran}"
    return f"{ended}, {coming}" if running or not row["enabled"] else ended
