"""What is short, since when, until when, what is it worth, and does it get better?"""

from __future__ import annotations

import streamlit as st

from engine.reports.slicing import WHOLE
from pages.parts import backlog_tables, first_steps, links, shell, style
from pages.parts.backlog import acts, cards, charts, figures, filters

DAYS = {"30 days": 30, "90 days": 90, "A year": 365}

shell.begin("Backlog")
chosen, toolbar = st.columns([3, 2], vertical_alignment="center")
with toolbar, st.container(horizontal=True, horizontal_alignment="right"):
    if st.button("Morning report", icon=":material/wb_twilight:"):
        links.go("morning")
    window = st.segmented_control(
        "Time",
        list(DAYS),
        default="30 days",
        required=True,
        key="days",
        bind="query-params",
        label_visibility="collapsed",
    )
narrowed = filters.read()
now = figures.read(DAYS[window], narrowed.only)
waits = now.summary.lines > 0

if waits or narrowed.only != WHOLE:
    with chosen:
        filters.chips(narrowed)
if waits:
    cards.verdict(now)
    cards.cards(now)
    cards.facts(now, narrowed.only)
elif narrowed.only != WHOLE:
    cards.nothing_matches()
else:
    cards.nothing_waits(now)
    first_steps.show()

best = st.container(key=f"{style.LATER}acts")
if waits or now.per_day["qty"].sum():
    style.unfold()
    charts.draw(DAYS[window], narrowed)
    with st.container(key=f"{style.FOLDED}filled"):
        st.subheader("Filled lately", anchor=False)
        backlog_tables.filled_lately(now.filled_lately, DAYS[window])
if waits or narrowed.only != WHOLE:
    with best:  # last, as it tries acts out: what is short is read meanwhile
        acts.cards(narrowed.only)
