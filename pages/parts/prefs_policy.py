"""Who gets stock that is not enough for all: the policies, compared on the desk's own orders (R43)."""

from __future__ import annotations

from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from engine import preferences, signals, sweeps, whatif
from engine.model import Policy
from engine.preferences import Preferences
from engine.store import Transaction
from engine.whatif import Outcome
from pages.parts import desk, formats, tables

_NAMES = {
    Policy.STRICT: "By rank",
    Policy.SKIP: "By rank, stepping over",
    Policy.COMPLETE_FIRST: "Complete orders first",
}
_MEANINGS = {
    Policy.STRICT: "By priority, then by who came first. A line that must have all at once holds its place: "
    "until it can be filled, nothing behind it gains.",
    Policy.SKIP: "What cannot be filled whole is stepped over and holds nothing, until it has waited long.",
    Policy.COMPLETE_FIRST: "Inside a priority, orders that can be filled whole go first; then as above.",
}


def show() -> None:
    """The choice, the patience of the policies that step over, and the comparison."""
    with desk.reading() as tx:
        now = preferences.read(tx)
    chosen: Any = st.radio(
        "When stock is not enough for all, lines are served",
        list(Policy),
        index=list(Policy).index(now.allocation_policy),
        format_func=lambda policy: _NAMES[policy],
        captions=[_MEANINGS[policy] for policy in Policy],
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
        compare = st.button("Compare on today's orders", icon=":material/compare_arrows:")
    if compare:
        _compare(now)


def _save(policy: Policy, days: int) -> None:
    with desk.attempting(f"Scarce stock is given {_NAMES[policy].lower()} from now on.") as attempt:
        preferences.change(attempt.tx, "allocation_policy", policy)
        preferences.change(attempt.tx, "skip_age_days", days)
    if attempt.saved:
        signals.announce_change(desk.path())
        st.rerun()


def _compare(now: Preferences) -> None:
    """What a secondary sweep would do under each policy, without doing it."""
    outcomes = {
        policy: whatif.try_out(desk.session(), desk.actor(), partial(_sweep_under, policy=policy))
        for policy in Policy
    }
    rows = [_row(policy, outcome, now) for policy, outcome in outcomes.items()]
    st.markdown("**What a sweep would do now**")
    tables.grid(
        pl.DataFrame(rows),
        key="policies",
        alt="What a sweep would do under each policy",
        columns={
            "policy": tables.text("Policy", 220),
            "orders": tables.number("Orders helped"),
            "units": tables.qty("Units given"),
            "worth": tables.money("Worth"),
            "lost": tables.qty("Units taken back"),
        },
    )
    if all(not outcome.winners.height for outcome in outcomes.values()):
        st.caption("No stock is free for lines that wait just now, so the policies do the same.")


def _sweep_under(tx: Transaction, *, policy: Policy) -> None:
    preferences.change(tx, "allocation_policy", policy)
    sweeps.secondary(tx)


def _row(policy: Policy, outcome: Outcome, now: Preferences) -> dict[str, object]:
    in_force = " (in force)" if policy is now.allocation_policy else ""
    return {
        "policy": _NAMES[policy] + in_force,
        "orders": outcome.winners["order"].n_unique(),
        "units": outcome.won_qty,
        "worth": formats.total(outcome.winners["value"]),
        "lost": outcome.lost_qty,
    }
