"""Which policy serves this desk best, and what would a switch do?"""

from __future__ import annotations

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine import preferences
from engine.reports import policies
from engine.reports.policies import PolicyOutcome
from engine.rules.queue import POLICIES
from engine.whatif.edits import SetPolicy
from pages.parts import desk, export, facts, formats, preview, shell, tables, vega
from pages.parts.policies import charts as policy_charts

shell.begin(
    "Policies",
    "Who gets stock that is not enough for all: what each policy would do with today's open orders.",
)


@st.cache_resource(show_spinner=False)
def figures_of(file: str) -> dict[str, list[PolicyOutcome]]:  # noqa: ARG001 - what they are kept by
    """The figures worked out last, under the version of the desk that they are of."""
    return {}


def compared(version: str) -> list[PolicyOutcome]:
    """The figures, drawn one by one as they come: on a large desk they take a while."""
    by_version, slot = figures_of(str(desk.path())), st.empty()
    if figures := by_version.get(version):
        draw(slot, figures)
        return figures
    figures = []
    with st.spinner("Running every policy on the open orders …", show_time=True), desk.reading() as tx:
        for row in policies.one_by_one(tx):
            figures.append(row)
            draw(slot, figures)
    by_version.clear()
    by_version[version] = figures
    return figures


def draw(slot: DeltaGenerator, figures: list[PolicyOutcome]) -> None:
    """The policies run so far, side by side."""
    with slot.container(horizontal=True):
        for panel in policy_charts.panels(figures):
            vega.draw(panel, width="content", alt="A figure of each policy")


with desk.reading() as tx:
    prefs = preferences.read(tx)
    version = policies.version(tx)
figures = compared(version)
if not figures:
    st.info("No order is open, so there is nothing to compare yet.")
    shell.end()

names = [POLICIES[row.policy].title + (" (in force)" if row.in_force else "") for row in figures]
tables.grid(
    policies.table(figures).with_columns(pl.Series("policy", names)),
    key="policies",
    alt="What each policy comes to on today's orders",
    columns={
        "policy": tables.text("Policy", 190),
        "ship_qty": tables.qty("Can ship now", "Units whose orders could send them.", 90),
        "ship_percent": tables.qty("% of wanted", "Of all units on open orders.", 82),
        "orders_completed": tables.number("Orders complete", "Every open line has its stock.", 105),
        "lines_filled": tables.number("Lines filled", "Lines that have all they want.", 75),
        "set_aside_qty": tables.qty("Set aside", facts.SET_ASIDE, 75),
        "lines_waiting": tables.number("Lines waiting", facts.WAITING_LINES, 88),
        "waiting_days": tables.number("Days waited", "Of the waiting lines, added up.", 85),
        "longest_days": tables.number("Longest wait", "In days.", 85),
        "fairness": tables.share(
            "Fairness",
            "Jain's index: 1 if every customer gets the same share of what they want, near 0 if one has "
            "everything.",
        ),
    },
)

export.popover(policies.table(figures), "policies")

st.subheader("Switch to another policy", anchor=False)
st.caption("A switch is tried first: you see who would gain and who would lose before it is made.")
for policy, rule in POLICIES.items():
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        st.markdown(f"**{rule.title}**  \n:small[{rule.meaning}]", width="stretch")
        if policy is prefs.allocation_policy:
            st.badge("in force", color="green", icon=":material/check:")
        elif st.button("Preview the switch", key=f"switch-{policy}", icon=":material/visibility:"):
            preview.ask([SetPolicy(policy)])
st.caption(
    f"A line that is skipped holds its place once it has waited {formats.count(prefs.skip_age_days, 'day')}. "
    "The preferences say how long."
)
