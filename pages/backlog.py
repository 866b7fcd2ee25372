"""What is short, since when, until when, what is it worth, and does it get better?"""

from __future__ import annotations

import streamlit as st

from pages.parts import backlog_view, figures, shell

DAYS = {"30 days": 30, "90 days": 90, "A year": 365}

shell.begin("Backlog")
with st.container(horizontal=True, horizontal_alignment="right"):
    window = st.segmented_control(
        "Time", list(DAYS), default="30 days", required=True, key="days", bind="query-params", label_visibility="collapsed"
    )
    measure = st.segmented_control(
        "Measure",
        [backlog_view.UNITS, backlog_view.VALUE],
        default=backlog_view.UNITS,
        required=True,
        key="by",
        bind="query-params",
        label_visibility="collapsed",
    )
now = figures.read(DAYS[window or "30 days"], by_value=measure == backlog_view.VALUE)

if now.standing.lines:
    backlog_view.verdict(now)
    backlog_view.cards(now)
    backlog_view.facts(now)
else:
    backlog_view.nothing_waits(now)

left, right = st.columns([5, 3], gap="medium")
with left:
    st.subheader("Over time", anchor=False)
    backlog_view.over_time(now, measure)
with right:
    st.subheader("By age", anchor=False)
    backlog_view.by_age(now, measure)

st.subheader("Most short", anchor=False)
backlog_view.by_lic(now, measure)

left, right = st.columns(2, gap="medium")
with left:
    st.subheader("Who waits", anchor=False)
    backlog_view.customers(now)
with right:
    st.subheader("Filled lately", anchor=False)
    backlog_view.filled_lately(now)
