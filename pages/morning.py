"""What changed since yesterday and why, and what is to be decided today?"""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from engine.reports import morning
from pages.parts import desk, fields, formats, paper, readings, shell
from pages.parts.morning import today, yesterday

shell.begin("Morning report", "What happened on the day before, and what is to be decided today.")

with st.container(horizontal=True, vertical_alignment="bottom"):
    day = st.date_input(
        "Morning of",
        formats.today(),
        format=fields.DAY,
        min_value=fields.EVER,
        max_value=formats.today(),
        key="day",
        bind="query-params",
        width=160,
    )
    if st.button("Print …", icon=":material/print:", help="Or save it as a file."):
        paper.ask_morning(day)

if day == formats.today():
    today.show(readings.once(morning.decide))
else:
    st.caption("What was to be decided then is not kept; *Any day* shows the desk as it was.")
with desk.reading() as tx:  # not kept: a run that gave nothing changes nothing that answers are kept by
    happened = morning.happened(tx, day - timedelta(days=1))
yesterday.show(happened)
