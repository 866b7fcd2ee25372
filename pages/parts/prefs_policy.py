"""Who gets stock that is not enough for all: the policy in force (R43)."""

from __future__ import annotations

from typing import Any

import streamlit as st

from engine import preferences, signals
from engine.model import Policy
from pages.parts import desk, links
from pages.parts.policy_names import MEANINGS, NAMES


def show() -> None:
    """The choice, the patience of the policies that step over, and the way to their comparison."""
    with desk.reading() as tx:
        now = preferences.read(tx)
    chosen: Any = st.radio(
        "When stock is not enough for all, lines are served",
        list(Policy),
        index=list(Policy).index(now.allocation_policy),
        format_func=lambda policy: NAMES[policy],
        captions=[MEANINGS[policy] for policy in Policy],
        key=f"policy-{now.allocation_policy}",
    )
    days = st.number_input(
        "Days a line may be stepped over before it holds its place",
        0,
        3650,
        now.skip_age_days,
        key=f"skip-age-{now.skip_age_days}",
        width=380,
        disabled=chosen is Policy.STRICT,
    )
    changed = (chosen, days) != (now.allocation_policy, now.skip_age_days)
    with st.container(horizontal=True):
        if st.button("Save", type="primary", disabled=not changed):
            _save(chosen, days)
        links.link("policies", "Compare them on today's orders", "balance")


def _save(policy: Policy, days: int) -> None:
    with desk.attempting(f"Scarce stock is given {NAMES[policy].lower()} from now on.") as attempt:
        preferences.change(attempt.tx, "allocation_policy", policy)
        preferences.change(attempt.tx, "skip_age_days", days)
    if attempt.saved:
        signals.announce_change(desk.path())
        st.rerun()
