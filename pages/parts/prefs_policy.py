"""Who gets stock that is not enough for all: the policies, compared on the desk's own orders (R43)."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from engine import comparing, preferences, signals
from engine.model import Policy
from pages.parts import desk, tables
from pages.parts.policy_names import MEANINGS, NAMES


def show() -> None:
    """The choice, the patience of the policies that step over, and the comparison."""
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
        compare = st.button("Compare on today's orders", icon=":material/compare_arrows:")
    if compare:
        _compare()


def _save(policy: Policy, days: int) -> None:
    with desk.attempting(f"Scarce stock is given {NAMES[policy].lower()} from now on.") as attempt:
        preferences.change(attempt.tx, "allocation_policy", policy)
        preferences.change(attempt.tx, "skip_age_days", days)
    if attempt.saved:
        signals.announce_change(desk.path())
        st.rerun()


def _compare() -> None:
    """What each policy comes to on the open orders as they stand; nothing is written."""
    with desk.reading() as tx:
        figures = comparing.compare(tx)
    if not figures:
        st.info("No order is open, so there is nothing to compare.")
        return
    names = [NAMES[row.policy] + (" (in force)" if row.in_force else "") for row in figures]
    tables.grid(
        comparing.table(figures).with_columns(pl.Series("policy", names)),
        key="policies",
        alt="What each policy comes to on today's orders",
        columns={
            "policy": tables.text("Policy", 190),
            "ship_qty": tables.qty("Can ship now", "Units whose orders could send them.", 95),
            "ship_percent": tables.qty("% of wanted", None, 90),
            "orders_completed": tables.number("Orders complete", "Every open line has its stock.", 110),
            "stranded_qty": tables.qty("Stranded", "Set aside for orders that could not ship.", 75),
            "lines_waiting": tables.number("Lines waiting", None, 95),
            "longest_days": tables.number("Longest wait", "In days.", 95),
            "fairness": st.column_config.NumberColumn(
                "Fairness",
                width=75,
                format="%.2f",
                help="1: every customer gets the same share of what they want.",
            ),
        },
    )
