"""What is short, since when, until when, what is it worth, and does it get better?"""

from __future__ import annotations

import streamlit as st

from pages.parts import backlog_tables, first_steps, paper, shell
from pages.parts.backlog import acts, cards, charts, figures
from pages.parts.backlog.charts import UNITS, VALUE

DAYS = {"30 days": 30, "90 days": 90, "A year": 365}

shell.begin("Backlog")
with st.container(horizontal=True, horizontal_alignment="right"):
    paper.morning_button()
    window = st.segmented_control(
        "Time",
        list(DAYS),
        default="30 days",
        required=True,
        key="days",
        bind="query-params",
        label_visibility="collapsed",
    )
    measure = st.segmented_control(
        "Measure",
        [UNITS, VALUE],
        default=UNITS,
        required=True,
        key="by",
        bind="query-params",
        label_visibility="collapsed",
    )
now = figures.read(DAYS[window], by_value=measure == VALUE)
waits = now.summary.lines > 0

if waits:
    cards.verdict(now)
    cards.cards(now)
    cards.facts(now)
    acts.cards()
else:
    cards.nothing_waits(now)
    first_steps.show()

if waits or now.per_day["qty"].sum():
    left, right = st.columns([5, 3], gap="medium")
    with left:
        st.subheader("Over time", anchor=False)
        charts.over_time(now, measure)
    with right:
        st.subheader("By age" if waits else "Filled lately", anchor=False)
        if waits:
            charts.by_age(now, measure)
        else:
            backlog_tables.filled_lately(now.filled_lately)

if waits:
    st.subheader("Most short", anchor=False)
    st.caption("Click a bar or a LIC to see who wants it and what is on its way.")
    charts.by_lic(now, measure)
    left, right = st.columns(2, gap="small")
    with left:
        st.subheader("Who waits", anchor=False)
        backlog_tables.customers(now.by_customer)
    with right:
        st.subheader("Filled lately", anchor=False)
        backlog_tables.filled_lately(now.filled_lately)
